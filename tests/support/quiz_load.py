"""Hundreds of light players in one process against one server: the same game in three dialects, timed."""

import asyncio
import json
import math
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

from tests.support.light_socket import LightSocket, connect

JOIN_AT_ONCE = 50
FRAME_TIMEOUT_S = 30.0
# Options open at most 400 ms after the frame; nobody answers before.
READING_S = 0.45


@dataclass
class Timings:
    """Seconds of every frame of every question: from the teacher's word to a player's receipt; answer to ack."""

    opens: list[list[float]] = field(default_factory=list)
    acks: list[list[float]] = field(default_factory=list)

    def last_receipts_ms(self) -> list[float]:
        return [max(question) * 1000 for question in self.opens]

    def all_acks_ms(self) -> list[float]:
        return [seconds * 1000 for question in self.acks for seconds in question]


class Dialect(Protocol):
    """How a server is spoken to."""

    @property
    def path(self) -> str: ...

    async def enter(self, player: "LoadPlayer") -> None: ...

    def frame_of(self, player: "LoadPlayer", payload: bytes) -> bytes | None:
        """The JSON of a game frame, or None for the dialect's own traffic."""
        ...

    def answer(self, q: int, nonce: str) -> bytes: ...


class LoadPlayer:
    """One connection that notes when each kind of frame came."""

    def __init__(self, number: int, dialect: Dialect) -> None:
        self.number = number
        self.dialect = dialect
        self.socket: LightSocket | None = None
        self.welcome: dict[str, Any] | None = None
        self.came: dict[str, float] = {}
        self.frames = 0
        self._waiting: dict[str, asyncio.Future[float]] = {}

    async def connect(self, port: int) -> None:
        entered = self.expect("welcome")
        self.socket = await connect("127.0.0.1", port, self.dialect.path, self._on_text)
        await self.dialect.enter(self)
        await within(entered)

    def expect(self, kind: str) -> "asyncio.Future[float]":
        """A future of the arrival of the next frame of a kind."""
        self.came.pop(kind, None)
        future = self._waiting[kind] = asyncio.get_running_loop().create_future()
        return future

    def send(self, payload: bytes) -> None:
        assert self.socket is not None
        self.socket.send(payload)

    def _on_text(self, payload: bytes, now: float) -> None:
        frame = self.dialect.frame_of(self, payload)
        if frame is None:
            return
        self.frames += 1
        start = frame.find(b'"k":"', 0, 12) + 5
        kind = frame[start : frame.find(b'"', start)].decode()
        if kind == "welcome":
            self.welcome = json.loads(frame)
        if kind in {"deny", "gone"}:
            raise ConnectionError(frame.decode())
        self.came[kind] = now
        future = self._waiting.pop(kind, None)
        if future is not None and not future.done():
            future.set_result(now)


async def within(future: "Awaitable[Any]", seconds: float = FRAME_TIMEOUT_S) -> Any:
    async with asyncio.timeout(seconds):
        return await future


class Crowd:
    """All players of one server. `say` brings the teacher's next frame into the room."""

    def __init__(self, port: int, dialect: Dialect, seed: int = 7) -> None:
        self.port = port
        self.dialect = dialect
        self.players: list[LoadPlayer] = []
        self.timings = Timings()
        self._random = random.Random(seed)
        self._nonces = count()

    async def join(self, number: int) -> None:
        fresh = [LoadPlayer(len(self.players) + index, self.dialect) for index in range(number)]
        for start in range(0, number, JOIN_AT_ONCE):
            await asyncio.gather(*(one.connect(self.port) for one in fresh[start : start + JOIN_AT_ONCE]))
        self.players += fresh

    async def back(self) -> float:
        """Drop every connection at once and return the seconds until all are welcome again."""
        for player in self.players:
            assert player.socket is not None
            player.socket.drop()
        started = time.perf_counter()
        await asyncio.gather(*(player.connect(self.port) for player in self.players))
        return time.perf_counter() - started

    async def announced(self, kind: str, say: Callable[[], Awaitable[None]]) -> list[float]:
        """Let the teacher speak; return the seconds until each player has the frame."""
        arrivals = [player.expect(kind) for player in self.players]
        started = time.perf_counter()
        await say()
        return [await within(arrival) - started for arrival in arrivals]

    async def open(self, say: Callable[[], Awaitable[None]]) -> None:
        self.timings.opens.append(await self.announced("open", say))
        await asyncio.sleep(READING_S)

    async def answer(self, q: int, over_s: float) -> None:
        """Everyone answers, at one moment or at random ones of `over_s` seconds; waits for every ack."""
        delays = sorted(self._random.uniform(0, over_s) for _ in self.players)
        self._random.shuffle(delays)
        self.timings.acks.append(
            await asyncio.gather(
                *(self._one(player, q, delay) for player, delay in zip(self.players, delays, strict=True))
            )
        )

    async def _one(self, player: LoadPlayer, q: int, delay_s: float) -> float:
        if delay_s:
            await asyncio.sleep(delay_s)
        acked = player.expect("ack")
        started = time.perf_counter()
        player.send(self.dialect.answer(q, str(next(self._nonces))))
        return await within(acked) - started

    def leave(self) -> None:
        for player in self.players:
            if player.socket is not None:
                player.socket.close()


class LanternDialect:
    """Frames of shared/quiz/messages.py."""

    path = "/ws"

    def __init__(self, pin: str) -> None:
        self.pin = pin

    async def enter(self, player: LoadPlayer) -> None:
        known = player.welcome
        hello: dict[str, Any] = {"k": "hello", "v": 1, "role": "player", "pin": self.pin, "lang": "en"}
        if known is None:
            hello["name"] = f"Player {player.number}"
        else:
            hello |= {"token": known["token"], "seen": [known["epoch"], known["seq"]]}
        player.send(json.dumps(hello, separators=(",", ":")).encode())

    def frame_of(self, player: LoadPlayer, payload: bytes) -> bytes | None:
        return payload

    def answer(self, q: int, nonce: str) -> bytes:
        return b'{"k":"answer","q":%d,"nonce":"%s","a":0,"elapsed_ms":400}' % (q, nonce.encode())


class RawDialect(LanternDialect):
    """The floor: bare JSON frames, no hello."""

    def __init__(self) -> None:
        super().__init__("")

    async def enter(self, player: LoadPlayer) -> None:
        return


class SocketIoDialect:
    """Engine.IO 4 over WebSocket with Socket.IO 5 packets (github.com/socketio/socket.io-protocol)."""

    path = "/socket.io/?EIO=4&transport=websocket"

    def __init__(self) -> None:
        self._connected: dict[LoadPlayer, asyncio.Event] = {}

    async def enter(self, player: LoadPlayer) -> None:
        ready = self._connected[player] = asyncio.Event()
        player.send(b"40")
        await within(ready.wait())
        player.send(b'42["join",{}]')

    def frame_of(self, player: LoadPlayer, payload: bytes) -> bytes | None:
        if payload.startswith(b'42["frame",'):
            return payload[len(b'42["frame",') : -1]
        if payload == b"2":
            player.send(b"3")
        elif payload.startswith(b"40") and player in self._connected:
            self._connected[player].set()
        return None

    def answer(self, q: int, nonce: str) -> bytes:
        return b'42["answer",{"q":%d,"nonce":"%s","a":0,"elapsed_ms":400}]' % (q, nonce.encode())


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all are not above (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]
