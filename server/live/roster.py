"""Roster lines and counts for teacher windows and screens, at most ten frames a second. Knows no journal.

In the lobby screens get the names of who is in, and players how many there are; nothing else of a seat.
"""

import msgspec

from server.live import frames
from server.live.audience import Audience
from server.live.links import Links
from shared.quiz.commands import Roster, Seat
from shared.quiz.messages import Lobby
from shared.quiz.session import Session

EVERY_MS = 100
LOBBY_EVERY_MS = 2_000


class RosterFeed:
    """Gathers seats that changed and sends them together."""

    def __init__(self, session: Session, audience: Audience, links: Links) -> None:
        self._session = session
        self._audience = audience
        self._links = links
        self._changed: set[str] = set()
        self._sent_ms = 0
        self._due = False
        self._lobby_ms = 0
        self._lobby_due = False
        self._lobby_players = 1  # who comes first knows it from the welcome

    def changed(self, *pids: str) -> None:
        """These seats' lines, and the counts, are no longer what was sent."""
        self._changed.update(pids)
        self._due = True
        self._lobby_due = self._in_lobby

    @property
    def _in_lobby(self) -> bool:
        return self._session.phase == "lobby"

    def due_ms(self) -> int | None:
        """When `flush` must come, None: nothing to send."""
        due = [self._sent_ms + EVERY_MS] if self._due else []
        if self._lobby_due:
            due.append(self._lobby_ms + LOBBY_EVERY_MS)
        return min(due, default=None)

    def flush(self, now_ms: int) -> None:
        """Send what has changed since the last time."""
        if self._due and now_ms >= self._sent_ms + EVERY_MS:
            self._sent_ms = now_ms
            self._due = False
            pids, self._changed = self._changed, set()
            self._send_lines(pids)
            self._send_counts()
        if self._lobby_due and now_ms >= self._lobby_ms + LOBBY_EVERY_MS:
            self._lobby_ms = now_ms
            self._lobby_due = False
            self._tell_players()

    def _send_lines(self, pids: set[str]) -> None:
        seats = [seat for pid in pids if (seat := self._session.seat(pid)) is not None]
        gone = len(seats) < len(pids)  # only a whole roster can tell that a seat is no longer there
        audience = self._audience
        if audience.hosts and pids:
            lines = tuple(self._line(seat) for seat in seats)
            audience.to_hosts(self.whole() if gone else frames.text(Roster(lines)))
        if audience.screens and pids and self._in_lobby:
            audience.to_screens(self.names() if gone else frames.text(Roster(tuple(map(_named, seats)))))

    def _tell_players(self) -> None:
        players = self._session.counts().players
        if self._in_lobby and players != self._lobby_players:
            self._lobby_players = players
            self._audience.each_player(frames.text(Lobby(players=players)))

    def whole(self) -> bytes:
        """The full roster, framed, for a teacher window that arrives."""
        return frames.text(Roster(tuple(self._line(seat) for seat in self._session.roster()), full=True))

    def names(self) -> bytes:
        """Who is in, by name alone, framed, for a screen that shows the lobby."""
        return frames.text(Roster(tuple(map(_named, self._session.roster())), full=True))

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


def _named(seat: Seat) -> Seat:
    """What the room may see of a seat: the name of who is in."""
    return Seat(seat.pid, seat.name if seat.state == "in" else "", state=seat.state)
