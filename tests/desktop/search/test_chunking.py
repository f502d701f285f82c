"""The laws of sections and passages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.search.chunking import (
    PASSAGE_MAX_PIECES,
    PASSAGE_MAX_WORDS,
    PASSAGE_MIN_WORDS,
    SECTION_MAX_WORDS,
    chunk,
    estimate_pieces,
)
from desktop.search.embedders import load
from desktop.search.sentences import sentences_of
from desktop.search.words import words_of
from tests.support.search_library import Segment, embedder_files, ms, pages, speech

SENTENCE = "The cell divides into two parts and each of them has {}. "


def lecture(sentences: int, *, pause_every: int = 0) -> list[Segment]:
    segments: list[Segment] = []
    at = 0
    for number in range(sentences):
        if pause_every and number and number % pause_every == 0:
            at += 3_000
        segments += speech(SENTENCE.format(f"part {number}"), start_ms=at)
        at = ms(segments[-1].end_ms) + 50
    return segments


@st.composite
def items(draw) -> list[Segment]:
    words = st.sampled_from(
        ["cell", "Light", "photosynthesis", "3.5", "Dr.", "so,", "end.", "why?", "fin.", "y" * 30]
    )
    if draw(st.booleans()):
        texts = draw(st.lists(st.lists(words, min_size=1, max_size=400).map(" ".join), max_size=6))
        return pages(*texts)
    segments: list[Segment] = []
    at = 0
    for run in draw(st.lists(st.lists(words, min_size=1, max_size=300).map(" ".join), max_size=8)):
        at += draw(st.sampled_from([0, 500, 3_000]))
        segments += speech(run, start_ms=at)
        at = ms(segments[-1].end_ms)
    return segments


@settings(max_examples=60, deadline=None)
@given(items())
def test_laws(segments):
    chunks = chunk(segments, estimate_pieces)
    sentences = sentences_of(words_of(segments), estimate_pieces)
    covered: set[int] = set()
    for one in chunks.passages:
        assert one.text
        assert one.words <= PASSAGE_MAX_WORDS
        assert one.pieces <= PASSAGE_MAX_PIECES
        numbers = range(one.sentence, one.sentence + len(one.spans))
        covered.update(numbers)
        section = chunks.sections[one.section]
        assert section.sentence <= numbers[0] <= numbers[-1] < section.sentence_end
        assert [one.text[span.first : span.last] for span in one.spans] == [
            sentences[n].text for n in numbers
        ]
        assert len({span.page for span in one.spans}) == 1
        if one.start_ms is not None:
            assert one.start_ms < ms(one.end_ms)
            assert all(
                one.start_ms <= ms(span.start_ms) < ms(span.end_ms) <= ms(one.end_ms) for span in one.spans
            )
    assert covered == set(range(len(sentences)))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 400), st.integers(0, 40))
def test_sections_have_their_size(sentences, pause_every):
    chunks = chunk(lecture(sentences, pause_every=pause_every), estimate_pieces)
    total = sentences * 13
    for one in chunks.sections:
        assert one.words <= SECTION_MAX_WORDS
        assert one.words >= 500 or total <= SECTION_MAX_WORDS
    for before, after in zip(chunks.sections, chunks.sections[1:], strict=False):
        shared = sum(
            s.words
            for s in sentences_of(words_of(lecture(sentences)), estimate_pieces)[
                after.sentence : before.sentence_end
            ]
        )
        assert 80 <= shared <= 100


def test_passages_are_160_to_180_words_and_overlap_by_whole_sentences():
    chunks = chunk(lecture(60), estimate_pieces)
    sizes = [one.words for one in chunks.passages]
    assert all(156 <= size <= 180 for size in sizes[:-1])
    for before, after in zip(chunks.passages, chunks.passages[1:], strict=False):
        shared = before.sentence + len(before.spans) - after.sentence
        assert 26 <= shared * 13 <= 40 or after is chunks.passages[-1]


def test_a_pause_ends_a_passage_early_without_overlap():
    chunks = chunk(lecture(20, pause_every=8), estimate_pieces)
    assert [one.sentence for one in chunks.passages] == [0, 8, 16]
    assert all(one.words >= PASSAGE_MIN_WORDS for one in chunks.passages[:-1])


def test_a_page_always_ends_a_passage():
    chunks = chunk(pages("One slide.", "Another slide.", "Third."), estimate_pieces)
    assert [(one.page, one.text) for one in chunks.passages] == [
        (1, "One slide."),
        (2, "Another slide."),
        (3, "Third."),
    ]


def test_a_heading_names_its_section():
    chunks = chunk(pages("# Cells\n\n" + SENTENCE * 3), estimate_pieces)
    assert chunks.sections[0].heading == "Cells"


def test_nothing_gives_nothing():
    assert chunk([], estimate_pieces) == chunk(pages("   \n "), estimate_pieces)
    assert chunk([], estimate_pieces).passages == ()


def test_moment_of_a_word():
    (passage,) = chunk(speech("Light becomes sugar. Then sugar becomes starch."), estimate_pieces).passages
    second = passage.spans[1]
    assert second.moment_ms(passage.text, passage.text.index("starch")) == 2_400
    assert second.moment_ms(passage.text, passage.text.index("Then") + 2) == 1_200
    assert chunk(pages("Light."), estimate_pieces).passages[0].spans[0].moment_ms("Light.", 0) is None


@pytest.mark.parametrize(
    "text", ["El proceso de fotosíntesis, según Calvin, ocurre. ", "αβγ δεζ. ", "e=mc^2 x_1^2+y_2. "]
)
def test_nothing_outgrows_the_real_model_s_window(text):
    embedder = load(embedder_files("minilm"))
    chunks = chunk(pages(text * 120), embedder.count_wordpieces)
    assert all(embedder.count_wordpieces(one.text) <= PASSAGE_MAX_PIECES for one in chunks.passages)


def test_the_estimate_is_near_the_real_count():
    embedder = load(embedder_files("minilm"))
    real = embedder.count_wordpieces(SENTENCE * 5)
    assert real <= estimate_pieces(SENTENCE * 5) <= 1.3 * real
