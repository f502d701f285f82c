"""Answer cells become what is asked."""

import pytest

from desktop.quiz.table_bodies import body_of, kind_of, number_of, truth_of
from shared.errors import AppError
from shared.quiz.quiz import Matching, Multiple, Number, Order, Poll, Single, Slide, TrueFalse, Typed

ABC = ["a", "b", "c"]


@pytest.mark.parametrize(
    ("answers", "correct", "right"),
    [
        (ABC, "2", 1), (ABC, "B", 1), (ABC, "b", 1), (ABC, "2.0", 1), (["", "x", "y"], "3", 1),
        (["2", "1"], "1", 0), (["10", "20"], "20", 1),
    ],
)  # fmt: skip
def test_one_right_answer(answers, correct, right):
    body = body_of("", answers, correct, {})
    assert isinstance(body, Single)
    assert body.correct == right


@pytest.mark.parametrize("correct", ["1,3", "1;3", "1 3", "A, C", "1/3", "1.3", "3,1"])
def test_several_right_answers(correct):
    assert body_of("", ABC, correct, {}).correct == (0, 2)


@pytest.mark.parametrize(
    ("kind", "answers", "correct", "code"),
    [
        ("", ["a"], "1", "few_answers"), ("", ABC, "", "no_correct"), ("", ABC, "7", "bad_correct"),
        ("", ABC, "0", "bad_correct"), ("", ["a", "", "c"], "2", "bad_correct"), ("", ABC, "²", "bad_correct"),
        ("single", ABC, "1,2", "bad_correct"), ("true_false", ABC, "1", "no_correct"),
        ("typed", ["", ""], "", "no_correct"), ("number", [], "", "no_correct"), ("number", [], "x", "bad_number"),
        ("order", ["a"], "", "few_answers"), ("cloze", ["no gap"], "", "no_gap"), ("matching", ["a"], "", "no_pair"),
        ("matching", ["a -> b"], "", "few_answers"), ("poll", ["a"], "", "few_answers"),
        ("", ["True", "False"], "", "no_correct"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(kind, answers, correct, code):
    with pytest.raises(AppError) as refused:
        body_of(kind, answers, correct, {})
    assert refused.value.code == f"quiz.row_{code}"


def test_kinds():
    assert body_of("", ["False", "True"], "2", {}) == TrueFalse(True)
    assert body_of("", ["", ""], "verdadero", {}) == TrueFalse(True)
    assert body_of("", ["only"], "", {}) == Typed(("only",))
    assert body_of("typed", [], "a | b", {}) == Typed(("a", "b"))
    assert body_of("number", ["", ""], "1,5", {"unit": "cm", "nonsense": 1}) == Number(1.5, unit="cm")
    assert body_of("number", ["3"], "", {"tolerance": "wide"}) == Number(3), "a bad setting is left as usual"
    assert isinstance(body_of("order", ABC, "", {}), Order)
    assert isinstance(body_of("matching", ["a->b", "c -> d"], "", {}), Matching)
    assert body_of("poll", ABC, "", {"multiple": True}) == Poll(body_of("poll", ABC, "", {}).choices, True)
    assert body_of("multiple", ABC, "1", {"scoring": "strict"}) == Multiple(
        body_of("poll", ABC, "", {}).choices, (0,), "strict"
    )
    assert body_of("slide", ["", "read"], "", {}) == Slide("read")


def test_names_of_kinds():
    assert [kind_of(text) for text in ("", "Quiz", "True or False", "word-cloud", "Slider")] == [
        "", "", "true_false", "word_cloud", "number",
    ]  # fmt: skip
    with pytest.raises(AppError, match="row_unknown_kind"):
        kind_of("essay")


def test_words_and_numbers():
    assert (truth_of(" Cierto "), truth_of("F"), truth_of("perhaps")) == (True, False, None)
    assert (number_of("1 234,5"), number_of("1e3")) == (1234.5, 1000)
    for text in ("nan", "inf", "", "1,2,3"):
        with pytest.raises(AppError):
            number_of(text)
