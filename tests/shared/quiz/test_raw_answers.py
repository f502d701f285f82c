"""Reading what clients send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import AppError
from shared.quiz.raw_answers import bad_answer, read_choices, read_index, read_list, read_text
from tests.support.quiz_bodies import MALFORMED, json_values
from tests.support.quiz_laws import outcome


@pytest.mark.parametrize(
    "read",
    [lambda raw: read_index(raw, 0, 5), lambda raw: read_choices(raw, 5), lambda raw: read_text(raw, 9)],
)
@given(raw=st.sampled_from(MALFORMED) | json_values)
def test_a_value_is_read_or_refused(read, raw):
    assert outcome(read, raw)[1] in ("", "quiz.bad_answer")


def test_the_ends_are_included():
    assert [read_index(raw, -1, 2) for raw in (-1, 2)] == [-1, 2]
    assert read_list([1, 2], 2) == [1, 2]
    assert read_choices((2, 0), 3) == (2, 0)
    assert read_text("x" * 9, 9) == "x" * 9


@pytest.mark.parametrize(
    "read",
    [
        lambda: read_index(3, 0, 2),
        lambda: read_index(True, 0, 2),
        lambda: read_list([], 2),
        lambda: read_list([1, 2, 3], 2),
        lambda: read_list("ab", 2),
        lambda: read_choices([0, 1], 3, most=1),
        lambda: read_choices([1, 1], 3),
        lambda: read_text("x" * 10, 9),
        lambda: read_text(3, 9),
    ],
)
def test_beyond_them_is_refused(read):
    with pytest.raises(AppError):
        read()


def test_the_refusal_quotes_nothing():
    assert (bad_answer().parameters, bad_answer().detail) == ({}, "")
