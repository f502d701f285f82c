"""Makes the automatic backup of an open library, day by day. Knows no feature."""

import asyncio

from desktop.runtime.logs import get_log
from desktop.runtime.paths import ProfilePaths
from desktop.storage import backup
from shared.clock import Clock
from shared.errors import AppError

FIRST_AFTER_S = 600.0
"""A new library has nothing to lose; by then it has."""
EVERY_S = 3_600.0
"""How often the newest backup's age is looked at: a window may stay open for weeks."""


async def keep_backed_up(paths: ProfilePaths, clock: Clock) -> None:
    """Run until cancelled. A backup that fails (a full disk) is logged and tried again at the next look."""
    log = get_log("storage.backup")
    if not await asyncio.to_thread(backup.list_backups, paths):
        await asyncio.sleep(FIRST_AFTER_S)
    while True:
        try:
            await asyncio.to_thread(backup.back_up_if_old, paths, clock.now_ms() / 1000)
        except (AppError, OSError) as trouble:
            log.warning("backup failed", code=getattr(trouble, "code", "storage.disk_error"))
        await asyncio.sleep(EVERY_S)
