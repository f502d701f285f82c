"""When devices were last there: noted in memory as they sync, written a few at a time, each at most once an hour."""

import asyncio
import contextlib
import uuid
from collections import OrderedDict

from server.accounts import device_store
from server.storage.database import Database
from shared.clock import Clock
from shared.errors import AppError

EVERY_MS = 3_600_000
PERIOD_S = 30.0
"""From the first word of a device to the write that takes along all that came meanwhile."""
_REMEMBERED = 20_000


class Seen:
    """Of one process; several may write the same device, which does no harm."""

    def __init__(self, database: Database, clock: Clock, *, period_s: float = PERIOD_S) -> None:
        self._database, self._clock, self._period_s = database, clock, period_s
        self._noted: OrderedDict[uuid.UUID, int] = OrderedDict()
        self._waiting: set[uuid.UUID] = set()
        self._wake = asyncio.Event()

    def note(self, device_id: uuid.UUID) -> None:
        """Take in that a device is there. Costs nothing within the hour."""
        now_ms = self._clock.monotonic_ms()
        noted_ms = self._noted.get(device_id)
        if noted_ms is not None and now_ms - noted_ms < EVERY_MS:
            return
        self._noted[device_id] = now_ms
        self._noted.move_to_end(device_id)
        if len(self._noted) > _REMEMBERED:
            self._noted.popitem(last=False)
        self._waiting.add(device_id)
        self._wake.set()

    async def run(self) -> None:
        """Write what was noted, now and then, until cancelled."""
        while True:
            await self._wake.wait()
            await asyncio.sleep(self._period_s)
            with contextlib.suppress(AppError):
                await self.write()

    async def write(self) -> None:
        """Write what was noted. Raises AppError as `Database.write` does; it is then noted anew at its next word."""
        waiting, self._waiting = self._waiting, set()
        self._wake.clear()
        if not waiting:
            return
        try:
            async with self._database.write() as tx:
                await device_store.seen(tx, waiting)
        except AppError:
            for device_id in waiting:
                self._noted.pop(device_id, None)
            raise
