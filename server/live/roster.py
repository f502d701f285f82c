"""Roster lines and counts for teacher windows and screens, at most ten frames a second. Knows no journal."""

import msgspec

from server.live import frames
from server.live.audience import Audience
from server.live.links import Links
from shared.quiz.commands import Roster, Seat
from shared.quiz.session import Session

EVERY_MS = 100


class RosterFeed:
    """Gathers seats that changed and sends them together."""

    def __init__(self, session: Session, audience: Audience, links: Links) -> None:
        self._session = session
        self._audience = audience
        self._links = links
        self._changed: set[str] = set()
        self._sent_ms = 0
        self._due = False

    def changed(self, *pids: str) -> None:
        """These seats' lines, and the counts, are no longer what was sent."""
        self._changed.update(pids)
        self._due = True

    def due_ms(self) -> int | None:
        """When `flush` must come, None: nothing to send."""
        return self._sent_ms + EVERY_MS if self._due else None

    def flush(self, now_ms: int) -> None:
        """Send what has changed since the last time."""
        self._sent_ms = now_ms
        self._due = False
        pids, self._changed = self._changed, set()
        if self._audience.hosts and pids:
            lines = [self._line(seat) for pid in pids if (seat := self._session.seat(pid)) is not None]
            if len(lines) < len(pids):  # a seat is no longer there, which only a whole roster can tell
                self._audience.to_hosts(self.whole())
            else:
                self._audience.to_hosts(frames.text(Roster(tuple(lines))))
        self._send_counts()

    def whole(self) -> bytes:
        """The full roster, framed, for a teacher window that arrives."""
        return frames.text(Roster(tuple(self._line(seat) for seat in self._session.roster()), full=True))

    def counts(self, *, stuck: bool) -> bytes:
        """The counts, framed; who is stuck is for hosts."""
        counts = self._session.counts()
        return frames.text(counts if stuck else msgspec.structs.replace(counts, stuck=()))

    def _send_counts(self) -> None:
        if self._audience.hosts:
            self._audience.to_hosts(self.counts(stuck=True))
        if self._audience.screens:
            self._audience.to_screens(self.counts(stuck=False))

    def _line(self, seat: Seat) -> Seat:
        link_ms = self._links.link_ms(seat.pid)
        return msgspec.structs.replace(seat, link_ms=link_ms) if link_ms else seat
