"""Who may push now: a bounded number at once, first come first served, and a bounded queue. Knows no database."""

import asyncio
import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from shared.errors import AppError

WAITING = 400
"""How many may stand in line: with the time one push takes, a wait that no client's limit is shorter than."""
WAIT_S = 20.0
_LEAST_AGAIN_S = 2
_MOST_AGAIN_S = 10


class Admission:
    """Lets `at_once` through at a time."""

    def __init__(self, at_once: int, *, waiting: int = WAITING, wait_s: float = WAIT_S) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._most_waiting, self._wait_s = waiting, wait_s
        self.waiting = 0
        self.inside = 0

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None]:
        """Wait for a turn and keep it for the block. Raises `AppError("sync.busy")` with `seconds` to wait."""
        if self.waiting >= self._most_waiting:
            raise self._busy()
        self.waiting += 1
        try:
            async with asyncio.timeout(self._wait_s):
                await self._slots.acquire()
        except TimeoutError as cause:
            raise self._busy() from cause
        finally:
            self.waiting -= 1
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1
            self._slots.release()

    def _busy(self) -> AppError:
        """Everybody is told another time, so that they do not come back together."""
        seconds = random.randint(_LEAST_AGAIN_S, _MOST_AGAIN_S)  # noqa: S311 - a delay, no secret
        return AppError("sync.busy", seconds=seconds)
