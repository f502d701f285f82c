"""What the player shows of one item: its state, its text with times, and what a person changes in it. QtCore only."""

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal

from desktop.media.finding import Finder
from desktop.media.service import (
    CollectionView,
    ExportFormat,
    ItemView,
    JobState,
    MediaService,
    Previous,
    SegmentView,
    StageCost,
    TranscriptView,
)
from desktop.media.timeline import Timeline
from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.runtime.paths import disk_error
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.ids import ItemId
from shared.tasks import TaskScope

_FEW_LINES = 200
"""With more lines changed at once the text is shown anew, not line by line."""


@dataclass(frozen=True)
class Edit:
    """One correction: what the lines had before, and what they have since. `put_back` takes either."""

    before: tuple[Previous, ...]
    after: tuple[Previous, ...]


class PlayerViewModel(ViewModel):
    """`opened` after `open` has found the item; then `item_changed`, `lines_changed` and `line_changed(row)`.

    `replaced` comes before `lines_changed` when it is another text altogether: earlier corrections are not its own.
    `edited(Edit)` follows a correction. Errors of single actions go to the window; `failed` is for an item that
    cannot be shown at all.
    """

    opened = Signal()
    item_changed = Signal()
    lines_changed = Signal()
    line_changed = Signal(int)
    replaced = Signal()
    edited = Signal(object)
    exported = Signal(object)

    def __init__(self, media: MediaService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._media = media
        self._item_id: ItemId | None = None
        self.item: ItemView | None = None
        self.transcript: TranscriptView | None = None
        self.lines: tuple[SegmentView, ...] = ()
        self.timeline = Timeline(())
        self.finder = Finder(())
        self.file_is_there = True
        self.fetch_trouble: AppError | None = None
        self.closed: AppError | None = None
        self._text_is_old = True
        self.watch(self._heard, "item", "job", "transcript", "transfer", "correction", "grant")

    # Opening

    def open(self, item_id: ItemId) -> None:
        """Show an item; the one before is forgotten at once."""
        self._item_id = item_id
        self.item = self.transcript = None
        self._text_is_old = True
        self._take_lines(())
        self.spawn(self._open(item_id), name="open")

    def shows(self, item_id: ItemId) -> bool:
        return self._item_id == item_id

    def reload(self) -> None:
        """Read the item, and its text when that has changed."""
        if self._item_id is not None:
            self.spawn_latest(self._load, name="load")

    @property
    def is_document(self) -> bool:
        return self.item is not None and self.item.kind == "document"

    @property
    def is_pdf(self) -> bool:
        return self.item is not None and self.item.suffix == ".pdf"

    @property
    def is_unfinished(self) -> bool:
        """Whether text may still come without anybody doing something."""
        final = (JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED)
        return self.item is not None and self.item.state not in final

    @property
    def can_fetch(self) -> bool:
        """Whether there is a server that may have the file."""
        return self._media.fetching.possible

    def fetch(self) -> None:
        """Have the item's file brought here."""
        if self._item_id is not None:
            self.spawn(self._fetch(self._item_id), name="fetch")

    def stop_fetching(self) -> None:
        """Wait for it no longer."""
        if self._item_id is not None:
            self.spawn(self._media.fetching.stop(self._item_id), name="stop fetching")

    # Reading

    async def costs(self) -> list[StageCost]:
        """What each stage of the item's job took."""
        return [] if self._item_id is None else await self._media.costs(self._item_id)

    async def collections(self) -> list[CollectionView]:
        return await self._media.library.collections()

    async def known_tags(self) -> list[str]:
        """Every tag of the library, in alphabetical order."""
        labels = {tag.casefold(): tag for item in await self._media.items() for tag in item.tags}
        return [labels[key] for key in sorted(labels)]

    # Changing

    def may_edit(self) -> bool:
        """Whether the text may be changed; if not, the window is told why before anybody types."""
        if self.closed is not None:
            self.spawn(_refuse(self.closed), name="closed")
        return self.closed is None

    def correct(self, row: int, text: str) -> None:
        """Set the text of a line."""
        self.spawn(self._correct(row, text), name="correct")

    def name_speaker(self, row: int, speaker: str, *, everywhere: bool) -> None:
        """Set who speaks a line, or every line of the same speaker."""
        self.spawn(self._name_speaker(row, speaker, everywhere=everywhere), name="speaker")

    def put_back(self, previous: Sequence[Previous]) -> None:
        """Undo or redo: lines get the correction they had, or none."""
        self.spawn(self._media.transcripts.put_back(list(previous)), name="put back")

    def retry(self) -> None:
        if self._item_id is not None:
            self.spawn(self._media.retry(self._item_id), name="retry")

    def cancel(self) -> None:
        if self._item_id is not None:
            self.spawn(self._media.cancel(self._item_id), name="cancel")

    def transcribe_again(self) -> None:
        if self._item_id is not None:
            self.spawn(self._media.transcribe_again(self._item_id), name="again")

    def export(self, format_: ExportFormat, target: Path) -> None:
        """Write the transcript to a file."""
        self.spawn(self._export(format_, target), name="export")

    def save_copy(self, target: Path) -> None:
        """Copy the recording or document to where a person wants it."""
        self.spawn(self._save_copy(target), name="save copy")

    # How

    def _heard(self, changes: ChangeSet) -> None:
        id_ = self._item_id
        if id_ is None:
            return
        # Corrections made here are told as a change of the transcript.
        elsewhere = changes.received and changes.touches("correction")
        if elsewhere or changes.concerns("transcript", id_):
            self._text_is_old = True
            self.reload()
        elif (
            changes.concerns("item", id_)
            or changes.concerns("job", id_)
            or changes.touches("grant")
            or self._comes(changes)
        ):
            self.reload()

    def _comes(self, changes: ChangeSet) -> bool:
        return changes.touches("transfer") and self.item is not None and not self.item.here

    async def _open(self, item_id: ItemId) -> None:
        try:
            await self._load()
            if self.shows(item_id) and self.item is not None:
                await self._media.library.opened(item_id)
                await self._media.fetching.opened(item_id)
        except AppError as error:
            if self.shows(item_id):
                self.failed.emit(error)

    async def _load(self) -> None:
        item_id = self._item_id
        if item_id is None:
            return
        try:
            item = await self._media.item(item_id)
        except AppError as error:
            if self.shows(item_id):
                self.failed.emit(error)
            return
        transcript = self.transcript
        if self._text_is_old or self.item is None or item.state is not self.item.state:
            self._text_is_old = False
            transcript = await self._media.transcripts.transcript(item_id)
        self.closed = await self._media.library.closed(item_id)
        waited = item.fetching is not None
        trouble = await self._media.fetching.trouble(item_id) if waited else None
        path = item.media_path
        there = path is not None and await asyncio.to_thread(path.is_file)
        if not self.shows(item_id):
            return
        first, changed = self.item is None, item != self.item or there != self.file_is_there
        changed |= (transcript is None) != (self.transcript is None) or _code(trouble) != _code(
            self.fetch_trouble
        )
        replaced = self.transcript is not None and (
            transcript is None or transcript.key != self.transcript.key
        )
        self.item, self.transcript, self.file_is_there = item, transcript, there
        self.fetch_trouble = trouble
        lines = transcript.segments if transcript is not None else ()
        if first:
            self._take_lines(lines)
            self.opened.emit()
            return
        if replaced:
            self.replaced.emit()
        if changed:
            self.item_changed.emit()
        self._show_difference(lines)

    def _show_difference(self, lines: tuple[SegmentView, ...]) -> None:
        before = self.lines
        # A text of hours has thousands of lines: each is compared once.
        same = len(before) == len(lines)
        rows = [row for row, (old, new) in enumerate(zip(before, lines, strict=False)) if old != new]
        if same and not rows:
            return
        self._take_lines(lines)
        if same and len(rows) <= _FEW_LINES and all(before[row].idx == lines[row].idx for row in rows):
            for row in rows:
                self.line_changed.emit(row)
        else:
            self.lines_changed.emit()

    def _take_lines(self, lines: tuple[SegmentView, ...]) -> None:
        self.lines = lines
        self.timeline = Timeline(lines)
        self.finder = Finder([line.text for line in lines])

    async def _fetch(self, item_id: ItemId) -> None:
        await self._media.fetching.stop(item_id)
        await self._media.fetching.fetch(item_id)

    async def _correct(self, row: int, text: str) -> None:
        if self._item_id is None or text == self.lines[row].text:
            return
        before = await self._media.transcripts.correct_segment(self._item_id, self.lines[row].idx, text)
        after = Previous(before.item_id, before.segment_idx, text, before.speaker)
        self.edited.emit(Edit((before,), (after,)))

    async def _name_speaker(self, row: int, speaker: str, *, everywhere: bool) -> None:
        if self._item_id is None or speaker == self.lines[row].speaker:
            return
        before = await self._media.transcripts.set_speaker(
            self._item_id, self.lines[row].idx, speaker, everywhere=everywhere
        )
        after = [Previous(one.item_id, one.segment_idx, one.text, speaker) for one in before]
        self.edited.emit(Edit(tuple(before), tuple(after)))

    async def _export(self, format_: ExportFormat, target: Path) -> None:
        if self._item_id is None:
            return
        text = await self._media.transcripts.export(self._item_id, format_)
        try:
            await asyncio.to_thread(target.write_text, text, encoding="utf-8", newline="\n")
        except OSError as cause:
            raise disk_error(cause, target.parent) from cause
        self.exported.emit(target)

    async def _save_copy(self, target: Path) -> None:
        path = None if self.item is None else self.item.media_path
        if path is None or not self.file_is_there:
            away = self.item is not None and not self.item.here
            raise AppError("media.not_here" if away else "media.file_lost")
        try:
            await asyncio.to_thread(shutil.copyfile, path, target)
        except OSError as cause:
            raise disk_error(cause, target.parent) from cause
        self.exported.emit(target)


def _code(error: AppError | None) -> str:
    return "" if error is None else error.code


async def _refuse(why: AppError) -> None:
    raise why
