"""Hybrid clocks carry the wall clock and are moved by others only so far."""

from hypothesis import given
from hypothesis import strategies as st

from shared.clock import MAX_AHEAD_MS, SystemClock, hybrid, hybrid_ms, witnessed

TIMES = st.integers(min_value=0, max_value=1 << 47)


@given(TIMES, st.integers(min_value=0, max_value=(1 << 16) - 1))
def test_a_hybrid_value_carries_its_milliseconds(milliseconds, counter):
    assert hybrid_ms(hybrid(milliseconds) + counter) == milliseconds


@given(TIMES.map(hybrid), TIMES.map(hybrid), TIMES)
def test_a_seen_clock_moves_the_own_forward_and_only_a_minute_ahead(own, seen, now_ms):
    after = witnessed(own, seen, now_ms)
    assert after >= own
    assert after in {own, seen, hybrid(now_ms + MAX_AHEAD_MS)}
    assert after <= max(own, hybrid(now_ms + MAX_AHEAD_MS))


def test_the_system_clock_runs_forward():
    clock = SystemClock()
    assert clock.monotonic_ms() <= clock.monotonic_ms()
    assert clock.now_ms() > 1_700_000_000_000
