"""Asks for one text, such as a name. Opened, never exec'd. Knows nothing of what it is for."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.form_field import FormField


class TextDialog(FormDialog):
    """The action is there once something is typed. `check` says what is wrong with a text, empty for nothing."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        label: str,
        action_text: str,
        *,
        text: str = "",
        hint: str = "",
        longest: int = 200,
        check: Callable[[str], str] = lambda _text: "",
    ) -> None:
        super().__init__(parent, title, action_text)
        self.field = QLineEdit()
        self.field.setMaxLength(longest)
        self.field.setText(text)
        self.field.selectAll()
        self._check = check
        self.line = FormField(label, self.field, hint)
        self.content.addWidget(self.line)
        self.action_button.clicked.connect(self._submit)
        self.field.textChanged.connect(self._fit)
        self._fit()
        self.field.setFocus()

    def text(self) -> str:
        """What was typed, with single spaces between its words."""
        return " ".join(self.field.text().split())

    async def ask(self) -> str | None:
        """Open and wait; None when it was cancelled. Cancelling the task closes the dialog."""
        return await self.answer(self.text)

    def _submit(self) -> None:
        problem = self._check(self.text())
        if not problem:
            self.accept()
            return
        self.line.set_problem(problem)
        self.field.setFocus()
        self.grow()

    def _fit(self) -> None:
        self.line.set_problem("")
        self.action_button.setEnabled(bool(self.text()))
