"""A dialog with a few lines to fill in: title, what they are for, an error in place, Cancel and one named action."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from shared.errors import AppError

T = TypeVar("T")


class FormDialog(QDialog):
    """Lines go into `content`; Enter presses `action_button`, which closes nothing by itself. Opened, never exec'd."""

    def __init__(
        self, parent: QWidget, title: str, action_text: str, *, danger: bool = False, width: int = 420
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.error = InlineError()
        self.action_button = Button(action_text, "danger" if danger else "primary")
        self.action_button.setDefault(True)
        self.cancel_button = Button(self.tr("Cancel"))
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.content = QVBoxLayout()
        self.content.setSpacing(Space.L)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.action_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.L)
        column.addWidget(Label(title, TypeRole.LEAD, semibold=True, wrap=True))
        column.addLayout(self.content, 1)
        column.addWidget(self.error)
        column.addLayout(row)
        self.setMinimumWidth(theme().px(width))

    def explain(self, *texts: str, tone: str = "") -> None:
        """Say what the dialog is for; screen readers hear it when it opens."""
        for text in texts:
            self.content.addWidget(Label(text, tone=tone, wrap=True))
        self.setAccessibleDescription(" ".join(texts))

    def show_error(self, error: AppError | None) -> None:
        """Say `error` above the buttons; None hides it."""
        self.error.show_error(error, can_retry=False)
        self.grow()

    async def answer(self, value: Callable[[], T]) -> T | None:
        """Open and wait: `value()` when it was accepted, None when not. Cancelling the task closes the dialog."""
        given: asyncio.Future[T | None] = asyncio.get_running_loop().create_future()
        self.accepted.connect(lambda: given.done() or given.set_result(value()))
        self.rejected.connect(lambda: given.done() or given.set_result(None))
        self.open()
        try:
            return await given
        except asyncio.CancelledError:
            self.reject()
            raise

    def grow(self) -> None:
        """Take the height that the content needs now, once the layout knows it."""
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        needed = max(layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height())
        if needed > self.height():
            self.resize(self.width(), needed)
