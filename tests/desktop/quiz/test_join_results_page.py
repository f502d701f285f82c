"""Games that were played: the list and one in detail."""

import pytest

from desktop.quiz.attempts import AttemptQuestion
from desktop.quiz.join_results_page import AttemptDetail, ResultsList, result_words
from shared.quiz.messages import OwnResult, Shown
from shared.quiz.views import Solution
from tests.support.look import look
from tests.support.quiz_joining import played
from tests.support.quiz_playing import VIEWS, listening

__all__ = ["look"]

QUESTION = AttemptQuestion(
    Shown(0, 1, "single", "Which?"), VIEWS["single"], 0, Solution(1), own=OwnResult(state="wrong")
)


def test_a_result_in_one_line():
    words = result_words(played(questions=(QUESTION,)))
    for part in ("0 of 1 right", "900 points", "place 2 of 9", "Room 4"):
        assert part in words
    alone = result_words(played(total=0, rank=1, players=1, host="", finished=False))
    assert "place" not in alone
    assert alone.endswith("not finished")


@pytest.fixture
def results(qtbot):
    made = ResultsList()
    qtbot.addWidget(made)
    made.show()
    return made


def test_empty_says_what_will_be_here(results):
    results.show_attempts([])
    assert results.none.isVisible()
    assert not results.more.isVisible()


def test_twenty_then_all(results):
    results.show_attempts([played(str(number)) for number in range(25)])
    assert len(results.cards) == 20
    assert not results.none.isVisible()
    results.more.click()
    assert len(results.cards) == 25
    assert not results.more.isVisible()


def test_the_same_list_again_changes_nothing(results):
    attempts = [played()]
    results.show_attempts(attempts)
    first = results.cards[0]
    results.show_attempts(list(attempts))
    assert results.cards[0] is first
    opened = listening(results.opened)
    first.click()
    assert opened == [(attempts[0],)]


def test_one_game_in_detail(qtbot):
    detail = AttemptDetail()
    qtbot.addWidget(detail)
    attempt = played(questions=(QUESTION,))
    deleted = listening(detail.deleted)
    detail.show_attempt(attempt)
    assert detail.title.text() == "Sums"
    assert len(detail.cards.cards) == 1
    detail.delete.click()
    assert deleted == [(attempt,)]
