"""GIFT as Moodle reads it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.quiz.gift_export import gift_text
from desktop.quiz.importing import read_text
from shared.quiz.quiz import Matching, Multiple, Number, Single, TrueFalse, Typed
from tests.support.sample_quizzes import every_kind, plain, question, questions, quiz_of


def test_what_gift_knows_comes_back():
    kinds = (Single, TrueFalse, Typed, Matching)
    made = [one for one in every_kind() if isinstance(one.body, kinds)]
    back = read_text(gift_text(quiz_of(*made)), "quiz", ".gift")
    assert back.problems == ()
    assert [one.body for one in back.questions] == [one.body for one in made]
    assert [one.topic for one in back.questions] == [one.topic for one in made]


def test_what_gift_does_not_know_is_a_remark():
    text = gift_text(quiz_of(*every_kind()))
    assert "// Q6 is of a kind that GIFT does not have" in text
    back = read_text(text, "quiz", ".gift")
    assert len(back.questions) == 7
    assert back.problems == ()


def test_marks_in_texts_are_escaped():
    made = question("Is {a} = ~b: #1\\?", Typed(("{=}", "a:b")), explanation="Look # here")
    (back,) = read_text(gift_text(quiz_of(made)), "quiz", ".gift").questions
    assert (back.text, back.body.accepted, back.explanation) == (made.text, ("{=}", "a:b"), "Look # here")


def test_an_answer_left_empty_is_not_written():
    text = gift_text(quiz_of(question("Which one?", Typed(("prism", "")))))
    assert "{=prism}" in text


def test_several_right_answers_and_numbers():
    made = [one for one in every_kind() if isinstance(one.body, Multiple | Number)]
    back = read_text(gift_text(quiz_of(*made)), "quiz", ".gift").questions
    assert back[0].body.correct == (0, 2)
    assert (back[1].body.answer, back[1].body.tolerance) == (4.5, 0.1)


@given(st.integers(-(10**12), 10**12), st.sampled_from((0.0, 0.5, 0.001)))
def test_every_digit_of_a_number_comes_back(answer, tolerance):
    made = question("How fast?", Number(answer, tolerance=tolerance))
    (back,) = read_text(gift_text(quiz_of(made)), "quiz", ".gift").questions
    assert (back.body.answer, back.body.tolerance) == (answer, tolerance)


@settings(max_examples=40)
@given(st.lists(questions(plain), min_size=1, max_size=4))
def test_any_quiz_is_gift_without_faults(made):
    back = read_text(gift_text(quiz_of(*made)), "quiz", ".gift")
    bodies = [one.body for one in back.questions]
    assert all(one.body in bodies for one in made if isinstance(one.body, Single | TrueFalse | Matching))
    assert {one.code for one in back.problems if one.skipped} <= {"quiz.import_nothing"}
