from hypothesis import given
from hypothesis import strategies as st

from desktop.shell.time_left import LEAST_MS, WINDOW_MS, TimeLeft


def test_nobody_knows_at_first():
    left = TimeLeft()
    assert left.note("a", 0, 0.0) is None
    assert left.note("a", LEAST_MS - 1, 0.1) is None


@given(st.integers(10_000, 10_000_000), st.integers(2, 50))
def test_steady_work_is_foretold_exactly(total_ms: int, steps: int):
    left = TimeLeft()
    for step in range(steps):
        now_ms = total_ms * step // steps
        told = left.note("a", now_ms, now_ms / total_ms)
        if told is not None:
            assert abs(told - (total_ms - now_ms)) <= 1 + total_ms // 1000


def test_speed_is_that_of_the_last_minutes():
    left = TimeLeft()
    for minute in range(11):
        left.note("a", minute * 60_000, minute * 0.01)
    # Then ten times as fast.
    told = [left.note("a", (10 + minute) * 60_000, 0.1 + minute * 0.1) for minute in range(1, 5)]
    assert told[-1] is not None
    assert abs(told[-1] - 5 * 60_000) < 60_000


def test_a_job_that_begins_again_forgets():
    left = TimeLeft()
    left.note("a", 0, 0.0)
    assert left.note("a", WINDOW_MS, 0.5) is not None
    assert left.note("a", WINDOW_MS + 1, 0.0) is None


def test_a_job_that_stands_still_is_not_foretold():
    left = TimeLeft()
    left.note("a", 0, 0.3)
    assert left.note("a", 60_000, 0.3) is None


def test_jobs_do_not_mix_and_ended_ones_are_dropped():
    left = TimeLeft()
    left.note("a", 0, 0.0)
    left.note("b", 0, 0.0)
    assert left.note("a", 10_000, 0.5) == 10_000
    assert left.note("b", 10_000, 0.1) == 90_000
    left.forget_all_but(frozenset({"b"}))
    assert left.note("a", 20_000, 0.6) is None
    assert left.note("b", 20_000, 0.2) == 80_000
