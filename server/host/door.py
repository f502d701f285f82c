"""Who comes in: the first frame is judged by tokens, PINs, codes and rates. Names and seats are the session's."""

import msgspec

from server.host.games import Games
from server.live.connection import Connection
from server.live.game import Game
from server.live.inbound import Tally
from server.live.limits import Buckets
from shared.quiz.events import Connected, Joined
from shared.quiz.messages import VERSION, Deny, Hello

MOST_SEATS = 5_000
TARPIT_S = 1.0
_LONGEST_NAME, _LONGEST_TEAM, _LONGEST_TAG = 200, 200, 35
_DEVICES = ("phone", "desktop")


class Refusal(msgspec.Struct, frozen=True):
    """Not in: what is said, and after which pause."""

    deny: Deny
    after_s: float = 0.0


class Door:
    """Limits of one host.

    A class often shares one address, so only wrong tries are counted closely: a right PIN passes however many wrong
    ones came from there. Rejoin codes are short, so tries of them are limited whether right or wrong.
    """

    def __init__(self, games: Games, tally: Tally) -> None:
        self._games = games
        self._tally = tally
        self._joins = Buckets(burst=600, per_s=50)
        self._room_joins = Buckets(burst=1_500, per_s=100)
        self._wrong = Buckets(burst=30, per_s=0.5)
        self._codes = Buckets(burst=10, per_s=0.2)
        self._room_codes = Buckets(burst=60, per_s=1)

    def enter(self, connection: Connection, hello: Hello, now_ms: int) -> Game | Refusal:
        """Hand the connection to its game, or say why not."""
        if hello.v != VERSION:
            return Refusal(Deny("version"))
        if hello.role != "player":
            return self._staff(connection, hello, now_ms)
        if hello.token:
            return self._return(connection, hello, now_ms)
        if hello.code:
            return self._code(connection, hello, now_ms)
        return self._join(connection, hello, now_ms)

    def _staff(self, connection: Connection, hello: Hello, now_ms: int) -> Game | Refusal:
        game = self._games.by_staff_token(hello.token, hello.role)
        if game is None or hello.role == "player":
            return self._wrong_try(connection, "token", now_ms)
        connection.staff(hello.role, now_ms)
        game.attend(connection)
        return game

    def _return(self, connection: Connection, hello: Hello, now_ms: int) -> Game | Refusal:
        found = self._games.by_player_token(hello.token)
        if found is None:
            return self._wrong_try(connection, "token", now_ms)
        game, pid = found
        game.resume(connection, hello.token, _connected(pid, hello))
        return game

    def _code(self, connection: Connection, hello: Hello, now_ms: int) -> Game | Refusal:
        game = self._games.by_pin(hello.pin)
        if game is None:
            return self._wrong_try(connection, "pin", now_ms)
        room = game.record.setup.game_id
        buckets = (self._codes.of((connection.address, room), now_ms), self._room_codes.of(room, now_ms))
        if not all(bucket.take(now_ms) for bucket in buckets):
            wait_ms = max(bucket.wait_ms() for bucket in buckets)
            return Refusal(Deny("too_many", wait_ms=wait_ms), TARPIT_S)
        pid = game.codes.get(hello.code.strip().upper())
        if pid is None or not game.has_seat(pid):
            self._tally.wrong_pins += 1
            return Refusal(Deny("token"))
        game.resume(connection, "", _connected(pid, hello))
        return game

    def _join(self, connection: Connection, hello: Hello, now_ms: int) -> Game | Refusal:
        bucket = self._joins.of(connection.address, now_ms)
        # Rates keep strangers out; who sits at this computer is none.
        if not connection.local and not bucket.take(now_ms):
            return Refusal(Deny("too_many", wait_ms=bucket.wait_ms()))
        game = self._games.by_pin(hello.pin)
        if game is None:
            return self._wrong_try(connection, "pin", now_ms)
        if game.session.over:
            return Refusal(Deny("ended"))
        if len(game.tokens) >= MOST_SEATS:
            return Refusal(Deny("full"))
        room = self._room_joins.of(game.record.setup.game_id, now_ms)
        if not connection.local and not room.take(now_ms):
            return Refusal(Deny("too_many", wait_ms=room.wait_ms()))
        device = hello.device if hello.device in _DEVICES else ""
        game.join(
            connection,
            Joined(
                "", hello.name[:_LONGEST_NAME], hello.team[:_LONGEST_TEAM], hello.lang[:_LONGEST_TAG], device
            ),
        )
        return game

    def _wrong_try(self, connection: Connection, reason: str, now_ms: int) -> Refusal:
        self._tally.wrong_pins += 1
        bucket = self._wrong.of(connection.address, now_ms)
        if bucket.take(now_ms):
            return Refusal(Deny("pin" if reason == "pin" else "token"))
        return Refusal(Deny("too_many", wait_ms=bucket.wait_ms()), TARPIT_S)


def _connected(pid: str, hello: Hello) -> Connected:
    device = hello.device if hello.device in _DEVICES else ""
    return Connected(pid, device, hello.lang[:_LONGEST_TAG])
