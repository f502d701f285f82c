"""The child's side of a worker process: reads requests, runs handlers, sends events and results.

Imports nothing heavy, so that a worker answers within a moment of its start.
"""

import os
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

import msgspec

from desktop.runtime.workers import (
    LENGTH_BYTES,
    NICENESS_VARIABLE,
    Cancel,
    Event,
    Failure,
    FromChild,
    Request,
    Result,
    ToChild,
    encode_frame,
)
from shared.errors import AppError

Handler = Callable[[dict[str, Any], "Context"], Any]


class RequestCancelled(Exception):  # noqa: N818 - not an error
    """Raised by `Context.check` in a handler that the parent told to stop."""


class Context:
    """What a handler gets besides its payload."""

    def __init__(self, number: int, send: Callable[[FromChild], None]) -> None:
        self._number = number
        self._send = send
        self._stop = threading.Event()

    def emit(self, payload: Any) -> None:
        """Send something on the way to the parent."""
        self._send(Event(self._number, payload))

    def cancelled(self) -> bool:
        """Whether the parent wants this request to stop."""
        return self._stop.is_set()

    def check(self) -> None:
        """Raise `RequestCancelled` when the parent wants this request to stop."""
        if self._stop.is_set():
            raise RequestCancelled

    def cancel(self) -> None:
        """Ask the handler to stop."""
        self._stop.set()


def serve(handlers: Mapping[str, Handler]) -> None:
    """Answer requests until the parent closes the pipe; one handler at a time, on the main thread."""
    _be_nice()
    reading, writing = _take_over_streams()
    lock = threading.Lock()

    def send(message: FromChild) -> None:
        with lock:
            writing.write(encode_frame(message))
            writing.flush()

    inbox = _Inbox(reading, send)
    while (entry := inbox.next()) is not None:
        request, context = entry
        send(_answer(handlers, request, context))
        inbox.forget(request.no)


class _Inbox:
    """Reads frames on a thread of its own, so that a cancel is heard while a handler works."""

    def __init__(self, reading: BinaryIO, send: Callable[[FromChild], None]) -> None:
        self._reading = reading
        self._send = send
        self._contexts: dict[int, Context] = {}
        self._queue: list[tuple[Request, Context]] = []
        self._ended = False
        self._condition = threading.Condition()
        threading.Thread(target=self._read, name="frames", daemon=True).start()

    def next(self) -> tuple[Request, Context] | None:
        with self._condition:
            self._condition.wait_for(lambda: self._queue or self._ended)
            return self._queue.pop(0) if self._queue else None

    def forget(self, number: int) -> None:
        with self._condition:
            self._contexts.pop(number, None)

    def _read(self) -> None:
        decoder = msgspec.msgpack.Decoder(ToChild)
        while len(head := self._reading.read(LENGTH_BYTES)) == LENGTH_BYTES:
            message = decoder.decode(self._reading.read(int.from_bytes(head, "big")))
            with self._condition:
                if isinstance(message, Cancel):
                    if context := self._contexts.get(message.no):
                        context.cancel()
                else:
                    context = self._contexts[message.no] = Context(message.no, self._send)
                    self._queue.append((message, context))
                    self._condition.notify()
        with self._condition:
            self._ended = True
            self._condition.notify()
        # The parent is gone: whatever a handler still computes has nobody to go to.
        os._exit(0)


def _answer(handlers: Mapping[str, Handler], request: Request, context: Context) -> Result | Failure:
    try:
        context.check()
        return Result(request.no, handlers[request.kind](request.payload, context))
    except RequestCancelled:
        return Failure(request.no, "", {}, "", retryable=False, cancelled=True)
    except AppError as error:
        return Failure(request.no, error.code, error.parameters, error.detail, retryable=error.retryable)
    except Exception:  # noqa: BLE001 - a bug in a handler is told to the parent, the worker lives on
        return Failure(request.no, "", {}, traceback.format_exc(), retryable=True)


def _be_nice() -> None:
    niceness = int(os.environ.get(NICENESS_VARIABLE, "0"))
    if niceness and hasattr(os, "nice"):
        os.nice(niceness)


def _take_over_streams() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes for frames; anything a library prints goes to standard error."""
    reading = os.fdopen(os.dup(0), "rb")
    writing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return reading, writing
