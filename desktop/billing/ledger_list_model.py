"""Entries of the ledger as a table, the newest first. QtCore only."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.billing.service import LedgerEntry

COLUMNS = ("at", "meter", "kind", "service", "amount", "remarks")
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
Words = Callable[[LedgerEntry, str], str]


class LedgerTableModel(QAbstractTableModel):
    """`words(entry, column)` gives the text of a cell, `headings` the words of `COLUMNS`."""

    def __init__(self, headings: dict[str, str], words: Words, parent: Any = None) -> None:
        super().__init__(parent)
        self._headings, self._words = headings, words
        self._rows: list[LedgerEntry] = []

    def show(self, entries: Sequence[LedgerEntry]) -> None:
        """Show these; older ones that come after the same beginning do not move what is read."""
        kept = len(self._rows)
        if kept and len(entries) > kept and list(entries[:kept]) == self._rows:
            self.beginInsertRows(_ROOT, kept, len(entries) - 1)
            self._rows = list(entries)
            self.endInsertRows()
            return
        if list(entries) == self._rows:
            return
        self.beginResetModel()
        self._rows = list(entries)
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[COLUMNS[section]]
        if role == Qt.ItemDataRole.TextAlignmentRole and COLUMNS[section] == "amount":
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        column = COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(self._rows[index.row()], column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == "amount":
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        return None
