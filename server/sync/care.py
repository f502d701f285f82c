"""Periodic care of what sync keeps: old deletions and conflicts, receipts, scopes that are no more. In short slices."""

import asyncio
import time

from server.storage.database import Database
from server.storage.transaction import Transaction
from server.sync.age_store import AgeStore
from server.sync.store import SyncStore
from sync.ages import DAY_MS, aged, marked
from sync.change_store import ChangeStore
from sync.compaction import Forgotten, forget_slice

EVERY_MS = 7 * DAY_MS
RECEIPTS = 32
"""Batches remembered per device; a device sends one at a time, and only the last can still be in doubt."""
DROP_ROWS = 2_000
_SCOPES = 50
_BREATH_S = 0.02
"""Between slices, so that devices get a turn."""


class Care:
    """What the periodic jobs call; each call does as much as is due, within `budget_s`."""

    def __init__(self, database: Database, *, kept_days: int, budget_s: float = 60.0) -> None:
        self._database, self._kept_ms, self._budget_s = database, kept_days * DAY_MS, budget_s
        self._looked_ms: int | None = None

    async def compact(self) -> int:
        """Compact scopes that were not for a week; returns how many rows were forgotten."""
        until, count = time.monotonic() + self._budget_s, 0
        await self._look()
        while time.monotonic() < until:
            async with self._database.read() as tx:
                due = await SyncStore(tx).due_scopes(EVERY_MS, _SCOPES)
            if not due:
                break
            for scope in due:
                count += await self._compact_scope(scope)
        return count

    async def _look(self) -> None:
        """Let the server grow older by what it was seen to run."""
        now_ms = self._database.clock.monotonic_ms()
        ran_ms = None if self._looked_ms is None else now_ms - self._looked_ms
        await self._database.transact(lambda tx: AgeStore(tx).look(ran_ms))
        self._looked_ms = now_ms

    async def _compact_scope(self, scope: str) -> int:
        async with self._database.read() as tx:
            marks, lived_ms = await AgeStore(tx).marks(scope), await AgeStore(tx).lived()
        until = aged(marks, lived_ms, self._kept_ms)
        count, after = 0, 0
        while True:
            done = await self._slice(scope, until, after)
            count += done.rows
            if done.after is None:
                break
            after = done.after
            await asyncio.sleep(_BREATH_S)
        await self._database.transact(lambda tx: self._compacted(tx, scope, lived_ms))
        return count

    async def _slice(self, scope: str, until: int, after: int) -> Forgotten:
        def forget(store: ChangeStore) -> Forgotten:
            return forget_slice(store, scope, until, after)

        return await self._database.transact(lambda tx: tx.changes(forget))

    async def _compacted(self, tx: Transaction, scope: str, lived_ms: int) -> None:
        """Note where the feed stands at the age by which the scope was looked through."""
        ages, store = AgeStore(tx), SyncStore(tx)
        marks = await ages.marks(scope)
        head = (await store.heads([scope]))[scope]
        await ages.set_marks(scope, marks, marked(marks, head, lived_ms, self._kept_ms))
        await store.compacted(scope)

    async def purge_receipts(self) -> int:
        """Forget batches that no device can still be in doubt about."""
        return await self._database.transact(lambda tx: SyncStore(tx).purge_receipts(RECEIPTS))

    async def clear(self) -> int:
        """Remove the rows of scopes that are no more; returns how many scopes are done."""
        until, count = time.monotonic() + self._budget_s, 0
        while time.monotonic() < until:
            async with self._database.read() as tx:
                scope = await SyncStore(tx).next_dropped()
            if scope is None:
                break
            count += await self._cleared(scope)
            await asyncio.sleep(_BREATH_S)
        return count

    async def _cleared(self, scope: str) -> bool:
        return await self._database.transact(lambda tx: drop(tx, scope))


async def drop(tx: Transaction, scope: str) -> bool:
    """Remove a slice of a scope that is no more, and all of its snapshots; what is left is noted for later."""
    store = SyncStore(tx)
    await store.purged(scope)

    def work(changes: ChangeStore) -> bool:
        return changes.drop_scope(scope, DROP_ROWS)

    if await tx.changes(work):
        await store.cleared(scope)
        return True
    await store.drop_later(scope)
    return False
