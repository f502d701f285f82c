"""Passages grow into their surroundings within the words allowed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.search.chunking import chunk, estimate_pieces
from desktop.search.growing import grown
from desktop.search.sentences import sentences_of
from desktop.search.store import PassageRow
from desktop.search.words import words_of
from shared.ids import CollectionId, ItemId, new_id
from tests.support.search_library import speech

TEXT = " ".join(f"Sentence number {n} tells about topic{n} and of nothing else." for n in range(120))
CHUNKS = chunk(speech(TEXT), estimate_pieces)
SENTENCES = [one.text for one in sentences_of(words_of(speech(TEXT)), estimate_pieces)]
ITEM, HOME = ItemId(new_id()), CollectionId(new_id())
ROWS = [
    PassageRow(
        n, ITEM, HOME, "Talk", "", "Talk", n, one.section, one.sentence, one.words, one.text, one.spans
    )
    for n, one in enumerate(CHUNKS.passages)
]


@settings(deadline=None)
@given(st.integers(0, len(ROWS) - 1), st.integers(1, 1_500))
def test_it_is_the_text_itself_around_the_passage(number, words):
    context = grown(ROWS[number], ROWS, words)
    assert ROWS[number].text in context.text
    assert context.text in TEXT
    assert context.words == len(context.text.split())
    assert context.words <= max(words, ROWS[number].words)
    if context.text != TEXT:
        assert context.words + 30 > words, "there was room for more"


def test_it_grows_to_both_sides():
    middle = len(ROWS) // 2
    context = grown(ROWS[middle], ROWS, 400)
    assert context.start_ms is not None
    assert context.start_ms < (CHUNKS.passages[middle].start_ms or 0)
    assert not context.text.endswith(CHUNKS.passages[middle].text)


def test_only_the_rows_given_are_used():
    assert grown(ROWS[1], [ROWS[1]], 1_000).text == ROWS[1].text
