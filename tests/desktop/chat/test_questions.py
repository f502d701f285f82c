import pytest

from desktop.chat.questions import checked, normalised, search_text
from shared.errors import AppError


def test_questions_are_trimmed_and_limited():
    assert checked("  What? \n") == "What?"
    for question, code in ((" ", "chat.question_empty"), ("x" * 4001, "chat.question_too_long")):
        with pytest.raises(AppError) as caught:
            checked(question)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("And why?", True),
        ("Tell me more", True),
        ("What does it do?", True),
        ("¿Y eso por qué?", True),
        ("What is the focal length of a lens?", False),
        ("How much light does a candle give?", False),
        ("Why does its focal length depend on the curvature of the glass?", False),
    ],
)
def test_a_question_that_leans_is_read_with_the_one_before(question, leans):
    before = "What is a magic lantern?"
    assert search_text(question, before) == (f"{before} {question}" if leans else question)
    assert search_text(question, None) == question


def test_equal_questions_are_the_same():
    assert normalised("  What is a LENS?? ") == normalised("what is a lens")
    assert normalised("What is a lens") != normalised("What is a prism")
    assert normalised("???") == "???"
