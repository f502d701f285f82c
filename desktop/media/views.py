"""What the media library shows others: items, collections, transcripts, jobs. Values only."""

from enum import StrEnum
from pathlib import Path

import msgspec

from desktop.media.segments import Word
from desktop.media.states import JobState
from shared.errors import AppError
from shared.ids import CollectionId, ItemId, JobId

STAGE_SHARES = {
    JobState.TRANSCRIBING: (0.0, 0.9),
    JobState.CHUNKING: (0.9, 0.92),
    JobState.EMBEDDING: (0.92, 1.0),
}
"""Which part of one progress bar each stage fills."""


def overall_progress(state: JobState, stage: JobState, progress: float) -> float:
    """One bar for the whole job, 0..1, from the progress of its current stage."""
    if state is JobState.COMPLETED:
        return 1.0
    low, high = STAGE_SHARES[stage]
    return low + (high - low) * min(1.0, max(0.0, progress))


class Sort(StrEnum):
    """Order of a list of items."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    LONGEST = "longest"
    STATE = "state"


class ItemFilter(msgspec.Struct, frozen=True):
    """Which items to list. Empty fields do not limit; `text` must be in title, description, file name or a tag.

    `away`: only those whose file is not on this computer.
    """

    collection_id: CollectionId | None = None
    kinds: frozenset[str] = frozenset()
    states: frozenset[JobState] = frozenset()
    tags: frozenset[str] = frozenset()
    text: str = ""
    away: bool = False
    sort: Sort = Sort.NEWEST


class ItemView(msgspec.Struct, frozen=True):
    """One item with its file and its job. `stage_progress` is of the current stage, `progress` of the whole job.

    `waiting` is the error code of what a pending job waits for ("models.missing"); `error` is why the job failed or,
    while it is pending, why it will be tried again; `notice` is the code of a remark on a completed one
    ("media.no_speech", "media.no_text", "media.ends_early"). `here` is whether its file is on this computer; while a
    person waits for the file, `fetching` is how much of it has come, 0..1.
    """

    id: ItemId
    collection_id: CollectionId
    title: str
    description: str
    kind: str
    file_name: str
    created_ms: int
    media_sha: bytes
    tags: tuple[str, ...] = ()
    suffix: str = ""
    size_bytes: int = 0
    duration_ms: int | None = None
    page_count: int | None = None
    has_video: bool = False
    thumbnail: Path | None = None
    media_path: Path | None = None
    state: JobState = JobState.PENDING
    stage: JobState = JobState.TRANSCRIBING
    stage_progress: float = 0.0
    progress: float = 0.0
    waiting: str = ""
    error: AppError | None = None
    notice: str = ""
    language: str = ""
    model: str = ""
    next_try_ms: int = 0
    here: bool = True
    fetching: float | None = None


class ItemDetails(msgspec.Struct, frozen=True):
    """What a person can say about an item. None leaves a field as it is."""

    title: str | None = None
    description: str | None = None
    tags: tuple[str, ...] | None = None
    collection_id: CollectionId | None = None


class CollectionView(msgspec.Struct, frozen=True):
    """A named home of items; `scope` is whose it is: the person's own, or a group's (`group:<id>`).

    `closed` is the error code of why it and what is in it may only be read; empty when they may be changed.
    `group` is the group's name, empty when it is not known here.
    """

    id: CollectionId
    title: str
    created_ms: int
    item_count: int
    is_default: bool
    scope: str = ""
    closed: str = ""
    group: str = ""

    @property
    def shared(self) -> bool:
        """Whether it is a group's."""
        return self.scope.startswith("group:")


class SegmentView(msgspec.Struct, frozen=True):
    """One line of a transcript as it now stands. `corrected`: a person changed the text.

    Words carry their leading space; joined without separator they are the text. Documents and subtitles have none.
    """

    idx: int
    start_ms: int | None
    end_ms: int | None
    page: int | None
    speaker: str
    text: str
    words: tuple[Word, ...] = ()
    corrected: bool = False
    preview: bool = False


class TranscriptView(msgspec.Struct, frozen=True):
    """A transcript: `complete` is false while windows are still missing; `engine` is whisper, document or subtitles."""

    key: bytes
    engine: str
    model: str
    language: str
    complete: bool
    notice: str
    segments: tuple[SegmentView, ...]


class JobView(msgspec.Struct, frozen=True):
    """A job as its stages see it. `transcript_key` is set from the moment transcription begins."""

    id: JobId
    item_id: ItemId
    collection_id: CollectionId
    media_sha: bytes
    kind: str
    suffix: str
    state: JobState
    stage: JobState
    attempt: int
    model: str
    duration_ms: int | None
    transcript_key: bytes | None
    target_key: bytes | None


class StageCost(msgspec.Struct, frozen=True):
    """What one stage of an item's job cost, all attempts together."""

    stage: JobState
    runs: int
    wall_ms: int
    cpu_ms: int
    audio_ms: int


class StorageUsed(msgspec.Struct, frozen=True):
    """Disk space of the library: files of items, files of deleted items not yet gone, and what is free."""

    files_bytes: int
    deleted_bytes: int
    free_bytes: int


class ImportOutcome(StrEnum):
    """What became of one path."""

    ADDED = "added"
    DUPLICATE = "duplicate"
    FAILED = "failed"


class ImportResult(msgspec.Struct, frozen=True):
    """What became of one file. `item_id` is the new item, or the one that already holds the same content."""

    path: Path
    outcome: ImportOutcome
    item_id: ItemId | None = None
    error: AppError | None = None


class ImportProgress(msgspec.Struct, frozen=True):
    """How far an import has come: file number (from 1) of how many, and bytes of that file."""

    path: Path
    number: int
    count: int
    done_bytes: int
    total_bytes: int


class Previous(msgspec.Struct, frozen=True):
    """What a correction replaced; giving it back to `correct_segment` or `set_speaker` is the undo."""

    item_id: ItemId
    segment_idx: int
    text: str | None
    speaker: str | None
