import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QWidget

from desktop.widgets.line_editor import LineEditor


@pytest.fixture
def parent(qtbot) -> QWidget:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(700, 400)
    parent.show()
    return parent


def editor(parent: QWidget, *, speaker: str = "Ana", has_speaker: bool = True) -> LineEditor:
    made = LineEditor("A lens bends it.", speaker, has_speaker=has_speaker, parent=parent)
    made.fit(400)
    made.show()
    made.focus()
    return made


def test_enter_saves_the_text_in_one_line(parent: QWidget):
    line = editor(parent)
    saved, closed = QSignalSpy(line.saved), QSignalSpy(line.closed)
    line.text.setPlainText("  A prism\nbends it. ")
    QTest.keyClick(line.text, Qt.Key.Key_Return)
    assert saved.at(0) == ["A prism bends it.", "Ana", False]
    assert closed.count() == 1


def test_escape_lets_go_and_nothing_changed_saves_nothing(parent: QWidget):
    line = editor(parent)
    saved, closed = QSignalSpy(line.saved), QSignalSpy(line.closed)
    line.text.setPlainText("else")
    QTest.keyClick(line.text, Qt.Key.Key_Escape)
    assert (saved.count(), closed.count()) == (0, 1)
    again = editor(parent)
    saved = QSignalSpy(again.saved)
    QTest.mouseClick(again.save_button, Qt.MouseButton.LeftButton)
    assert saved.count() == 0


def test_a_renamed_voice_is_renamed_everywhere_unless_told_otherwise(parent: QWidget):
    line = editor(parent)
    saved = QSignalSpy(line.saved)
    assert not line.everywhere.isVisible()
    line.speaker.selectAll()
    QTest.keyClicks(line.speaker, "Ana Torres")
    assert line.everywhere.isVisible()
    QTest.keyClick(line.speaker, Qt.Key.Key_Return)
    assert saved.at(0) == ["A lens bends it.", "Ana Torres", True]
    line.everywhere.setChecked(False)
    line.save()
    assert saved.at(1)[2] is False


def test_a_first_speaker_is_this_line_only(parent: QWidget):
    line = editor(parent, speaker="")
    saved = QSignalSpy(line.saved)
    QTest.keyClicks(line.speaker, "Joe")
    assert not line.everywhere.isVisible()
    line.save()
    assert saved.at(0) == ["A lens bends it.", "Joe", False]


def test_documents_have_no_speaker_and_long_lines_more_room(parent: QWidget):
    line = editor(parent, has_speaker=False)
    assert not line.speaker.isVisible()
    low = line.height()
    line.text.setPlainText("A lens bends light. " * 20)
    line.fit(400)
    assert line.height() > low
    assert line.width() == 400


def test_names_in_use_are_offered(parent: QWidget):
    made = LineEditor("A lens bends it.", "", speakers=["Ana Torres", "Joe Miller"], parent=parent)
    completer = made.speaker.completer()
    completer.setCompletionPrefix("torres")
    assert completer.currentCompletion() == "Ana Torres"
