"""An open profile with a few items whose text is known: real services and SQLite, no media files, no jobs."""

import hashlib
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from desktop.assembly import Services, open_services
from desktop.media import job_store, transcript_store
from desktop.media.segments import Segment as MediaSegment
from desktop.media.segments import Word as MediaWord
from desktop.media.states import JobState, JobStatus
from desktop.runtime.paths import ProfilePaths
from desktop.storage.transaction import Transaction
from shared.clock import Clock
from shared.ids import CollectionId, ItemId, JobId, new_id
from shared.media.records import ITEM, TAG, default_collection_id
from tests.support.search_library import Job, Segment


@dataclass
class SmallLibrary:
    """`services` of the profile, and `add` to fill it."""

    services: Services

    async def add(
        self,
        title: str,
        segments: Iterable[Segment],
        *,
        kind: str = "audio",
        tags: Sequence[str] = (),
        collection_id: CollectionId | None = None,
        state: JobState = JobState.COMPLETED,
    ) -> ItemId:
        """Put an item with this text into the library; completed ones are found by search."""
        item_id, text = ItemId(new_id()), list(segments)

        def write(tx: Transaction) -> None:
            sha = hashlib.sha256(item_id.bytes).digest()
            home = collection_id or default_collection_id(tx.user_id)
            _add_item(tx, item_id, sha, (title, kind, home), text)
            for label in tags:
                tx.insert(TAG, new_id(), item_id=item_id.bytes, label=label)
            job_store.add(tx, JobId(new_id()), item_id, sha, "")
            if state is JobState.COMPLETED:
                _add_transcript(tx, item_id, sha, text)
            job_store.put_status(tx, item_id, JobStatus(state=state, stage=JobState.TRANSCRIBING))

        await self.services.database.write(write)
        if state is JobState.COMPLETED:
            await self.services.search.chunk_stage(Job(item_id), lambda _fraction: None)
        return item_id


def _add_item(
    tx: Transaction,
    item_id: ItemId,
    sha: bytes,
    about: tuple[str, str, CollectionId],
    text: Sequence[Segment],
) -> None:
    title, kind, collection_id = about
    tx.insert(
        ITEM,
        item_id,
        collection_id=collection_id.bytes,
        title=title,
        description="",
        kind=kind,
        media_sha=sha,
        file_name=title,
        created_ms=tx.now_ms,
    )
    duration_ms = max((one.end_ms or 0 for one in text), default=0)
    tx.execute(
        "INSERT INTO media_file (sha, suffix, size_bytes, kind, duration_ms, created_ms) VALUES (?, ?, ?, ?, ?, ?)",
        [sha, ".m4a" if kind == "audio" else ".pdf", 1000, kind, duration_ms or None, tx.now_ms],
    )


def _add_transcript(tx: Transaction, item_id: ItemId, sha: bytes, text: Sequence[Segment]) -> None:
    key = hashlib.sha256(b"transcript" + sha).digest()
    values = {"media_sha": sha, "engine": "whisper", "model": "tiny.en", "language": "en"}
    transcript_store.start(tx, key, values)
    transcript_store.add_segments(tx, key, 0, [_media_segment(one) for one in text])
    transcript_store.complete(tx, key, "")
    job_store.put_target(tx, item_id, key)
    job_store.show_target(tx, item_id)


def _media_segment(one: Segment) -> MediaSegment:
    words = tuple(MediaWord(word.start_ms, word.end_ms, word.text, 1.0) for word in one.words)
    return MediaSegment(one.text, one.start_ms, one.end_ms, one.page, words=words)


@asynccontextmanager
async def small_library(paths: ProfilePaths, clock: Clock | None = None) -> AsyncIterator[SmallLibrary]:
    """Open a profile; everything is closed at the end."""
    services = await open_services(paths, clock=clock)
    await services.media.library.collections()
    try:
        yield SmallLibrary(services)
    finally:
        await services.close()
