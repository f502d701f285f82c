"""Which ready snapshots a device is offered, and where their chunks are. Makes none."""

import asyncio
import re
from collections.abc import Iterable
from pathlib import Path

from server.accounts.service import AccountsService
from server.groups.service import GroupsService
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.sync.grants import Granted, granted
from server.sync.store import SyncStore
from server.web.principal import Principal
from shared.errors import AppError
from sync.protocol import Chunk, Exchange, Snapshot
from sync.scopes import may_read

NAME = re.compile(r"[0-9a-f]{64}")


class ChunkFiles:
    """Chunks of snapshots as files named by their hash. Processes on one database share the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: bytes) -> Path:
        """Return where a chunk is, or would be."""
        text = name.hex()
        return self.folder / text[:2] / text

    def have(self, chunks: Iterable[Chunk]) -> bool:
        """Whether all of them are here, whole."""
        try:
            return all(self.path(chunk.name).stat().st_size == chunk.size_bytes for chunk in chunks)
        except OSError:
            return False


class Offers:
    """Snapshots for devices that have nothing of a scope."""

    def __init__(
        self, database: Database, accounts: AccountsService, groups: GroupsService, files: ChunkFiles
    ) -> None:
        self._database, self._accounts, self._groups = database, accounts, groups
        self._files = files

    async def ready(self, tx: Transaction, exchange: Exchange, given: Granted) -> dict[str, Snapshot]:
        """Return what to offer: snapshots of granted scopes that the device has nothing of, with all their files."""
        known = {want.scope for want in exchange.wants if want.cursor or want.own}
        fresh = [scope for scope in given.access if scope not in known and may_read(given.access, scope)]
        if not fresh:
            return {}
        found = await SyncStore(tx).snapshots(fresh)
        if not found:
            return {}
        return await asyncio.to_thread(
            lambda: {scope: one for scope, one in found.items() if self._files.have(one.chunks)}
        )

    async def chunk(self, who: Principal, text: str) -> Path:
        """Return a chunk's file for somebody who may read a scope it is of.

        Raises `AppError("sync.chunk_missing")`, also for a chunk of a scope that the person may not read.
        """
        if NAME.fullmatch(text) is None:
            raise AppError("sync.chunk_missing")
        name = bytes.fromhex(text)
        async with self._database.read() as tx:
            scopes = await SyncStore(tx).scopes_of_chunk(name)
            given = await granted(tx, self._accounts, self._groups, who)
        path = self._files.path(name)
        if not any(may_read(given.access, scope) for scope in scopes) or not path.is_file():
            raise AppError("sync.chunk_missing")
        return path
