"""Matching pairs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.quiz.kinds import matching
from shared.quiz.quiz import Choice, Matching, Pair
from tests.support import quiz_bodies, quiz_laws


def pairs(*texts):
    return tuple(Pair(Choice(text[0]), Choice(text[1])) for text in texts)


BODY = Matching(pairs("a1", "b2", "c3"), (2, 0, 1))


def answers(body):
    places = st.integers(-1, len(body.pairs) - 1)
    return st.tuples(*[places] * len(body.pairs)).filter(lambda answer: max(answer) >= 0)


def moved(body):
    before = body.right_order or tuple(range(len(body.pairs)))

    def place(dealt, answer):
        return [dealt.right_order.index(before[one]) if one >= 0 else -1 for one in answer]

    return place


@given(quiz_bodies.matchings(), st.data(), st.integers())
def test_marks_survive_dealing(body, data, seed):
    answer = data.draw(answers(body))
    quiz_laws.is_lawful(matching, body, answer)
    quiz_laws.solution_is_right(matching, body)
    quiz_laws.dealing_keeps_marks(matching, body, answer, seed, moved(body))


@given(quiz_bodies.matchings(), quiz_bodies.json_values)
def test_any_value_is_read_or_refused(body, raw):
    quiz_laws.reads_or_refuses(matching, body, raw)


def test_malformed_answers_are_refused():
    quiz_laws.refuses_malformed(matching, BODY)
    for raw in ([0, 1], [0, 1, 3], [0, 1, -2], [-1, -1, -1], [0, 1, True], [0, 1, 2, 0], "012"):
        quiz_laws.refuses(matching, BODY, raw)


def test_marks_are_the_share_of_right_pairs():
    assert matching.public_view(BODY).right == (Choice("3"), Choice("1"), Choice("2"))
    assert matching.check(BODY, (1, 2, 0)) == 1
    assert matching.check(BODY, (1, 2, -1)) == pytest.approx(2 / 3)
    assert matching.check(BODY, (1, 1, 1)) == pytest.approx(1 / 3)
    assert matching.check(BODY, (0, 1, 2)) == 0


def test_equal_rights_stand_for_each_other():
    body = Matching(pairs("ax", "bx", "cy"))
    assert matching.validate(body) == ()
    assert matching.check(body, (1, 0, 2)) == 1


@given(quiz_bodies.matchings(), st.data())
def test_a_view_does_not_tell_the_solution(body, data):
    """Pairs rearranged and the right column put back in its place look the same."""
    count = len(body.pairs)
    order = data.draw(st.permutations(range(count)).filter(lambda one: list(one) != list(range(count))))
    rights = matching.public_view(body).right
    lefts = matching.public_view(body).left
    other = tuple(Pair(lefts[place], rights[order[place]]) for place in range(count))
    back = tuple(order.index(place) for place in range(count))
    first = Matching(tuple(Pair(lefts[place], rights[place]) for place in range(count)), tuple(range(count)))
    quiz_laws.views_are_the_same(matching, first, Matching(other, back))


@given(quiz_bodies.matchings(), st.data())
def test_counts_are_those_right_at_each_left(body, data):
    given_answers = data.draw(st.lists(answers(body), max_size=20))
    summary = matching.summarise(body, given_answers)
    marks = sum(matching.check(body, answer) for answer in given_answers)
    assert sum(summary.counts) == pytest.approx(marks * len(body.pairs))
    assert summary.right == sum(matching.check(body, answer) == 1 for answer in given_answers)


def test_what_is_wrong_is_said():
    assert matching.validate(BODY) == ()
    assert quiz_laws.codes(matching.validate(replace(BODY, right_order=(0, 0, 1)))) == ["quiz.order_unusable"]
    assert quiz_laws.codes(matching.validate(Matching(pairs("a1")))) == ["quiz.too_few_choices"]
    assert quiz_laws.codes(matching.validate(Matching(pairs("a1", "a2")))) == ["quiz.choice_repeated"]
    assert quiz_laws.codes(matching.validate(Matching(pairs("a1", "b ")))) == ["quiz.choice_empty"]
    assert matching.answer_text(BODY, (1, -1, 0)) == "a = 1; b = –; c = 3"
