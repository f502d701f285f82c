"""Host time: wall time of the start plus monotonic time, so that no step of the wall clock reaches a game."""

from shared.clock import Clock


class HostClock:
    """Milliseconds since 1970 that never go back, not even over a restart.

    `not_before_ms` is the last time that a journal holds: a restart after the wall clock was set back goes on from
    there.
    """

    def __init__(self, clock: Clock, not_before_ms: int = 0) -> None:
        self._clock = clock
        self._origin_ms = max(clock.now_ms(), not_before_ms) - clock.monotonic_ms()

    def now_ms(self) -> int:
        """Host milliseconds."""
        return self._origin_ms + self._clock.monotonic_ms()
