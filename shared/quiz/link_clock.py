"""A client's view of the host's clock, and when to ping and to try again. Knows no socket and no game."""

from collections import deque
from collections.abc import Callable
from typing import Final

from shared.quiz.messages import Ping, Pong

KEPT: Final = 8
FIRST_PINGS: Final = 5
BURST_PINGS: Final = 3
BURST_GAP_MS: Final = 100
PING_EVERY_MS: Final = 5_000
SILENT_MS: Final = 12_000
"""A connection that said nothing for so long is dead, whatever the socket says (live-quiz.md 3.4)."""
FIRST_WAIT_MS: Final = 200
LONGEST_WAIT_MS: Final = 2_000


class LinkClock:
    """Offset to the host's clock from the best of the last 8 pings (RFC 5905, 8 and 10: least round trip).

    All own times are monotonic milliseconds of the device.
    """

    def __init__(self) -> None:
        self._samples: deque[tuple[float, float]] = deque(maxlen=KEPT)
        self._sent: dict[int, float] = {}
        self._number = 0
        self._burst = 0
        self._next_ms = 0.0
        self._heard_ms = 0.0
        self._guess: float | None = None

    @property
    def offset_ms(self) -> float:
        """Host time minus own time."""
        if self._samples:
            return min(self._samples)[1]
        return 0.0 if self._guess is None else self._guess

    @property
    def round_trip_ms(self) -> float | None:
        """Least round trip of the last pings; None before the first."""
        return min(self._samples)[0] if self._samples else None

    def opened(self, now_ms: float) -> None:
        """A new connection: five pings, and the silence begins anew."""
        self._samples.clear()
        self._sent.clear()
        self._heard_ms = now_ms
        self.burst(now_ms, FIRST_PINGS)

    def welcomed(self, host_ms: int, now_ms: float) -> None:
        """A first guess at the offset until a ping is back."""
        self._guess = host_ms - now_ms

    def burst(self, now_ms: float, count: int = BURST_PINGS) -> None:
        """Measure anew, as before each question."""
        self._burst = max(self._burst, count)
        self._next_ms = min(self._next_ms, now_ms) if self._next_ms else now_ms

    def heard(self, now_ms: float) -> None:
        self._heard_ms = now_ms

    def is_dead(self, now_ms: float) -> bool:
        return now_ms - self._heard_ms >= SILENT_MS

    def due_ms(self) -> float:
        """When `pings` or `is_dead` have something to say."""
        return min(self._next_ms, self._heard_ms + SILENT_MS)

    def pings(self, now_ms: float) -> list[Ping]:
        """The ping that is due, if any."""
        if now_ms < self._next_ms:
            return []
        self._burst = max(0, self._burst - 1)
        self._next_ms = now_ms + (BURST_GAP_MS if self._burst else PING_EVERY_MS)
        self._number += 1
        self._sent[self._number] = now_ms
        if len(self._sent) > KEPT:
            del self._sent[next(iter(self._sent))]
        return [Ping(self._number, now_ms)]

    def ponged(self, pong: Pong, now_ms: float) -> Pong | None:
        """Take the host's answer and give the last leg; None for one that was never asked for.

        Offset = ((t2 - t1) + (t3 - t4)) / 2, round trip = (t4 - t1) - (t3 - t2).
        """
        sent_ms = self._sent.pop(pong.i, None)
        if sent_ms is None:
            return None
        round_trip = max(0.0, (now_ms - sent_ms) - (pong.t3 - pong.t2))
        self._samples.append((round_trip, ((pong.t2 - sent_ms) + (pong.t3 - now_ms)) / 2))
        return Pong(pong.i)


class Backoff:
    """Waits between attempts to connect: 0.2 s doubling to 2 s, each scattered by `jitter` (0 to 1)."""

    def __init__(self, jitter: Callable[[], float]) -> None:
        self._jitter = jitter
        self._wait_ms = float(FIRST_WAIT_MS)

    def next_ms(self) -> float:
        wait = self._wait_ms
        self._wait_ms = min(wait * 2, LONGEST_WAIT_MS)
        return wait * (0.5 + self._jitter() / 2)

    def reset(self) -> None:
        self._wait_ms = float(FIRST_WAIT_MS)
