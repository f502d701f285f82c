"""Whether administration is open to who is signed in. QtCore only."""

from PySide6.QtCore import Signal

from desktop.admin.service import AdminService, Reach
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.tasks import TaskScope


class AccessViewModel(ViewModel):
    """`changed` when somebody else is signed in, or the same person may do other things now."""

    changed = Signal()

    def __init__(self, admin: AdminService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._admin = admin
        self._shown = self._now()
        self.watch(lambda _changes: self._look(), "account")

    @property
    def reach(self) -> Reach:
        return self._admin.reach

    @property
    def place(self) -> str:
        """What is administered."""
        return self._admin.place

    def _now(self) -> tuple[Reach, str, object]:
        return self._admin.reach, self._admin.place, self._admin.me

    def _look(self) -> None:
        if self._now() != self._shown:
            self._shown = self._now()
            self.changed.emit()
