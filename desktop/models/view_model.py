"""Models as the window shows them: what is here, what is on its way, what went wrong. QtCore only."""

import asyncio
from pathlib import Path

from PySide6.QtCore import Signal

from desktop.models.service import ImportResult, ModelsService, ModelState, ModelView, Progress
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.tasks import TaskScope

IMPORTING = ""
"""Key of the progress of an import before it is known which model the file holds."""
RECOMMENDED = {"speech": {"en": "tiny.en", "": "base"}, "embedding": {"": "minilm"}}
"""Per purpose: which model to offer, by language of the window; "" for every other language."""


class ModelsViewModel(ViewModel):
    """One per window. `changed` fires for every state and at most ten times a second for progress."""

    changed = Signal()
    imported = Signal(object)

    def __init__(self, models: ModelsService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._service = models
        self._scope = scope
        self.models: list[ModelView] = []
        self.loaded = False
        self.progress: dict[str, Progress | None] = {}
        self.errors: dict[str, AppError] = {}
        self._downloads: dict[str, asyncio.Task[None]] = {}
        self._told_ms = 0
        self.watch(lambda _changes: self.reload(), "model")

    def reload(self) -> None:
        """Read which models are there; new files are read whole once, in a thread."""
        self.spawn_latest(self._load, name="models")

    def missing(self, language: str) -> list[ModelView]:
        """One model to offer for every purpose that has none; none until `loaded`, or while models come anyway."""
        if self._service.adopting:
            return []
        present = {model.purpose for model in self.models if model.state is ModelState.PRESENT}
        offered = [
            choices.get(language, choices[""])
            for purpose, choices in RECOMMENDED.items()
            if purpose not in present
        ]
        return [model for model in self.models if model.name in offered]

    def is_busy(self, name: str) -> bool:
        """Whether a model is being fetched or checked now."""
        return name in self._downloads

    def pull(self, name: str) -> None:
        """Fetch a model, or repair a damaged one; a second call while it comes does nothing."""
        if name not in self._downloads:
            self._begin(name, self._scope.spawn(self._pull(name), name="pull"))

    def cancel(self, name: str) -> None:
        """Stop fetching; what came is kept for the next try."""
        if name in self._downloads:
            self._downloads[name].cancel()

    def import_from(self, path: Path) -> None:
        """Take models from a file, folder, zip or wheel. `imported` carries the result."""
        if IMPORTING not in self._downloads:
            self._begin(IMPORTING, self._scope.spawn(self._import(path), name="import"))

    def remove(self, name: str) -> None:
        """Delete a model's files. A failure goes to the window."""
        self.spawn(self._remove(name), name="remove")

    async def _load(self) -> None:
        self.models = await self._service.list()
        self.loaded = True
        self.changed.emit()

    def _begin(self, key: str, task: asyncio.Task[None]) -> None:
        self._downloads[key] = task
        self.progress[key] = None
        self.errors.pop(key, None)
        self.changed.emit()

    def _end(self, key: str) -> None:
        self._downloads.pop(key, None)
        self.progress.pop(key, None)
        self.reload()

    async def _pull(self, name: str) -> None:
        try:
            await self._service.pull(name, self._note)
        except AppError as error:
            self.errors[name] = error
        finally:
            self._end(name)

    async def _import(self, path: Path) -> None:
        result: ImportResult | None = None
        try:
            result = await self._service.import_from(path, self._note_import)
        except AppError as error:
            self.errors[IMPORTING] = error
        finally:
            self._end(IMPORTING)
        if result is not None:
            self.imported.emit(result)

    async def _remove(self, name: str) -> None:
        await self._service.remove(name)
        self.errors.pop(name, None)

    def _note(self, progress: Progress) -> None:
        self.progress[progress.name] = progress
        self._tell()

    def _note_import(self, progress: Progress) -> None:
        self.progress[IMPORTING] = progress
        self._tell()

    def _tell(self) -> None:
        now_ms = int(asyncio.get_running_loop().time() * 1000)
        if now_ms - self._told_ms >= 100:
            self._told_ms = now_ms
            self.changed.emit()
