"""The questions beside the form."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from desktop.widgets.theming import ThemeChoice, theming
from tests.support.look import look
from tests.support.quiz_stage import editor_stage
from tests.support.sample_quizzes import every_kind

__all__ = ["look"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
ALT = Qt.KeyboardModifier.AltModifier


class Dropped(QDropEvent):
    """Something dropped that was dragged from a view."""

    def source(self):
        return self.dragged_from


def order(shown):
    return [type(one.body).__name__ for one in shown.page.view_model.questions()]


async def test_keys(qloop, qtbot, paths, clock):
    async with editor_stage(paths, clock, *every_kind()[:3]) as shown:
        view = shown.page.questions.list
        qtbot.keyClick(view, Qt.Key.Key_Down)
        assert shown.page.view_model.row() == 1
        qtbot.keyClick(view, Qt.Key.Key_Up, ALT)
        assert order(shown) == ["TrueFalse", "Single", "Multiple"]
        qtbot.keyClick(view, Qt.Key.Key_Up, ALT)
        qtbot.keyClick(view, Qt.Key.Key_Down, ALT)
        assert order(shown) == ["Single", "TrueFalse", "Multiple"]
        assert view.currentIndex().row() == 1
        qtbot.keyClick(view, Qt.Key.Key_Delete)
        assert order(shown) == ["Single", "Multiple"]
        shown.page.view_model.undo()
        assert order(shown) == ["Single", "TrueFalse", "Multiple"]


async def test_dragging(qloop, paths, clock):
    async with editor_stage(paths, clock, *every_kind()[:4]) as shown:
        view = shown.page.questions.list
        for row, to in ((0, 2), (3, 0)):
            shown.page.view_model.select(shown.page.view_model.questions()[row].id)
            rect = view.visualRect(view.model().index(to))
            point = QPointF(rect.center().x(), rect.bottom() - 2 if to > row else rect.top() + 2)
            data, left = QMimeData(), Qt.MouseButton.LeftButton
            event = Dropped(point, Qt.DropAction.MoveAction, data, left, Qt.KeyboardModifier.NoModifier)
            event.dragged_from = view
            view.dropEvent(event)
            assert event.dropAction() == Qt.DropAction.IgnoreAction, "the view takes nothing away itself"
        assert order(shown) == ["Typed", "TrueFalse", "Multiple", "Single"]
        assert view.place_at(QPoint(5, 5000)) == 4


async def test_buttons_and_menus(qloop, paths, clock):
    async with editor_stage(paths, clock, *every_kind()[:2]) as shown:
        panel = shown.page.questions
        assert not panel.up_button.isEnabled()
        panel.down_button.click()
        panel.copy_button.click()
        assert order(shown) == ["TrueFalse", "Single", "Single"]
        panel.remove_button.click()
        assert len(panel.add_menu.actions()) == 12
        panel.add_menu.actions()[6].trigger()
        assert order(shown)[-1] == "Cloze"
        panel._show_menu(panel.mapToGlobal(QPoint(20, 20)))
        menu = QApplication.activePopupWidget()
        assert [one.text() for one in menu.actions()] == ["Move up", "Move down", "Duplicate", "Remove"]
        menu.close()


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
async def test_rows_are_drawn(qloop, paths, clock, direction):
    theming().choose(ThemeChoice("dark", 150))
    async with editor_stage(paths, clock, *every_kind()) as shown:
        shown.page.setLayoutDirection(direction)
        shown.page.view_model.edit(shown.page.view_model.current_id, "text", "")
        image = shown.page.questions.grab().toImage()
        assert len({image.pixel(x, 90) for x in range(0, image.width(), 3)}) > 3
