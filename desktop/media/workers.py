"""The two worker processes of the media slice: a light one for files, one for speech. Knows no library."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from typing import Any

import msgspec

from desktop.runtime.workers import WorkerProcess
from shared.errors import AppError
from shared.tasks import TaskScope

MODULE = "desktop.media.worker"
IDLE_S = 20.0
"""An unused worker gives its memory back after this long."""
STOP_S = 0.8
"""A worker that has not heard a cancel by then is ended; what it had finished is committed already."""
LIGHT_TIMEOUT_S = 300.0


class MediaWorkers:
    """Starts worker processes when needed and ends them when idle.

    Files are probed in a process of their own, so that adding a file does not wait for a transcription, and a
    file that crashes a decoder takes no transcription with it.
    """

    def __init__(self, *, idle_s: float = IDLE_S, environment: dict[str, str] | None = None) -> None:
        self._idle_s = idle_s
        self._environment = environment or {}
        self._scope = TaskScope("media workers")
        self._requests = TaskScope("media worker requests", on_error=_raised_where_awaited)
        self._light = _Slot(self._new)
        self._speech = _Slot(self._new)
        self._loaded = ""

    async def light(self, kind: str, request: Any) -> Any:
        """Probe, draw, read a document, join a recording. Raises the handler's AppError, `worker.*`."""
        return await self._run(self._light, kind, request, timeout_s=LIGHT_TIMEOUT_S)

    async def speech(self, kind: str, request: Any, on_event: Callable[[Any], None]) -> Any:
        """Transcribe. Cancelling returns within about a second."""
        try:
            answer = await self._run(self._speech, kind, request, on_event=on_event)
        except AppError as error:
            if error.code.startswith("worker."):
                self._loaded = ""
            raise
        self._loaded = request.model_folder
        return answer

    def speech_is_warm(self, model_folder: str) -> bool:
        """Whether the speech worker runs and has this model loaded."""
        return self._speech.pid is not None and self._loaded == model_folder

    @property
    def pids(self) -> list[int]:
        """Process ids of the running workers."""
        return [slot.pid for slot in (self._light, self._speech) if slot.pid is not None]

    @property
    def speech_pid(self) -> int | None:
        """Process id of the speech worker, when it runs."""
        return self._speech.pid

    async def close(self) -> None:
        """End both workers."""
        await self._scope.close()
        await self._light.end()
        await self._speech.end()
        await self._requests.close()

    def _new(self) -> WorkerProcess:
        return WorkerProcess(MODULE, environment=self._environment)

    async def _run(
        self,
        slot: "_Slot",
        kind: str,
        request: Any,
        *,
        on_event: Callable[[Any], None] | None = None,
        timeout_s: float | None = None,
    ) -> Any:
        slot.busy += 1
        slot.stop_idle_clock()
        payload = msgspec.to_builtins(request)
        asking = self._requests.spawn(
            slot.worker().request(kind, payload, on_event=on_event, timeout_s=timeout_s), name=kind
        )
        try:
            return await asyncio.shield(asking)
        except asyncio.CancelledError:
            asking.cancel()
            if slot is self._speech:
                _, pending = await asyncio.wait([asking], timeout=STOP_S)
                if pending:
                    await slot.end()
            raise
        finally:
            slot.busy -= 1
            if not slot.busy and not self._scope.closed:
                slot.idle = self._scope.spawn(self._end_when_idle(slot), name="idle")

    async def _end_when_idle(self, slot: "_Slot") -> None:
        await asyncio.sleep(self._idle_s)
        slot.idle = None
        await slot.end()


def _raised_where_awaited(_error: BaseException) -> None:
    """The error of a request leaves `_run` by its await."""


class _Slot:
    """One worker process at a time; a new one takes the place of one that was ended."""

    def __init__(self, make: Callable[[], WorkerProcess]) -> None:
        self._make = make
        self._worker: WorkerProcess | None = None
        self.busy = 0
        self.idle: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        return None if self._worker is None else self._worker.pid

    def worker(self) -> WorkerProcess:
        if self._worker is None:
            self._worker = self._make()
        return self._worker

    def stop_idle_clock(self) -> None:
        """A new use begins."""
        if self.idle is not None:
            self.idle.cancel()
            self.idle = None

    async def end(self) -> None:
        """End the process at once; nothing happens when there is none."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        if worker.pid is not None:
            # No politeness: a worker in native code does not hear a request to stop.
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        await worker.close()
