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
        for group in dict.fromkeys(entry.group for entry in entries):
            scroll.body.addWidget(Label(group, TypeRole.LEAD, semibold=True))
            scroll.body.addLayout(_table([entry for entry in entries if entry.group == group]))
        close = Button(self.tr("Close"), "primary")
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.L)
        column.addWidget(scroll, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignHCenter)
        room = parent.size()
        self.resize(min(theme().px(560), room.width() - 32), min(theme().px(560), room.height() - 32))


def _table(lines: list[ShortcutEntry]) -> QGridLayout:
    table = QGridLayout()
    table.setHorizontalSpacing(Space.XL)
    table.setVerticalSpacing(Space.XS)
    table.setColumnStretch(0, 1)
    for row, line in enumerate(lines):
        words = Label(line.text, wrap=True)
        keys = Label(line.keys, tone="muted")
        words.setAccessibleName(f"{line.text}: {line.keys}")
        table.addWidget(words, row, 0)
        table.addWidget(keys, row, 1, Qt.AlignmentFlag.AlignTop)
    return table
