"""Scales."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.quiz.kinds import scale
from shared.quiz.quiz import Scale
from tests.support import quiz_bodies, quiz_laws


@given(quiz_bodies.scales(), st.data(), st.randoms())
def test_answers_are_lawful_and_give_nothing(body, data, rng):
    answer = data.draw(st.integers(body.low, body.high))
    quiz_laws.is_lawful(scale, body, answer)
    assert scale.check(body, answer) == 0
    assert scale.deal(body, rng) == body
    assert scale.solution(body).answer is None


@given(quiz_bodies.scales(), quiz_bodies.json_values)
def test_any_value_is_read_or_refused(body, raw):
    quiz_laws.reads_or_refuses(scale, body, raw)


def test_malformed_answers_are_refused():
    quiz_laws.refuses_malformed(scale, Scale())
    for raw in (0, 6, True, 3.0, "3", [3]):
        quiz_laws.refuses(scale, Scale(), raw)


@given(quiz_bodies.scales(), st.data())
def test_counts_add_up(body, data):
    answers = data.draw(st.lists(st.integers(body.low, body.high), max_size=40))
    summary = scale.summarise(body, answers)
    assert len(summary.counts) == body.high - body.low + 1
    assert sum(summary.counts) == summary.answers == len(answers)
    if answers:
        total = sum((body.low + step) * count for step, count in enumerate(summary.counts))
        assert summary.mean == pytest.approx(total / len(answers))
        assert body.low <= summary.median <= body.high
    else:
        assert summary.mean is None


def test_what_is_wrong_is_said():
    assert scale.validate(Scale()) == scale.validate(Scale(0, 10)) == ()
    for wrong in (Scale(5, 5), Scale(5, 1), Scale(0, 11), Scale(-(10**30), 10**30), Scale(99, 101)):
        assert quiz_laws.codes(scale.validate(wrong)) == ["quiz.scale_range"]
    assert quiz_laws.codes(scale.validate(Scale(low_label="x" * 61))) == ["quiz.text_too_long"]
    assert scale.public_view(Scale(1, 3, "no", "yes")).high_label == "yes"
    assert scale.answer_text(Scale(), 4) == "4"
