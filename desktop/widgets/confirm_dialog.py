"""A question before what cannot be undone. Opened, never exec'd: exec() in a coroutine stops every task."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme


class ConfirmDialog(QDialog):
    """Title, what will happen, Cancel and one named action (never "Yes"). Cancel has the focus."""

    def __init__(
        self, parent: QWidget, title: str, body: str, action_text: str, *, danger: bool = True
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = Label(body, wrap=True)
        text.setMinimumWidth(theme().px(360))
        text.setMaximumWidth(theme().px(520))
        self.cancel_button = Button(self.tr("Cancel"))
        self.action_button = Button(action_text, "danger" if danger else "primary")
        self.cancel_button.clicked.connect(self.reject)
        self.action_button.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.action_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.L)
        heading = Label(title, TypeRole.LEAD, semibold=True, wrap=True)
        column.addWidget(heading)
        column.addWidget(text)
        column.addLayout(row)
        self.setAccessibleDescription(body)
        self.cancel_button.setFocus()

    async def ask(self) -> bool:
        """Open and wait; True when the action was chosen. Cancelling the task closes the dialog."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.finished.connect(
            lambda result: answer.done() or answer.set_result(result == QDialog.DialogCode.Accepted)
        )
        self.open()
        try:
            return await answer
        except asyncio.CancelledError:
            self.reject()
            raise
