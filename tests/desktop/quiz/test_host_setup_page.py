"""The set-up: from options to a hosted game, and what stands in the way."""

import msgspec

from desktop.quiz.host_setup_page import SetupPane
from desktop.quiz.host_view_model import Setup
from shared.errors import AppError
from shared.ids import QuizId, new_id
from shared.quiz.quiz import Choice, GameOptions, Single
from tests.support.look import look
from tests.support.quiz_game import game_quiz

__all__ = ["look"]


def pane_with(**options):
    pane = SetupPane()
    setup = Setup(QuizId(new_id()), game_quiz(), GameOptions(**options))
    pane.show_setup(setup, "Ms Lee")
    pane.show()
    hosted = []
    pane.hosted.connect(lambda *told: hosted.append(told))
    return pane, setup, hosted


def test_what_is_chosen_is_hosted_once(qapp):
    pane, setup, hosted = pane_with()
    assert pane.facts.text().startswith("3 ")
    pane.name.setText("  Room   4 ")
    pane.go.click()
    pane.open_game()
    assert hosted == [(setup, GameOptions(), "Room 4")]
    assert (pane.go.text(), pane.go.isEnabled()) == ("Opening…", False)


def test_what_is_missing_keeps_the_door_shut(qapp):
    pane, _setup, hosted = pane_with()
    pane.form.in_teams.click()
    assert pane.missing.text()
    assert not pane.go.isEnabled()
    pane.open_game()
    assert hosted == []


def test_a_question_that_cannot_be_played_is_named_at_once(qapp):
    quiz = game_quiz()
    first, second, *others = quiz.questions
    second = msgspec.structs.replace(second, body=Single((Choice("a"), Choice("")), 0))
    faulty = msgspec.structs.replace(quiz, questions=(first, second, *others))
    pane, hosted, wanted = SetupPane(), [], []
    pane.hosted.connect(lambda *told: hosted.append(told))
    pane.edit_wanted.connect(lambda *told: wanted.append(told))
    setup = Setup(QuizId(new_id()), faulty, GameOptions())
    pane.show_setup(setup, "Ms Lee")
    pane.show()
    assert pane.unready.text().startswith("Question 2")
    assert "2 is empty" in pane.unready.text()
    assert not pane.go.isEnabled()
    pane.open_game()
    assert hosted == []
    pane.unready.button.click()
    assert wanted == [(setup.quiz_id, second.id)]
    pane.show_setup(Setup(setup.quiz_id, quiz, GameOptions()), "Ms Lee")
    assert pane.unready.isHidden()
    assert pane.go.isEnabled()


def test_a_failure_is_shown_and_can_be_tried_again(qapp):
    pane, _setup, hosted = pane_with()
    pane.go.click()
    pane.show_failure(AppError("quiz.host_not_started"))
    assert pane.error.isVisible()
    pane.error.retry.emit()
    assert len(hosted) == 2


def test_the_same_set_up_keeps_what_was_typed_and_another_does_not(qapp):
    pane, setup, _hosted = pane_with()
    pane.name.setText("Room 4")
    pane.show_setup(setup, "Ms Lee")
    assert pane.name.text() == "Room 4"
    pane.show_setup(Setup(QuizId(new_id()), game_quiz(), GameOptions(pace="self")), "Ms Lee")
    assert (pane.name.text(), pane.go.text()) == ("Ms Lee", "Assign")
    gone = []
    pane.cancelled.connect(lambda: gone.append(1))
    pane.cancel.click()
    assert gone == [1]
