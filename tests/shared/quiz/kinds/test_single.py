"""Single choice."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.quiz.kinds import single
from shared.quiz.quiz import Choice, Single
from tests.support import quiz_bodies, quiz_laws

ABC = Single((Choice("a"), Choice("b"), Choice("c")), 1)


@given(quiz_bodies.singles(), st.data(), st.integers())
def test_marks_survive_dealing(body, data, seed):
    answer = data.draw(st.integers(0, len(body.choices) - 1))
    quiz_laws.is_lawful(single, body, answer)
    quiz_laws.solution_is_right(single, body)
    quiz_laws.dealing_keeps_marks(
        single, body, answer, seed, lambda dealt, old: dealt.choices.index(body.choices[old])
    )


@given(quiz_bodies.singles(), quiz_bodies.json_values)
def test_any_value_is_read_or_refused(body, raw):
    quiz_laws.reads_or_refuses(single, body, raw)


def test_malformed_answers_are_refused():
    quiz_laws.refuses_malformed(single, ABC)
    for raw in (True, False, 3, -1, 1.0, "1", [1]):
        quiz_laws.refuses(single, ABC, raw)


@given(quiz_bodies.singles(), st.data())
def test_a_view_does_not_tell_the_solution(body, data):
    other = data.draw(st.integers(0, len(body.choices) - 1).filter(lambda index: index != body.correct))
    quiz_laws.views_are_the_same(single, body, replace(body, correct=other))


@given(quiz_bodies.singles(), st.data())
def test_counts_add_up(body, data):
    answers = data.draw(st.lists(st.integers(0, len(body.choices) - 1), max_size=40))
    summary = single.summarise(body, answers)
    assert sum(summary.counts) == summary.answers == len(answers)
    assert summary.right == summary.counts[body.correct]


def test_what_is_wrong_is_said():
    assert single.validate(ABC) == ()
    assert quiz_laws.codes(single.validate(replace(ABC, correct=3))) == ["quiz.no_choice_right"]
    assert quiz_laws.codes(single.validate(replace(ABC, correct=-1))) == ["quiz.no_choice_right"]
    assert quiz_laws.codes(single.validate(Single((Choice("a"),), 0))) == ["quiz.too_few_choices"]
    assert single.answer_text(ABC, 2) == "c"
