"""Keeps the index in line with the library while the program runs: edits, moves, deletions, models that come and go.

Runs where the profile's jobs run. Waits a moment after a change, for edits come in bursts. Knows no SQL.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable

from desktop.runtime.changes import ChangeSet
from desktop.runtime.logs import get_log
from desktop.search.indexing import Indexer
from desktop.search.sources import TranscriptSource
from desktop.storage.database import Database
from shared.errors import AppError
from shared.ids import ItemId
from shared.tasks import TaskScope

SETTLE_S = 0.5
IDLE_S = 60.0
RETRY_S = 30.0

_log = get_log("search")


class IndexKeeper:
    """Follows the change bus. Make it on the loop; `start` once, `close` at the end."""

    def __init__(
        self,
        database: Database,
        transcripts: TranscriptSource,
        indexer: Indexer,
        *,
        settle_s: float = SETTLE_S,
        idle_s: float = IDLE_S,
        retry_s: float = RETRY_S,
    ) -> None:
        self._database = database
        self._transcripts = transcripts
        self._indexer = indexer
        self._settle_s = settle_s
        self._idle_s = idle_s
        self._retry_s = retry_s
        self._scope = TaskScope("index")
        self._changed = asyncio.Event()
        self._pending = ChangeSet()
        self._checked = False
        self._settled = asyncio.Event()
        self._unsubscribe = lambda: None

    def start(self, when: Callable[[], Awaitable[None]] | None = None) -> None:
        """Begin, once `when()` returns: bring the index up to date, then follow changes."""
        self._unsubscribe = self._database.bus.subscribe(self._note)
        self._pending = ChangeSet(everything=True)
        self._changed.set()
        self._scope.spawn(self._follow(when), name="keeper")

    async def close(self) -> None:
        """Stop; what was begun is finished next time."""
        self._unsubscribe()
        await self._scope.close()

    async def settled(self) -> None:
        """Wait until every change so far is in the index."""
        await self._settled.wait()

    def _note(self, changes: ChangeSet) -> None:
        kinds = {
            kind: self._pending.ids(kind) | changes.ids(kind)
            for kind in ("item", "collection", "correction", "model", "embedding")
            if changes.touches(kind) or self._pending.touches(kind)
        }
        if kinds:
            self._pending = ChangeSet(kinds, everything=self._pending.everything or changes.everything)
            self._settled.clear()
            self._changed.set()

    async def _follow(self, when: Callable[[], Awaitable[None]] | None) -> None:
        if when is not None:
            await when()
        while True:
            try:
                async with asyncio.timeout(self._idle_s):
                    await self._changed.wait()
            except TimeoutError:
                await self._indexer.rest()
                await self._changed.wait()
            await asyncio.sleep(self._settle_s)
            changes, self._pending = self._pending, ChangeSet()
            self._changed.clear()
            try:
                await self._apply(changes)
            except AppError as error:
                # A model that cannot be read or a full disk: said by status and jobs; tried again after a while.
                _log.warning("index not updated", code=error.code)
                await self._wait_for_change(self._retry_s)
                self._note(changes)
                continue
            if not self._changed.is_set():
                self._settled.set()

    async def _wait_for_change(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()

    async def _apply(self, changes: ChangeSet) -> None:
        if changes.everything or changes.touches("model", "embedding"):
            await self._catch_up()
            return
        items = {ItemId(one) for one in changes.ids("item")}
        if changes.touches("collection"):
            items |= await self._indexer.items_in(changes.ids("collection"))
        if changes.touches("correction"):
            items |= await self._transcripts.items_of_corrections(changes.ids("correction"))
        await self._update(sorted(items))

    async def _catch_up(self) -> None:
        """Everything that may be out of date, then every missing vector, then what is no longer needed."""
        if not self._checked:
            await self._indexer.check_tables()
            self._checked = True
        for item_id in await self._indexer.stale_items():
            await self._indexer.chunk_item(item_id)
        await self._indexer.embed(None, lambda _: None)
        await self._indexer.tidy(await self._indexer.target())

    async def _update(self, items: Iterable[ItemId]) -> None:
        for item_id in items:
            if await self._indexer.chunk_item(item_id):
                await self._indexer.embed(item_id, lambda _: None)
