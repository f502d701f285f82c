import itertools

import pytest

from desktop.quiz.generating_terms import alike, find_terms, is_noun_like, tokens_of
from tests.support.quiz_material import TEXTS, sample_lecture, spoken


def terms(name):
    item = spoken(name)
    return item, find_terms(item.lines, "es" if name in ("agua", "roma") else "en")


def texts(found, shape):
    return {term.text for term in found.by_key.values() if term.shape == shape}


def test_names_and_nouns_of_the_sample_lecture():
    found = find_terms(sample_lecture().lines, "en")
    assert {"Christiaan Huygens", "Augustin Fresnel", "Ole Romer", "Jupiter"} <= texts(found, "name")
    nouns = texts(found, "noun")
    assert {"focal length", "magic lantern", "lens", "skeleton", "refraction"} <= nouns
    assert not {"bends", "doubles", "comes", "light", "picture", "Danish"} & (nouns | texts(found, "name"))


def test_terms_in_spanish_have_their_gender():
    _, found = terms("agua")
    by_text = {term.text: term.gender for term in found.by_key.values()}
    assert by_text["acuífero"] == "m"
    assert by_text["salinidad"] == "f"
    assert {"Bernard Palissy", "John Snow"} <= texts(found, "name")


@pytest.mark.parametrize("name", TEXTS)
def test_every_use_is_where_it_says(name):
    item, found = terms(name)
    for line, uses in zip(item.lines, found.uses, strict=True):
        for use in uses:
            assert line.text[use.first : use.last].strip() == line.text[use.first : use.last] != ""
            assert use.key in found.by_key
        assert all(one.last <= two.first for one, two in itertools.pairwise(uses))


@pytest.mark.parametrize("name", TEXTS)
def test_what_could_be_taken_for_a_term_fits_its_place(name):
    item, found = terms(name)
    for at, (line, uses) in enumerate(zip(item.lines, found.uses, strict=True)):
        for use in uses:
            answer, term = line.text[use.first : use.last], found.by_key[use.key]
            others = alike(term, found, at, line.text, use.first, plural=found.is_plural(answer))
            assert term not in others
            assert len({other.key for other in others}) == len(others)
            assert all(other.shape == term.shape for other in others)
            if term.shape == "noun":
                assert {found.is_plural(other.text) for other in others} <= {found.is_plural(answer)}
                assert {other.gender for other in others} <= {term.gender}


def test_words_shaped_like_other_kinds_are_no_nouns():
    assert is_noun_like("chloroplast", "en")
    assert not any(is_noun_like(word, "en") for word in ("slowly", "people", "carrying", "famous", "ox"))
    assert is_noun_like("acueducto", "es")
    assert not any(is_noun_like(word, "es") for word in ("lentamente", "llevaron", "gente"))


def test_tokens_know_what_stands_between():
    assert [(one.text, one.joined) for one in tokens_of("Light, as l'eau can-do it")] == [
        ("Light", False),
        ("as", False),
        ("l'eau", True),
        ("can-do", True),
        ("it", True),
    ]


def test_of_a_long_item_only_what_is_near_is_looked_at():
    item = spoken("money")
    long = [line for _ in range(4) for line in item.lines]
    found = find_terms(long, "en")
    assert len(found.near(0)) == min(120, len(found.by_key))
    whole = find_terms(item.lines, "en")
    assert set(whole.near(3)) <= set(whole.by_key.values())
    assert [term.at for term in found.in_order] == sorted(term.at for term in found.in_order)
