"""What a client's frame does: pings are answered at once, the rest becomes events. Nothing from outside is trusted."""

import math
from typing import Any, cast

import msgspec

from server.live import frames
from server.live.connection import CLOSE_BAD_DATA, CLOSE_OK, Connection
from server.live.game import Game
from shared.quiz.commands import Cmd, Done
from shared.quiz.events import Answered, Commanded, Finished, MediaReady, WentAway
from shared.quiz.messages import (
    Ack,
    AnswerFrame,
    Away,
    Finish,
    Gone,
    Hello,
    Leave,
    Ping,
    Pong,
    Ready,
    ToHost,
)

_STAFF = msgspec.json.Decoder(ToHost | Cmd)
_PLAYER = msgspec.json.Decoder(ToHost)
_LONGEST_NONCE = 64
_MOST_PARTS = 100
_LARGEST_WHOLE = 2**53
_LONGEST_ELAPSED_MS = 10_000_000_000.0
_LINK_CHANGED_MS = 20


class Tally(msgspec.Struct):
    """What a host has turned away since its start, for `/health` of its owner and for tests."""

    malformed: int = 0
    unknown: int = 0
    floods: int = 0
    too_long: int = 0
    wrong_pins: int = 0


def read_hello(data: bytes) -> Hello | None:
    """The first frame; None when it is anything else."""
    try:
        frame = _PLAYER.decode(data)
    except (ValueError, RecursionError):
        return None
    return frame if isinstance(frame, Hello) else None


def receive(game: Game, connection: Connection, data: bytes, tally: Tally) -> None:
    """Handle one frame of a client that is in.

    Broken JSON or UTF-8 ends the connection; a kind that this version does not know is passed over.
    """
    now_ms = game.now_ms()
    if connection.ending:
        return
    if not connection.may_speak(now_ms):
        tally.floods += 1
        connection.end(Gone("flood"))
        return
    try:
        frame = (_PLAYER if connection.role == "player" else _STAFF).decode(data)
    except (ValueError, RecursionError) as error:
        if isinstance(error, msgspec.ValidationError) and data.lstrip().startswith(b"{"):
            tally.unknown += 1
            return
        tally.malformed += 1
        connection.end(code=CLOSE_BAD_DATA)
        return
    if not _small(frame):
        tally.unknown += 1
    elif isinstance(frame, Ping):
        _ping(game, connection, frame, now_ms)
    elif isinstance(frame, Cmd):
        _command(game, connection, frame, now_ms)
    elif connection.role == "player":
        _from_player(game, connection, frame, now_ms)


def _small(frame: ToHost | Cmd) -> bool:
    """Whether all whole numbers fit where they go: the journal has 64 bits, JavaScript 53."""
    match frame:
        case Cmd():
            try:
                msgspec.msgpack.encode(frame)
            except OverflowError:
                return False
            return True
        case Ping(number) | Pong(number) | Ready(number):
            return abs(number) <= _LARGEST_WHOLE
        case AnswerFrame():
            return abs(frame.q) <= _LARGEST_WHOLE and abs(frame.sure) <= _LARGEST_WHOLE
        case _:
            return True


def _from_player(game: Game, connection: Connection, frame: ToHost, now_ms: int) -> None:
    pid = connection.pid
    # A seat that is not welcomed yet, or is taken over by another device, has no say.
    if isinstance(frame, Leave):
        connection.end(code=CLOSE_OK)
    elif game.audience.players.get(pid) is not connection:
        return
    elif isinstance(frame, AnswerFrame):
        _answer(game, connection, frame, now_ms)
    elif isinstance(frame, Pong):
        link = game.links.of(pid)
        before_ms = link.p95_ms or 0
        link.returned(frame.i, now_ms)
        if abs((link.p95_ms or 0) - before_ms) >= _LINK_CHANGED_MS:
            game.link_changed(pid)
    elif isinstance(frame, Ready):
        game.post(MediaReady(pid, frame.q))
    elif isinstance(frame, Away):
        game.post(WentAway(pid, frame.away, frame.low))
    elif isinstance(frame, Finish):
        game.post(Finished(pid))


def _ping(game: Game, connection: Connection, ping: Ping, now_ms: int) -> None:
    if connection.role == "player" and connection.pid:
        game.links.of(connection.pid).ponged(ping.i, now_ms)
    connection.send(frames.text(Pong(ping.i, ping.t1, now_ms, game.now_ms())))


def _answer(game: Game, connection: Connection, frame: AnswerFrame, now_ms: int) -> None:
    if len(frame.nonce) > _LONGEST_NONCE:
        return
    if not _plain(frame.a):
        connection.send(frames.text(Ack(frame.q, frame.nonce, "bad")))
        return
    if game.trouble:
        # Nothing can be promised while the disk takes nothing; the phone keeps the answer and sends it again.
        connection.send(frames.text(Ack(frame.q, frame.nonce, "paused")))
        return
    elapsed_ms = min(max(frame.elapsed_ms, 0.0), _LONGEST_ELAPSED_MS)
    allowance_ms = game.links.allowance_ms(connection.pid, now_ms)
    game.post(Answered(connection.pid, frame.q, frame.nonce, frame.a, elapsed_ms, allowance_ms, frame.sure))


def _plain(answer: Any) -> bool:
    """Whether this can be an answer at all: a scalar, or a short list of scalars. Whole numbers fit a double."""
    if isinstance(answer, list):
        parts = cast("list[Any]", answer)
        return len(parts) <= _MOST_PARTS and all(
            not isinstance(part, list) and _plain(part) for part in parts
        )
    if isinstance(answer, int):
        return abs(answer) <= _LARGEST_WHOLE
    return isinstance(answer, str) or (isinstance(answer, float) and math.isfinite(answer))


def _command(game: Game, connection: Connection, cmd: Cmd, now_ms: int) -> None:
    if connection.role != "host":
        return
    if game.trouble:
        connection.send(frames.text(Done(cmd.id, "not_now")))
        return
    game.post(Commanded(cmd, game.links.lead_ms(now_ms)))
