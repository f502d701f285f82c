"""Answers in rows."""

import pytest
from PySide6.QtCore import Qt

from desktop.quiz.editor_choices_page import ChoicesEditor
from shared.quiz.choices import MOST
from shared.quiz.quiz import Choice, Media
from tests.support.sample_quizzes import choices

ABC = choices("a", "b", "c")
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def make(qtbot):
    def build(mark, shown=ABC, right=(0,)):
        editor = ChoicesEditor(mark, lambda _media: None)
        qtbot.addWidget(editor)
        told = []

        def take(new, marks):
            told.append((tuple(one.text for one in new), marks))
            editor.show_choices(new, marks)

        editor.edited.connect(take)
        editor.show_choices(shown, right)
        editor.show()
        return editor, told

    return build


def test_words_and_marks(make, qtbot):
    editor, told = make("radio")
    qtbot.keyClicks(editor.rows[1].text, "x")
    editor.rows[2].mark.click()
    assert told == [(("a", "xb", "c"), (0,)), (("a", "xb", "c"), (2,))]
    several, told = make("check")
    several.rows[1].mark.click()
    several.rows[0].mark.click()
    assert [marks for _, marks in told] == [(0, 1), (1,)]
    none, _ = make("none")
    assert none.rows[0].mark is None


def test_added_by_button_and_by_enter_up_to_the_most(make, qtbot):
    editor, told = make("radio", choices("a", "b"))
    editor.add_button.click()
    qtbot.keyClick(editor.rows[0].text, Qt.Key.Key_Return)
    qtbot.keyClick(editor.rows[2].text, Qt.Key.Key_Return)
    assert told[-1][0] == ("a", "b", "", "")
    for _ in range(20):
        editor.add()
    assert len(editor.rows) == MOST
    assert not editor.add_button.isEnabled()


def test_removed_and_moved_with_their_marks(make, qtbot):
    editor, told = make("check", right=(0, 2))
    qtbot.keyClick(editor.rows[0], Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert told[-1] == (("b", "a", "c"), (1, 2))
    qtbot.keyClick(editor.rows[0], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert len(told) == 1, "there is nothing above the first"
    editor.rows[0].remove_button.click()
    assert told[-1] == (("a", "c"), (0, 1))
    assert not editor.rows[0].remove_button.isEnabled(), "two stay"
    editor._remove(0)
    assert len(editor.rows) == 2


def test_pictures_stand_below_their_answer(make, tmp_path):
    editor, _told = make("number", (Choice("a", Media("a" * 64, "image/png", "x")), Choice("b")), ())
    wanted, new = [], []
    editor.media_wanted.connect(lambda *told: wanted.append(told))
    editor.edited.connect(lambda shown, _right: new.append(shown))
    row = editor.rows[0]
    assert row._column.indexOf(row.media) >= 0
    editor.rows[1].media.wanted.emit(tmp_path)
    assert wanted == [(1, tmp_path)]
    row.media.changed.emit(None)
    assert row._column.indexOf(row.media) < 0
    editor.set_media(1, Media("b" * 64, "image/png"))
    editor.set_media(9, Media("b" * 64, "image/png"))
    assert new[-1][1].media.sha == "b" * 64
    editor.grab()
