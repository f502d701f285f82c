"""Keeps a player's seat connected: opens sockets, carries frames, waits and tries again. Judges nothing."""

import asyncio
import random
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from desktop.quiz.addresses import socket_url
from desktop.runtime.web_socket import WebSocket, connect
from shared.errors import AppError
from shared.quiz.messages import Frame, ToClient
from shared.quiz.player_seat import PlayerSeat, SavedSeat
from shared.tasks import TaskScope

PATIENT_WAIT_S = 30.0
"""Between attempts of a seat that nobody looks at."""
_LONGEST_TICK_S = 0.5
_SHORTEST_TICK_S = 0.005
_DECODER = msgspec.json.Decoder(ToClient)


def own_time_ms() -> float:
    """Monotonic time of the device, in which a seat thinks."""
    return time.monotonic() * 1000


class PlayLink:
    """One seat and its connection. `changed` is called whenever something to show or to keep is different.

    `patient` makes attempts rare, for deliveries in the background.
    """

    def __init__(
        self,
        saved: SavedSeat,
        url: str,
        scope: TaskScope,
        *,
        lang: str = "",
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self.url = url
        self.trouble: AppError | None = None
        self.patient = False
        self.seat = PlayerSeat(
            saved, nonce=lambda: secrets.token_hex(8), jitter=random.random, lang=lang, device="desktop"
        )
        self._scope = scope
        self._changed = changed
        self._socket: WebSocket | None = None
        self._outbox: asyncio.Queue[bytes] = asyncio.Queue()
        self._again = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        return self._task is not None and not self._task.done()

    @property
    def over(self) -> bool:
        """Whether the game has ended and everything of it is here."""
        game = self.seat.game
        waits = game is not None and game.pace == "self" and self.seat.result is None
        return self.seat.stage.phase == "ended" and not waits

    def start(self) -> None:
        """Connect, and stay connected until `stop`, or until the seat says that there is no more to do."""
        if not self.running and not self._scope.closed:
            self._task = self._scope.spawn(self._run(), name="play")

    async def stop(self) -> None:
        """Close the connection; the seat stays as it is."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    def wake(self) -> None:
        """Try at once: somebody looks, or the network is back."""
        self.patient = False
        self.seat.wake()
        self._again.set()
        self.start()

    async def move_to(self, url: str) -> None:
        """The host answers at another address."""
        if url == self.url:
            return
        self.url = url
        if self._socket is not None:
            await self._socket.close()
        self._again.set()
        self._changed()

    def retry(self, *, name: str | None = None, team: str | None = None, pin: str | None = None) -> None:
        """Ask for a seat again after a refusal, with what was wanted."""
        self.seat.name = self.seat.name if name is None else name
        self.seat.team = self.seat.team if team is None else team
        self.seat.pin = self.seat.pin if pin is None else pin
        self.seat.link = "off"
        self.start()

    # What the player does

    def answer(self, value: Any, *, q: int | None = None, sure: int = 0) -> None:
        """Answer the question on stage, or question `q` of an assignment."""
        now_ms = own_time_ms()
        if q is None:
            self._post(self.seat.choose(value, now_ms, sure))
        else:
            self._post(self.seat.choose_assigned(q, value, now_ms, sure))
        self._changed()

    def painted(self, q: int | None = None) -> None:
        """The options are on the screen: of question `q` of an assignment, else of the one on stage."""
        self.seat.painted(own_time_ms(), q)

    def ready(self, q: int) -> None:
        self._post(self.seat.ready(q))

    def away(self, *, hidden: bool) -> None:
        self._post(self.seat.away(hidden=hidden))

    def finish(self) -> None:
        self._post(self.seat.finish())
        self._changed()

    async def leave(self) -> None:
        """Tell the host that the player goes, and stop. The seat stays the player's."""
        frames = self.seat.leave()
        if self._socket is not None and frames:
            with suppress(AppError):
                await self._socket.send(msgspec.json.encode(frames[0]))
        await self.stop()
        self._changed()

    # The connection

    async def _run(self) -> None:
        while True:
            trouble = await self._connection()
            wait_ms = None if self.over else self.seat.lost()
            self.trouble = None if wait_ms is None else trouble
            self._changed()
            if wait_ms is None:
                return
            self._again.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENT_WAIT_S if self.patient else wait_ms / 1000):
                    await self._again.wait()

    async def _connection(self) -> AppError | None:
        """Serve one connection to its end; tell why there was none."""
        try:
            async with (
                connect(socket_url(self.url), heartbeat_s=None) as socket,
                TaskScope("play link") as helpers,
            ):
                self._socket, self._outbox = socket, asyncio.Queue()
                self._post(self.seat.connected(own_time_ms()))
                helpers.spawn(self._send(socket), name="send")
                helpers.spawn(self._tick(socket), name="tick")
                await self._receive(socket)
        except AppError as error:
            return error
        finally:
            self._socket = None
        return None

    async def _receive(self, socket: WebSocket) -> None:
        while (data := await socket.receive()) is not None:
            try:
                frame = _DECODER.decode(data)
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue  # of a newer host, or nonsense: what is not understood changes nothing
            before = self.seat.changed
            self._post(self.seat.receive(frame, own_time_ms()))
            self.trouble = None
            if self.seat.moved_to:
                self._follow()
            if self.seat.changed != before:
                self._changed()
            if self.seat.link in {"refused", "gone", "over"} or self.over:
                return

    def _follow(self) -> None:
        self.url, self.seat.moved_to = self.seat.moved_to.rstrip("/"), ""
        self._scope.spawn(self._reopen(), name="moved")

    async def _reopen(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        self._again.set()

    async def _send(self, socket: WebSocket) -> None:
        with suppress(AppError):
            while True:
                await socket.send(await self._outbox.get())
        # The receiving side learns it from the closed socket; what was not sent goes over the next one.
        await socket.close()

    async def _tick(self, socket: WebSocket) -> None:
        while not self.seat.is_dead(own_time_ms()):
            due = self.seat.due_ms()
            wait_s = _LONGEST_TICK_S if due is None else (due - own_time_ms()) / 1000
            await asyncio.sleep(min(max(wait_s, _SHORTEST_TICK_S), _LONGEST_TICK_S))
            self._post(self.seat.tick(own_time_ms()))
        await socket.close()

    def _post(self, frames: Sequence[Frame]) -> None:
        if self._socket is not None:
            for frame in frames:
                self._outbox.put_nowait(msgspec.json.encode(frame))
