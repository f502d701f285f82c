"""Lets plain code in a thread wait for coroutines of the loop, so that it shares a connection that lives there."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from shared.tasks import TaskScope

T = TypeVar("T")


class LoopBridge:
    """One run of plain code on a thread. Make it on the loop; the code calls `wait`."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._scope = TaskScope("bridge")
        self._ended = False

    def wait(self, coroutine: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Run a coroutine on the loop and return its result; called on the thread.

        Raises what it raises, and RuntimeError once the run is over or cancelled.
        """
        result: Future[T] = Future()
        self._loop.call_soon_threadsafe(self._begin, coroutine, result)
        return result.result()

    def _begin(self, coroutine: Callable[[], Coroutine[Any, Any, T]], result: Future[T]) -> None:
        """Runs on the loop, where the end is known: nothing reaches the connection after it was given back."""
        if self._ended:
            result.set_exception(RuntimeError("the transaction is over"))
        else:
            self._scope.spawn(self._settle(coroutine(), result), name="statement")

    async def _settle(self, coroutine: Coroutine[Any, Any, T], result: Future[T]) -> None:
        try:
            result.set_result(await coroutine)
        except BaseException as error:  # noqa: BLE001 - raised on the thread
            result.set_exception(error)

    async def run(self, executor: Executor, work: Callable[[], T]) -> T:
        """Run `work` on a thread. A cancel stops its next wait and is passed on when the thread is through."""
        running = self._loop.run_in_executor(executor, work)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            self._ended = True
            await self._scope.close()
            await asyncio.wait([running])
            raise
        finally:
            self._ended = True
