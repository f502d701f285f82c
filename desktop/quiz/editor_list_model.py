"""Questions of a quiz as rows, with what is wrong with each. QtCore only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from shared.quiz.quiz import Question

QuestionRole = Qt.ItemDataRole.UserRole
SeverityRole = Qt.ItemDataRole.UserRole + 1
_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class QuestionRow:
    """One row: a question, its words, what is said of it, and how bad its problems are.

    `severity` is danger when the question cannot be asked as it is, warning when it could be better, else empty.
    """

    question: Question
    line: str
    spoken: str
    severity: str


class QuestionsModel(QAbstractListModel):
    """Rows can be dragged; the view carries moves out, this model only shows them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[QuestionRow] = []

    def set_rows(self, rows: Sequence[QuestionRow]) -> None:
        """Show these; the same questions in the same order keep the selection."""
        if [one.question.id for one in rows] == [one.question.id for one in self._rows]:
            changed = [at for at, (new, old) in enumerate(zip(rows, self._rows, strict=True)) if new != old]
            self._rows = list(rows)
            for at in changed:
                self.dataChanged.emit(self.index(at), self.index(at))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def question(self, index: _Index) -> Question | None:
        known = index.isValid() and index.row() < len(self._rows)
        return self._rows[index.row()].question if known else None

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == QuestionRole:
            return row.question
        return row.severity if role == SeverityRole else None
