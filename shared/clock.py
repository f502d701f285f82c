"""Clocks: wall and monotonic milliseconds, and the arithmetic of hybrid clocks, which only break ties."""

import time
from typing import Protocol

COUNTER_BITS = 16
MAX_AHEAD_MS = 60_000
"""How far before the server's time an edit's clock may be; what is further is stamped anew, never refused."""


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


def hybrid(milliseconds: int) -> int:
    """Return the least hybrid clock value of a millisecond: 48 bits of Unix time, then a 16-bit counter.

    A device's next value is `max(hybrid(now), last + 1)` (Kulkarni et al., "Logical Physical Clocks", 2014).
    It is computed in the transaction that uses it, because several processes write one file.
    """
    return milliseconds << COUNTER_BITS


def hybrid_ms(value: int) -> int:
    """Return the milliseconds part of a hybrid clock value."""
    return value >> COUNTER_BITS


def witnessed(own: int, seen: int, now_ms: int) -> int:
    """Return a device's clock after it saw another's value: it moves forward, at most to `MAX_AHEAD_MS` from now.

    One clock that is years ahead therefore moves no other.
    """
    return max(own, min(seen, hybrid(now_ms + MAX_AHEAD_MS)))
