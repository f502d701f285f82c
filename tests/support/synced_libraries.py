"""Libraries with everything real but the network: each a profile with its services' database, synced through an
in-memory authority. `meet` does what a driver would do, exchange by exchange."""

import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.runtime.paths import ProfilePaths
from desktop.storage.database import Database
from desktop.sync import adoption_store
from desktop.sync.rounds import Rounds
from shared.clock import Clock
from sync.authority import Authority
from sync.change_store import MemoryChangeStore
from sync.codec import seal, unseal
from sync.protocol import Exchange
from sync.scopes import FULL, Access
from tests.support.clocks import ManualClock

GROUP = "group:00000000-0000-7000-8000-000000000001"


@dataclass
class MemoryServer:
    """An authority without a network; `chunks` are of snapshots by name."""

    clock: Clock
    grants: dict[str, Access] = field(default_factory=dict)
    store: MemoryChangeStore = field(default_factory=MemoryChangeStore)
    snapshots: dict[str, Any] = field(default_factory=dict)
    chunks: dict[bytes, bytes] = field(default_factory=dict)
    failure: Exception | None = None
    asked: int = 0
    page_rows: int = 5_000

    def for_user(self, user_id: uuid.UUID, **more: Access) -> "Desk":
        """The server as one account meets it."""
        return Desk(self, {f"user:{user_id}": FULL, **more})


@dataclass
class Desk:
    """What one account may do."""

    server: MemoryServer
    grants: Mapping[str, Access]

    async def exchange(self, body: bytes) -> bytes:
        server = self.server
        server.asked += 1
        if server.failure is not None:
            raise server.failure
        authority = Authority(page_rows=server.page_rows, snapshots=server.snapshots)
        return seal(
            authority.answer(server.store, unseal(body, Exchange), self.grants, server.clock.now_ms())
        )

    async def chunk(self, name: bytes) -> bytes:
        self.server.asked += 1
        if self.server.failure is not None:
            raise self.server.failure
        return self.server.chunks[name]


@dataclass
class Library:
    """One device of a person."""

    database: Database
    rounds: Rounds
    desk: Desk
    changes: list[ChangeSet]

    async def meet(self) -> None:
        """Sync until nothing is left."""
        await self.rounds.run(lambda: None)

    async def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        async with self.database.reader() as reader:
            return [tuple(row) for row in await reader.execute_fetchall(sql, parameters)]

    async def grant(self, scope: str = GROUP, access: Access = FULL, until_ms: int = 1 << 50) -> None:
        await self.database.write(
            lambda tx: tx.execute(
                "INSERT OR REPLACE INTO sync_grant VALUES (?, ?, ?)", [scope, int(access), until_ms]
            )
        )


@asynccontextmanager
async def library(
    folder: Path,
    server: MemoryServer,
    user_id: uuid.UUID,
    *,
    clock: Clock | None = None,
    more: Mapping[str, Access] | None = None,
) -> AsyncIterator[Library]:
    """Open a profile that belongs to an account of the server."""
    paths = ProfilePaths.of(folder)
    paths.create()
    bus = ChangeBus()
    changes: list[ChangeSet] = []
    bus.subscribe(changes.append)
    database = await Database.open(paths, clock=clock or ManualClock(), bus=bus)
    try:
        await database.write(lambda tx: adoption_store.adopt(tx, user_id))
        desk = server.for_user(user_id, **(more or {}))
        rounds = Rounds(database, desk, clock or ManualClock(), paths.temporary_dir / "snapshot")
        yield Library(database, rounds, desk, changes)
    finally:
        await database.close()
