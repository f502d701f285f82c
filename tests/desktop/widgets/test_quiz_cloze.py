"""Gaps are filled by typing or from a bank; the sentence shows what is in them."""

import pytest
from PySide6.QtCore import Qt

from desktop.widgets.quiz_cloze import ClozeText


@pytest.fixture
def make(qtbot):
    def made(bank=()):
        widget = ClozeText(["Plants make ", " from ", "."], ["", "a gas"], bank, max_length=20)
        qtbot.addWidget(widget)
        widget.show()
        return widget

    return made


def test_the_sentence_shows_what_was_typed(make):
    text = make()
    assert text.sentence.text() == "Plants make (1) ____ from (2) ____."
    text.fields[1].setText(" CO2 ")
    assert text.sentence.text() == "Plants make (1) ____ from (2) CO2."
    assert text.texts() == ["", "CO2"]


def test_enter_goes_on_and_hands_in_at_the_end(qtbot, make):
    text = make()
    text.focus()
    qtbot.keyClick(text.fields[0], Qt.Key.Key_Return)
    with qtbot.waitSignal(text.submitted, timeout=1000):
        qtbot.keyClick(text.fields[1], Qt.Key.Key_Return)


def test_words_of_the_bank_go_into_empty_gaps(make):
    text = make(["glucose", "oxygen"])
    changes = []
    text.changed.connect(lambda: changes.append(text.texts()))
    for word in text.words:
        word.click()
    assert changes == [["glucose", ""], ["glucose", "oxygen"]]


def test_a_word_of_the_bank_replaces_the_last_one_when_all_are_full(make):
    text = make(["glucose"])
    text.set_texts(["a", "b"])
    text.words[0].click()
    assert text.texts() == ["a", "glucose"]


def test_fields_are_named_and_limited(make):
    text = make()
    assert [field.accessibleName() for field in text.fields] == ["Gap 1", "Gap 2: a gas"]
    text.fields[0].setText("x" * 50)
    assert len(text.texts()[0]) == 20


def test_locked_and_judged(make):
    text = make(["glucose"])
    text.set_locked(True)
    assert text.fields[0].isReadOnly()
    assert not text.words[0].isEnabled()
    text.set_verdicts([(True, "Right"), (False, "Right answer: CO2")])
    assert [label.text() for label in text.verdicts] == ["Right", "Right answer: CO2"]
    assert text.verdicts[1].isVisible()
