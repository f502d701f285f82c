"""Files on their way into the library: one import after the other, however often the page is left. QtCore only."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal

from desktop.media.service import ImportOutcome, ImportProgress, ImportResult, MediaService
from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.widgets.base_view_model import ViewModel
from shared.ids import CollectionId
from shared.tasks import TaskScope


@dataclass(frozen=True)
class ImportReport:
    """What became of the files of one import. `watched`: they came from a watched folder."""

    results: tuple[ImportResult, ...]
    watched: bool = False

    def having(self, outcome: ImportOutcome) -> list[ImportResult]:
        return [result for result in self.results if result.outcome is outcome]


class LibraryImports(ViewModel):
    """`changed` with every step of `progress`, `finished(ImportReport)` after each import, `stopped` after a cancel."""

    changed = Signal()
    finished = Signal(object)
    stopped = Signal()

    def __init__(self, media: MediaService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._media = media
        self._waiting: list[tuple[list[Path], CollectionId | None]] = []
        self._running: asyncio.Task[None] | None = None
        self._watched: list[ImportResult] = list(media.watch.results)
        self.progress: ImportProgress | None = None
        self.watch(self._heard, "watch")

    @property
    def busy(self) -> bool:
        return self._running is not None

    @property
    def fraction(self) -> float | None:
        """All files of the running import as one bar; None while its length is unknown."""
        now = self.progress
        if now is None:
            return None
        part = now.done_bytes / now.total_bytes if now.total_bytes else 0.0
        return (now.number - 1 + min(1.0, part)) / now.count

    def add(self, paths: Sequence[Path], collection_id: CollectionId | None = None) -> None:
        """Import files and folders, after what is being imported."""
        if not paths:
            return
        self._waiting.append((list(paths), collection_id))
        if self._running is None:
            self._running = self._scope.spawn(self._run(), name="import")
            self._running.add_done_callback(self._ended)
            self.changed.emit()

    def cancel(self) -> None:
        """Stop; files that are in the library already stay."""
        self._waiting.clear()
        if self._running is not None:
            self._running.cancel()

    async def _run(self) -> None:
        while self._waiting:
            paths, home = self._waiting.pop(0)
            results = await self._media.import_paths(paths, home, on_progress=self._step)
            self.finished.emit(ImportReport(tuple(results)))

    def _step(self, progress: ImportProgress) -> None:
        self.progress = progress
        self.changed.emit()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running, self.progress = None, None
        if self._scope.closed:
            return
        self.changed.emit()
        if task.cancelled():
            self.stopped.emit()

    def _heard(self, _changes: ChangeSet) -> None:
        """Tell what a watched folder brought: the service keeps the latest outcomes only."""
        latest = self._media.watch.results
        known = {id(result) for result in self._watched}
        new = tuple(result for result in latest if id(result) not in known)
        self._watched = list(latest)
        if new:
            self.finished.emit(ImportReport(new, watched=True))
