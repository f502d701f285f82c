"""Every asyncio task has an owner: a TaskScope. The only place that creates tasks."""

import asyncio
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")
_ASK_AGAIN_S = 1.0


class TaskScope:
    """Owns tasks; closing it cancels them and waits until they are gone.

    An error in a task goes to `on_error`, else to the loop's exception handler: it is never lost.
    """

    def __init__(self, name: str, on_error: Callable[[BaseException], None] | None = None) -> None:
        self.name = name
        self._on_error = on_error
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether the scope takes no more tasks."""
        return self._closed

    def __len__(self) -> int:
        return len(self._tasks)

    def spawn(self, coro: Coroutine[Any, Any, T], *, name: str) -> asyncio.Task[T]:
        """Run a coroutine as a task of this scope. Raises RuntimeError when the scope is closed."""
        if self._closed:
            coro.close()
            raise RuntimeError(f"task scope {self.name} is closed")
        task = asyncio.get_running_loop().create_task(coro, name=f"{self.name}.{name}")
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            return
        if self._on_error is not None:
            self._on_error(error)
        else:
            task.get_loop().call_exception_handler(
                {"message": f"error in task {task.get_name()}", "exception": error, "task": task}
            )

    async def close(self) -> None:
        """Cancel every task and wait for its end. A task closing its own scope is left running."""
        self._closed = True
        current = asyncio.current_task()
        while tasks := [task for task in self._tasks if task is not current]:
            for task in tasks:
                task.cancel()
            # Asked again: `wait_for` of Python 3.11 can swallow a cancel that comes with its result.
            await asyncio.wait(tasks, timeout=_ASK_AGAIN_S)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
