"""The sheet of every shortcut (F1 or ?), in the groups in which they were registered."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.card import ScrollColumn
from desktop.widgets.label import Label
from desktop.widgets.shortcuts import ShortcutEntry
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme


class ShortcutsSheet(QDialog):
    """A list to read; Esc or Close ends it."""

    def __init__(self, entries: list[ShortcutEntry], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        scroll = ScrollColumn(characters=60)
        heading = Label(self.tr("Keyboard shortcuts"), TypeRole.TITLE, semibold=True)
        scroll.body.addWidget(heading)
        scroll.body.addLayout(_table(entries))
        close = Button(self.tr("Close"), "primary")
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.L)
        column.addWidget(scroll, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignHCenter)
        room = parent.size()
        self.resize(min(theme().px(560), room.width() - 32), min(theme().px(560), room.height() - 32))


def _table(entries: list[ShortcutEntry]) -> QGridLayout:
    """One table for all groups, so that the keys stand in one column."""
    table = QGridLayout()
    table.setHorizontalSpacing(Space.XL)
    table.setVerticalSpacing(Space.XS)
    table.setColumnStretch(0, 1)
    for group in dict.fromkeys(entry.group for entry in entries):
        heading = Label(group, TypeRole.LEAD, semibold=True)
        heading.setContentsMargins(0, Space.M, 0, 0)
        table.addWidget(heading, table.rowCount(), 0, 1, 2)
        for entry in (entry for entry in entries if entry.group == group):
            row = table.rowCount()
            words = Label(entry.text, wrap=True)
            words.setAccessibleName(f"{entry.text}: {entry.keys}")
            table.addWidget(words, row, 0)
            table.addWidget(Label(entry.keys, tone="muted"), row, 1, Qt.AlignmentFlag.AlignTop)
    return table
