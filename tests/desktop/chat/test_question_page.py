"""A question that can be edited and asked again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from desktop.chat.answers import MessageView
from desktop.chat.question_page import QuestionView
from shared.ids import ChatId, MessageId, new_id


def message(text="Why?") -> MessageView:
    return MessageView(MessageId(new_id()), ChatId(new_id()), "user", text, 0)


@pytest.fixture
def view(qtbot) -> QuestionView:
    made = QuestionView(message())
    qtbot.addWidget(made)
    made.resize(500, 80)
    made.show()
    return made


def editor(view) -> QPlainTextEdit:
    return view.findChild(QPlainTextEdit)


def test_it_stands_at_the_trailing_side_and_hugs_its_words(view):
    assert view.bubble.geometry().right() > view.width() * 0.9
    assert view.bubble.width() < view.width() / 2
    assert view.accessibleName() == "You asked: Why?"


def test_long_and_many_lined_questions_keep_to_the_column(view, qtbot):
    long = QuestionView(message("word " * 100 + "\nand a line"))
    qtbot.addWidget(long)
    long.resize(500, 400)
    long.show()
    assert long.bubble.width() <= 500 * 0.86
    assert long.bubble.height() > view.bubble.height() * 3


def test_editing_and_asking_again(view, qtbot):
    qtbot.mouseClick(view.edit_button, Qt.MouseButton.LeftButton)
    assert view.is_editing()
    field = editor(view)
    field.setPlainText("How?")
    with qtbot.waitSignal(view.edited) as edited:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert edited.args == ["How?"]
    assert not view.is_editing()


def test_shift_enter_makes_a_line(view, qtbot):
    view.start_editing()
    with qtbot.assertNotEmitted(view.edited):
        qtbot.keyClick(editor(view), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert "\n" in editor(view).toPlainText() or editor(view).toPlainText() == "\n"


@pytest.mark.parametrize("way", ["escape", "button"])
def test_leaving_it_as_it_was(view, qtbot, way):
    view.start_editing()
    with qtbot.assertNotEmitted(view.edited):
        if way == "escape":
            qtbot.keyClick(editor(view), Qt.Key.Key_Escape)
        else:
            cancel = next(one for one in view.findChildren(QPushButton) if one.text() == "Cancel")
            qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert not view.is_editing()
    assert view.bubble.label.text() == "Why?"


def test_an_empty_question_is_not_asked(view, qtbot):
    view.start_editing()
    editor(view).setPlainText("   ")
    with qtbot.assertNotEmitted(view.edited):
        qtbot.keyClick(editor(view), Qt.Key.Key_Return)
    assert view.is_editing()


def test_no_editing_while_an_answer_is_written(view):
    view.set_editable(False)
    view.start_editing()
    assert not view.is_editing()
    assert view.edit_button.isHidden()
    view.set_editable(True)
    view.set_message(message("Changed?"))
    assert view.bubble.label.text() == "Changed?"
