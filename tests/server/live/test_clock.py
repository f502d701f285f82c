from server.live.clock import HostClock
from tests.support.clocks import ManualClock


def test_it_starts_at_the_wall_clock_and_passes_with_the_steady_one(clock: ManualClock):
    host = HostClock(clock)
    assert host.now_ms() == clock.now_ms()
    clock.advance(250)
    assert host.now_ms() == clock.now_ms()


def test_steps_of_the_wall_clock_change_nothing(clock: ManualClock):
    host = HostClock(clock)
    before = host.now_ms()
    clock.step_wall(3_600_000)
    assert host.now_ms() == before
    clock.step_wall(-86_400_000)
    clock.advance(5)
    assert host.now_ms() == before + 5


def test_a_restart_never_goes_back(clock: ManualClock):
    last_ms = HostClock(clock).now_ms() + 60_000
    clock.step_wall(-86_400_000)
    again = HostClock(clock, last_ms + 1)
    assert again.now_ms() == last_ms + 1
