"""Transcripts as people read, correct and export them. Knows no recogniser."""

import uuid
from collections.abc import Iterable

from desktop.media import exporting, job_store, transcript_store
from desktop.media.exporting import ExportFormat, TranscriptHead
from desktop.media.library import Library
from desktop.media.segments import Segment, realigned
from desktop.media.states import JobState
from desktop.media.views import Previous, SegmentView, TranscriptView
from desktop.storage.database import Database
from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from shared.errors import AppError
from shared.ids import ItemId

MOST_TEXT = 5_000
MOST_SPEAKER = 80


class Transcripts:
    """Reads and corrects transcripts."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    async def transcript(self, item_id: ItemId) -> TranscriptView | None:
        """What there is of an item's transcript, corrections applied; None before anything was begun.

        While the first window is not done, the preview of the beginning stands in, marked as such.
        """
        async with self._database.reader() as reader:
            row = await transcript_store.shown(reader, item_id)
            if row is None:
                return None
            rows = await transcript_store.segments(reader, item_id, row["key"])
        views = tuple(effective(segment) for segment in rows)
        if not views and row["state"] != "complete":
            views = tuple(
                _previewed(idx, part) for idx, part in enumerate(job_store.decode_preview(row["preview"]))
            )
        return TranscriptView(
            key=row["key"],
            engine=row["engine"],
            model=row["model"],
            language=row["language"],
            complete=row["state"] == "complete",
            notice=row["notice"],
            segments=views,
        )

    async def segments(self, item_id: ItemId) -> list[SegmentView]:
        """The lines of an item's transcript as they now stand; empty before anything was begun."""
        found = await self.transcript(item_id)
        return list(found.segments) if found is not None else []

    async def segments_of(self, item_id: ItemId, transcript_key: bytes) -> list[SegmentView]:
        """The lines of a transcript of an item, shown or not, with the item's corrections."""
        async with self._database.reader() as reader:
            rows = await transcript_store.segments(reader, item_id, transcript_key)
        return [effective(row) for row in rows]

    async def items_of_corrections(self, corrections: Iterable[uuid.UUID]) -> set[ItemId]:
        """The items whose text these corrections belong to."""
        wanted = [one.bytes for one in corrections]
        async with self._database.reader() as reader:
            found = await transcript_store.items_of_corrections(reader, wanted)
        return {ItemId(uuid.UUID(bytes=item)) for item in found}

    async def correct_segment(self, item_id: ItemId, idx: int, text: str | None) -> Previous:
        """Set a line's text; None gives back what was heard. Returns what stood there, for the undo.

        Raises `AppError("media.no_segment")`, `("media.no_text_given")`.
        """
        wanted = None if text is None else " ".join(text.split())[:MOST_TEXT]
        if wanted == "":
            raise AppError("media.no_text_given")
        return await self._database.write(lambda tx: _correct(tx, item_id, idx, text=wanted))

    async def set_speaker(
        self, item_id: ItemId, idx: int, speaker: str | None, *, everywhere: bool = False
    ) -> list[Previous]:
        """Name who speaks a line, or with `everywhere` every line that has the same speaker now.

        Returns what stood there; giving each `Previous` to `put_back` is the undo.
        """
        wanted = None if speaker is None else " ".join(speaker.split())[:MOST_SPEAKER]

        def write(tx: Transaction) -> list[Previous]:
            lines = [idx]
            if everywhere:
                key = _key(tx, item_id)
                current = _segment(tx, item_id, key, idx)
                speaks = effective(current).speaker
                lines = transcript_store.lines_of_speaker(tx, item_id, key, speaks)
            return [_correct(tx, item_id, line, speaker=wanted) for line in lines]

        return await self._database.write(write)

    async def put_back(self, previous: list[Previous]) -> None:
        """Undo corrections."""

        def write(tx: Transaction) -> None:
            for one in previous:
                key = _key(tx, one.item_id)
                transcript_store.put_correction(tx, one.item_id, key, one.segment_idx, one.text, one.speaker)
                tx.changed("transcript", one.item_id)

        await self._database.write(write)

    async def export(self, item_id: ItemId, format_: ExportFormat) -> str:
        """The transcript as a file's text.

        Raises AppError `media.no_item`, `media.not_ready`, `media.no_times`; why the job failed, when it did.
        """
        item = await self._library.item(item_id)
        found = await self.transcript(item_id)
        if found is None or not found.complete:
            failed = item.error if item.state is JobState.FAILED else None
            raise failed or AppError("media.not_ready")
        head = TranscriptHead(str(item_id), item.title, found.language, found.model, item.duration_ms)
        segments = [
            Segment(view.text, view.start_ms, view.end_ms, view.page, view.speaker, view.words)
            for view in found.segments
        ]
        return exporting.export(segments, head, format_)


def effective(row: "sqlite3.Row") -> SegmentView:
    """A stored segment with its correction."""
    words = transcript_store.decode_words(row["words"])
    text = row["corrected_text"]
    if text is not None and words:
        words = realigned(words, text)
    return SegmentView(
        idx=row["idx"],
        start_ms=row["start_ms"],
        end_ms=row["end_ms"],
        page=row["page"],
        speaker=row["speaker"] if row["corrected_speaker"] is None else row["corrected_speaker"],
        text=row["text"] if text is None else text,
        words=words,
        corrected=text is not None,
    )


def _previewed(idx: int, segment: Segment) -> SegmentView:
    return SegmentView(
        idx,
        segment.start_ms,
        segment.end_ms,
        segment.page,
        segment.speaker,
        segment.text,
        segment.words,
        preview=True,
    )


def _key(tx: Transaction, item_id: ItemId) -> bytes:
    key = transcript_store.shown_key(tx, item_id)
    if key is None:
        raise AppError("media.no_segment")
    return key


def _segment(tx: Transaction, item_id: ItemId, key: bytes, idx: int) -> "sqlite3.Row":
    row = transcript_store.segment(tx, item_id, key, idx)
    if row is None:
        raise AppError("media.no_segment")
    return row


class _Unchanged:
    """Stands for "leave this field as it is", where None means "no correction"."""


_UNCHANGED = _Unchanged()


def _correct(
    tx: Transaction,
    item_id: ItemId,
    idx: int,
    *,
    text: str | _Unchanged | None = _UNCHANGED,
    speaker: str | _Unchanged | None = _UNCHANGED,
) -> Previous:
    key = _key(tx, item_id)
    row = _segment(tx, item_id, key, idx)
    before = Previous(item_id, idx, row["corrected_text"], row["corrected_speaker"])
    new_text = before.text if isinstance(text, _Unchanged) else None if text == row["text"] else text
    new_speaker = (
        before.speaker if isinstance(speaker, _Unchanged) else None if speaker == row["speaker"] else speaker
    )
    transcript_store.put_correction(tx, item_id, key, idx, new_text, new_speaker)
    tx.changed("transcript", item_id)
    return before
