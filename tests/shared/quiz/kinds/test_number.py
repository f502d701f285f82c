"""Numbers."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.quiz.kinds import number
from shared.quiz.quiz import Number
from tests.support import quiz_bodies, quiz_laws

METRES = Number(3.5, tolerance=0.5, reach=2.5, unit="m")
SLIDER = Number(40, low=0, high=100, step=5, slider=True)


@given(quiz_bodies.number_bodies, quiz_bodies.numbers, st.integers())
def test_marks_survive_dealing(body, answer, seed):
    quiz_laws.is_lawful(number, body, answer)
    quiz_laws.dealing_keeps_marks(number, body, answer, seed, lambda _dealt, old: old)


@given(quiz_bodies.number_bodies, quiz_bodies.json_values)
def test_any_value_is_read_or_refused(body, raw):
    quiz_laws.reads_or_refuses(number, body, raw)


def test_malformed_answers_are_refused():
    quiz_laws.refuses_malformed(number, METRES, 2**63, -2, 99, 1.5)
    for raw in (True, [3.5], "three", "3.5.1", "nan", "inf", "1e999", 1e101, "m"):
        quiz_laws.refuses(number, METRES, raw)


@pytest.mark.parametrize(
    ("raw", "value"),
    [(3, 3), (3.25, 3.25), ("3,5", 3.5), ("3.5", 3.5), (" 3,5 m ", 3.5), ("−2", -2), ("1 234,5", 1234.5)],
)
def test_numbers_are_read_as_people_write_them(raw, value):
    read = number.read_answer(METRES, raw)
    assert (read, type(read)) == (value, float)


@pytest.mark.parametrize(
    ("answer", "fraction"),
    [(3.5, 1), (4.0, 1), (3.0, 1), (5.0, 0.5), (2.0, 0.5), (6.0, 0), (1e99, 0), (4.4, 0.8)],
)
def test_marks_fall_in_a_line(answer, fraction):
    assert number.check(METRES, answer) == pytest.approx(fraction)


@given(quiz_bodies.number_bodies, quiz_bodies.numbers, quiz_bodies.numbers)
def test_nearer_is_never_worse(body, first, second):
    nearer, farther = sorted((first, second), key=lambda answer: abs(answer - body.answer))
    assert number.check(body, nearer) >= number.check(body, farther)


def test_rounding_errors_are_forgiven():
    assert number.check(Number(0.3), 0.1 + 0.2) == 1
    assert number.check(Number(1.1, tolerance=0.1), 1.2) == 1
    assert number.check(Number(0), 1e-12) == 0


def test_a_view_does_not_tell_the_solution():
    quiz_laws.views_are_the_same(number, METRES, replace(METRES, answer=9.25, tolerance=0, reach=0))
    assert b"3.5" not in msgspec.json.encode(number.public_view(METRES))


@given(quiz_bodies.number_bodies, st.lists(quiz_bodies.numbers, min_size=1, max_size=60))
def test_counts_add_up(body, answers):
    summary = number.summarise(body, answers)
    assert sum(bucket.count for bucket in summary.buckets) == summary.answers == len(answers)
    assert summary.right == sum(number.check(body, answer) == 1 for answer in answers)
    assert summary.median is not None
    assert min(answers) <= summary.median <= max(answers)


def test_nobody_answered():
    assert number.summarise(METRES, []).mean is None


def test_what_is_wrong_is_said():
    assert number.validate(METRES) == number.validate(SLIDER) == ()
    for wrong in ({"answer": float("nan")}, {"tolerance": -1.0}, {"reach": float("inf")}, {"low": 1e300}):
        assert quiz_laws.codes(number.validate(replace(METRES, **wrong))) == ["quiz.number_unusable"]
    assert quiz_laws.codes(number.validate(replace(METRES, unit="x" * 21))) == ["quiz.text_too_long"]
    for wrong in ({"low": 100.0}, {"step": 0.0}, {"step": -1.0}, {"step": 0.001}):
        assert quiz_laws.codes(number.validate(replace(SLIDER, **wrong))) == ["quiz.slider_range"]
    for wrong in ({"answer": 42.0}, {"answer": 105.0}, {"answer": -5.0}):
        assert quiz_laws.codes(number.validate(replace(SLIDER, **wrong))) == ["quiz.slider_misses_answer"]
    assert number.validate(replace(SLIDER, answer=42.0, tolerance=2.0)) == ()
    assert number.answer_text(METRES, 2.5) == "2.5 m"
