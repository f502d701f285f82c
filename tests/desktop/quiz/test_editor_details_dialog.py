"""Title, description and language."""

import pytest
from PySide6.QtWidgets import QWidget

from desktop.quiz.editor_details_dialog import QuizDetailsDialog
from shared.quiz.quiz import Quiz

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_only_what_differs_is_told(parent):
    told = []
    dialog = QuizDetailsDialog(parent, Quiz("id", "Light", language="fr"))
    dialog.saved.connect(told.append)
    dialog.open()
    dialog.title.setText("  ")
    dialog.description.show_text("For class 7\n")
    dialog.save_button.click()
    assert told == [{"description": "For class 7"}]
    again = QuizDetailsDialog(parent, Quiz("id", "Light"))
    again.saved.connect(told.append)
    again.accept()
    assert len(told) == 1


def test_the_title_is_there_to_be_written_over(parent):
    dialog = QuizDetailsDialog(parent, Quiz("id", "New quiz"))
    assert dialog.title.selectedText() == "New quiz"
