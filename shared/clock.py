"""Clocks: wall and monotonic milliseconds, and the hybrid clock that orders edits."""

import time
from typing import Protocol

COUNTER_BITS = 16


class Clock(Protocol):
    """What every timed rule takes, so that tests can move time."""

    def now_ms(self) -> int:
        """Wall-clock milliseconds since 1970 in UTC. May jump either way."""
        ...

    def monotonic_ms(self) -> int:
        """Milliseconds that never go backwards; the origin means nothing."""
        ...


class SystemClock:
    """The computer's own clocks."""

    def now_ms(self) -> int:
        """Wall-clock milliseconds since 1970 in UTC."""
        return time.time_ns() // 1_000_000

    def monotonic_ms(self) -> int:
        """Milliseconds since some fixed moment."""
        return time.monotonic_ns() // 1_000_000


class HybridClock:
    """A hybrid logical clock: 48 bits of milliseconds and a 16-bit counter in one integer.

    Every tick is greater than all earlier ones, also when the wall clock goes back
    (Kulkarni et al., "Logical Physical Clocks", 2014).
    """

    def __init__(self, clock: Clock, last: int = 0) -> None:
        self._clock = clock
        self.last = last

    def tick(self) -> int:
        """Return the clock value of a new local edit."""
        self.last = max(self._clock.now_ms() << COUNTER_BITS, self.last + 1)
        return self.last


def hybrid_ms(value: int) -> int:
    """Return the milliseconds part of a hybrid clock value."""
    return value >> COUNTER_BITS
