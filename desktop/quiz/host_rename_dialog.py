"""Asks for another name for a player."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme

LONGEST_NAME = 40


class RenameDialog(QDialog):
    """`renamed(name)` when another name was given."""

    renamed = Signal(str)

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Rename a player"))
        self._before = name
        self.name = QLineEdit(name)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName(self.tr("Name"))
        self.name.selectAll()
        self.save = Button(self.tr("Rename"), "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self.accept)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(Label(self.tr("Everybody sees the new name from now on."), tone="muted", wrap=True))
        column.addWidget(self.name)
        column.addSpacing(Space.S)
        column.addLayout(row)
        self.setMinimumWidth(theme().px(360))
        self.accepted.connect(self._tell)

    def _tell(self) -> None:
        name = " ".join(self.name.text().split())
        if name and name != self._before:
            self.renamed.emit(name)
