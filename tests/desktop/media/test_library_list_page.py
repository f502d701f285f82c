"""The list of items by keyboard and mouse."""

import msgspec
import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.media.library_list_model import LibraryListModel
from desktop.media.library_list_page import LibraryView
from desktop.media.library_thumbnails_page import Thumbnails
from shared.ids import ItemId, new_id
from shared.tasks import TaskScope
from tests.support.window_services import some_item

ITEMS = [some_item(f"Item {number}") for number in range(400)]


@pytest.fixture
def view(qtbot):
    model = LibraryListModel()
    model.set_items(ITEMS)
    made = LibraryView("Items", model, Thumbnails(TaskScope("test")))
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.activateWindow()
    made.setFocus()
    return made


def click(qtbot, view, row, modifier=Qt.KeyboardModifier.NoModifier):
    place = view.visualRect(view.model().index(row)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, place)


@pytest.mark.parametrize("mode", ["grid", "list"])
def test_enter_and_double_click_open(qtbot, view, mode):
    view.set_mode(mode)
    opened = QSignalSpy(view.opened)
    click(qtbot, view, 1)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    place = view.visualRect(view.model().index(2)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [opened.at(at)[0] for at in range(opened.count())] == [ITEMS[1], ITEMS[2]]


def test_arrows_move_in_both_directions_of_a_grid(qtbot, view):
    click(qtbot, view, 0)
    columns = view.viewport().width() // view.gridSize().width()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.currentIndex().row() == 1
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 1 + columns
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == len(ITEMS) - 1


def test_many_are_chosen_and_unchosen(qtbot, view):
    changes = QSignalSpy(view.chosen_changed)
    click(qtbot, view, 0)
    click(qtbot, view, 2, Qt.KeyboardModifier.ShiftModifier)
    click(qtbot, view, 4, Qt.KeyboardModifier.ControlModifier)
    assert view.chosen() == [ITEMS[0], ITEMS[1], ITEMS[2], ITEMS[4]]
    assert changes.count() >= 3
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(view.chosen()) == len(ITEMS)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.chosen() == []


def test_delete_and_menu_keys(qtbot, view):
    deleted, menus = QSignalSpy(view.delete_wanted), QSignalSpy(view.menu_wanted)
    click(qtbot, view, 0)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert deleted.count() == 1
    for reason in (QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse):
        QApplication.sendEvent(view.viewport(), QContextMenuEvent(reason, QPoint(20, 20), QPoint(20, 20)))
    assert menus.count() == 2


@pytest.mark.parametrize("mode", ["grid", "list"])
def test_f2_renames_in_place_and_enter_keeps(qtbot, view, mode):
    view.set_mode(mode)
    renamed, opened = QSignalSpy(view.model().renamed), QSignalSpy(view.opened)
    click(qtbot, view, 1)
    qtbot.keyClick(view, Qt.Key.Key_F2)
    field = view.findChild(QLineEdit)
    assert field.text() == "Item 1"
    field.setText("Better")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: renamed.count() == 1)
    assert renamed.at(0) == [ITEMS[1].id, "Better"]
    assert opened.count() == 0


def test_escape_leaves_the_title(qtbot, view):
    renamed = QSignalSpy(view.model().renamed)
    click(qtbot, view, 1)
    view.rename_current()
    field = view.findChild(QLineEdit)
    field.setText("Better")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view.state() != LibraryView.State.EditingState)
    assert renamed.count() == 0
    view.selectAll()
    view.rename_current()
    assert view.state() != LibraryView.State.EditingState


def test_progress_leaves_the_edited_title_alone(qtbot, view):
    click(qtbot, view, 1)
    qtbot.keyClick(view, Qt.Key.Key_F2)
    field = view.findChild(QLineEdit)
    field.setText("Half")
    view.model().update_items([msgspec.structs.replace(ITEMS[1], progress=0.7)])
    view.model().set_items([some_item("New"), *ITEMS])
    assert view.state() == LibraryView.State.EditingState
    assert field.text() == "Half"


def test_a_new_filter_keeps_selection_and_place(view):
    view.choose([ITEMS[200].id, ITEMS[201].id, ITEMS[300].id], current=ITEMS[201].id)
    view.verticalScrollBar().setValue(500)
    resets = QSignalSpy(view.model().modelReset)
    view.model().set_items([item for at, item in enumerate(ITEMS) if at % 3 == 0 or at in (200, 201)])
    assert resets.count()
    assert {item.id for item in view.chosen()} == {ITEMS[200].id, ITEMS[201].id, ITEMS[300].id}
    assert view.verticalScrollBar().value() == 500


def test_items_before_do_not_move_the_selection(view):
    view.choose([ITEMS[5].id])
    view.model().set_items([some_item("New"), *ITEMS])
    assert view.chosen() == [ITEMS[5]]
    view.model().set_items([*ITEMS[3:], ITEMS[0]])
    assert view.chosen() == [ITEMS[5]]


def test_choosing_shows_and_ignores_what_is_not_listed(view):
    view.choose([ItemId(new_id())])
    assert view.chosen() == []
    view.choose([ITEMS[390].id])
    assert view.viewport().rect().intersects(view.visualRect(view.model().index(390)))
    assert view.selectionModel().isRowSelected(390)
    assert view.view_state()["chosen"] == [str(ITEMS[390].id)]
    view.selectionModel().select(view.model().index(0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert view.chosen() == [ITEMS[0]]


def test_switching_keeps_the_current_item_in_sight(view):
    view.choose([ITEMS[350].id])
    for mode in ("list", "grid", "list"):
        view.set_mode(mode)
        QApplication.processEvents()
        assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))
        assert view.view_state()["mode"] == mode
