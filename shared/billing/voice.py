"""How spoken sessions are counted: what a sign of life adds, when a session is over. Knows no clock and no database."""

HEARTBEAT_MS = 30_000
"""How often a device says that a session goes on."""
MOST_MS = 45_000
"""What one sign of life adds at most."""
GAP_MS = 30_000
"""What it adds after a longer silence: nobody pays for a lost network or a server that was down."""
STALE_MS = 600_000
"""A silence of just this long is still a session; a longer one has ended it."""
HELD_MS = 120_000
"""What is reserved ahead."""
BOOKED_MS = 60_000
"""What has gathered when it is booked."""
WARNED_MS = 300_000
"""With this much left and less, a person is warned."""


def is_stale(silence_ms: int) -> bool:
    """Whether a silence has ended a session."""
    return silence_ms > STALE_MS


def counted_ms(silence_ms: int) -> int:
    """Return what a sign of life after a silence adds; a clock that went back adds nothing."""
    return GAP_MS if silence_ms > MOST_MS else max(0, silence_ms)
