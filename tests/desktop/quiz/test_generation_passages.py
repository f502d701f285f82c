import itertools

from hypothesis import given
from hypothesis import strategies as st

from desktop.quiz.generation_passages import line_for, passages_of, place_of, tokens
from tests.support.quiz_material import line, material, sample_lecture, spoken, written
from tests.support.search_library import speech

LONG = material(
    speech(" ".join(f"Sentence number {n} is about the subject called S{n}." for n in range(3000)))
)


def test_a_short_item_is_given_whole():
    item = spoken("leaves")
    passages = passages_of(item, 6_000)
    assert [one.number for one in passages] == list(range(1, len(passages) + 1))
    assert " ".join(one.text for one in passages) == " ".join(one.text for one in item.lines)
    assert max(tokens(one.text) for one in passages) < 200


@given(st.integers(200, 12_000))
def test_a_long_item_keeps_to_its_budget_and_is_spread(budget):
    passages = passages_of(LONG, budget)
    assert sum(tokens(one.text) for one in passages) <= max(budget * 1.3, 600)
    assert passages[0].first == 0
    assert passages[-1].first > 0.8 * len(LONG.lines)
    assert all(one.last <= two.first for one, two in itertools.pairwise(passages))


def test_passages_keep_to_their_page_and_their_heading():
    passages = passages_of(written("# Light\nIt is fast.\n# Glass\nIt is slow.", "Page two."), 1_000)
    assert [one.text for one in passages] == ["Light It is fast.", "Glass It is slow.", "Page two."]


def test_the_line_that_says_it():
    item = sample_lecture()
    passage = next(one for one in passages_of(item, 9_000) if "inverse square law" in one.text)
    assert (
        line_for(item, passage, "What is the inverse square law?").text
        == "This is called the inverse square law."
    )


def test_places_are_said_and_wide_signs_counted():
    assert place_of(line("x")) == "0:00:01"
    assert place_of(written("One.").lines[0]) == "page 1"
    assert tokens("光は速い") == 4
    assert tokens("four") == 1
    assert passages_of(material([]), 100) == []
