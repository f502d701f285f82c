"""The teacher window's connection to one game: keeps the newest state, sends commands, comes back by itself."""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec

from desktop.runtime.web_socket import WebSocket, connect
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import new_id
from shared.quiz.commands import AnyAction, Cmd, Counts, Done, Expect, Roster, Seat, Stage, ToHostScreen
from shared.quiz.messages import VERSION, Deny, Gone, Hello, Ping, Pong, ToClient, Welcome
from shared.tasks import TaskScope

COMMAND_TIMEOUT_S = 10.0
PING_EVERY_S = 5.0
BACK_OFF_S = (0.2, 0.5, 1.0, 2.0)

_DECODER = msgspec.json.Decoder(ToClient | ToHostScreen)


class HostLink:
    """What a teacher window or projector knows of one game.

    `on_change` is called after each frame and whenever the connection comes or goes. `address` gives the
    host's WebSocket URL each time it is needed: it starts the host again when that has died.
    """

    def __init__(
        self,
        address: Callable[[], Awaitable[str]],
        token: str,
        clock: Clock,
        on_change: Callable[[], None],
    ) -> None:
        self._address = address
        self._token = token
        self._clock = clock
        self._on_change = on_change
        self._socket: WebSocket | None = None
        self._waiting: dict[str, tuple[Cmd, asyncio.Future[Done]]] = {}
        self._ping_no = 0
        self._offset_ms = 0
        self.welcome: Welcome | None = None
        self.stage: Stage | None = None
        self.counts: Counts | None = None
        self.seats: dict[str, Seat] = {}
        self.connected = False
        self.refused: Deny | Gone | None = None
        self.trouble: AppError | None = None

    def host_now_ms(self) -> int:
        """Return the host's time, as far as this window knows."""
        return self._clock.monotonic_ms() + self._offset_ms

    async def run(self) -> None:
        """Stay connected until cancelled, or until the host says that this token is not good (`refused`)."""
        failures = 0
        while self.refused is None:
            try:
                await self._connection()
                failures = 0
            except AppError as error:
                self.trouble = error
            self.connected = False
            self._on_change()
            if self.refused is None:
                await asyncio.sleep(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])
                failures += 1

    async def command(self, action: AnyAction, *, guarded: bool = True) -> Done:
        """Send a command and return the host's answer; it is sent again after a lost connection.

        `guarded` binds it to the state that this window shows. Raises `AppError("quiz.host_gone")` after 10 s.
        """
        expect = None
        if guarded and self.stage is not None:
            shown = self.stage.shown
            expect = Expect(self.stage.phase, -1 if shown is None else shown.q)
        cmd = Cmd(id=str(new_id()), action=action, expect=expect)
        future: asyncio.Future[Done] = asyncio.get_running_loop().create_future()
        self._waiting[cmd.id] = (cmd, future)
        try:
            async with asyncio.timeout(COMMAND_TIMEOUT_S):
                if self._socket is not None and self.connected:
                    await self._send(self._socket, cmd)
                return await future
        except TimeoutError as cause:
            raise AppError("quiz.host_gone", detail="no answer to a command") from cause
        finally:
            del self._waiting[cmd.id]

    async def _connection(self) -> None:
        url = await self._address()
        async with connect(url) as socket, TaskScope("host link") as scope:
            self._socket = socket
            try:
                await self._send(socket, Hello(v=VERSION, role="host", token=self._token))
                scope.spawn(self._ping(socket), name="ping")
                while (frame := await socket.receive()) is not None:
                    await self._take(socket, frame)
            finally:
                self._socket = None

    async def _ping(self, socket: WebSocket) -> None:
        while socket.open:
            self._ping_no += 1
            try:
                await self._send(socket, Ping(i=self._ping_no, t1=self._clock.monotonic_ms()))
            except AppError:
                return  # the receiving side sees the loss
            await asyncio.sleep(PING_EVERY_S)

    async def _take(self, socket: WebSocket, data: bytes) -> None:
        try:
            frame = _DECODER.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return  # of a newer host, or nonsense: what is not understood changes nothing
        match frame:
            case Welcome():
                await self._came_in(socket, frame)
            case Stage():
                self.stage = frame
            case Counts():
                self.counts = frame
            case Roster():
                self._update_seats(frame)
            case Done():
                self._done(frame)
                return
            case Pong():
                await self._synchronise(socket, frame)
                return
            case Deny() | Gone():
                self._leave(frame)
            case _:
                return
        self._on_change()

    async def _came_in(self, socket: WebSocket, frame: Welcome) -> None:
        self.welcome = frame
        self.connected = True
        self.trouble = None
        self._offset_ms = frame.now - self._clock.monotonic_ms()
        for cmd, future in self._waiting.values():
            if not future.done():
                await self._send(socket, cmd)

    def _leave(self, frame: Deny | Gone) -> None:
        if isinstance(frame, Gone) and frame.reason in {"slow", "shutdown", "flood"}:
            return  # the host comes back, and this window with it
        self.refused = frame

    def _update_seats(self, frame: Roster) -> None:
        if frame.full:
            self.seats = {}
        self.seats.update({seat.pid: seat for seat in frame.seats})

    def _done(self, frame: Done) -> None:
        _cmd, future = self._waiting.get(frame.id, (None, None))
        if future is not None and not future.done():
            future.set_result(frame)

    async def _synchronise(self, socket: WebSocket, frame: Pong) -> None:
        t4 = self._clock.monotonic_ms()
        self._offset_ms = round(((frame.t2 - frame.t1) + (frame.t3 - t4)) / 2)
        await self._send(socket, Pong(i=frame.i))

    @staticmethod
    async def _send(socket: WebSocket, frame: msgspec.Struct) -> None:
        await socket.send(msgspec.json.encode(frame))
