"""Makes snapshots of large scopes beforehand, renews them, and removes what nobody fetches any more."""

import asyncio
import contextlib
import os
import time
import uuid
from pathlib import Path

from server.storage.database import Database
from server.storage.transaction import Transaction
from server.sync.offers import NAME, ChunkFiles
from server.sync.store import SyncStore
from sync.change_store import ChangeStore
from sync.protocol import Snapshot
from sync.snapshots import chunks, describe, write

KEPT_MS = 24 * 3_600_000
"""How long the chunks of a replaced snapshot can still be fetched."""
_STRAY_S = 3_600.0
_SCOPES = 100
_RENEW_PART = 4
"""A snapshot is renewed when its feed moved by a quarter of its rows."""


class SnapshotMaker:
    """Periodic work; safe to be stopped anywhere, and to run in one process at a time only for economy."""

    def __init__(self, database: Database, files: ChunkFiles, *, least_rows: int) -> None:
        self._database, self._files, self._least_rows = database, files, least_rows

    async def run(self) -> int:
        """Look at every large scope; returns how many snapshots were made."""
        made, after = 0, ""
        while True:
            async with self._database.read() as tx:
                found = await SyncStore(tx).large_scopes(after, self._least_rows, _SCOPES)
            for scope, head in found:
                made += await self._looked_at(scope, head)
            if len(found) < _SCOPES:
                break
            after = found[-1][0]
        await self._collect()
        return made

    async def _looked_at(self, scope: str, head: int) -> bool:
        async with self._database.read() as tx:
            store = SyncStore(tx)
            known = (await store.snapshots([scope])).get(scope)
            due = known is None or head - known.seq > max(self._least_rows, known.rows // _RENEW_PART)
            rows = await store.count_rows(scope) if due else 0
        return rows > self._least_rows and await self.make(scope)

    async def make(self, scope: str) -> bool:
        """Make a snapshot of a scope as it is now; False when it could not be offered after all.

        It is read in a transaction of its own, so nobody who writes waits for it.
        """
        self._files.folder.mkdir(parents=True, exist_ok=True)
        path = self._files.folder / f"making-{uuid.uuid4().hex}"

        def copy(store: ChangeStore) -> tuple[int, int]:
            return write(store, scope, path)

        try:
            async with self._database.read() as tx:
                seq, rows = await tx.changes(copy)
            parts = await asyncio.to_thread(self._cut, path)
        finally:
            path.unlink(missing_ok=True)
        return rows > 0 and await self._offer(describe(scope, seq, rows, parts))

    def _cut(self, path: Path) -> list[tuple[bytes, int]]:
        parts: list[tuple[bytes, int]] = []
        for name, body in chunks(path):
            target = self._files.path(name)
            target.parent.mkdir(exist_ok=True)
            if target.exists():
                os.utime(target)
            else:
                half = target.with_name(f"{target.name}.{uuid.uuid4().hex}")
                with half.open("wb") as file:
                    file.write(body)
                    file.flush()
                    os.fsync(file.fileno())
                half.replace(target)
            parts.append((name, len(body)))
        return parts

    async def _offer(self, snapshot: Snapshot) -> bool:
        def horizon(store: ChangeStore) -> int:
            store.heads([snapshot.scope])
            return store.horizon(snapshot.scope)

        async def work(tx: Transaction) -> bool:
            if await tx.changes(horizon) > snapshot.seq:
                return False
            return await SyncStore(tx).add_snapshot(snapshot)

        return await self._database.transact(work)

    async def _collect(self) -> None:
        """Remove old snapshots, then files that belong to none."""

        async def work(tx: Transaction) -> None:
            store = SyncStore(tx)
            for scope, seq in await store.old_snapshots(tx.now_ms - KEPT_MS):
                await store.forget_snapshot(scope, seq)

        await self._database.transact(work)
        stray = await asyncio.to_thread(self._older_files)
        async with self._database.read() as tx:
            known = await SyncStore(tx).known_chunks(
                {bytes.fromhex(path.name) for path in stray if NAME.fullmatch(path.name)}
            )
        for path in stray:
            if NAME.fullmatch(path.name) is None or bytes.fromhex(path.name) not in known:
                path.unlink(missing_ok=True)

    def _older_files(self) -> list[Path]:
        before_s = time.time() - _STRAY_S
        found: list[Path] = []
        for path in self._files.folder.rglob("*"):
            with contextlib.suppress(FileNotFoundError):
                if path.is_file() and path.stat().st_mtime < before_s:
                    found.append(path)
        return found
