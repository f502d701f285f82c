from hypothesis import given
from hypothesis import strategies as st

from server.live.links import Link, Links, percentile_95


def measured(links: Links, pid: str, round_trips: list[int]) -> None:
    for number, round_trip in enumerate(round_trips):
        links.of(pid).ponged(number, 1_000 * number)
        links.of(pid).returned(number, 1_000 * number + round_trip)


def test_the_allowance_is_the_own_p95_and_a_little_more_up_to_a_cap():
    links = Links()
    measured(links, "near", [4] * 19 + [30])
    measured(links, "far", [700] * 20)
    assert links.allowance_ms("near", 0) == 4 + 50
    assert links.allowance_ms("far", 0) == 400
    assert links.link_ms("near") == 4
    assert links.link_ms("new") == 0


def test_who_has_no_history_gets_the_median_of_the_room():
    links = Links()
    assert links.allowance_ms("first", 0) == 100
    for pid, round_trip in (("a", 10), ("b", 80), ("c", 300)):
        measured(links, pid, [round_trip])
    assert links.allowance_ms("new", 10_000) == 80 + 50


def test_only_the_last_round_trips_count():
    link = Link()
    for number in range(60):
        link.ponged(number, 0)
        link.returned(number, 900 if number < 30 else 20)
    assert link.p95_ms == 20


def test_a_leg_that_nobody_asked_for_says_nothing():
    link = Link()
    link.returned(7, 5)
    link.ponged(1, 0)
    link.returned(1, 10)
    link.returned(1, 9_000)
    assert link.p95_ms == 10
    for number in range(100):
        link.ponged(number, 0)
    assert len(link._pending) <= 8


def test_options_are_sent_ahead_by_what_the_room_needs():
    links = Links()
    assert links.lead_ms(0) == 250
    measured(links, "a", [320])
    assert links.lead_ms(10_000) == 320
    measured(links, "b", [3_000])
    assert links.lead_ms(20_000) == 400


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=40))
def test_the_percentile_is_one_of_the_values_and_few_are_above(values: list[int]):
    found = percentile_95(values)
    assert found in values
    assert sum(value > found for value in values) <= 0.05 * len(values)
