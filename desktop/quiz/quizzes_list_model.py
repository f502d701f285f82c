"""Quizzes as rows of a list that keeps its selection. Also their words. QtCore only."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.quiz.service import QuizSummary
from desktop.widgets.formats import format_date
from shared.ids import QuizId

QuizRole = Qt.ItemDataRole.UserRole
_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


def size_text(quiz: QuizSummary) -> str:
    """How many questions a quiz has."""
    if not quiz.questions:
        return QCoreApplication.translate("Quizzes", "No questions yet")
    return QCoreApplication.translate("Quizzes", "%n question(s)", "", quiz.questions)


def played_text(quiz: QuizSummary) -> str:
    """When a quiz was last played, and how often."""
    if quiz.played_ms is None:
        return QCoreApplication.translate("Quizzes", "Not played yet")
    if quiz.games > 1:
        line = QCoreApplication.translate("Quizzes", "Played %n time(s), last {date}", "", quiz.games)
    else:
        line = QCoreApplication.translate("Quizzes", "Played {date}")
    return line.format(date=format_date(quiz.played_ms))


def changed_text(quiz: QuizSummary) -> str:
    """When a quiz was last changed."""
    return QCoreApplication.translate("Quizzes", "Changed {date}").format(date=format_date(quiz.changed_ms))


def shared_text(quiz: QuizSummary) -> str:
    """Whom a quiz is shared with; empty for the person's own."""
    if not quiz.scope.startswith("group:"):
        return ""
    if not quiz.group:
        return QCoreApplication.translate("Quizzes", "Shared with a group")
    return QCoreApplication.translate("Quizzes", "Shared with {group}").format(group=quiz.group)


class QuizzesListModel(QAbstractListModel):
    """Quizzes under `QuizRole`. `renamed(quiz_id, title)` when a title was edited in place."""

    renamed = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._quizzes: list[QuizSummary] = []

    def set_quizzes(self, quizzes: Sequence[QuizSummary]) -> None:
        """Show these. The same quizzes in the same order keep selection and an open editor."""
        if [one.id for one in quizzes] == [one.id for one in self._quizzes]:
            self._quizzes = list(quizzes)
            if quizzes:
                self.dataChanged.emit(self.index(0), self.index(len(quizzes) - 1))
            return
        self.beginResetModel()
        self._quizzes = list(quizzes)
        self.endResetModel()

    def quiz(self, index: _Index) -> QuizSummary | None:
        return self._quizzes[index.row()] if index.isValid() and index.row() < len(self._quizzes) else None

    def row_of(self, quiz_id: QuizId | None) -> int:
        """Row of a quiz, -1 when it is not listed."""
        return next((row for row, one in enumerate(self._quizzes) if one.id == quiz_id), -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._quizzes)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        quiz = self._quizzes[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return quiz.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (quiz.title, quiz.description, shared_text(quiz)) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            facts = (quiz.title, shared_text(quiz), size_text(quiz), played_text(quiz), changed_text(quiz))
            return ", ".join(fact for fact in facts if fact)
        return quiz if role == QuizRole else None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        quiz = self.quiz(index)
        title = " ".join(str(value).split())
        if quiz is None or role != Qt.ItemDataRole.EditRole or not title or title == quiz.title:
            return False
        self.renamed.emit(quiz.id, title)
        return True
