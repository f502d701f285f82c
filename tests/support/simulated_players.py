"""Players that play by themselves over real sockets, with the program's own `PlayerSeat`. For faults, journeys, bench.

Each keeps what it was acknowledged (`acked`) and what it was told (`heard`), so that a test can hold a host to it.
"""

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
import msgspec

from shared.quiz.messages import Ack, Frame, Open, ToClient
from shared.quiz.player_seat import PlayerSeat, SavedSeat
from shared.tasks import TaskScope

_DECODER = msgspec.json.Decoder(ToClient)
_ENCODER = msgspec.json.Encoder()
_CONNECT_S = 4.0
_IDLE_S = 60.0

_WORDS = (
    "Alfa", "Bravo", "Charly", "Delta", "Echo", "Fox", "Golf", "Hotel", "India", "Juliet", "Kilo", "Lima",
    "Mike", "Nov", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whisky",
    "Xray", "Yankee", "Zulu",
)  # fmt: skip

Chooser = Callable[[PlayerSeat], Any]
"""The answer to the question on stage; None: stays silent."""


def first_option(seat: PlayerSeat) -> Any:
    """Always option 0."""
    return 0


def monotonic_ms() -> float:
    return time.monotonic_ns() / 1e6


@dataclass
class SimulatedPlayer:
    """One player. `think_ms` is drawn anew for each question between the two bounds, from the options' opening."""

    url: str
    pin: str
    name: str
    choose: Chooser = first_option
    think_ms: tuple[float, float] = (20.0, 200.0)
    team: str = ""
    dice: random.Random = field(default_factory=random.Random)
    on_frame: Callable[["SimulatedPlayer", Frame], None] | None = None

    def __post_init__(self) -> None:
        numbers = itertools.count()
        self.seat = PlayerSeat(
            SavedSeat(pin=self.pin, name=self.name, team=self.team),
            nonce=lambda: f"{self.name}-{next(numbers)}",
            jitter=self.dice.random,
            device="phone",
        )
        self.heard: Counter[str] = Counter()
        self.acked: dict[int, tuple[Any, str]] = {}
        """Answer and state by question, of what the host says it has."""
        self.connections = 0
        self.online = asyncio.Event()
        self._sent: dict[str, Any] = {}
        self._planned: float | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None

    async def play(self, session: aiohttp.ClientSession) -> None:
        """Play until the game is over, coming back after every lost connection."""
        while True:
            try:
                async with session.ws_connect(self.url, compress=0) as socket:
                    self._socket = socket
                    self.connections += 1
                    await self._listen(socket)
            except (aiohttp.ClientError, OSError, TimeoutError):
                pass
            finally:
                self._socket = None
                self.online.clear()
            wait_ms = self.seat.lost()
            if wait_ms is None:
                return
            await asyncio.sleep(wait_ms / 1000)

    def drop(self) -> None:
        """Lose the connection without a word, as a phone that leaves the Wi-Fi."""
        connection = self._socket._response.connection if self._socket is not None else None
        if connection is not None and connection.transport is not None:
            connection.transport.abort()

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        await self._send(socket, self.seat.connected(monotonic_ms()))
        while not self.seat.is_dead(monotonic_ms()):
            try:
                async with asyncio.timeout(self._wait_s()):
                    message = await socket.receive()
            except TimeoutError:
                await self._send(socket, self._act(monotonic_ms()))
                continue
            if message.type is not aiohttp.WSMsgType.TEXT:
                return
            frame = _DECODER.decode(message.data)
            now_ms = monotonic_ms()
            self._note(frame)
            await self._send(socket, self.seat.receive(frame, now_ms))
            await self._send(socket, self._act(monotonic_ms()))
            if self.seat.link == "in":
                self.online.set()

    def _note(self, frame: Frame) -> None:
        self.heard[type(frame).__name__] += 1
        if isinstance(frame, Ack) and frame.s in ("ok", "late") and frame.nonce in self._sent:
            self.acked[frame.q] = (self._sent[frame.nonce], frame.s)
        if isinstance(frame, Open):
            self._planned = None
        if self.on_frame is not None:
            self.on_frame(self, frame)

    def _act(self, now_ms: float) -> list[Frame]:
        frames = self.seat.tick(now_ms)
        stage = self.seat.stage
        if stage.phase != "open" or stage.paused or stage.shown is None or stage.answer is not None:
            self._planned = None
            return frames
        if self._planned is None:
            opens_ms = max(now_ms, stage.open_at - self.seat.clock.offset_ms)
            self._planned = opens_ms + self.dice.uniform(*self.think_ms)
        if now_ms < self._planned:
            return frames
        value = self.choose(self.seat)
        if value is None:
            self._planned = now_ms + _IDLE_S * 1000
            return frames
        self.seat.painted(now_ms)
        return [*frames, *self.seat.choose(value, now_ms)]

    def _wait_s(self) -> float:
        due = [at for at in (self.seat.due_ms(), self._planned) if at is not None]
        return max(0.001, (min(due) - monotonic_ms()) / 1000) if due else _IDLE_S

    async def _send(self, socket: aiohttp.ClientWebSocketResponse, frames: Sequence[Frame]) -> None:
        for frame in frames:
            nonce = getattr(frame, "nonce", None)
            if nonce is not None:
                self._sent[nonce] = getattr(frame, "a", None)
            await socket.send_str(_ENCODER.encode(frame).decode())


class Crowd:
    """Many players in one loop. Use as `async with Crowd(...) as crowd`."""

    def __init__(self, players: Sequence[SimulatedPlayer]) -> None:
        self.players = list(players)
        self._scope = TaskScope("crowd")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_S),
        )
        for player in self.players:
            self._scope.spawn(player.play(self._session), name=player.name)
        return self

    async def __aexit__(self, *reason: object) -> None:
        await self._scope.close()
        if self._session is not None:
            await self._session.close()

    async def all_in(self, limit_s: float = 120.0) -> None:
        """Return when everybody is in."""
        async with asyncio.timeout(limit_s):
            for player in self.players:
                while not player.online.is_set():
                    assert player.seat.denied is None, (player.name, player.seat.denied)
                    await asyncio.sleep(0.005)

    async def all_acked(self, q: int, limit_s: float = 120.0) -> None:
        """Return when everybody's answer to question `q` is acknowledged."""
        async with asyncio.timeout(limit_s):
            while not all(q in player.acked for player in self.players):  # noqa: ASYNC110 - players set no event
                await asyncio.sleep(0.005)


def player_name(number: int) -> str:
    """A name of its own per number. Words, as a host refuses numbers that read like a rude word."""
    high, low = divmod(number, len(_WORDS))
    higher, high = divmod(high, len(_WORDS))
    return " ".join(_WORDS[index] for index in ((higher - 1, high, low) if higher else (high, low)))


def crowd_of(
    number: int,
    url: str,
    pin: str,
    *,
    seed: int = 1,
    choose: Chooser = first_option,
    think_ms: tuple[float, float] = (20.0, 200.0),
) -> Crowd:
    """So many players with names of their own."""
    return Crowd([
        SimulatedPlayer(url, pin, player_name(index), choose, think_ms, dice=random.Random(f"{seed}-{index}"))
        for index in range(number)
    ])  # fmt: skip
