"""Several right choices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.quiz.kinds import multiple
from shared.quiz.quiz import Choice, Multiple
from tests.support import quiz_bodies, quiz_laws

ABCDE = tuple(Choice(letter) for letter in "abcde")
BODY = Multiple(ABCDE, (0, 1, 2))


def answers(body):
    return quiz_bodies.indices(len(body.choices)).map(sorted).map(tuple)


@given(quiz_bodies.multiples(), st.data(), st.integers())
def test_marks_survive_dealing(body, data, seed):
    answer = data.draw(answers(body))
    quiz_laws.is_lawful(multiple, body, answer)
    quiz_laws.solution_is_right(multiple, body)
    quiz_laws.dealing_keeps_marks(
        multiple,
        body,
        answer,
        seed,
        lambda dealt, old: [dealt.choices.index(body.choices[one]) for one in old],
    )


@given(quiz_bodies.multiples(), quiz_bodies.json_values)
def test_any_value_is_read_or_refused(body, raw):
    quiz_laws.reads_or_refuses(multiple, body, raw)


def test_malformed_answers_are_refused():
    quiz_laws.refuses_malformed(multiple, BODY)
    for raw in ([], 0, [0, 1, 2, 3, 4, 0], [0, True], [5], "01"):
        quiz_laws.refuses(multiple, BODY, raw)


@pytest.mark.parametrize(
    ("answer", "balanced", "strict"),
    [
        ((0, 1, 2), 1, 1),
        ((0, 1), 2 / 3, 0),
        ((0, 1, 3), 1 / 3, 0),
        ((0, 3), 0, 0),
        ((3, 4), 0, 0),
        ((0, 1, 2, 3), 2 / 3, 0),
    ],
)
def test_wrong_ones_take_away_what_right_ones_give(answer, balanced, strict):
    assert multiple.check(BODY, answer) == pytest.approx(balanced)
    assert multiple.check(replace(BODY, scoring="strict"), answer) == strict


def test_ticking_everything_is_never_best():
    assert multiple.check(BODY, (0, 1, 2, 3, 4)) < multiple.check(BODY, (0, 1))


@given(quiz_bodies.multiples(), st.data())
def test_a_view_does_not_tell_the_solution(body, data):
    other = data.draw(answers(body).filter(lambda answer: set(answer) != set(body.correct)))
    quiz_laws.views_are_the_same(multiple, body, replace(body, correct=other))
    assert multiple.public_view(body) == multiple.public_view(replace(body, scoring="strict"))


@given(quiz_bodies.multiples(), st.data())
def test_counts_add_up(body, data):
    given_answers = data.draw(st.lists(answers(body), max_size=20))
    summary = multiple.summarise(body, given_answers)
    assert sum(summary.counts) == sum(map(len, given_answers))
    assert summary.right == sum(set(answer) == set(body.correct) for answer in given_answers)


def test_what_is_wrong_is_said():
    assert multiple.validate(BODY) == ()
    for correct in ((), (5,), (0, 0), (-1,)):
        assert quiz_laws.codes(multiple.validate(replace(BODY, correct=correct))) == ["quiz.no_choice_right"]
    assert multiple.answer_text(BODY, (0, 2)) == "a; c"
