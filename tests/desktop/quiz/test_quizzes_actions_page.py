"""What is offered for which quizzes."""

import msgspec
import pytest
from PySide6.QtWidgets import QWidget

from desktop.quiz.quizzes_actions_page import QuizActionBar, QuizActions
from desktop.quiz.views import QuizSummary
from desktop.widgets.toast import BOTTOM_BAR
from shared.ids import QuizId, new_id

QUIZ = QuizSummary(QuizId(new_id()), "Light", "", "", 3, 0, 0, 5, 1)


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def offered(actions):
    return {id_ for id_, action in actions.actions.items() if action.isVisible()}


def test_offers(parent):
    actions = QuizActions(parent)
    assert offered(actions) == set()
    actions.show_for([QUIZ])
    assert offered(actions) == set(actions.actions)
    actions.show_for([msgspec.structs.replace(QUIZ, questions=0, games=0)])
    assert offered(actions) == {"open", "rename", "duplicate", "share", "delete"}
    actions.show_for([QUIZ, QUIZ])
    assert offered(actions) == {"delete"}
    hidden = QuizActions(parent, ("host", "assign", "reports"))
    hidden.show_for([QUIZ])
    assert not offered(hidden) & {"host", "assign", "reports"}
    assert len([one for one in hidden.menu(parent).actions() if not one.isSeparator()]) == 7


def test_messages_stand_above_the_bar(parent):
    assert QuizActionBar(QuizActions(parent)).objectName() == BOTTOM_BAR


def test_bar_and_menu_do_the_same(parent):
    actions = QuizActions(parent)
    bar = QuizActionBar(actions, parent=parent)
    wanted = []
    actions.wanted.connect(wanted.append)
    assert all(button.isHidden() for button in bar.buttons.values())
    actions.show_for([QUIZ])
    assert not bar.buttons["print"].isHidden()
    bar.buttons["host"].click()
    actions.actions["delete"].trigger()
    assert wanted == ["host", "delete"]


def test_what_would_change_a_quiz_that_may_only_be_read_says_why_instead(parent):
    actions = QuizActions(parent)
    bar = QuizActionBar(actions)
    actions.show_for([QUIZ, msgspec.structs.replace(QUIZ, closed="sync.scope_read_only")])
    assert not bar.buttons["delete"].isEnabled()
    assert "viewer" in bar.buttons["delete"].toolTip()
    actions.show_for([msgspec.structs.replace(QUIZ, closed="sync.scope_locked")])
    shut = {id_ for id_, action in actions.actions.items() if not action.isEnabled()}
    assert shut == {"rename", "share", "delete"}
    assert "Connect" in bar.buttons["share"].accessibleDescription()
    actions.show_for([QUIZ])
    assert bar.buttons["delete"].isEnabled()
    assert bar.buttons["delete"].toolTip() == "Delete"
