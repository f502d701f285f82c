"""Fills a profile with many items of every kind and state in one transaction: rows and pictures, no media files."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from desktop.assembly import Services
from desktop.media import job_store, store
from desktop.media.states import JobState, JobStatus
from desktop.media.thumbnail_files import thumbnail_path
from desktop.storage.transaction import Transaction
from shared.errors import AppError
from shared.ids import CollectionId, ItemId, JobId, derived_id, new_id
from shared.media.records import ITEM, TAG, default_collection_id

DAY_MS = 86_400_000


@dataclass(frozen=True)
class Entry:
    """One item to be; `share` is the progress of its current stage."""

    title: str
    kind: str = "audio"
    state: JobState = JobState.COMPLETED
    stage: JobState = JobState.TRANSCRIBING
    share: float = 0.0
    error: AppError | None = None
    waiting: str = ""
    tags: tuple[str, ...] = ()
    collection_id: CollectionId | None = None
    duration_ms: int | None = 1_834_000
    page_count: int | None = None
    size_bytes: int = 24_000_000
    age_days: int = 0
    picture: bool = True


def lessons(count: int) -> list[Entry]:
    """Finished lessons of three kinds with tags and lengths of their own."""
    kinds = ("audio", "video", "document")
    tags = (("optics",), ("optics", "light"), (), ("history",))
    return [
        Entry(
            f"Lesson {number + 1}: what light does",
            kind=kinds[number % 3],
            tags=tags[number % 4],
            duration_ms=None if number % 3 == 2 else (number + 1) * 61_000,
            page_count=number % 30 + 1 if number % 3 == 2 else None,
            size_bytes=(number + 1) * 1_300_000,
            age_days=number,
        )
        for number in range(count)
    ]


async def fill(services: Services, entries: Sequence[Entry]) -> list[ItemId]:
    """Add them in order, the first being the newest unless their age says otherwise."""
    ids = [ItemId(new_id()) for _ in entries]

    def write(tx: Transaction) -> None:
        store.ensure_default_collection(tx, "My library")
        for item_id, entry in zip(ids, entries, strict=True):
            sha = hashlib.sha256(item_id.bytes).digest()
            _add(tx, item_id, sha, entry)
            if entry.picture:
                target = thumbnail_path(services.paths.thumbnails_dir, sha, entry.kind)
                target.write_bytes(_picture(entry))

    await services.database.write(write)
    return ids


def _add(tx: Transaction, item_id: ItemId, sha: bytes, entry: Entry) -> None:
    values = {
        "collection_id": (entry.collection_id or default_collection_id(tx.user_id)).bytes,
        "title": entry.title,
        "description": "",
        "kind": entry.kind,
        "media_sha": sha,
        "file_name": f"{entry.title}.bin",
        "created_ms": tx.now_ms - entry.age_days * DAY_MS,
    }
    tx.insert(ITEM, item_id, **values)
    for label in entry.tags:
        id_ = derived_id("tag", item_id.bytes, label.casefold())
        tx.insert(TAG, id_, item_id=item_id.bytes, label=label)
    tx.execute(
        "INSERT INTO media_file (sha, suffix, size_bytes, kind, duration_ms, page_count, thumbnail, created_ms) "
        "VALUES (?, '.bin', ?, ?, ?, ?, ?, ?)",
        [
            sha,
            entry.size_bytes,
            entry.kind,
            entry.duration_ms,
            entry.page_count,
            int(entry.picture),
            tx.now_ms,
        ],
    )
    job_store.add(tx, JobId(new_id()), item_id, sha, "")
    status = JobStatus(entry.state, entry.stage, waiting=entry.waiting, error=entry.error)
    job_store.put_status(tx, item_id, status)
    tx.execute("UPDATE media_job SET progress = ? WHERE item_id = ?", [entry.share, item_id.bytes])


def _picture(entry: Entry) -> bytes:
    """A flat picture, each title in a colour of its own; a page stands upright, a sound has no ground."""
    red, green, blue = hashlib.sha256(entry.title.encode()).digest()[:3]
    out = io.BytesIO()
    if entry.kind == "audio":
        wave = Image.new("RGBA", (320, 180), (0, 0, 0, 0))
        for x in range(8, 312, 6):
            height = 20 + (x * red) % 120
            wave.paste((111, 127, 149, 255), (x, 90 - height // 2, x + 3, 90 + height // 2))
        wave.save(out, "PNG")
    else:
        size = (320, 452) if entry.kind == "document" else (320, 180)
        Image.new("RGB", size, (red, green, blue)).save(out, "JPEG")
    return out.getvalue()
