"""Gaps in texts."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.quiz.cloze_text import parse_cloze
from shared.quiz.kinds import cloze
from shared.quiz.quiz import Cloze
from shared.quiz.texts import clean
from tests.support import quiz_bodies, quiz_laws

BODY = Cloze("The {{c1::Danube|Donau::a river}} flows through {{c2::Vienna}} and {{c3::Budapest}}.")
BANK = replace(BODY, bank=True, distractors=("Prague", "Rhine"))


def answers(body):
    gaps = parse_cloze(body.text).gaps
    fillings = [st.sampled_from(gap.answers) | quiz_bodies.gap_words | st.just("") for gap in gaps]
    return st.tuples(*fillings).filter(lambda texts: any(map(clean, texts)))


@given(quiz_bodies.clozes(), st.data(), st.integers())
def test_marks_survive_dealing(body, data, seed):
    answer = cloze.read_answer(body, data.draw(answers(body)))
    quiz_laws.is_lawful(cloze, body, answer)
    quiz_laws.solution_is_right(cloze, body)
    quiz_laws.dealing_keeps_marks(cloze, body, answer, seed, lambda _dealt, old: old)


@given(quiz_bodies.clozes(), quiz_bodies.json_values)
def test_any_value_is_read_or_refused(body, raw):
    quiz_laws.reads_or_refuses(cloze, body, raw)


def test_malformed_answers_are_refused():
    quiz_laws.refuses_malformed(cloze, BODY)
    for raw in (["Danube"], ["Danube"] * 4, ["", " ", ""], ["a", "b", 3], ["a", "b", "x" * 101], "Danube"):
        quiz_laws.refuses(cloze, BODY, raw)


@pytest.mark.parametrize(
    ("answer", "fraction"),
    [
        (("donau", "viena", "BUDAPEST"), 1),
        (("Danube", "", ""), 1 / 3),
        (("Vienna", "Danube", "Budapest"), 1 / 3),
        (("", "", "Prague"), 0),
    ],
)
def test_marks_are_the_share_of_gaps(answer, fraction):
    assert cloze.check(BODY, answer) == pytest.approx(fraction)


def test_words_of_a_bank_are_not_mistyped():
    body = Cloze("Tears come from the {{c1::lacrimal}} gland.", bank=True, distractors=("lachrimal",))
    assert cloze.check(body, ("lachrimal",)) == 0
    assert cloze.check(replace(body, bank=False), ("lachrimal",)) == 1
    assert cloze.check(replace(body, bank=False, typos=False), ("lachrimal",)) == 0


def test_a_view_does_not_tell_the_solution():
    other = Cloze(
        "The {{c1::Rhine::a river}} flows through {{c2::Basel}} and {{c9::Mainz|Mayence}}.", typos=False
    )
    quiz_laws.views_are_the_same(cloze, BODY, other)
    assert b"Danube" not in msgspec.json.encode(cloze.public_view(BODY))


def test_a_bank_does_not_tell_which_word_goes_where():
    swapped = Cloze("The {{c1::Prague::a river}} flows through {{c2::Rhine}} and {{c3::Danube}}.", bank=True)
    quiz_laws.views_are_the_same(cloze, BANK, replace(swapped, distractors=("Vienna", "Budapest")))
    assert cloze.public_view(BANK).bank == ("Budapest", "Danube", "Prague", "Rhine", "Vienna")
    twice = Cloze("{{c1::to}} be or not {{c1::to}} be", bank=True)
    assert cloze.public_view(twice).bank == ("to", "to")


@given(quiz_bodies.clozes(), st.data())
def test_counts_are_those_right_at_each_gap(body, data):
    given_answers = [cloze.read_answer(body, raw) for raw in data.draw(st.lists(answers(body), max_size=12))]
    summary = cloze.summarise(body, given_answers)
    gaps = len(parse_cloze(body.text).gaps)
    assert len(summary.counts) == gaps
    assert sum(summary.counts) == pytest.approx(sum(cloze.check(body, one) * gaps for one in given_answers))
    assert summary.right == sum(cloze.check(body, one) == 1 for one in given_answers)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("No gap at all.", "quiz.no_gap"),
        ("An open {{c1::gap", "quiz.gap_malformed"),
        ("{{c1::one {{c2::in}} another}}", "quiz.gap_malformed"),
        ("{{gap}} and {{c1::gap}}", "quiz.gap_malformed"),
        (r"\(x = {{c1::3}}\) and {{c2::4}}", "quiz.gap_malformed"),
        ("{{c1::}}", "quiz.gap_empty"),
        ("{{c1::|::hint}}", "quiz.gap_empty"),
        ("{{c1::" + "x" * 101 + "}}", "quiz.gap_too_long"),
        ("{{c1::x}} " * 21, "quiz.too_many_gaps"),
        ("{{c1::x}}" + " " * 2_000, "quiz.text_too_long"),
    ],
)
def test_what_is_wrong_is_said(text, code):
    assert quiz_laws.codes(cloze.validate(Cloze(text))) == [code]


def test_what_is_wrong_with_a_bank_is_said():
    assert cloze.validate(BANK) == ()
    wrong = {
        ("vienna",): "quiz.distractor_right",
        ("Donau",): "quiz.distractor_right",
        (" ",): "quiz.distractor_empty",
        ("x" * 101,): "quiz.text_too_long",
        tuple(f"word {number}" for number in range(21)): "quiz.too_many_distractors",
    }
    for distractors, code in wrong.items():
        assert quiz_laws.codes(cloze.validate(replace(BANK, distractors=distractors))) == [code]
        assert cloze.validate(replace(BANK, distractors=distractors, bank=False)) == ()


def test_an_empty_gap_is_told_by_a_dash():
    assert cloze.answer_text(BODY, ("Danube", "", "Graz")) == "Danube; –; Graz"
