"""Questions of a report: hardest first or as asked, with source and grade."""

import msgspec

from desktop.quiz.report import report_of
from desktop.quiz.report_questions_page import QuestionsPane
from tests.support.look import look
from tests.support.quiz_results import QUIZ, small_result
from tests.support.waiting import until

__all__ = ["look"]


def pane_of(result=None):
    pane = QuestionsPane()
    pane.resize(900, 400)
    pane.show()
    pane.show_report(report_of(result or small_result()))
    return pane


def order(pane):
    cards = sorted(pane.cards.values(), key=lambda card: pane.body.indexOf(card))
    return [card.found.q for card in cards]


def test_the_hardest_come_first_and_opinions_last(qapp):
    pane = pane_of()
    assert order(pane) == [1, 0, 2, 3]
    pane.order.set_selected("asked")
    pane.order.selected.emit("asked")
    assert order(pane) == [0, 1, 2, 3]


def test_a_card_says_how_it_went(qapp):
    pane = pane_of(small_result(voided=(2,)))
    assert pane.cards[1].share.text() == "50 % right"
    assert "1 wrong though sure" in pane.cards[1].facts.text()
    assert pane.cards[3].share.text() == "No right or wrong"
    assert "1 without an answer" in pane.cards[2].facts.text()
    wrong = tuple(msgspec.structs.replace(one, fraction=0.0) for one in small_result().answers)
    assert pane_of(small_result(answers=wrong)).cards[0].share.text() == "0 % right"


def test_a_question_leads_to_its_source(qapp):
    pane = pane_of()
    asked = []
    pane.source_wanted.connect(asked.append)
    pane.cards[0].source.click()
    assert asked == [QUIZ.questions[0].source]


async def test_a_question_is_brought_into_sight(qloop):
    pane = pane_of()
    pane.show_question(99)
    pane.show_question(3)
    await until(lambda: pane.verticalScrollBar().value() > 0)
