"""Waiting for something outside the loop (a file, a process) with a limit; inside it, use an event."""

import asyncio
from collections.abc import Awaitable, Callable

LIMIT_S = 90.0
"""For what hangs. A machine that is slow, or busy, is waited for."""


async def until(condition: Callable[[], object], *, limit_s: float = LIMIT_S) -> None:
    """Return as soon as `condition()` is true. Raises TimeoutError."""
    async with asyncio.timeout(limit_s):
        while not condition():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.01)


async def until_true(holds: Callable[[], Awaitable[bool]], *, limit_s: float = LIMIT_S) -> None:
    """As `until`, of something that has to be asked for."""
    async with asyncio.timeout(limit_s):
        while not await holds():  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
