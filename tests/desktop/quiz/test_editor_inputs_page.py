"""Inputs tell what is typed, and nothing else."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.quiz.editor_inputs_page import Drop, LineField, NumberField, TextField, named, side_by_side

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def shown(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window)
    undone = []
    QShortcut(QKeySequence("Ctrl+Z"), window, lambda: undone.append(1))

    def show(field):
        window.layout().addWidget(field)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        field.setFocus()
        told = []
        if hasattr(field, "typed"):
            field.typed.connect(told.append)
        return told, undone

    show.window = window
    return show


def test_a_line(shown, qtbot):
    field = LineField("Answer", placeholder="p", most=4)
    told, undone = shown(field)
    entered = []
    field.entered.connect(lambda: entered.append(1))
    qtbot.keyClicks(field, "abcde")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (told[-1], entered, undone) == ("abcd", [1], [1])
    assert field.text() == "abcd", "the page undoes, not the field"
    field.setCursorPosition(2)
    field.show_text("xy z")
    assert (field.cursorPosition(), len(told)) == (2, 4)


def test_some_lines(shown, qtbot):
    field = TextField("Question", lines=2, most=4)
    told, undone = shown(field)
    low = field.height()
    qtbot.keyClicks(field, "ab")
    for _ in range(9):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told[1] == "ab"
    assert field.height() > low
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
    before = len(told)
    field.show_text("other")
    assert len(told) == before
    assert field.sizeHint().height() == low


def test_a_number(shown, qtbot):
    field = NumberField("Answer", decimals=4)
    told, undone = shown(field)
    field.show_value(4.5)
    assert (field.text(), told) == ("4.5", [])
    field.show_value(12000)
    assert field.text() == "12000"
    field.selectAll()
    qtbot.keyClicks(field, "7.25")
    assert told[-1] == 7.25
    qtbot.keyClick(field.lineEdit(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
    assert field.lineEdit().width() > 20


def test_the_wheel_scrolls_the_page_not_the_value(shown):
    drop, number = Drop("Time", ["a", "b"]), NumberField("n")
    chosen = []
    drop.chosen.connect(chosen.append)
    for field in (drop, number):
        shown(field)
        event = QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(field, event)
    assert (drop.currentIndex(), number.value(), chosen) == (0, 0, [])
    drop.activated.emit(1)
    assert chosen == [1]


def test_names_and_rows(qtbot):
    field = LineField("")
    both = side_by_side(named("Answer", field, "Some help"))
    qtbot.addWidget(both)
    assert field.accessibleName() == "Answer"
