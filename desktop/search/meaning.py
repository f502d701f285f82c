"""Search by meaning: which embedder is searched with, its query vectors, and where its passages are compared.

While passages move to another embedder the one that covers more goes on being asked. Knows no full text.
"""

import asyncio
from typing import TYPE_CHECKING

import msgspec

from desktop.runtime.changes import ChangeSet
from desktop.runtime.logs import get_log
from desktop.search import vector_store
from desktop.search.anchors import SCALE
from desktop.search.embedders import Embedder, EmbedderFiles, load
from desktop.search.indexing import model_of
from desktop.search.remote import Remote
from desktop.search.sources import InstalledEmbedders
from desktop.search.store import Place
from desktop.search.vector_store import Model
from desktop.search.vectors import MATRIX_FROM_PASSAGES, BlobIndex, MatrixIndex, SqliteVecIndex
from desktop.storage.database import Database
from desktop.storage.driver import sqlite3
from shared.clock import Clock
from shared.errors import AppError

if TYPE_CHECKING:
    import numpy as np

_log = get_log("search")

_COUNT_EVERY_MS = 2_000
FEW_ITEMS = 64
"""So many items are compared from their BLOBs; more are looked up in memory."""


class Coverage(msgspec.Struct, frozen=True):
    """How many passages each installed embedder covers. `built`: its sqlite-vec table can be asked."""

    files: EmbedderFiles
    embedded: int
    built: bool


class Nearest(msgspec.Struct, frozen=True):
    """The vector list of a query; `name` is the embedder whose scale the cosines are on."""

    name: str
    passages: list[tuple[int, float]]


NOTHING_NEAR = Nearest("", [])


class Meaning:
    """The vector side of search."""

    def __init__(
        self, database: Database, embedders: InstalledEmbedders, clock: Clock, remote: Remote | None = None
    ) -> None:
        self._database = database
        self._remote = remote
        self._embedders = embedders
        self._clock = clock
        self._opened: dict[bytes, Embedder] = {}
        self._matrices: dict[bytes, MatrixIndex] = {}
        self._coverage: list[Coverage] | None = None
        self._counted_ms = 0
        self._moved = True
        self._loading = asyncio.Lock()

    def forget(self, changes: ChangeSet) -> None:
        """Note what changed in the library or on disk."""
        if changes.touches("model", "embedding"):
            self._coverage = None
        if changes.touches("passage", "index"):
            self._moved = True
        for matrix in self._matrices.values():
            matrix.forget(changes)

    async def coverage(self) -> list[Coverage]:
        """Return the installed embedders, best first; counted again at most every 2 s."""
        now = self._clock.monotonic_ms()
        if self._coverage is None or (self._moved and now - self._counted_ms >= _COUNT_EVERY_MS):
            self._moved, self._counted_ms = False, now
            self._coverage = await self._counted()
        return self._coverage

    async def active(self) -> Coverage | None:
        """Return the embedder to search with: the one that covers most, the better one among equals."""
        best: Coverage | None = None
        for one in await self.coverage():
            if one.embedded > 0 and (best is None or one.embedded > best.embedded):
                best = one
        return best

    async def local(self) -> EmbedderFiles | None:
        """Return the embedder on this computer that covers most, the better one among equals."""
        own = [one for one in await self.coverage() if not one.files.remote]
        return max(own, key=lambda one: one.embedded).files if own else None

    async def nearest(self, text: str, where: Place, count: int) -> Nearest:
        """Return the passages nearest to a question; nothing where no embedder covers anything or can be read.

        Nothing, too, when the provider that embeds does not answer in time; `Remote.problem` then says why.
        """
        chosen = await self.active()
        if chosen is None or where.items == () or not text:
            return NOTHING_NEAR
        try:
            if chosen.files.remote and self._remote is not None:
                query = await self._remote.embed_query(chosen.files, text)
                found = await self._nearest(chosen, query, where, count)
                return Nearest(SCALE, self._remote.scaled(found))
            embedder = await self.opened(chosen.files)
            query = await asyncio.to_thread(embedder.embed_query, text)
        except AppError as error:
            _log.warning("query not embedded", code=error.code, model=chosen.files.name)
            return NOTHING_NEAR
        return Nearest(chosen.files.name, await self._nearest(chosen, query, where, count))

    async def opened(self, files: EmbedderFiles) -> Embedder:
        """Return an embedder, loading it once."""
        async with self._loading:
            if files.model_sha not in self._opened:
                self._opened = {files.model_sha: await asyncio.to_thread(load, files)}
            return self._opened[files.model_sha]

    async def warm_up(self) -> None:
        """Load what the first search would wait for."""
        chosen = await self.active()
        if chosen is None:
            return
        if chosen.files.remote and self._remote is not None:
            await self._remote.prepare()
        else:
            embedder = await self.opened(chosen.files)
            await asyncio.to_thread(embedder.embed_query, "warm up")
        if chosen.embedded > MATRIX_FROM_PASSAGES or not chosen.built:
            await self._matrix(model_of(chosen.files)).load()

    async def _nearest(
        self, chosen: Coverage, query: "np.ndarray", where: Place, count: int
    ) -> list[tuple[int, float]]:
        model = model_of(chosen.files)
        matrix = self._matrix(model)
        if where.items is not None and len(where.items) <= FEW_ITEMS and not matrix.loaded:
            return await BlobIndex(self._database, model).nearest(query, count, where)
        everywhere = where.items is None and where.collection_id is None
        in_memory = where.items is not None or (everywhere and chosen.embedded > MATRIX_FROM_PASSAGES)
        if chosen.built and not in_memory:
            try:
                return await SqliteVecIndex(self._database, model).nearest(query, count, where)
            except sqlite3.Error:
                # A table that cannot be read is built again from the BLOBs; meanwhile they are asked themselves.
                await self._database.write(lambda tx: vector_store.mark_broken(tx, model))
                self._coverage = None
        return await matrix.nearest(query, count, where)

    def _matrix(self, model: Model) -> MatrixIndex:
        return self._matrices.setdefault(model.sha, MatrixIndex(self._database, model))

    async def _counted(self) -> list[Coverage]:
        installed = await self._embedders.installed_embedders()
        async with self._database.reader() as reader:
            known = {model.sha: built for model, built in await vector_store.models(reader)}
            return [
                Coverage(
                    one,
                    await vector_store.embedded(reader, model_of(one)) if one.model_sha in known else 0,
                    known.get(one.model_sha, False),
                )
                for one in installed
            ]
