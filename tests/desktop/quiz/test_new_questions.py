"""Empty questions, and one kind turned into another."""

import pytest

from desktop.quiz.new_questions import KINDS, copy_of, new_question, turned_into
from shared.quiz.quiz import Cloze, Matching, Multiple, Order, Poll, Single, Slide, Typed
from tests.support.sample_quizzes import choices, every_kind


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_made_and_turned_into_every_other(kind):
    assert type(new_question(kind).body) is kind
    for question in every_kind():
        assert type(turned_into(question.body, kind)) is kind


def test_what_both_can_hold_is_kept():
    single = Single(choices("a", "b", "c"), 1)
    assert turned_into(single, Multiple) == Multiple(single.choices, (1,))
    assert turned_into(single, Poll).choices == single.choices
    assert turned_into(single, Order).items == single.choices
    assert turned_into(single, Typed) == Typed(("b",))
    assert turned_into(single, Matching).pairs[2].left.text == "c"
    assert turned_into(Multiple(single.choices, (2, 0)), Single).correct == 2
    assert turned_into(Order(choices("b", "a"), (1, 0)), Single).choices == choices("a", "b")
    assert turned_into(Cloze("x {{c1::y|z}}"), Typed) == Typed(("y", "z"))
    assert turned_into(Cloze("x"), Slide) == Slide("x")
    assert turned_into(Slide("x"), Cloze) == Cloze("x")
    assert turned_into(single, Single) is single


def test_a_copy_has_an_id_of_its_own():
    question = every_kind()[0]
    assert copy_of(question).id != question.id
    assert copy_of(question).body == question.body
