"""Putting in order."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.quiz.kinds import order
from shared.quiz.quiz import Choice, Order
from tests.support import quiz_bodies, quiz_laws

ABCD = Order(tuple(Choice(letter) for letter in "abcd"))


def answers(body):
    return st.permutations(range(len(body.items))).map(tuple)


@given(quiz_bodies.orders(), st.data(), st.integers())
def test_marks_survive_dealing(body, data, seed):
    answer = data.draw(answers(body))
    quiz_laws.is_lawful(order, body, answer)
    quiz_laws.solution_is_right(order, body)
    quiz_laws.dealing_keeps_marks(
        order, body, answer, seed, lambda dealt, old: [dealt.items.index(body.items[one]) for one in old]
    )


@given(quiz_bodies.orders(), quiz_bodies.json_values)
def test_any_value_is_read_or_refused(body, raw):
    quiz_laws.reads_or_refuses(order, body, raw)


def test_malformed_answers_are_refused():
    quiz_laws.refuses_malformed(order, ABCD)
    for raw in ([0, 1, 2], [0, 1, 2, 2], [0, 1, 2, 4], [0, 1, 2, True], [3, 2, 1, 0, 0], "0123"):
        quiz_laws.refuses(order, ABCD, raw)


@pytest.mark.parametrize(
    ("answer", "fraction"), [((0, 1, 2, 3), 1), ((3, 2, 1, 0), 0), ((1, 0, 2, 3), 5 / 6), ((3, 0, 1, 2), 0.5)]
)
def test_marks_are_the_share_of_pairs_in_order(answer, fraction):
    assert order.check(ABCD, answer) == pytest.approx(fraction)


@given(quiz_bodies.orders(), st.data())
def test_an_answer_and_its_reverse_share_the_marks(body, data):
    answer = data.draw(answers(body))
    assert order.check(body, answer) + order.check(body, answer[::-1]) == pytest.approx(1)
    pairs = len(list(combinations(answer, 2)))
    assert (order.check(body, answer) * pairs) == pytest.approx(round(order.check(body, answer) * pairs))


@given(quiz_bodies.orders(), st.data())
def test_a_view_does_not_tell_the_solution(body, data):
    first, second = data.draw(st.tuples(answers(body), answers(body)).filter(lambda two: two[0] != two[1]))
    quiz_laws.views_are_the_same(order, replace(body, order=first), replace(body, order=second))


@given(quiz_bodies.orders(), st.data())
def test_counts_are_those_right_at_each_place(body, data):
    given_answers = data.draw(st.lists(answers(body), max_size=20))
    summary = order.summarise(body, given_answers)
    right = order.solution(body).answer
    assert sum(summary.counts) == sum(
        a == b for answer in given_answers for a, b in zip(answer, right, strict=True)
    )
    assert summary.right == given_answers.count(right)
    assert min(summary.counts) >= summary.right


def test_what_is_wrong_is_said():
    assert order.validate(ABCD) == ()
    for wrong in ((0, 1), (0, 1, 2, 2), (1, 2, 3, 4)):
        assert quiz_laws.codes(order.validate(replace(ABCD, order=wrong))) == ["quiz.order_unusable"]
    assert order.answer_text(ABCD, (1, 0, 2, 3)) == "b → a → c → d"
