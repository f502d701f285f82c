"""Who of a game is connected right now, by role, and sending to them. Knows no rule of a game."""

from collections.abc import Iterable, Iterator

import msgspec

from server.live import frames
from server.live.connection import CLOSE_OK, Connection
from shared.quiz.messages import Frame, Gone


class Arrival(msgspec.Struct, frozen=True):
    """A player at the door: the socket, the token to hand out and the rejoin code to show."""

    connection: Connection
    token: str
    code: str


class Audience:
    """Live connections of one game. A seat has one connection: a newer one takes its place."""

    def __init__(self) -> None:
        self.players: dict[str, Connection] = {}
        self.hosts: set[Connection] = set()
        self.screens: set[Connection] = set()
        self.waiting: dict[str, Arrival] = {}
        self.seating: dict[str, Connection] = {}
        """Let in by the rules; the welcome leaves after the commit."""

    def __iter__(self) -> Iterator[Connection]:
        yield from list(self.players.values())
        yield from list(self.hosts)
        yield from list(self.screens)
        yield from list(self.seating.values())
        yield from [arrival.connection for arrival in self.waiting.values()]

    def seat(self, pid: str, connection: Connection) -> None:
        """Give a seat its connection; an older one is told that the game goes on elsewhere."""
        older = self.players.get(pid)
        if older is not None and older is not connection:
            older.end(Gone("elsewhere"), CLOSE_OK)
        connection.pid = pid
        self.players[pid] = connection

    def arrive(self, pid: str, arrival: Arrival) -> None:
        """Somebody stands at the door for a seat; the newest does."""
        older = self.waiting.get(pid)
        if older is not None:
            older.connection.end(Gone("elsewhere"), CLOSE_OK)
        self.waiting[pid] = arrival

    def leave(self, connection: Connection) -> list[str]:
        """Forget a connection. Says which seats are without one now."""
        self.hosts.discard(connection)
        self.screens.discard(connection)
        at_door = [pid for pid, arrival in self.waiting.items() if arrival.connection is connection]
        for pid in at_door:
            del self.waiting[pid]
        for pid in [pid for pid, seating in self.seating.items() if seating is connection]:
            del self.seating[pid]
            at_door.append(pid)
        left = [pid for pid in at_door if pid not in self.players]
        if self.players.get(connection.pid) is connection:
            del self.players[connection.pid]
            left.append(connection.pid)
        return left

    def to_player(self, pid: str, data: bytes) -> None:
        """Send to one seat; nothing happens when it is not connected."""
        connection = self.players.get(pid)
        if connection is not None:
            connection.send(data)

    def to_players(self, data: bytes) -> None:
        """Send the same bytes to every seat and screen."""
        _send(self.players.values(), data)
        _send(self.screens, data)

    def each_player(self, data: bytes) -> None:
        """Send the same bytes to every seat, not to screens."""
        _send(self.players.values(), data)

    def to_hosts(self, data: bytes) -> None:
        _send(self.hosts, data)

    def to_screens(self, data: bytes) -> None:
        _send(self.screens, data)

    def each_own(self, frame: Frame, own: dict[str, object]) -> None:
        """Send one frame to all seats, with the receiver's own part where there is one, and plain to screens."""
        spliced = frames.Spliced(frame, "own")
        for pid, connection in self.players.items():
            mine = own.get(pid)
            connection.send(spliced.plain if mine is None else spliced.with_own(mine))
        _send(self.screens, spliced.plain)

    def end(self, last: Frame, code: int) -> None:
        """Say goodbye to everybody."""
        for connection in self:
            connection.end(last, code)


def _send(connections: Iterable[Connection], data: bytes) -> None:
    for connection in connections:
        connection.send(data)
