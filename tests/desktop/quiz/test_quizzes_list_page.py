"""The list of quizzes by keys and mouse."""

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QLineEdit

from desktop.quiz.quizzes_list_model import QuizzesListModel
from desktop.quiz.quizzes_list_page import QuizzesView
from desktop.quiz.views import QuizSummary
from desktop.widgets.theming import ThemeChoice, theming
from shared.ids import QuizId, new_id
from tests.support.look import look

__all__ = ["look"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
QUIZZES = [
    QuizSummary(QuizId(new_id()), f"Quiz {n}", "", "", n, 0, 0, 5 if n % 2 else None, n) for n in range(40)
]


@pytest.fixture
def view(qtbot):
    model = QuizzesListModel()
    made = QuizzesView("Quizzes", model)
    qtbot.addWidget(made)
    model.setParent(made)
    model.set_quizzes(QUIZZES)
    made.resize(800, 400)
    made.show()
    return made


def test_keys(view, qtbot):
    opened, deleted = [], []
    view.opened.connect(opened.append)
    view.delete_wanted.connect(lambda: deleted.append(1))
    view.choose([QUIZZES[3].id])
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert (opened, deleted) == ([QUIZZES[3]], [1])
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.chosen() == []
    view.choose([QUIZZES[3].id, QUIZZES[1].id, QuizId(new_id())])
    assert view.chosen() == [QUIZZES[1], QUIZZES[3]]


def test_a_title_is_edited_in_place(view, qtbot):
    renamed = []
    view.model().renamed.connect(lambda *told: renamed.append(told))
    view.choose([QUIZZES[0].id])
    view.rename_current()
    field = view.findChild(QLineEdit)
    assert field.text() == "Quiz 0"
    field.setText("Light")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: renamed == [(QUIZZES[0].id, "Light")])


def test_selection_and_scroll_stay_when_the_list_changes(view):
    view.choose([QUIZZES[30].id])
    view.verticalScrollBar().setValue(500)
    view.model().set_quizzes(QUIZZES[5:])
    assert view.chosen() == [QUIZZES[30]]
    assert view.verticalScrollBar().value() == 500


def test_the_menu_opens_at_the_row_by_key_and_at_the_pointer(view):
    wanted = []
    view.menu_wanted.connect(wanted.append)
    view.choose([QUIZZES[1].id])
    for reason in (QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse):
        view.contextMenuEvent(QContextMenuEvent(reason, QPoint(5, 5), QPoint(7, 7)))
    assert wanted[0] == view.viewport().mapToGlobal(view.visualRect(view.currentIndex()).center())
    assert wanted[1] == QPoint(7, 7)


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
@pytest.mark.parametrize("width", [300, 900])
def test_rows_are_drawn_in_every_shape(view, direction, width):
    theming().choose(ThemeChoice("dark", 150))
    view.setLayoutDirection(direction)
    view.model().set_quizzes([msgspec.structs.replace(QUIZZES[1], title="long " * 60)])
    view.resize(width, 300)
    view.choose([QUIZZES[1].id])
    image = view.grab().toImage()
    assert len({image.pixel(x, y) for x in range(0, width, 7) for y in range(0, 60, 5)}) > 4
