"""What is shown of the candidates."""

import msgspec

from desktop.search.chunking import chunk, estimate_pieces
from desktop.search.evidence import weigh
from desktop.search.judging import Asked, chosen
from desktop.search.query import parse
from desktop.search.ranking import LIST_LENGTH, Ranked
from desktop.search.store import PassageRow
from shared.ids import CollectionId, ItemId, new_id
from tests.support.search_library import BIOLOGY, COOKING, HISTORY, pages, speech

ITEM, HOME = ItemId(new_id()), CollectionId(new_id())


def row(number: int, text: str, *, item_id: ItemId = ITEM, sentence: int | None = None) -> PassageRow:
    (one,) = chunk(speech(text), estimate_pieces).passages
    sentence = number * 100 if sentence is None else sentence
    return PassageRow(
        number, item_id, HOME, "T", "", "Home › T", number, 0, sentence, one.words, one.text, one.spans
    )


def asked(text: str, cosines: dict[int, float] | None = None, embedder: str = "minilm") -> Asked:
    parsed = parse(text)
    return Asked(parsed, embedder, cosines or {}, weigh(parsed.words, dict.fromkeys(parsed.words, 2), 50), 50)


def candidates(*rows: PassageRow) -> list[tuple[Ranked, PassageRow]]:
    return [(Ranked(one.id, 1 - place / 10, 1 - place / 10), one) for place, one in enumerate(rows)]


def ids(hits) -> list[int]:
    return [hit.passage_id for hit in hits]


def test_irrelevant_ones_fall_out_unless_guessing():
    both = candidates(row(1, BIOLOGY), row(2, HISTORY))
    query = asked("chloroplast", {1: 0.5, 2: 0.0})
    assert ids(chosen(both, query, 5, guess=False)) == [1]
    assert ids(chosen(both, query, 5, guess=True)) == [1, 2]


def test_near_duplicates_fall_out():
    again = row(2, BIOLOGY + " And so on.", item_id=ItemId(new_id()))
    assert ids(chosen(candidates(row(1, BIOLOGY), again, row(3, COOKING)), asked("x"), 5, guess=True)) == [
        1,
        3,
    ]


def test_the_same_sentences_are_quoted_once():
    first = row(1, HISTORY + " Plants make sugar in their leaves all day long.", sentence=10)
    shared = len(first.spans) - 1
    second = row(2, "Plants make sugar in their leaves all day long. " + COOKING, sentence=10 + shared)
    assert ids(chosen(candidates(first, second), asked("leaves"), 5, guess=True)) == [1]


def test_no_more_than_asked_for():
    three = candidates(row(1, BIOLOGY), row(2, HISTORY), row(3, COOKING))
    assert ids(chosen(three, asked("x"), 2, guess=True)) == [1, 2]
    assert chosen([], asked("x"), 2, guess=True) == []


def test_a_passage_without_a_vector_is_judged_by_its_words():
    query = asked("chloroplast", {9: 0.1})
    assert query.relevance(1, 1.0) > query.threshold
    full = asked("chloroplast", dict.fromkeys(range(LIST_LENGTH), 0.3))
    assert full.relevance(1_000, 0.5) == full.relevance(1, 0.5)


def test_exact_queries_need_no_chance():
    assert asked('"movable type"').relevance(1, 0.0) == 1.0


def test_a_hit_of_a_document_has_no_moment():
    (one,) = chunk(pages(HISTORY), estimate_pieces).passages
    document = msgspec.structs.replace(row(1, HISTORY), text=one.text, spans=one.spans)
    (hit,) = chosen(candidates(document), asked("gutenberg"), 5, guess=False)
    assert (hit.page, hit.start_ms, hit.match_ms) == (1, None, None)
    assert hit.quote.startswith("Gutenberg")
