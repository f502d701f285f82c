"""What a screen reader finds under a view that paints its own text."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QWidget

from desktop.widgets.readable_text import ReadableText


@pytest.fixture
def listening(qapp) -> Iterator[None]:
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def window(qtbot) -> QWidget:
    window = QWidget()
    window.resize(300, 200)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def readable(window: QWidget) -> ReadableText:
    text = ReadableText("Transcript", window)
    text.setGeometry(window.rect())
    return text


def heard(text: ReadableText) -> str:
    return QAccessible.queryAccessibleInterface(text).text(QAccessible.Text.Value)


def test_all_lines_are_read_as_one_text(readable: ReadableText, listening):
    readable.set_lines(["0:00 Ana Light is fast.", "0:04 A lens\u2028bends it."])
    assert heard(readable) == "0:00 Ana Light is fast.\n0:04 A lens bends it."
    found = QAccessible.queryAccessibleInterface(readable)
    assert found.role() == QAccessible.Role.EditableText
    assert found.text(QAccessible.Text.Name) == "Transcript"
    assert readable.isVisible()


def test_a_corrected_line_and_the_line_one_stands_on(readable: ReadableText, listening):
    readable.set_lines(["one", "two", "three"])
    readable.set_line(1, "two, corrected")
    assert heard(readable) == "one\ntwo, corrected\nthree"
    readable.stand_on(2)
    assert readable.textCursor().block().text() == "three"


def test_while_nobody_listens_it_costs_nothing(readable: ReadableText):
    QAccessible.setActive(False)
    readable.set_lines(["one", "two"])
    readable.set_line(0, "once")
    readable.stand_on(1)
    assert readable.toPlainText() == ""
    QAccessible.setActive(True)
    readable.stand_on(1)
    assert readable.toPlainText() == "once\ntwo"
    assert readable.textCursor().blockNumber() == 1
    QAccessible.setActive(False)


def test_it_is_seen_nowhere_and_takes_nothing(window: QWidget, readable: ReadableText, listening):
    before = window.grab().toImage()
    readable.set_lines(["black words " * 20] * 10)
    assert window.grab().toImage() == before
    assert before.pixelColor(5, 5) != QColor("black")
    assert readable.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert readable.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    readable.set_lines([])
    assert not readable.isVisible()
