"""Cuts items into passages and gives passages vectors, so that both can stop anywhere and go on. Knows no ranking."""

import asyncio
import hashlib
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import msgspec

from desktop.runtime.workers import WorkerProcess
from desktop.search import item_store, store, vector_store
from desktop.search.chunking import CHUNKER_VERSION, PASSAGE_MAX_PIECES, Chunks, chunk, estimate_pieces
from desktop.search.embedders import EmbedderFiles, load
from desktop.search.item_store import ItemRow
from desktop.search.remote import BATCH, Remote
from desktop.search.sentences import CountPieces
from desktop.search.sources import InstalledEmbedders, TranscriptSource
from desktop.search.vector_store import Model
from desktop.search.words import Segment
from desktop.search.worker import payload_of
from desktop.storage.database import Database
from desktop.storage.transaction import Transaction
from shared.errors import AppError
from shared.ids import ItemId

WINDOW_MODEL = "minilm"
"""The embedder whose window passages must fit; its tokenizer counts whatever embedder is in use."""
ESTIMATE = "estimate"
_BATCH = {"minilm": 16, "wordllama": 256}
_WORKER = "desktop.search.worker"
_BATCH_TIMEOUT_S = 120.0

Progress = Callable[[float], None]


class EmbeddingWorker(Protocol):
    """The part of a worker process that embedding uses."""

    @property
    def pid(self) -> int | None: ...
    async def request(self, kind: str, payload: dict[str, Any], *, timeout_s: float | None = None) -> Any: ...
    async def close(self) -> None: ...


def model_of(files: EmbedderFiles) -> Model:
    """Return the index's name for an embedder."""
    return Model(files.name, files.dimension, files.model_sha)


class Indexer:
    """Writes the index. One instance per process that runs jobs."""

    def __init__(
        self,
        database: Database,
        transcripts: TranscriptSource,
        embedders: InstalledEmbedders,
        remote: Remote | None = None,
    ) -> None:
        self._database = database
        self._remote = remote
        self._transcripts = transcripts
        self._embedders = embedders
        self._worker: EmbeddingWorker = WorkerProcess(_WORKER)
        self._cutting = asyncio.Lock()
        self._embedding = asyncio.Lock()
        self._counter: tuple[bytes, CountPieces] | None = None

    @property
    def worker_pid(self) -> int | None:
        """The embedding process, while there is one."""
        return self._worker.pid

    async def close(self) -> None:
        """End the worker process."""
        await self._worker.close()

    async def chunk_item(self, item_id: ItemId) -> bool:
        """Bring an item's passages in line with its text, title and collection. False when nothing had changed.

        Cutting an item again with the same text and tokenizer writes nothing.
        """
        async with self._cutting:
            return await self._chunk_item(item_id)

    async def _chunk_item(self, item_id: ItemId) -> bool:
        async with self._database.reader() as reader:
            row = await item_store.item(reader, item_id)
        if row is None:
            return await self._database.write(lambda tx: _remove(tx, item_id))
        segments = await self._transcripts.segments(item_id)
        if not segments and not row.source:
            return False
        tokenizer, count = await self._tokenizer()
        source = await asyncio.to_thread(fingerprint, segments, tokenizer)
        if source == row.source:
            if row.heading == row.indexed_heading and row.collection_id == row.indexed_collection_id:
                return False
            await self._database.write(lambda tx: _move(tx, row))
            return True
        chunks = await asyncio.to_thread(chunk, segments, count)
        shas = [hashlib.sha256(one.text.encode()).digest() for one in chunks.passages]
        await self._database.write(lambda tx: _replace(tx, row, source, tokenizer, chunks, shas))
        return True

    async def embed(self, item_id: ItemId | None, progress: Progress) -> None:
        """Give passages (of an item, or all) vectors of the best embedder there is; with none, leave it for later.

        So with one at a provider: no item waits for that, its vectors come in the background (remote_keeping.py).
        An embedder that cannot be read is checked; when it is damaged the next best one is taken. Raises AppError
        `worker.died`, or `search.model_unreadable` for files that are sound and yet cannot be read.
        """
        while (target := await self.target()) is not None and not target.remote:
            try:
                await self.embed_missing(target, item_id, progress)
                break
            except AppError as error:
                if error.code != "search.model_unreadable" or not await self._is_damaged(target):
                    raise
        progress(1.0)

    async def embed_missing(self, files: EmbedderFiles, item_id: ItemId | None, progress: Progress) -> int:
        """Embed what has no vector of this model yet: of an item, or everywhere. Returns how many texts.

        Each batch is kept as soon as it is done, and others get their turn between batches. Ends early when the
        person chose another provider meanwhile. Raises AppError `search.model_unreadable`, `search.provider_…`,
        `worker.died`.
        """
        model, done, after = model_of(files), 0, 0
        await self._ensure_table(model)
        async with self._database.reader() as reader:
            total = await vector_store.count_missing(reader, model, item_id)
        size = BATCH if files.remote else _BATCH.get(files.name, 16)
        while True:
            async with self._embedding:
                async with self._database.reader() as reader:
                    batch = await vector_store.missing(reader, model, item_id, after, size)
                if not batch or not self._is_wanted(files):
                    return done
                texts = {sha: text for _, sha, text in batch}
                pairs = list(zip(texts, await self._embed(files, list(texts.values())), strict=True))
                await self._database.write(
                    lambda tx, pairs=pairs: vector_store.put_embeddings(tx, model, pairs)
                )
            after, done = batch[-1][0], done + len(texts)
            progress(min(1.0, done / max(total, done)))

    async def rest(self) -> None:
        """Give the worker's memory back when nothing is being embedded."""
        if not self._embedding.locked():
            idle, self._worker = self._worker, WorkerProcess(_WORKER)
            await idle.close()

    async def target(self) -> EmbedderFiles | None:
        """The embedder new passages get."""
        installed = await self._embedders.installed_embedders()
        return installed[0] if installed else None

    async def stale_items(self) -> list[ItemId]:
        """Items whose passages may be out of date: not cut, moved, renamed, gone, or counted by another tokenizer."""
        tokenizer, _ = await self._tokenizer()
        async with self._database.reader() as reader:
            rows = await item_store.items(reader)
            known = await item_store.indexed_items(reader)
        stale = [row.item_id for row in rows if _is_stale(row, tokenizer)]
        return [*stale, *sorted(known - {row.item_id for row in rows})]

    async def items_in(self, collections: Iterable[uuid.UUID]) -> set[ItemId]:
        """The items at home in some collections."""
        async with self._database.reader() as reader:
            return await item_store.items_in(reader, collections)

    async def build_table(self, model: Model) -> None:
        """Make a model's sqlite-vec table anew, in steps that leave the writer free in between."""
        if not await self._database.write(lambda tx: vector_store.start_build(tx, model)):
            return
        after: int | None = 0
        while after is not None:
            after = await self._database.write(
                lambda tx, after=after: vector_store.build_some(tx, model, after or 0)
            )

    async def tidy(self, target: EmbedderFiles | None) -> None:
        """Once `target` covers every passage, drop the vectors of others of its kind and of texts that are gone.

        Those of a provider cost money and those of this computer need no connection: neither makes way for the other.
        """
        async with self._database.reader() as reader:
            known = await vector_store.models(reader)
            left = 1 if target is None else await vector_store.count_missing(reader, model_of(target), None)
        if target is None or left:
            return
        for model, _ in known:
            if model.sha != target.model_sha and model.remote == target.remote:
                await self._database.write(lambda tx, model=model: vector_store.forget_model(tx, model))
        await self._database.write(vector_store.sweep)

    async def check_tables(self) -> None:
        """Build again every index that does not hold what the passages and BLOBs hold."""
        if self._database.suspicious_start:
            await self._database.write(store.mend_full_text)
        async with self._database.reader() as reader:
            known = await vector_store.models(reader)
            broken = [
                model for model, built in known if not built or not await vector_store.is_whole(reader, model)
            ]
        for model in broken:
            await self.build_table(model)

    async def _ensure_table(self, model: Model) -> None:
        async with self._database.reader() as reader:
            known = await vector_store.models(reader)
        if all(one.sha != model.sha for one, _ in known):
            await self._database.write(lambda tx: vector_store.add_model(tx, model))
            await self.build_table(model)

    def _is_wanted(self, files: EmbedderFiles) -> bool:
        """Nothing is sent to a provider that is not chosen any more."""
        return not files.remote or (self._remote is not None and self._remote.files() == files)

    async def _embed(self, files: EmbedderFiles, texts: list[str]) -> list[bytes]:
        if files.remote and self._remote is not None:
            return await self._remote.embed_passages(files, texts)
        raw = await self._worker.request("embed", payload_of(files, texts), timeout_s=_BATCH_TIMEOUT_S)
        size = 2 * files.dimension
        return [raw[at : at + size] for at in range(0, len(raw), size)]

    async def _tokenizer(self) -> tuple[str, CountPieces]:
        """Name and counting function of the tokenizer passages are cut with."""
        installed = await self._embedders.installed_embedders()
        files = next((one for one in installed if one.name == WINDOW_MODEL), None)
        if files is None:
            return ESTIMATE, estimate_pieces
        if self._counter is None or self._counter[0] != files.model_sha:
            try:
                embedder = await asyncio.to_thread(load, files)
            except AppError:
                await self._embedders.doubt(files.name)
                return ESTIMATE, estimate_pieces
            self._counter = files.model_sha, embedder.count_wordpieces
        return files.name, self._counter[1]

    async def _is_damaged(self, files: EmbedderFiles) -> bool:
        await self._embedders.doubt(files.name)
        return files not in await self._embedders.installed_embedders()


def fingerprint(segments: Sequence[Segment], tokenizer: str) -> bytes:
    """Hash of everything that shapes an item's passages."""
    digest = hashlib.sha256(f"{CHUNKER_VERSION} {PASSAGE_MAX_PIECES} {tokenizer}".encode())
    for one in segments:
        words = [(word.start_ms, word.end_ms, word.text) for word in one.words]
        digest.update(msgspec.msgpack.encode((one.start_ms, one.end_ms, one.page, one.text, words)))
    return digest.digest()


def _is_stale(row: ItemRow, tokenizer: str) -> bool:
    moved = row.heading != row.indexed_heading or row.collection_id != row.indexed_collection_id
    return moved or tokenizer not in {ESTIMATE, row.tokenizer}


def _replace(
    tx: Transaction, row: ItemRow, source: bytes, tokenizer: str, chunks: Chunks, shas: list[bytes]
) -> None:
    vector_store.unindex(tx, row.item_id)
    store.replace_chunks(tx, row, source, tokenizer, chunks, shas)
    vector_store.index(tx, row.item_id)


def _move(tx: Transaction, row: ItemRow) -> None:
    vector_store.unindex(tx, row.item_id)
    store.move(tx, row)
    vector_store.index(tx, row.item_id)


def _remove(tx: Transaction, item_id: ItemId) -> bool:
    vector_store.unindex(tx, item_id)
    return store.remove(tx, item_id)
