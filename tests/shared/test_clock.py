"""The hybrid clock only ever grows, whatever the wall clock does."""

from hypothesis import given
from hypothesis import strategies as st

from shared.clock import HybridClock, SystemClock, hybrid_ms
from tests.support.clocks import ManualClock


@given(st.lists(st.integers(min_value=-10_000_000_000, max_value=10_000_000_000), max_size=60))
def test_every_tick_is_greater_than_all_before(steps):
    clock = ManualClock()
    hybrid = HybridClock(clock)
    ticks = []
    for step in steps:
        clock.wall_ms = max(0, clock.wall_ms + step)
        ticks.append(hybrid.tick())
    assert ticks == sorted(set(ticks))


def test_a_tick_carries_the_wall_clock():
    clock = ManualClock(now_ms=1_234_567_890_123)
    assert hybrid_ms(HybridClock(clock).tick()) == 1_234_567_890_123


def test_the_system_clock_runs_forward():
    clock = SystemClock()
    assert clock.monotonic_ms() <= clock.monotonic_ms()
    assert clock.now_ms() > 1_700_000_000_000
