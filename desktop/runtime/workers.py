"""A worker process and the frames on its standard streams: 4-byte big-endian length, then msgpack.

Heavy or crash-prone work (speech, PDF, embedding) runs there. Knows no feature.
"""

import asyncio
import contextlib
import itertools
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import msgspec

from shared.errors import AppError
from shared.tasks import TaskScope

LENGTH_BYTES = 4
KILL_AFTER_S = 5.0
_STDERR_KEPT = 4_000
WORKER_FLAG = "--lantern-worker"
NICENESS_VARIABLE = "LANTERN_WORKER_NICENESS"
_BELOW_NORMAL_PRIORITY_CLASS = 0x00004000


class Request(msgspec.Struct, tag="request"):
    """Parent to child: do this."""

    no: int
    kind: str
    payload: dict[str, Any]


class Cancel(msgspec.Struct, tag="cancel"):
    """Parent to child: stop doing that."""

    no: int


class Event(msgspec.Struct, tag="event"):
    """Child to parent: something on the way."""

    no: int
    payload: Any


class Result(msgspec.Struct, tag="result"):
    """Child to parent: done."""

    no: int
    payload: Any


class Failure(msgspec.Struct, tag="failure"):
    """Child to parent: an expected failure (`code`), or a bug (`code` empty, `detail` the traceback)."""

    no: int
    code: str
    parameters: dict[str, str | float]
    detail: str
    retryable: bool
    cancelled: bool = False


Waiting = dict[int, tuple[asyncio.Future[Any], Callable[[Any], None] | None]]
"""Requests of one child process by number: what waits for the result, and who hears events."""

ToChild = Request | Cancel
FromChild = Event | Result | Failure


def encode_frame(message: ToChild | FromChild) -> bytes:
    """Return the bytes of one frame."""
    body = msgspec.msgpack.encode(message)
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def worker_command(module: str) -> list[str]:
    """Return the command that runs a worker module: the interpreter, or the frozen program itself."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_FLAG, module]
    return [sys.executable, "-m", module]


class WorkerProcess:
    """A child process that answers requests one at a time; started at first use, again after it died."""

    def __init__(self, module: str, *, niceness: int = 5, environment: dict[str, str] | None = None) -> None:
        self._module = module
        self._niceness = niceness
        self._environment = environment or {}
        self._process: asyncio.subprocess.Process | None = None
        self._numbers = itertools.count(1)
        self._waiting: Waiting = {}
        self._scope = TaskScope(f"worker {module}")
        self._starting = asyncio.Lock()
        self._stderr = b""

    @property
    def pid(self) -> int | None:
        """The running child's process id."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def request(
        self,
        kind: str,
        payload: dict[str, Any] | None = None,
        *,
        on_event: Callable[[Any], None] | None = None,
        timeout_s: float | None = None,
    ) -> Any:
        """Send one request and wait for its result; `on_event` gets what the handler emits.

        Cancelling the caller tells the child to stop, and kills it if it has not within 5 s. Raises
        AppError: the handler's own, `worker.died`, `worker.timed_out`, `worker.failed` (a bug there).
        """
        await self._ensure_started()
        number = next(self._numbers)
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        waiting = self._waiting
        waiting[number] = (future, on_event)
        try:
            await self._send(Request(number, kind, payload or {}))
            async with asyncio.timeout(timeout_s):
                return await asyncio.shield(future)
        except TimeoutError as cause:
            await self._stop_request(number, future)
            raise AppError("worker.timed_out", task=kind) from cause
        except asyncio.CancelledError:
            await self._stop_request(number, future)
            raise
        finally:
            waiting.pop(number, None)
            if future.done() and not future.cancelled():
                future.exception()

    async def close(self) -> None:
        """End the child: it may finish nothing, its work is kept elsewhere."""
        process, self._process = self._process, None
        if process is not None:
            await _end(process)
        await self._scope.close()
        self._fail_all(self._waiting, "closed")

    async def _stop_request(self, number: int, future: asyncio.Future[Any]) -> None:
        if future.done():
            return
        with contextlib.suppress(AppError):
            await self._send(Cancel(number))
        _, pending = await asyncio.wait([future], timeout=KILL_AFTER_S)
        process = self._process
        if pending and process is not None and process.returncode is None:
            process.kill()
            await process.wait()

    async def _ensure_started(self) -> None:
        async with self._starting:
            if self.pid is not None:
                return
            options: dict[str, Any] = {}
            if os.name == "nt":
                options["creationflags"] = _BELOW_NORMAL_PRIORITY_CLASS
            self._process = await asyncio.create_subprocess_exec(
                *worker_command(self._module),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env={**os.environ, NICENESS_VARIABLE: str(self._niceness), **self._environment},
                **options,
            )
            self._stderr = b""
            # A new child's requests are its own: the end of the old one must not fail them.
            self._waiting = {}
            self._scope.spawn(self._read_frames(self._process, self._waiting), name="frames")
            self._scope.spawn(self._read_stderr(self._process), name="stderr")

    async def _send(self, message: ToChild) -> None:
        process = self._process
        if process is None or process.stdin is None or process.returncode is not None:
            raise AppError("worker.died", detail=self._last_words())
        try:
            process.stdin.write(encode_frame(message))
            await process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as cause:
            raise AppError("worker.died", detail=self._last_words()) from cause

    async def _read_frames(self, process: asyncio.subprocess.Process, waiting: Waiting) -> None:
        decoder = msgspec.msgpack.Decoder(FromChild)
        stream = process.stdout
        if stream is None:
            return
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                length = int.from_bytes(await stream.readexactly(LENGTH_BYTES), "big")
                _receive(decoder.decode(await stream.readexactly(length)), waiting)
        await process.wait()
        self._fail_all(waiting, f"exit status {process.returncode}")

    async def _read_stderr(self, process: asyncio.subprocess.Process) -> None:
        if process.stderr is None:
            return
        while piece := await process.stderr.read(_STDERR_KEPT):
            self._stderr = (self._stderr + piece)[-_STDERR_KEPT:]

    def _fail_all(self, waiting: Waiting, reason: str) -> None:
        for future, _ in waiting.values():
            if not future.done():
                future.set_exception(AppError("worker.died", detail=f"{reason}\n{self._last_words()}"))

    def _last_words(self) -> str:
        return self._stderr.decode(errors="replace")


def _receive(message: FromChild, waiting: Waiting) -> None:
    future, on_event = waiting.get(message.no, (None, None))
    if future is None or future.done():
        return
    match message:
        case Event():
            if on_event is not None:
                on_event(message.payload)
        case Result():
            future.set_result(message.payload)
        case Failure(cancelled=True):
            future.cancel()
        case Failure(code=""):
            future.set_exception(AppError("worker.failed", detail=message.detail))
        case Failure():
            future.set_exception(
                AppError(
                    message.code, detail=message.detail, retryable=message.retryable, **message.parameters
                )
            )


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        if process.stdin is not None:
            process.stdin.close()
        with contextlib.suppress(ProcessLookupError):
            process.terminate() if os.name == "posix" else process.kill()
        try:
            async with asyncio.timeout(KILL_AFTER_S):
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
            await process.wait()
