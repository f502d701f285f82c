"""Answers and results in words, for every kind, and nothing for what does not fit."""

import pytest

from desktop.quiz.play_words_page import (
    answer_words,
    choice_words,
    solution_words,
    state_words,
    sure_words,
    truth_word,
)
from desktop.widgets.icons import is_icon
from shared.quiz.messages import OwnResult
from shared.quiz.quiz import Choice, Media
from tests.support.look import look
from tests.support.quiz_playing import ANSWERS, SOLUTIONS, VIEWS

__all__ = ["look"]

WORDS = {
    "single": "Lyon", "true_false": "False", "multiple": "Paris; Nice", "typed": "Nile", "number": "5 m",
    "slider": "5 m", "order": "Nice → Paris → Lyon", "cloze": "glucose; CO2",
    "matching": "Paris – y; Lyon – x; Nice – z", "poll": "Lyon", "polls": "Paris; Nice", "scale": "4",
    "word_cloud": "sun",
}  # fmt: skip


@pytest.mark.parametrize("kind", ANSWERS)
def test_answers_in_words(kind):
    assert answer_words(VIEWS[kind], ANSWERS[kind]) == WORDS[kind]


@pytest.mark.parametrize("kind", VIEWS)
@pytest.mark.parametrize("nonsense", [None, 99, "x", [99, "y"], {}, [[1]], -5.5])
def test_what_does_not_fit_breaks_nothing(kind, nonsense):
    assert isinstance(answer_words(VIEWS[kind], nonsense), str)
    assert answer_words(None, nonsense) == ""


def test_solutions_name_all_that_was_accepted():
    assert solution_words(VIEWS["typed"], SOLUTIONS["typed"]) == "Nile / Amazon"
    assert solution_words(VIEWS["number"], SOLUTIONS["number"]) == "5 m ± 0.5 m"
    assert solution_words(VIEWS["cloze"], SOLUTIONS["cloze"]) == "glucose; CO2 / carbon dioxide"
    assert solution_words(VIEWS["poll"], None) == ""


def test_a_choice_without_text_is_its_picture():
    assert choice_words(Choice("", Media("a", "image/png", "A cat"))) == "A cat"
    assert choice_words(Choice()) == ""


def test_an_open_pair_or_gap_is_shown_open():
    assert answer_words(VIEWS["matching"], [-1, 0, -1]) == "Paris – …; Lyon – x; Nice – …"
    assert answer_words(VIEWS["cloze"], ["", "CO2"]) == "…; CO2"


def test_every_state_has_words_and_an_icon():
    states = ("right", "partly", "wrong", "none", "late", "void", "opinion", "joined_later")
    told = [state_words(OwnResult(state=state)) for state in states]
    assert len({words for words, _icon, _tone in told}) == len(states)
    assert all(is_icon(icon) for _words, icon, _tone in told)
    assert state_words(None) == state_words(OwnResult(state="none"))


def test_small_words():
    assert (truth_word(value=True), truth_word(value=False)) == ("True", "False")
    assert len(sure_words()) == 4
