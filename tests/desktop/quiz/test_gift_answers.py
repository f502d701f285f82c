"""What stands between the braces."""

import pytest

from desktop.quiz.gift_answers import body_of_answers, numeric_body, read_answers
from shared.errors import AppError
from shared.quiz.quiz import Single


def test_marks_weights_and_feedback():
    answers = read_answers("=a#yes ~%-33.3%b ~ c ")
    assert [(one.right, one.weight, one.text, one.feedback) for one in answers] == [
        (True, None, "a", "yes"),
        (False, -33.3, "b", ""),
        (False, None, "c", ""),
    ]


def test_what_is_asked_follows_from_the_marks():
    found = body_of_answers(read_answers("=a#good ~b"))
    assert isinstance(found.body, Single)
    assert (found.feedback, found.weights_lost) == ("good", False)
    for text, code in (
        ("", "quiz.row_few_answers"),
        ("~a", "quiz.row_few_answers"),
        ("~a ~b", "quiz.row_no_correct"),
    ):
        with pytest.raises(AppError) as refused:
            body_of_answers(read_answers(text))
        assert refused.value.code == code
    with pytest.raises(AppError, match="row_no_correct"):
        body_of_answers(read_answers("=%50%a"))


def test_numbers_in_every_form():
    def of(text):
        body, said = numeric_body(text, str.strip)
        return body.answer, body.tolerance, said

    assert of("3:2#near") == (3, 2, "near")
    assert of("5..1") == (3, 2, "")
    assert of("-2,5") == (-2.5, 0, "")
    with pytest.raises(AppError, match="row_no_correct"):
        numeric_body("=%50%3:2", str.strip)
