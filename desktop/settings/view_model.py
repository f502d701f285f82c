"""Settings as the page shows and changes them. QtCore only."""

from typing import Any

from PySide6.QtCore import Signal

from desktop.runtime.changes import ChangeBus
from desktop.settings.declarations import SETTINGS, Setting, Value
from desktop.settings.service import SettingsService
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.tasks import TaskScope


class SettingsViewModel(ViewModel):
    """`changed(key)` fires after a value is stored, empty when anything may have changed elsewhere."""

    changed = Signal(str)

    def __init__(self, settings: SettingsService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._settings = settings
        self.watch(lambda _changes: self.changed.emit(""), "setting")

    def shown(self, group: str) -> list[Setting]:
        """Settings of a group that a person may see, in the order of their declaration."""
        return [setting for setting in SETTINGS if setting.group == group and setting.shown]

    def value(self, key: str) -> Any:
        return self._settings.get(key)

    def change(self, key: str, value: Value) -> None:
        """Store a value. One that is refused is told by `failed` and the old one stands."""
        if self._settings.get(key) != value:
            self.spawn(self._change(key, value), name="change")

    async def _change(self, key: str, value: Value) -> None:
        try:
            await self._settings.set(key, value)
        except AppError as error:
            self.failed.emit(error)
        self.changed.emit(key)
