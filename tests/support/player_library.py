"""Real files in a real library with texts that are known: what the player is tested and looked at with."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.assembly import Services, open_services
from desktop.media import job_store, store, transcript_store
from desktop.media.formats import AUDIO, VIDEO
from desktop.media.messages import Probe
from desktop.media.segments import Segment, spread_over
from desktop.media.states import JobState, JobStatus
from desktop.runtime.paths import ProfilePaths
from desktop.storage.content import ContentStore
from desktop.storage.transaction import Transaction
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import ItemId, JobId, new_id
from shared.media.records import default_collection_id


def spoken(start_ms: int, text: str, *, length_ms: int = 0, speaker: str = "") -> Segment:
    """A line whose words share its time evenly (300 ms each unless told)."""
    end_ms = start_ms + (length_ms or 300 * len(text.split()))
    return Segment(text, start_ms, end_ms, speaker=speaker, words=spread_over(text, start_ms, end_ms))


@dataclass
class PlayerLibrary:
    """`services` of the profile; jobs do not run."""

    services: Services

    async def add(
        self,
        path: Path,
        lines: Sequence[Segment],
        *,
        state: JobState = JobState.COMPLETED,
        error: AppError | None = None,
        length_ms: int = 4_000,
        pages: int = 1,
        notice: str = "",
        waiting: str = "",
    ) -> ItemId:
        """Put a file and the text its job would have made into the library, without the workers that take seconds."""
        services = self.services
        content = ContentStore(services.paths.media_dir, services.paths.temporary_dir)
        stored = await content.add_file(path)
        item_id = ItemId(new_id())
        probe = _probe(path.suffix, length_ms, pages)
        engine = "document" if probe.kind == "document" else "whisper"

        def write(tx: Transaction) -> None:
            store.put_media_file(tx, stored.sha256, stored.size_bytes, probe, thumbnail=False)
            home = default_collection_id(tx.user_id).bytes
            about = {"title": path.stem, "description": "", "kind": probe.kind, "file_name": path.name}
            store.add_item(tx, item_id, {**about, "collection_id": home, "media_sha": stored.sha256})
            job_store.add(tx, JobId(new_id()), item_id, stored.sha256, "")
            key = hashlib.sha256(b"transcript" + stored.sha256).digest()
            values = {"media_sha": stored.sha256, "engine": engine, "model": "tiny.en", "language": "en"}
            transcript_store.start(tx, key, values)
            transcript_store.add_segments(tx, key, 0, lines)
            if state is JobState.COMPLETED:
                transcript_store.complete(tx, key, notice)
            job_store.put_target(tx, item_id, key)
            job_store.show_target(tx, item_id)
            status = JobStatus(state=state, stage=JobState.TRANSCRIBING, error=error, waiting=waiting)
            job_store.put_status(tx, item_id, status)

        await services.database.write(write)
        return item_id


def _probe(suffix: str, length_ms: int, pages: int) -> Probe:
    if suffix in VIDEO:
        return Probe("video", suffix, "mov", length_ms, has_video=True, has_audio=True, width=320, height=180)
    if suffix in AUDIO:
        return Probe("audio", suffix, "wav", length_ms, has_audio=True)
    return Probe(
        "document", suffix, suffix.lstrip("."), page_count=None if suffix in (".srt", ".vtt") else pages
    )


@asynccontextmanager
async def player_library(paths: ProfilePaths, clock: Clock | None = None) -> AsyncIterator[PlayerLibrary]:
    """Open a profile; everything is closed at the end."""
    services = await open_services(paths, clock=clock)
    try:
        yield PlayerLibrary(services)
    finally:
        await services.close()
