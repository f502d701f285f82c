"""Computers of people who sync with the real server in the test's loop: library, account, sync; everything but Qt."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.accounts.service import AccountsService
from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.runtime.paths import ProfilePaths
from desktop.storage.database import Database
from desktop.sync.service import Pace, SyncService
from shared.clock import Clock, SystemClock

PASSWORD = "correct horse battery"
QUICK = Pace(debounce_s=0.02, poll_s=5.0, first_retry_s=0.05, most_retry_s=0.2)


@dataclass
class Device:
    """One installation with its services."""

    database: Database
    accounts: AccountsService
    sync: SyncService
    changes: list[ChangeSet]

    async def sign_up(self, url: str, email: str = "ada@example.org") -> None:
        server = await self.accounts.find_server(url)
        await self.accounts.sign_up(server, email=email, password=PASSWORD, name="Ada", language="en")

    async def sign_in(self, url: str, email: str = "ada@example.org") -> None:
        server = await self.accounts.find_server(url)
        await self.accounts.sign_in(server, email=email, password=PASSWORD)

    async def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        async with self.database.reader() as reader:
            return [tuple(row) for row in await reader.execute_fetchall(sql, parameters)]

    def start(self) -> None:
        """Sync by itself from now on."""

        async def at_once() -> None:
            return

        self.sync.start(at_once)


@asynccontextmanager
async def device(
    folder: Path, *, clock: Clock | None = None, pace: Pace = QUICK, idle_s: float = 60.0
) -> AsyncIterator[Device]:
    """Open a profile; nobody is signed in yet, unless somebody was."""
    paths = ProfilePaths.of(folder)
    paths.create()
    bus, changes = ChangeBus(), list[ChangeSet]()
    bus.subscribe(changes.append)
    clock = clock or SystemClock()
    database = await Database.open(paths, clock=clock, bus=bus)
    accounts = AccountsService(paths, clock, bus)
    sync = SyncService(database, accounts, paths, clock, bus, pace=pace, watch_s=0.05, idle_s=idle_s)
    accounts.join(sync.library)
    await sync.load()
    try:
        yield Device(database, accounts, sync, changes)
    finally:
        await sync.close()
        await accounts.close()
        await database.close()
