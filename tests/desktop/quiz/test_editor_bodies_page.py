"""One editor per kind."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from desktop.quiz.editor_bodies_page import body_editor
from shared.quiz.quiz import Choice, Cloze, Media, Number, Scale
from tests.support.sample_quizzes import every_kind

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
MEDIA = Media("a" * 64, "image/png")
BODIES = {type(one.body).__name__: one.body for one in every_kind()}


@pytest.fixture
def make(qtbot):
    def build(body):
        editor = body_editor(type(body), lambda _media: None)
        qtbot.addWidget(editor)
        told = []

        def take(field, new):
            told.append((field, new))
            editor.show_body(new)

        editor.edited.connect(take)
        editor.show_body(body)
        editor.show()
        return editor, told

    return build


@pytest.mark.parametrize("name", sorted(BODIES))
def test_showing_a_body_tells_nothing(make, name):
    editor, told = make(BODIES[name])
    editor.show_body(BODIES[name])
    editor.set_media("nowhere:0", MEDIA)
    editor.grab()
    assert told == []


def test_choosing(make):
    editor, told = make(BODIES["Single"])
    editor.choices.rows[1].mark.click()
    assert told[-1][1].correct == 1
    editor, told = make(BODIES["Multiple"])
    editor.strict.click()
    editor.choices.rows[1].mark.click()
    assert (told[-1][1].scoring, told[-1][1].correct) == ("balanced", (0, 1, 2))
    editor, told = make(BODIES["Poll"])
    editor.several.click()
    assert told[-1][1].multiple
    editor.set_media("choice:1", MEDIA)
    assert told[-1][1].choices[1] == Choice("Too fast", MEDIA)


def test_true_false_and_typed(make, qtbot):
    editor, told = make(BODIES["TrueFalse"])
    editor.truth.selected.emit("false")
    assert told[-1][1].correct is False
    editor, told = make(BODIES["Typed"])
    qtbot.keyClicks(editor.accepted.fields[0], "!")
    editor.typos.click()
    editor.exact.click()
    body = told[-1][1]
    assert (body.accepted[0], body.typos, body.case_sensitive) == ("!Lipperhey", False, True)


def test_numbers_and_scales(make, qtbot):
    editor, told = make(Number(4.5))
    assert editor.range.isHidden()
    editor.slider.click()
    assert not editor.range.isHidden()
    editor.answer.selectAll()
    qtbot.keyClicks(editor.answer, "7")
    qtbot.keyClicks(editor.unit, "m")
    assert (told[-1][1].answer, told[-1][1].unit, told[-1][1].slider) == (7, "m", True)
    assert told[-1][0] == "unit"
    editor, told = make(Scale())
    editor.high.setValue(7)
    qtbot.keyClicks(editor.high_label, "x")
    assert told[-1][1] == Scale(1, 7, "", "x")
    editor, told = make(BODIES["WordCloud"])
    editor.entries.setValue(4)
    assert told[-1][1].entries == 4


def test_order_and_pairs_come_in_their_right_order(make, qtbot):
    editor, told = make(BODIES["Order"])
    qtbot.keyClick(editor.items.rows[0], Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [one.text for one in told[-1][1].items] == ["Green", "Violet", "Red"]
    editor.set_media("choice:0", MEDIA)
    assert told[-1][1].items[0].media == MEDIA
    editor, told = make(BODIES["Matching"])
    editor.set_media("right:1", MEDIA)
    assert told[-1][1].pairs[1].right.media == MEDIA


def test_gaps_are_made_of_marked_words(make):
    editor, told = make(Cloze("Light is fast"))
    cursor = editor.text.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    editor.text.setTextCursor(cursor)
    editor.gap_button.click()
    assert told[-1][1].text == "Light is {{c1::fast}}"
    cursor.setPosition(0)
    editor.text.setTextCursor(cursor)
    editor.make_gap()
    assert told[-1][1].text == "{{c2::Light}} is {{c1::fast}}"
    assert editor.distractors.isHidden()
    editor.bank.click()
    assert not editor.distractors.isHidden()
    editor.distractors.add()
    assert told[-1][1].distractors == ("",)


def test_slides(make, qtbot):
    editor, told = make(BODIES["Slide"])
    qtbot.keyClicks(editor.text, "x")
    assert told[-1][1].text.startswith("x")
