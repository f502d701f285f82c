"""Backups: the whole library into one file and back. QtCore only."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from desktop.storage.archive import export_backup, import_backup
from desktop.widgets.base_view_model import ViewModel
from shared.clock import Clock
from shared.tasks import TaskScope


class Stopped(Exception):  # noqa: N818 - a request, not an error
    """The person stopped the export."""


class DataViewModel(ViewModel):
    """`changed` fires while an export runs; `exported(path)` when it is whole."""

    changed = Signal()
    exported = Signal(Path)

    def __init__(self, paths: ProfilePaths, clock: Clock, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._paths = paths
        self._clock = clock
        self._stop = False
        self.running = False
        self.fraction = 0.0

    def export_to(self, target: Path) -> None:
        """Write the whole library to a new file. A failure goes to the window; no half file is left."""
        if not self.running:
            self.running, self.fraction, self._stop = True, 0.0, False
            self.changed.emit()
            self.spawn(self._export(target), name="export")

    def stop(self) -> None:
        """Stop a running export; the half file is removed."""
        self._stop = True

    def restore_work(self, source: Path) -> Callable[[], None]:
        """What must run, with the library closed, to put a backup in its place."""
        return partial(_restore, self._paths, source)

    async def _export(self, target: Path) -> None:
        loop = asyncio.get_running_loop()

        def note(done: int, total: int) -> None:
            if self._stop:
                raise Stopped
            loop.call_soon_threadsafe(self._note, done / total if total else 1.0)

        try:
            await asyncio.to_thread(export_backup, self._paths, target, self._clock.now_ms(), note)
        except Stopped:
            return
        finally:
            self._stop = True  # a cancelled task leaves the thread behind: it stops at its next piece
            self.running = False
            self.changed.emit()
        self.exported.emit(target)

    def _note(self, fraction: float) -> None:
        self.fraction = fraction
        self.changed.emit()


def _restore(paths: ProfilePaths, source: Path) -> None:
    import_backup(paths, source)
