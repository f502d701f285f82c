"""Cancelling a coroutine at exactly one of the places where it waits, the same one in every run."""

import asyncio
from collections.abc import Coroutine, Generator
from typing import Any


class CancelAt:
    """Await it instead of the coroutine: at its wait number `at` (from 0) CancelledError comes out of that wait.

    `waits` tells afterwards how often it waited; when that is not more than `at`, nothing was cancelled.
    """

    def __init__(self, coro: Coroutine[Any, Any, Any], at: int) -> None:
        self._coro, self._at = coro, at
        self.waits = 0

    def __await__(self) -> Generator[Any, Any, Any]:
        step: Any = self._coro.send
        given: Any = None
        while True:
            try:
                waited_for = step(given)
            except StopIteration as end:
                return end.value
            self.waits += 1
            if self.waits - 1 == self._at:
                if waited_for is None:
                    step, given = self._coro.throw, asyncio.CancelledError()
                    continue
                waited_for.cancel()  # as a task does that is cancelled while it waits for it
            try:
                given = yield waited_for
                step = self._coro.send
            except BaseException as error:  # noqa: BLE001 - it is the coroutine's to deal with
                step, given = self._coro.throw, error
