"""Typed texts."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.quiz.kinds import typed
from shared.quiz.quiz import Typed
from tests.support import quiz_bodies, quiz_laws

BODY = Typed(("Photosynthesis", "fotosíntesis"))


@given(quiz_bodies.typeds, quiz_bodies.words, st.integers())
def test_marks_survive_dealing(body, word, seed):
    answer = typed.read_answer(body, word)
    quiz_laws.is_lawful(typed, body, answer)
    quiz_laws.dealing_keeps_marks(typed, body, answer, seed, lambda _dealt, old: old)


@given(quiz_bodies.typeds)
def test_every_accepted_text_is_right(body):
    for text in body.accepted:
        assert typed.check(body, typed.read_answer(body, text)) == 1


@given(quiz_bodies.typeds, quiz_bodies.json_values | quiz_bodies.anything_typed)
def test_any_value_is_read_or_refused(body, raw):
    quiz_laws.reads_or_refuses(typed, body, raw)


def test_malformed_answers_are_refused():
    quiz_laws.refuses_malformed(typed, BODY)
    for raw in (True, 3, 3.5, ["photosynthesis"], "x" * 201):
        quiz_laws.refuses(typed, BODY, raw)


@pytest.mark.parametrize(
    "text", ["photosynthesis", " PHOTOSYNTHESIS. ", "Photosyntesis", "fotosintesis", "phtoosynthesis"]
)
def test_spelling_is_forgiven(text):
    assert typed.check(BODY, typed.read_answer(BODY, text)) == 1


def test_exact_means_capitals_and_accents():
    body = Typed(("Sí",), typos=False, case_sensitive=True)
    assert [typed.check(body, text) for text in ("Sí", " Sí ", "sí", "Si")] == [1, 1, 0, 0]
    assert typed.check(body, typed.read_answer(body, " Si\u0301 ")) == 1


def test_without_typos_a_letter_counts():
    body = Typed(("Photosynthesis",), typos=False)
    assert typed.check(body, "photosyntesis") == 0


def test_the_host_has_the_last_word():
    assert typed.check(BODY, "making sugar") == 0
    assert typed.check(BODY, "Making sugar!", frozenset({"making sugar"})) == 1
    assert typed.check(BODY, "photosyntesis", refused=frozenset({"Photosyntesis"})) == 0
    assert typed.check(BODY, "photosynthesis", refused=frozenset({"Photosyntesis"})) == 1
    summary = typed.summarise(BODY, ["making sugar", "Making sugar"], frozenset({"making sugar"}))
    assert (summary.right, summary.texts[0].fraction) == (2, 1)


def test_a_view_does_not_tell_the_solution():
    quiz_laws.views_are_the_same(typed, BODY, Typed(("x",), typos=False, case_sensitive=True))
    assert b"hoto" not in msgspec.json.encode(typed.public_view(BODY))


@given(quiz_bodies.typeds, st.lists(quiz_bodies.words, max_size=40))
def test_counts_add_up(body, words):
    answers = [typed.read_answer(body, word) for word in words]
    summary = typed.summarise(body, answers)
    assert sum(text.count for text in summary.texts) == summary.answers == len(answers)
    assert summary.right == sum(typed.check(body, answer) == 1 for answer in answers)
    counts = [text.count for text in summary.texts]
    assert counts == sorted(counts, reverse=True)


def test_a_room_of_different_texts_is_cut_at_fifty_but_all_are_marked():
    answers = [f"answer {number}" for number in range(99)] + ["photosynthesis"]
    summary = typed.summarise(BODY, answers)
    assert (len(summary.texts), summary.answers, summary.right) == (50, 100, 1)


def test_what_is_wrong_is_said():
    assert typed.validate(BODY) == ()
    assert quiz_laws.codes(typed.validate(Typed(()))) == ["quiz.no_accepted_answer"]
    assert quiz_laws.codes(typed.validate(Typed((" ", "\u200b")))) == ["quiz.no_accepted_answer"]
    assert quiz_laws.codes(typed.validate(Typed(("x" * 101,)))) == ["quiz.accepted_too_long"]
    many = Typed(tuple(f"text {number}" for number in range(51)))
    assert quiz_laws.codes(typed.validate(many)) == ["quiz.too_many_accepted"]
    assert typed.solution(Typed(("", " Rome "))).accepted == ("Rome",)
    assert typed.answer_text(BODY, "leaf") == "leaf"
