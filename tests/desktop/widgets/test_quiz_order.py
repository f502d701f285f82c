"""Putting in order by keys, buttons and dragging; the answer is the indices from first to last."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap

from desktop.widgets import quiz_order
from desktop.widgets.quiz_options import TileOption
from desktop.widgets.quiz_order import OrderList

ITEMS = [TileOption("Egg"), TileOption(r"\(x^2\)"), TileOption("", "A butterfly")]
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def things(qtbot):
    widget = OrderList(ITEMS)
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    widget.show()
    return widget


@pytest.mark.parametrize("held", [CTRL, ALT])
def test_keys_move_the_focused_one(qtbot, things, held):
    seen = []
    things.changed.connect(lambda: seen.append(things.order()))
    row = things.rows[0]
    qtbot.keyClick(row, Qt.Key.Key_Down, held)
    qtbot.keyClick(row, Qt.Key.Key_Down, held)
    qtbot.keyClick(row, Qt.Key.Key_Down, held)
    qtbot.keyClick(row, Qt.Key.Key_Up, held)
    assert seen == [[1, 0, 2], [1, 2, 0], [1, 0, 2]]


def test_buttons_move_and_stop_at_the_ends(qtbot, things):
    things.rows[0].down.click()
    assert things.order() == [1, 0, 2]
    assert not things.rows[0].up.isEnabled()
    assert not things.rows[2].down.isEnabled()


def test_dragging_changes_places_with_neighbours(qtbot, things):
    row = things.rows[0]
    qtbot.mousePress(row, Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    for _step in range(2):
        below = things.rows[things.rows.index(row) + 1].geometry().center() + QPoint(0, 5)
        qtbot.mouseMove(row, row.mapFromParent(below))
    qtbot.mouseRelease(row, Qt.MouseButton.LeftButton)
    assert things.order() == [1, 2, 0]


def test_a_row_is_told_with_its_place(things):
    names = [row.accessibleName() for row in things.rows]
    assert names == ["Egg, place 1 of 3", "x^2, place 2 of 3", "A butterfly, place 3 of 3"]
    assert all("Ctrl" in row.accessibleDescription() for row in things.rows)


def test_a_move_is_announced(qtbot, things, monkeypatch):
    said = []
    monkeypatch.setattr(quiz_order, "announce", lambda _widget, text: said.append(text))
    things.rows[0].down.click()
    assert said == ["Egg: place 2 of 3"]


def test_locked_nothing_moves(qtbot, things):
    things.set_locked(True)
    qtbot.keyClick(things.rows[0], Qt.Key.Key_Down, CTRL)
    assert things.order() == [0, 1, 2]
    assert not things.rows[0].up.isVisible()


def test_verdicts_are_told(things):
    things.set_verdicts([True, False, True])
    assert [row.mark.accessibleName() for row in things.rows] == ["right place", "wrong place", "right place"]
    assert not things.grab().isNull()


def test_a_picture_goes_with_its_item(things):
    things.set_order([2, 0, 1])
    picture = QPixmap(80, 40)
    picture.fill(Qt.GlobalColor.red)
    things.set_picture(2, picture)
    assert things.rows[0].picture.accessibleName() == "A butterfly"


@given(order=st.lists(st.integers(-1, 4), max_size=4))
def test_only_a_whole_order_is_taken(qapp, order):
    things = OrderList(ITEMS)
    things.set_order(order)
    assert things.order() == (order if sorted(order) == [0, 1, 2] else [0, 1, 2])
    things.deleteLater()
