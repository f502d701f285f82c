"""Polls."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.quiz.kinds import poll
from shared.quiz.quiz import Choice, Poll
from tests.support import quiz_bodies, quiz_laws

ABC = Poll((Choice("a"), Choice("b"), Choice("c")))


def answers(body):
    count = len(body.choices)
    several = quiz_bodies.indices(count).map(sorted).map(tuple)
    return several if body.multiple else st.tuples(st.integers(0, count - 1))


@given(quiz_bodies.polls, st.data())
def test_answers_are_lawful_and_give_nothing(body, data):
    answer = data.draw(answers(body))
    quiz_laws.is_lawful(poll, body, answer)
    assert poll.check(body, answer) == 0


@given(quiz_bodies.polls, quiz_bodies.json_values)
def test_any_value_is_read_or_refused(body, raw):
    quiz_laws.reads_or_refuses(poll, body, raw)


def test_malformed_answers_are_refused():
    for body in (ABC, replace(ABC, multiple=True)):
        quiz_laws.refuses_malformed(poll, body)
        for raw in ([], 0, [3], [0, 0], "0"):
            quiz_laws.refuses(poll, body, raw)
    quiz_laws.refuses(poll, ABC, [0, 1])


@given(quiz_bodies.polls, st.data())
def test_counts_add_up(body, data):
    given_answers = data.draw(st.lists(answers(body), max_size=20))
    summary = poll.summarise(body, given_answers)
    assert sum(summary.counts) == sum(map(len, given_answers))
    assert (summary.answers, summary.right) == (len(given_answers), 0)


@given(quiz_bodies.polls, st.randoms())
def test_its_order_means_something_and_stays(body, rng):
    assert poll.deal(body, rng) == body
    assert poll.public_view(body).options == body.choices
    assert poll.solution(body).answer is None


def test_what_is_wrong_is_said():
    assert poll.validate(ABC) == ()
    assert quiz_laws.codes(poll.validate(Poll(()))) == ["quiz.too_few_choices"]
    assert poll.answer_text(replace(ABC, multiple=True), (0, 2)) == "a; c"
