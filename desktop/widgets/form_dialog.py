"""A dialog with a few lines to fill in: title, what they are for, an error in place, Cancel and one named action."""

import asyncio
import itertools
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractButton, QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from shared.errors import AppError

T = TypeVar("T")


class FormDialog(QDialog):
    """Lines go into `content`; Enter presses `action_button`, which closes nothing by itself. Opened, never exec'd.

    Whoever sets no focus gets it on the first line that can take it, else on the action.
    """

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
        self._cancel_first = False
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

    def cancel_first(self) -> None:
        """Let Enter do no harm: Cancel has the focus when the dialog opens, and Enter presses what has the focus."""
        self._cancel_first = True
        for button in (self.cancel_button, self.action_button):
            # Enter then presses the one that has the focus.
            button.setAutoDefault(True)
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus()

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

    def showEvent(self, event: QShowEvent) -> None:
        """Tab goes through the lines, then Cancel, then the action: the buttons were made before the lines."""
        super().showEvent(event)
        lines = self._lines()
        for before, after in itertools.pairwise([*lines[-1:], self.cancel_button, self.action_button]):
            QWidget.setTabOrder(before, after)
        if self.focusWidget() in (None, self.cancel_button, self.action_button) and not self._cancel_first:
            self._first(lines).setFocus()

    def _lines(self) -> list[QWidget]:
        """What can take the focus between the title and the buttons, in the order it was made."""
        beside = {*self.error.findChildren(QWidget), self.cancel_button, self.action_button}
        return [
            one
            for one in self.findChildren(QWidget)
            if one not in beside
            and one.isVisibleTo(self)
            and one.focusPolicy() & Qt.FocusPolicy.TabFocus
            and one.focusProxy() is None
            and not isinstance(one, QScrollArea)
        ]

    def _first(self, lines: list[QWidget]) -> QWidget:
        """The first line; of a choice the part that is marked."""
        first = next((one for one in lines if one.isEnabled()), self.action_button)
        choice = [one for one in lines if isinstance(one, QAbstractButton) and one.parent() is first.parent()]
        return next((one for one in choice if one.isChecked()), first)

    def grow(self) -> None:
        """Take the height that the content needs now, once the layout knows it; beyond the screen it scrolls."""
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        least = layout.totalMinimumSize().height()
        room = max(least, self.screen().availableGeometry().height() - 2 * Space.XXL)
        needed = min(max(layout.totalHeightForWidth(self.width()), least), room)
        if needed > self.height():
            self.resize(self.width(), needed)
