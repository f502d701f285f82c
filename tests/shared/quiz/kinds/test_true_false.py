"""True or false."""

from hypothesis import given
from hypothesis import strategies as st

from shared.quiz.kinds import true_false
from shared.quiz.quiz import TrueFalse
from tests.support import quiz_bodies, quiz_laws


@given(quiz_bodies.true_falses, st.booleans(), st.integers())
def test_marks_survive_dealing(body, answer, seed):
    quiz_laws.is_lawful(true_false, body, answer)
    quiz_laws.dealing_keeps_marks(true_false, body, answer, seed, lambda _dealt, old: old)
    assert true_false.check(body, answer) == (answer is body.correct)


@given(quiz_bodies.true_falses, quiz_bodies.json_values)
def test_any_value_is_read_or_refused(body, raw):
    quiz_laws.reads_or_refuses(true_false, body, raw)


def test_malformed_answers_are_refused():
    quiz_laws.refuses_malformed(true_false, TrueFalse(True))
    for raw in (0, 1, "true", [True]):
        quiz_laws.refuses(true_false, TrueFalse(True), raw)


def test_a_view_does_not_tell_the_solution():
    quiz_laws.views_are_the_same(true_false, TrueFalse(True), TrueFalse(False))


@given(quiz_bodies.true_falses, st.lists(st.booleans(), max_size=40))
def test_counts_stand_true_first_and_add_up(body, answers):
    summary = true_false.summarise(body, answers)
    assert summary.counts == (answers.count(True), answers.count(False))
    assert summary.answers == len(answers)
    assert summary.right == answers.count(body.correct)


def test_nothing_can_be_wrong_with_it():
    assert true_false.validate(TrueFalse(False)) == ()
    assert [true_false.answer_text(TrueFalse(False), answer) for answer in (True, False)] == ["true", "false"]
