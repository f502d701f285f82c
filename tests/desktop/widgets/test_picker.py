"""Choosing one of many with mouse and keyboard."""

import pytest
from PySide6.QtCore import Qt

from desktop.widgets.picker import FILTER_FROM, Option, Picker

# The offscreen platform says it of every popup.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard|propagate)")

FEW = [Option("all", "Everything"), Option("c1", "Biology", "Collections"), Option("i1", "Leaves", "Items")]
MANY = FEW + [Option(f"i{n}", f"Lecture {n} & more", "Items") for n in range(2, 2 + FILTER_FROM)]


@pytest.fixture
def picker(qtbot) -> Picker:
    made = Picker("Look in")
    qtbot.addWidget(made)
    made.set_options(FEW, "all")
    made.show()
    return made


def shown(picker: Picker) -> list[str]:
    model = picker.popup.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_button_says_what_is_chosen(picker):
    assert (picker.text(), picker.accessibleName()) == ("Everything", "Look in: Everything")
    picker.set_selected("c1")
    assert (picker.text(), picker.current()) == ("Biology", "c1")
    with pytest.raises(KeyError):
        picker.set_selected("gone")
    picker.set_options(FEW[:2], "gone")
    assert picker.current() == "all"


def test_a_long_choice_is_cut_and_told_in_full(picker):
    title = "word " * 60 + "&"
    picker.set_options([Option("x", title)], "x")
    assert picker.text().endswith("…")
    assert picker.toolTip().endswith("&")
    assert picker.sizeHint().width() < 400


def test_options_stand_in_groups(picker, qtbot):
    qtbot.mouseClick(picker, Qt.MouseButton.LeftButton)
    assert picker.popup.isVisible()
    assert shown(picker) == ["Everything", "Collections", "Biology", "Items", "Leaves"]
    assert picker.popup.filter.isHidden()


def test_choosing_by_mouse(picker, qtbot):
    picker.open_popup()
    index = picker.popup.list.model().index(2, 0)
    with qtbot.waitSignal(picker.selected) as chosen:
        place = picker.popup.list.visualRect(index).center()
        qtbot.mouseClick(picker.popup.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["c1"]
    assert not picker.popup.isVisible()


def test_a_group_is_no_choice(picker, qtbot):
    picker.open_popup()
    index = picker.popup.list.model().index(1, 0)
    with qtbot.assertNotEmitted(picker.selected):
        place = picker.popup.list.visualRect(index).center()
        qtbot.mouseClick(picker.popup.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picker.popup.isVisible()


def test_choosing_by_keyboard_passes_over_groups(picker, qtbot):
    picker.setFocus()
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    qtbot.keyClick(picker.popup.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.selected) as chosen:
        qtbot.keyClick(picker.popup.list, Qt.Key.Key_Return)
    assert chosen.args == ["c1"]


def test_typing_filters_many(picker, qtbot):
    picker.set_options(MANY, "all")
    picker.open_popup()
    assert not picker.popup.filter.isHidden()
    qtbot.keyClicks(picker.popup.filter, "LEAV")
    assert shown(picker) == ["Items", "Leaves"]
    with qtbot.waitSignal(picker.selected) as chosen:
        qtbot.keyClick(picker.popup.filter, Qt.Key.Key_Return)
    assert chosen.args == ["i1"]


def test_nothing_found_and_escape(picker, qtbot):
    picker.set_options(MANY, "all")
    picker.open_popup()
    qtbot.keyClicks(picker.popup.filter, "zebra")
    assert picker.popup.list.isHidden()
    with qtbot.assertNotEmitted(picker.selected):
        qtbot.keyClick(picker.popup.filter, Qt.Key.Key_Return)
        qtbot.keyClick(picker.popup.filter, Qt.Key.Key_Escape)
    assert not picker.popup.isVisible()


def test_the_owner_may_refresh_before_it_opens(picker):
    picker.about_to_open.connect(lambda: picker.set_options([*FEW, Option("i9", "New", "Items")], "all"))
    picker.open_popup()
    assert shown(picker)[-1] == "New"
