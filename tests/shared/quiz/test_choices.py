"""Choices."""

import random

from hypothesis import given
from hypothesis import strategies as st

from shared.quiz.choices import choice_problems, choice_text, counted, mixed, text_problems
from shared.quiz.quiz import Choice, Media
from tests.support import quiz_bodies, quiz_laws

CAT = Media("0" * 64, "image/png", "a cat")


@given(quiz_bodies.choices())
def test_different_choices_are_fine(choices):
    assert choice_problems(choices) == ()


def test_what_is_wrong_is_said():
    def wrong(*choices):
        return quiz_laws.codes(choice_problems(choices))

    assert wrong() == wrong(Choice("a")) == ["quiz.too_few_choices"]
    assert wrong(*(Choice(str(number)) for number in range(10))) == ["quiz.too_many_choices"]
    assert wrong(Choice("a"), Choice(" \n")) == ["quiz.choice_empty"]
    assert wrong(Choice("a"), Choice("x" * 201)) == ["quiz.choice_too_long"]
    assert wrong(Choice("a"), Choice(" a ")) == ["quiz.choice_repeated"]
    assert wrong(Choice("a"), Choice("A")) == []
    assert wrong(Choice(media=CAT), Choice("a", CAT)) == []
    assert wrong(Choice(media=CAT), Choice(media=CAT)) == ["quiz.choice_repeated"]
    assert wrong(Choice(), Choice()) == ["quiz.choice_empty", "quiz.choice_empty"]
    assert text_problems([Choice("a"), Choice("")])[0].parameters == {"number": 2}


def test_a_choice_has_a_name():
    choices = (Choice("text", CAT), Choice(media=CAT), Choice(media=Media("0" * 64, "image/png")))
    assert [choice_text(choices, index) for index in range(3)] == ["text", "a cat", "C"]


@given(st.integers(0, 12), st.integers())
def test_mixing_keeps_every_place(count, seed):
    assert sorted(mixed(count, random.Random(seed))) == list(range(count))


@given(st.lists(st.integers(0, 8)))
def test_counts_add_up(chosen):
    assert sum(counted(chosen, 9)) == len(chosen)
