"""What was read is shown before it is taken."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from desktop.quiz.import_dialog import MOST_SHOWN, ImportDialog
from desktop.quiz.importing import read_text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
HEAD = "Question,Answer 1,Answer 2,Time limit,Correct\n"


@pytest.fixture
def show(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)

    def make(text, **options):
        dialog = ImportDialog(parent, read_text(text, "Week 3", ".csv"), **options)
        dialog.open()
        return dialog

    return make


def words(dialog):
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_questions_and_problems_with_their_rows(show):
    dialog = show(HEAD + "Why?,a,b,20,1\nHow?,a,b,20,9\nWhen?,a,b,33,1\n")
    told = []
    dialog.taken.connect(told.append)
    assert "Row 3: “9” names no answer of this row." in words(dialog)
    assert "Row 4: A time limit of 33 seconds is not offered." in words(dialog)
    dialog.title.setText("  Light  ")
    dialog.take_button.click()
    assert told == ["Light"]


def test_nothing_to_take(show):
    dialog = show("")
    assert "No questions were found in this file." in words(dialog)
    assert dialog.take_button.isHidden()
    dialog.close_button.click()


def test_into_a_quiz_no_title_is_asked(show):
    dialog = show(HEAD + "Why?,a,b,20,1\n" * (MOST_SHOWN + 3), into="Light")
    assert dialog.title.parentWidget() is None or not dialog.title.isVisible()
    assert dialog.take_button.text() == "Add to this quiz"
    assert "3 more" in words(dialog)
    dialog.close()
