"""Every question again, and those to look at again."""

from desktop.quiz.attempts import AttemptQuestion
from desktop.quiz.play_result_page import QuestionCard, QuestionCards
from shared.quiz.messages import OwnResult, Shown
from shared.quiz.views import Solution
from tests.support.look import look
from tests.support.quiz_playing import VIEWS

__all__ = ["look"]

RIGHT = AttemptQuestion(
    Shown(0, 3, "single", "Which city?"),
    VIEWS["single"],
    1,
    Solution(1),
    own=OwnResult(state="right", points=900),
)
WRONG = AttemptQuestion(
    Shown(1, 3, "single", "Which other?"),
    VIEWS["single"],
    0,
    Solution(1),
    "Because.",
    own=OwnResult(state="wrong"),
    sure=4,
)
SLIDE = AttemptQuestion(Shown(2, 3, "slide", "Read"))


def test_a_card_tells_own_and_right_answer(qtbot):
    card = QuestionCard(WRONG)
    qtbot.addWidget(card)
    assert card.lines == ["Which other?", "Your answer: Paris (Certain)", "Right answer: Lyon", "Because."]
    right = QuestionCard(RIGHT)
    qtbot.addWidget(right)
    assert right.lines == ["Which city?", "Your answer: Lyon"]
    assert right.points.text() == "+900"


def test_no_answer_is_said(qtbot):
    card = QuestionCard(AttemptQuestion(Shown(0, 1, "single", "?"), VIEWS["single"], solution=Solution(1)))
    qtbot.addWidget(card)
    assert "You gave no answer." in card.lines


def test_only_those_to_look_at_again(qtbot):
    cards = QuestionCards()
    qtbot.addWidget(cards)
    cards.set_questions([RIGHT, WRONG, SLIDE])
    cards.show()
    assert len(cards.cards) == 2
    first = cards.cards[0]
    cards.set_questions([RIGHT, WRONG, SLIDE])
    assert cards.cards[0] is first
    cards.filter.set_selected("wrong")
    cards.filter.selected.emit("wrong")
    assert [card.isVisible() for card in cards.cards] == [False, True]
    cards.set_questions([RIGHT])
    assert cards.none.isVisible()
