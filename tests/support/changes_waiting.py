"""Waiting for something that a change of the library tells of."""

import asyncio
from collections.abc import Awaitable, Callable

from desktop.runtime.changes import ChangeBus

PATIENCE_S = 10.0


async def until_told(bus: ChangeBus, holds: Callable[[], Awaitable[bool]]) -> None:
    """Return as soon as `holds` does; it is asked again after every change of the library."""
    changed = asyncio.Event()
    unsubscribe = bus.subscribe(lambda _: changed.set())
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not await holds():
                await changed.wait()
                changed.clear()
    finally:
        unsubscribe()
