"""How fast each player's link is, by the host's own measurement; the allowance and the lead that follow from it."""

import math
import statistics

_RECENT = 20
_PENDING = 8
_ROOM_RENEWED_MS = 500
ALLOWANCE_EXTRA_MS = 50
ALLOWANCE_CAP_MS = 400
LEAD_MS = (250, 400)
_UNKNOWN_ROUND_TRIP_MS = 50


def percentile_95(values: list[int]) -> int:
    """The 95th percentile by nearest rank."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


class Link:
    """The last round trips of one player: from the host's pong (t3) to the leg that the client sends back."""

    __slots__ = ("_pending", "_round_trips", "p95_ms")

    def __init__(self) -> None:
        self._pending: dict[int, int] = {}
        self._round_trips: list[int] = []
        self.p95_ms: int | None = None

    def ponged(self, number: int, now_ms: int) -> None:
        """The host has answered ping `number`."""
        if len(self._pending) >= _PENDING:
            del self._pending[next(iter(self._pending))]
        self._pending[number] = now_ms

    def returned(self, number: int, now_ms: int) -> None:
        """The client's last leg is here. One that nobody asked for says nothing."""
        sent_ms = self._pending.pop(number, None)
        if sent_ms is None:
            return
        self._round_trips.append(now_ms - sent_ms)
        del self._round_trips[:-_RECENT]
        self.p95_ms = percentile_95(self._round_trips)


class Links:
    """The links of one game's players; they outlive a connection."""

    def __init__(self) -> None:
        self._of: dict[str, Link] = {}
        self._room_ms = (_UNKNOWN_ROUND_TRIP_MS, _UNKNOWN_ROUND_TRIP_MS)
        self._renewed_ms: int | None = None

    def of(self, pid: str) -> Link:
        link = self._of.get(pid)
        if link is None:
            link = self._of[pid] = Link()
        return link

    def link_ms(self, pid: str) -> int:
        """p95 round trip of one player, 0 when unknown."""
        link = self._of.get(pid)
        return link.p95_ms or 0 if link else 0

    def allowance_ms(self, pid: str, now_ms: int) -> int:
        """How much of a claimed delay is believed: own p95, or the room's median, plus 50, at most 400."""
        link = self._of.get(pid)
        known = link.p95_ms if link else None
        p95_ms = self._room(now_ms)[0] if known is None else known
        return min(p95_ms + ALLOWANCE_EXTRA_MS, ALLOWANCE_CAP_MS)

    def lead_ms(self, now_ms: int) -> int:
        """How far ahead options are sent, so that all devices show them together: twice the room's p95 one way."""
        low, high = LEAD_MS
        return min(max(self._room(now_ms)[1], low), high)

    def _room(self, now_ms: int) -> tuple[int, int]:
        """Median and p95 of the players' p95, renewed at most twice a second."""
        if self._renewed_ms is None or now_ms - self._renewed_ms >= _ROOM_RENEWED_MS:
            known = [link.p95_ms for link in self._of.values() if link.p95_ms is not None]
            if known:
                self._room_ms = (round(statistics.median(known)), percentile_95(known))
            self._renewed_ms = now_ms
        return self._room_ms
