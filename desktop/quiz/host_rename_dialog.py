"""Asks for another name for a player."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from desktop.widgets.text_dialog import TextDialog

LONGEST_NAME = 40


class RenameDialog(TextDialog):
    """`renamed(name)` when another name was given."""

    renamed = Signal(str)

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(
            parent,
            QCoreApplication.translate("RenameDialog", "Rename a player"),
            QCoreApplication.translate("RenameDialog", "Name"),
            QCoreApplication.translate("RenameDialog", "Rename"),
            text=name,
            hint=QCoreApplication.translate("RenameDialog", "Everybody sees the new name from now on."),
            longest=LONGEST_NAME,
        )
        self._before = name
        self.accepted.connect(self._tell)

    def _tell(self) -> None:
        if self.text() != self._before:
            self.renamed.emit(self.text())
