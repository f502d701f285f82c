"""Asks the process that runs the profile's jobs to sync, through the library itself, and waits until it did."""

import asyncio

from desktop.storage.database import Database
from desktop.sync import store
from shared.clock import Clock
from shared.errors import AppError

TIMEOUT_S = 90.0
_LOOK_S = 0.5


async def ask_other(database: Database, clock: Clock, look_s: float) -> AppError | None:
    """Return what was in its way, None when nothing was. Raises `AppError("sync.not_running")` after a while."""
    asked_ms = clock.now_ms()
    await database.write(lambda tx: store.ask(tx, asked_ms))
    try:
        async with asyncio.timeout(TIMEOUT_S):
            while True:
                async with database.reader() as reader:
                    profile = await store.profile(reader)
                if profile.tried_ms >= asked_ms:
                    return profile.problem
                await asyncio.sleep(min(look_s, _LOOK_S))
    except TimeoutError as cause:
        raise AppError("sync.not_running") from cause
