"""Players of a report as a table that sorts. QtCore only."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.quiz.report import PlayerReport

PlayerRole = Qt.ItemDataRole.UserRole + 1
COLUMNS = ("rank", "name", "team", "points", "share", "answered", "time", "flags")

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_NUMBERS = frozenset({"points", "share", "answered", "time"})
_NEVER = 10**12
Sorter = Callable[[PlayerReport], Any]

_KEYS: dict[str, Sorter] = {
    "rank": lambda found: found.player.rank or _NEVER,
    "name": lambda found: found.player.name.casefold(),
    "team": lambda found: found.player.team.casefold(),
    "points": lambda found: found.player.total,
    "share": lambda found: -1.0 if found.share is None else found.share,
    "answered": lambda found: found.answered,
    "time": lambda found: _NEVER if found.median_ms is None else found.median_ms,
    "flags": lambda found: (found.late, found.sure_mistakes, found.player.aways, found.player.fast_taps),
}
Words = Callable[[PlayerReport, str], str]


class PlayersTableModel(QAbstractTableModel):
    """`words(player, column)` gives the text of a cell, `headings` the words of `COLUMNS`."""

    def __init__(self, headings: dict[str, str], words: Words, parent: Any = None) -> None:
        super().__init__(parent)
        self._headings, self._words = headings, words
        self._rows: list[PlayerReport] = []
        self._sorted: tuple[int, Qt.SortOrder] = (0, Qt.SortOrder.AscendingOrder)

    def show(self, players: tuple[PlayerReport, ...]) -> None:
        """Show these in the order that was chosen last."""
        self.beginResetModel()
        self._rows = list(players)
        self._order()
        self.endResetModel()

    def player(self, row: int) -> PlayerReport | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, pid: str) -> int:
        """-1 for one who is not shown."""
        return next((number for number, found in enumerate(self._rows) if found.player.pid == pid), -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[COLUMNS[section]]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = self.player(index.row()) if index.isValid() else None
        if found is None:
            return None
        column = COLUMNS[index.column()]
        if role == PlayerRole:
            return found
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(found, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _NUMBERS:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted = (column, order)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        pids = [self._rows[index.row()].player.pid for index in before]
        self._order()
        after = [
            self.index(self.row_of(pid), index.column()) for pid, index in zip(pids, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _order(self) -> None:
        column, order = self._sorted
        key = _KEYS[COLUMNS[column]]
        # Equal ones stay in order of name whichever way is sorted.
        self._rows.sort(key=lambda found: found.player.name.casefold())
        self._rows.sort(key=key, reverse=order == Qt.SortOrder.DescendingOrder)
