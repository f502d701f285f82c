"""A small library for search tests: items with text but no media files, and the embedders of the model cache."""

import asyncio
import functools
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from desktop.runtime.worker_serving import Context
from desktop.search.embedders import EmbedderFiles
from desktop.search.worker import embed
from desktop.storage.database import Database
from shared.ids import CollectionId, ItemId, new_id
from shared.media.records import COLLECTION, ITEM, TAG, VIEW
from tests.support.model_cache import model_folder

DIMENSIONS = {"minilm": 384, "wordllama": 256}


class Word(msgspec.Struct, frozen=True):
    start_ms: int
    end_ms: int
    text: str


class Segment(msgspec.Struct, frozen=True):
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    page: int | None = None
    words: tuple[Word, ...] = ()


def ms(moment: int | None) -> int:
    """A moment that must be there."""
    assert moment is not None
    return moment


def speech(text: str, *, start_ms: int = 0, word_ms: int = 400) -> list[Segment]:
    """One segment of evenly spoken words."""
    words = [
        Word(start_ms + at * word_ms, start_ms + at * word_ms + word_ms - 50, f" {word}")
        for at, word in enumerate(text.split())
    ]
    return [Segment(text, words[0].start_ms, words[-1].end_ms, None, tuple(words))] if words else []


def pages(*texts: str) -> list[Segment]:
    """One segment a page."""
    return [Segment(text, page=number) for number, text in enumerate(texts, start=1)]


@functools.cache
def folder_of(name: str) -> Path:
    """Where the files of an embedder are; not to be written to."""
    return model_folder(name)


def embedder_files(name: str, *, sha: bytes | None = None) -> EmbedderFiles:
    """The files of a real embedder."""
    return EmbedderFiles(
        name, folder_of(name), DIMENSIONS[name], sha or hashlib.sha256(name.encode()).digest()
    )


class Library:
    """Items in a real database, and the text search reads of them."""

    def __init__(self, database: Database, embedders: Sequence[str] = ()) -> None:
        self.database = database
        self.texts: dict[ItemId, list[Segment]] = {}
        self.corrections: dict[uuid.UUID, ItemId] = {}
        self.installed = [embedder_files(name) for name in embedders]
        self.damaged: set[str] = set()

    async def collection(self, title: str) -> CollectionId:
        id_ = CollectionId(new_id())
        await self.database.write(lambda tx: tx.insert(COLLECTION, id_, title=title, created_ms=tx.now_ms))
        return id_

    async def item(
        self,
        title: str,
        segments: Iterable[Segment],
        collection_id: CollectionId,
        *,
        kind: str = "document",
        created_ms: int | None = None,
        tags: Sequence[str] = (),
    ) -> ItemId:
        id_ = ItemId(new_id())
        self.texts[id_] = list(segments)

        def write(tx) -> None:
            tx.insert(
                ITEM,
                id_,
                collection_id=collection_id.bytes,
                title=title,
                description="",
                kind=kind,
                media_sha=id_.bytes * 2,
                file_name=title,
                created_ms=tx.now_ms if created_ms is None else created_ms,
            )
            for label in tags:
                tx.insert(TAG, new_id(), item_id=id_.bytes, label=label)

        await self.database.write(write)
        return id_

    async def view(self, item_id: ItemId, at_ms: int | None = None) -> None:
        await self.database.write(
            lambda tx: tx.insert(
                VIEW, new_id(), item_id=item_id.bytes, at_ms=tx.now_ms if at_ms is None else at_ms
            )
        )

    async def segments(self, item_id: ItemId) -> Sequence[Segment]:
        return self.texts.get(item_id, [])

    async def items_of_corrections(self, corrections: Iterable[uuid.UUID]) -> set[ItemId]:
        return {self.corrections[one] for one in corrections if one in self.corrections}

    async def installed_embedders(self) -> Sequence[EmbedderFiles]:
        return self.installed

    async def doubt(self, name: str) -> None:
        """A model said to be damaged in `damaged` is found out."""
        if name in self.damaged:
            self.installed = [one for one in self.installed if one.name != name]
            self.database.bus.announce("model")


class Job(msgspec.Struct, frozen=True):
    """What a stage is given."""

    item_id: ItemId


BIOLOGY = (
    "Plants turn sunlight into sugar. The chloroplast is where photosynthesis takes place. "
    "Chlorophyll absorbs red and blue light and reflects green light, which is why leaves look green. "
    "The Calvin cycle then builds sugar from carbon dioxide."
)
HISTORY = (
    "The printing press changed Europe. Gutenberg cast movable type in Mainz around 1450. "
    "Books became cheap, and within fifty years millions of copies were in circulation. "
    "Reformers such as Luther spread their pamphlets with it."
)
COOKING = (
    "Bread needs flour, water, salt and yeast. The dough must rest until it has doubled in size. "
    "Knead it until it is smooth, then bake it in a very hot oven. Let it cool on a rack before you cut it."
)


class InProcessWorker:
    """Runs the worker's own handler here: starting a process for every test would cost more than the test."""

    pid = None

    async def request(self, kind: str, payload: dict[str, Any], *, timeout_s: float | None = None) -> bytes:
        assert kind == "embed"
        return await asyncio.to_thread(embed, payload, Context(0, lambda _message: None))

    async def close(self) -> None:
        """Nothing to end."""
