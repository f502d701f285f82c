"""What every part of administration does: read something, show what went wrong, have one thing changed. QtCore only."""

from collections.abc import Awaitable, Callable
from typing import Any

from PySide6.QtCore import Signal

from desktop.admin.service import AdminService
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.tasks import TaskScope

Work = Callable[[], Awaitable[Any]]


class AskingViewModel(ViewModel):
    """`changed`: what is known. `asked`: a change begins or ends. `done(what, undo)`: one was made; undo may be None.

    `error` is why nothing could be read; `asked_error` why the last change was not made, for the form that asked:
    of what a mere button asked for, `failed` tells.
    """

    changed = Signal()
    asked = Signal()
    done = Signal(str, object)

    def __init__(self, admin: AdminService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self.admin = admin
        self.loaded = False
        self.error: AppError | None = None
        self.busy = False
        self.asked_error: AppError | None = None

    def reload(self) -> None:
        """Read it anew."""
        self.spawn_latest(self._reload, name="load")

    def begin(self) -> None:
        """A form is opened: what went wrong before is not its matter."""
        self.asked_error = None
        self.asked.emit()

    def ask(self, work: Work, what: str = "", undo: Work | None = None, *, by_form: bool = False) -> None:
        """Have one thing changed; nothing happens while another change is under way."""
        if self.busy:
            return
        self.busy, self.asked_error = True, None
        self.asked.emit()
        self.spawn(self._ask(work, what, undo, by_form=by_form), name="ask")

    async def load(self) -> None:
        """Read what is shown. Raises AppError."""
        raise NotImplementedError

    async def _reload(self) -> None:
        try:
            await self.load()
        except AppError as error:
            self.error = error
        else:
            self.error, self.loaded = None, True
        self.changed.emit()

    async def _ask(self, work: Work, what: str, undo: Work | None, *, by_form: bool) -> None:
        try:
            await work()
        except AppError as error:
            if by_form:
                self.asked_error = error
            else:
                self.failed.emit(error)
        else:
            if what:
                self.done.emit(what, undo)
        finally:
            self.busy = False
            self.changed.emit()
            self.asked.emit()
