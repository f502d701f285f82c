"""Asks for one text: a name, a link, a password. Opened, never exec'd. Knows nothing of what it is for."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.form_field import FormField
from desktop.widgets.label import Label
from desktop.widgets.password_field import PasswordField
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme


class TextDialog(QDialog):
    """The action is there once something is typed; Enter presses it. `secret` hides what is typed."""

    def __init__(  # noqa: PLR0913 - the words of a small form
        self,
        parent: QWidget,
        title: str,
        label: str,
        action_text: str,
        *,
        text: str = "",
        body: str = "",
        hint: str = "",
        longest: int = 200,
        danger: bool = False,
        secret: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = PasswordField() if secret else QLineEdit()
        self.field.setMaxLength(longest)
        self.field.setText(text)
        self.field.selectAll()
        self._secret = secret
        self.action_button = Button(action_text, "danger" if danger else "primary")
        self.action_button.setDefault(True)
        self.action_button.clicked.connect(self.accept)
        cancel = Button(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.action_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.L)
        column.addWidget(Label(title, TypeRole.LEAD, semibold=True, wrap=True))
        if body:
            words = Label(body, wrap=True)
            words.setMinimumWidth(theme().px(360))
            words.setMaximumWidth(theme().px(520))
            column.addWidget(words)
            self.setAccessibleDescription(body)
        column.addWidget(FormField(label, self.field, hint))
        column.addLayout(row)
        self.setMinimumWidth(theme().px(420))
        self.field.textChanged.connect(self._fit)
        self._fit()
        self.field.setFocus()

    def text(self) -> str:
        """What was typed; words of a name with single spaces between them."""
        return self.field.text() if self._secret else " ".join(self.field.text().split())

    async def ask(self) -> str | None:
        """Open and wait; None when it was cancelled. Cancelling the task closes the dialog."""
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self.accepted.connect(lambda: answer.done() or answer.set_result(self.text()))
        self.rejected.connect(lambda: answer.done() or answer.set_result(None))
        self.open()
        try:
            return await answer
        except asyncio.CancelledError:
            self.reject()
            raise

    def _fit(self) -> None:
        self.action_button.setEnabled(bool(self.text()))
