"""Questions as rows."""

from PySide6.QtCore import Qt

from desktop.quiz.editor_list_model import QuestionRole, QuestionRow, QuestionsModel, SeverityRole
from tests.support.sample_quizzes import every_kind


def rows(questions, severity=""):
    return [QuestionRow(one, one.text, f"said {one.text}", severity) for one in questions]


def test_rows_change_in_place_and_only_new_orders_reset(qapp):
    model = QuestionsModel()
    model.set_rows(rows(every_kind()[:2]))
    first = model.question(model.index(0))
    resets, changed = [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.dataChanged.connect(lambda top, *_: changed.append(top.row()))
    same = [model.question(model.index(0)), model.question(model.index(1))]
    model.set_rows([*rows(same[:1]), *rows(same[1:], "danger")])
    assert (changed, resets) == ([1], [])
    model.set_rows(rows(same[::-1]))
    assert resets == [1]
    index = model.index(1)
    assert index.data(QuestionRole) == first
    assert index.data() == first.text
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"said {first.text}"
    assert index.data(SeverityRole) == ""
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert model.flags(index) & Qt.ItemFlag.ItemIsDragEnabled
    assert model.flags(model.index(9)) == Qt.ItemFlag.ItemIsDropEnabled
    assert model.supportedDropActions() == Qt.DropAction.MoveAction
    assert (model.rowCount(), model.rowCount(index), model.question(model.index(5))) == (2, 0, None)
