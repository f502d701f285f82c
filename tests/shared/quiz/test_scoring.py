"""Points follow live-quiz.md 3.3."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.quiz.scoring import (
    TIE_MS,
    WEIGHTS,
    counted_ms,
    full_points,
    penalty_points,
    points,
    streak_bonus,
    tied,
)

times = st.integers(0, 300_000)


@pytest.mark.parametrize(
    ("preset", "fraction", "time_ms", "expected"),
    [
        ("accuracy", 1, 29_000, 1000),
        ("accuracy", 0.5, 29_000, 500),
        ("balanced", 1, 500, 1000),
        ("balanced", 1, 15_500, 800),
        ("balanced", 0.5, 15_500, 400),
        ("balanced", 1, 30_500, 600),
        ("balanced", 1, 90_000, 600),
        ("race", 1, 15_500, 750),
        ("race", 0, 600, 0),
        ("race", 1, 300_000, 500),
    ],
)
def test_points_of_the_presets(preset, fraction, time_ms, expected):
    assert points(1000, fraction, WEIGHTS[preset], time_ms, 30_000) == expected


def test_without_a_limit_time_costs_nothing():
    assert points(1000, 1, WEIGHTS["race"], 10**9, None) == 1000


@pytest.mark.parametrize(("multiplier", "expected"), [(0, 0), (0.5, 500), (1, 1000), (2, 2000), (3, 3000)])
def test_multipliers(multiplier, expected):
    assert full_points(multiplier) == expected


def test_extra_time_costs_no_points():
    """Twice the time at twice the limit is the same (the grace of 0.5 s apart)."""
    assert points(1000, 1, 0.6, 20_500, 60_000) == points(1000, 1, 0.6, 10_500, 30_000)


@given(
    st.sampled_from((0, 500, 1000, 2000, 3000)),
    st.floats(0, 1),
    st.sampled_from((0.5, 0.6, 1.0)),
    times,
    times,
)
def test_points_never_are_negative_nor_above_and_fall_with_time(full, fraction, weight, time_ms, later_ms):
    first = points(full, fraction, weight, time_ms, 30_000)
    assert 0 <= first <= full
    assert points(full, fraction, weight, time_ms + later_ms, 30_000) <= first


@given(st.floats(allow_nan=True, allow_infinity=True), st.integers(-1000, 300_000), st.integers(-10, 5000))
def test_the_counted_time_lies_within_the_allowance(elapsed_ms, received_ms, allowance_ms):
    counted = counted_ms(elapsed_ms, received_ms, allowance_ms)
    latest = max(0, received_ms)
    assert max(0, latest - 1000) <= counted <= latest
    assert counted >= latest - max(0, allowance_ms)
    if max(0, latest - max(0, min(allowance_ms, 1000))) <= elapsed_ms <= latest:
        assert counted == round(elapsed_ms)


@given(st.integers(5000, 240_000), st.integers(500, 240_000), st.floats(-1e6, 1e6))
def test_lying_about_time_gains_at_most_the_allowance(limit_ms, received_ms, lie):
    """400 ms on a LAN: at most 10 points from 16 s on in the balanced game."""
    honest = points(1000, 1, 0.6, counted_ms(received_ms, received_ms, 400), limit_ms)
    lied = points(1000, 1, 0.6, counted_ms(lie, received_ms, 400), limit_ms)
    assert lied - honest <= 400 * 400 / limit_ms + 1


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 3000), max_size=30))
def test_ties_move_nobody_back_and_less_than_the_tie(held):
    evened = tied(held)
    assert evened.keys() == held.keys()
    assert all(0 <= held[key] - evened[key] < TIE_MS for key in held)
    order = sorted(held, key=held.__getitem__)
    assert [evened[key] for key in order] == sorted(evened.values())


@given(times, st.integers(0, TIE_MS - 1))
def test_two_less_than_50_ms_apart_are_a_tie(first, apart):
    assert tied({"a": first, "b": first + apart}) == {"a": first, "b": first}


def test_a_dense_room_does_not_melt_into_one_tie():
    evened = tied({str(index): index * 10 for index in range(100)})
    assert len(set(evened.values())) == 20


def test_a_penalty_takes_no_more_than_there_is():
    assert penalty_points(1000, 0.25, 5000) == 250
    assert penalty_points(1000, 0.25, 100) == 100
    assert penalty_points(1000, 9, 5000) == 1000
    assert penalty_points(1000, -1, 5000) == 0


def test_the_streak_grows_by_50_up_to_250():
    assert [streak_bonus(streak) for streak in range(9)] == [0, 0, 50, 100, 150, 200, 250, 250, 250]
