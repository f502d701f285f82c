"""Quizzes as rows."""

import msgspec
from PySide6.QtCore import Qt

from desktop.quiz.quizzes_list_model import (
    QuizRole,
    QuizzesListModel,
    changed_text,
    played_text,
    shared_text,
    size_text,
)
from desktop.quiz.views import QuizSummary
from shared.ids import QuizId, new_id

QUIZ = QuizSummary(QuizId(new_id()), "Light", "For class 7", "en", 3, 0, 0)


def test_words(qapp):
    assert "3" in size_text(QUIZ)
    assert size_text(msgspec.structs.replace(QUIZ, questions=0)) == "No questions yet"
    assert played_text(QUIZ) == "Not played yet"
    assert "70" in played_text(msgspec.structs.replace(QUIZ, played_ms=0, games=1))
    assert "4" in played_text(msgspec.structs.replace(QUIZ, played_ms=0, games=4))
    assert changed_text(QUIZ).startswith("Changed")


def test_whom_it_is_shared_with_is_said(qapp):
    shared = msgspec.structs.replace(QUIZ, scope="group:g", group="Physics")
    assert shared_text(msgspec.structs.replace(QUIZ, scope="user:a")) == ""
    assert shared_text(msgspec.structs.replace(shared, group="")) == "Shared with a group"
    model = QuizzesListModel()
    model.set_quizzes([shared])
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        assert "Shared with Physics" in model.index(0).data(role)


def test_rows_and_editing_in_place(qapp):
    model = QuizzesListModel()
    model.set_quizzes([QUIZ])
    resets, renamed = [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.renamed.connect(lambda *told: renamed.append(told))
    model.set_quizzes([msgspec.structs.replace(QUIZ, title="Lenses")])
    assert resets == []
    index = model.index(0)
    assert (model.rowCount(), model.rowCount(index)) == (1, 0)
    assert index.data() == "Lenses"
    assert "For class 7" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "Not played yet" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert index.data(QuizRole).title == "Lenses"
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert model.setData(index, " More \n light ")
    assert not model.setData(index, " ")
    assert not model.setData(index, "Lenses")
    assert renamed == [(QUIZ.id, "More light")]
    assert model.flags(index) & Qt.ItemFlag.ItemIsEditable
    model.set_quizzes([])
    assert (model.row_of(QUIZ.id), model.quiz(index)) == (-1, None)
    assert len(resets) == 1
