from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.chat.extractive import MOST_QUOTES, citations_of, quotes_for, sentences_near
from shared.ids import ItemId, new_id
from tests.support.hits import hit

LANTERN = (
    "Part 4: the magic lantern. In 1659, the Dutch scientist Christiaan Huygens sketched ten small pictures of a"
    " skeleton. This was the magic lantern, the grandmother of the cinema projector. It needs only four parts. There is"
    " a lamp. There is a curved mirror behind the lamp. There is a painted glass slide. And there is a lens, which"
    " throws a large picture of the slide onto the wall. Why must the slide go in upside down? The lens turns the"
    " picture over, so the slide must go in upside down."
)


def quoted(question, *hits, nearness=None):
    return [quote.text for quote in quotes_for(question, hits, nearness)]


def test_the_sentence_that_answers_is_quoted():
    assert any(
        "so the slide must go in upside down" in one for one in quoted("Why upside down slide?", hit(LANTERN))
    )


def test_announcements_and_headings_are_not_quotes_but_name_what_follows():
    quotes = quoted("Who invented the magic lantern?", hit(LANTERN))
    assert any("Christiaan Huygens" in one for one in quotes)
    assert not any("Part 4" in one for one in quotes)


def test_a_sentence_that_leans_brings_the_one_before():
    text = "Step three times as far away and it gets only a ninth. This is called the inverse square law."
    assert quoted("What is the inverse square law?", hit(text)) == [text]


def test_a_short_sentence_brings_what_follows():
    [first, *_] = quoted("What parts does a magic lantern have?", hit(LANTERN))
    assert "It needs only four parts. There is a lamp." in first


def test_a_lecturers_question_is_no_answer():
    quotes = quoted("Why must the slide go in upside down?", hit(LANTERN))
    assert any(one.startswith("The lens turns") for one in quotes)
    assert not any("Why must" in one for one in quotes)


def test_fragments_are_left_out():
    text = "and so the lens bends light. Lens of glass. A lens bends light because glass slows it down. lens bends"
    assert quoted("How does a lens bend light?", hit(text)) == [
        "A lens bends light because glass slows it down."
    ]


def test_notes_without_sentences_are_quoted_by_their_best_window():
    notes = hit("Lens bends light\nGlass slows light", start_ms=None, page=3)
    assert quoted("How does a lens bend light?", notes) == ["Lens bends light\nGlass slows light"]


def test_the_same_sentence_in_two_overlapping_passages_is_quoted_once():
    item = ItemId(new_id())
    shared = "A lens bends light because glass slows it down."
    one = hit(f"Light is fast in the air. {shared}", item_id=item, passage_id=1)
    two = hit(f"{shared} A prism splits it into colours.", item_id=item, passage_id=2, start_ms=4000)
    assert quoted("How does a lens bend light?", one, two).count(shared) == 1


def test_quotes_stand_in_the_order_of_their_item_the_best_item_first():
    weak = hit("Many windows are made of glass and let light in.", title="Weak", passage_id=1, relevance=0.3)
    strong = hit(
        "A lens bends light because glass slows it. People wore wool. Glass slows light, and so a lens bends it.",
        title="Strong",
        passage_id=2,
    )
    quotes = quotes_for("Why does a glass lens bend light?", [weak, strong])
    assert quotes[0].hit.title == "Strong"
    starts = [quote.position for quote in quotes if quote.hit.title == "Strong"]
    assert starts == sorted(starts)


def test_meaning_finds_what_words_do_not():
    text = "The weather was cold that day in Delft. Glass makes beams turn inward to a single spot."
    nearness = {
        "Glass makes beams turn inward to a single spot.": 0.9,
        "The weather was cold that day in Delft.": 0.0,
    }
    assert quoted("How are rays focused?", hit(text), nearness=nearness)[0].startswith("Glass makes")


def test_citations_are_exactly_what_is_quoted():
    quotes = quotes_for("Why upside down slide?", [hit(LANTERN)])
    citations = citations_of(quotes)
    assert [one.n for one in citations] == list(range(1, len(quotes) + 1))
    assert [one.text for one in citations] == [quote.text for quote in quotes]
    for one, quote in zip(citations, quotes, strict=True):
        assert one.start_ms == quote.hit.sentences[quote.first].start_ms
        assert one.end_ms == quote.hit.sentences[quote.last - 1].end_ms


def test_sentences_to_compare_are_few_and_whole():
    texts = sentences_near([hit(LANTERN)] * 3, most=4)
    assert len(texts) == 4
    assert all(len(one.split()) >= 4 for one in texts)


WORDS = st.sampled_from(["Light", "lens", "glass", "bends", "the", "slows", "it", "a", "wall", "fast"])
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(lambda words: " ".join(words) + ". ")
PASSAGES = st.lists(st.lists(SENTENCES, min_size=1, max_size=8).map("".join), min_size=1, max_size=6)


@settings(max_examples=100, deadline=None)
@given(PASSAGES, st.lists(WORDS, min_size=1, max_size=5).map(" ".join))
def test_whatever_the_passages_quotes_are_few_whole_and_not_repeated(passages, question):
    hits = [hit(text, passage_id=number) for number, text in enumerate(passages)]
    quotes = quotes_for(question, hits)
    assert 1 <= len(quotes) <= max(MOST_QUOTES, len(hits))
    ranges = [(quote.hit.passage_id, at) for quote in quotes for at in range(quote.first, quote.last)]
    assert len(ranges) == len(set(ranges))
    for quote in quotes:
        assert quote.text in quote.hit.text
