"""Laws of every question that can be made, over real texts."""

import pytest

from desktop.quiz.drafting import OFFLINE_KINDS
from desktop.quiz.generating_candidates import FEWEST_WRONG, WRONG_ONES, candidates
from desktop.quiz.generating_sentences import stands_alone
from desktop.search.service import terms_of
from shared.quiz.cloze_text import parse_cloze
from shared.quiz.quiz import Cloze, Number, Single
from shared.quiz.texts import normalise
from tests.support.quiz_material import TEXTS, sample_lecture, spoken, written

ITEMS = [*TEXTS, "sample"]


def made(name, kinds=OFFLINE_KINDS):
    item = sample_lecture() if name == "sample" else spoken(name)
    return item, candidates(item, "es" if name in ("agua", "roma") else "en", kinds)


@pytest.mark.parametrize("name", ITEMS)
def test_a_filled_gap_gives_the_sentence_back(name):
    item, found = made(name)
    for one in found:
        if isinstance(one.body, Cloze):
            cloze = parse_cloze(one.body.text)
            (gap,) = cloze.gaps
            assert not cloze.malformed
            assert gap.answers[0].join(cloze.parts) == item.lines[one.at].text
            around = {term.stem for part in cloze.parts for term in terms_of(part)}
            assert not around & {term.stem for term in terms_of(gap.answers[0])}


@pytest.mark.parametrize("name", ITEMS)
def test_wrong_answers_are_wrong_and_differ(name):
    item, found = made(name)
    for one in found:
        if isinstance(one.body, Cloze):
            right = [parse_cloze(one.body.text).gaps[0].answers[0]]
            wrong = list(one.body.distractors)
        elif isinstance(one.body, Single):
            texts = [choice.text for choice in one.body.choices]
            right, wrong = [texts.pop(one.body.correct)], texts
        else:
            continue
        assert FEWEST_WRONG <= len(wrong) <= WRONG_ONES
        keys = [normalise(text) for text in right + wrong]
        assert len(set(keys)) == len(keys)
        said = normalise(item.lines[one.at].text)
        assert normalise(right[0]) in said
        assert not any(normalise(text) in said.split() for text in wrong)


@pytest.mark.parametrize("name", ITEMS)
def test_numbers_are_in_their_sentence_and_not_in_the_question(name):
    item, found = made(name)
    for one in found:
        if isinstance(one.body, Number):
            assert one.key[0] in item.lines[one.at].text
            assert one.key[0] not in one.text
            assert one.explanation == item.lines[one.at].text


@pytest.mark.parametrize("name", ITEMS)
def test_only_sentences_that_stand_alone_are_asked_about(name):
    item, found = made(name)
    assert found
    assert all(stands_alone(item.lines[one.at]) for one in found)
    assert {one.kind for one in made(name, ("number",))[1]} <= {"number"}


def test_a_lone_definition_is_asked_for_by_its_name():
    text = (
        "A chloroplast is a small green body that catches light. The weight of a body rests on the skeleton. "
        "A picture comes out of the projector. A seed is carried far by the parachute."
    )
    (one,) = candidates(written(text), "en", ("single",))
    assert one.text == "What is this called? “a small green body that catches light”"
    assert isinstance(one.body, Single)
    assert one.body.choices[one.body.correct].text == "chloroplast"


def test_people_are_not_asked_what_they_are():
    text = (
        "Ada Lovelace was a mathematician who wrote the first program. Alan Turing broke a cipher in Bletchley. "
        "Grace Hopper built a compiler for the navy. Edsger Dijkstra taught at Austin for many years."
    )
    (one,) = candidates(written(text), "en", ("single",))
    assert one.text == "Who or what is this? “a mathematician who wrote the first program”"
