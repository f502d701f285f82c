"""A question before what cannot be undone. Opened, never exec'd: exec() in a coroutine stops every task."""

from PySide6.QtWidgets import QWidget

from desktop.widgets.form_dialog import FormDialog


class ConfirmDialog(FormDialog):
    """Title, what will happen, Cancel and one named action (never "Yes"). Cancel has the focus."""

    def __init__(
        self, parent: QWidget, title: str, body: str, action_text: str, *, danger: bool = True
    ) -> None:
        super().__init__(parent, title, action_text, danger=danger)
        self.explain(body)
        self.action_button.clicked.connect(self.accept)
        self.cancel_first()

    async def ask(self) -> bool:
        """Open and wait; True when the action was chosen. Cancelling the task closes the dialog."""
        return bool(await self.answer(lambda: True))
