"""Lets plain code in a thread wait for coroutines of the loop, so that it shares a connection that lives there."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

T = TypeVar("T")


class LoopBridge:
    """One run of plain code on a thread. Make it on the loop; the code calls `wait`."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: Future[Any] | None = None
        self._ended = False

    def wait(self, coroutine: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Run a coroutine on the loop and return its result; called on the thread.

        Raises what it raises, and RuntimeError once the run is over or cancelled.
        """
        if self._ended:
            raise RuntimeError("the transaction is over")
        self._waiting = asyncio.run_coroutine_threadsafe(coroutine(), self._loop)
        if self._ended:  # cancelled between the two lines above
            self._waiting.cancel()
        return self._waiting.result()

    async def run(self, executor: Executor, work: Callable[[], T]) -> T:
        """Run `work` on a thread. A cancel stops its next wait and is passed on when the thread is through."""
        running = self._loop.run_in_executor(executor, work)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            self._ended = True
            if self._waiting is not None:
                self._waiting.cancel()
            while not running.done():
                with contextlib.suppress(asyncio.CancelledError):
                    await asyncio.wait([running])
            if not running.cancelled():
                running.exception()  # it gave way to the cancel
            raise
        finally:
            self._ended = True
