"""Gives passages the vectors of a provider's model in the background, with pauses after failures.

Words and the vectors there are go on being searched meanwhile; no job of an item waits for a provider. Runs where the
profile's jobs run. Knows no SQL.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from desktop.runtime.changes import ChangeSet
from desktop.runtime.logs import get_log
from desktop.search.indexing import Indexer
from desktop.search.remote import Remote
from desktop.storage.database import Database
from shared.errors import AppError
from shared.tasks import TaskScope

SETTLE_S = 0.5
RETRY_S = 30.0

_log = get_log("search")


class RemoteKeeper:
    """Follows the change bus. Make it on the loop; `start` once, `close` at the end."""

    def __init__(
        self, database: Database, indexer: Indexer, remote: Remote, *, settle_s: float = SETTLE_S
    ) -> None:
        self._database = database
        self._indexer = indexer
        self._remote = remote
        self._settle_s = settle_s
        self._scope = TaskScope("remote index")
        self._changed = asyncio.Event()
        self._unsubscribe = lambda: None

    def start(self, when: Callable[[], Awaitable[None]] | None = None) -> None:
        """Begin once `when()` returns."""
        self._unsubscribe = self._database.bus.subscribe(self._note)
        self._scope.spawn(self._follow(when), name="keeper")

    async def close(self) -> None:
        """Stop; what was begun is finished next time."""
        self._unsubscribe()
        await self._scope.close()

    def _note(self, changes: ChangeSet) -> None:
        # "meaning": a question that was answered says that the provider is there again.
        if changes.touches("passage", "embedding", "meaning"):
            self._changed.set()

    async def _follow(self, when: Callable[[], Awaitable[None]] | None) -> None:
        if when is not None:
            await when()
        while True:
            self._changed.clear()
            wait_s = await self._fill()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._changed.wait()
            await asyncio.sleep(self._settle_s)

    async def _fill(self) -> float | None:
        """Embed what has no vector yet. Returns the seconds until the next try; None when there is nothing to do."""
        if not self._remote.chosen:
            return None
        if (left_s := self._remote.paused_s()) > 0:
            return left_s
        try:
            await self._remote.measure()
            target = self._remote.files()
            if target is not None:
                await self._indexer.embed_missing(target, None, lambda _: None)
        except AppError as error:
            _log.warning("passages not embedded", code=error.code)
            return self._remote.paused_s() or RETRY_S
        return None
