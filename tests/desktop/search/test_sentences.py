"""Sentence borders in English and Spanish, without punctuation, and the laws of their times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.search.chunking import estimate_pieces
from desktop.search.sentences import LONGEST_PIECES, LONGEST_WORDS, Break, sentences_of
from desktop.search.words import words_of
from tests.support.search_library import Segment, Word, ms, pages, speech


def cut(text: str) -> list[str]:
    return [one.text for one in sentences_of(words_of(pages(text)), estimate_pieces)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is cold. It snows.", ["It is cold.", "It snows."]),
        ("Dr. Soto spoke. He left.", ["Dr. Soto spoke.", "He left."]),
        ("See Fig. 3 and p. 12 for more. Then stop.", ["See Fig. 3 and p. 12 for more.", "Then stop."]),
        ("J. R. Tolkien wrote. So did I. And you?", ["J. R. Tolkien wrote.", "So did I.", "And you?"]),
        ("It is 3.5 m. Then 4.", ["It is 3.5 m.", "Then 4."]),
        ("We said no. Then we left.", ["We said no.", "Then we left."]),
        ("Take No. 5 home. Yes.", ["Take No. 5 home.", "Yes."]),
        ("“Stop!” he said. “Why?” she asked.", ["“Stop!” he said.", "“Why?” she asked."]),
        ("Wait… what? Yes!", ["Wait… what?", "Yes!"]),
        ("1. First point. 2. Second point.", ["1. First point.", "2. Second point."]),
        ("In 1999. The end.", ["In 1999.", "The end."]),
        ("La Dra. Ruiz llegó. ¿Y tú? ¡Bien!", ["La Dra. Ruiz llegó.", "¿Y tú?", "¡Bien!"]),
        ("Vive en EE.UU. desde 1990. Ud. lo sabe.", ["Vive en EE.UU. desde 1990.", "Ud. lo sabe."]),
        ("Usa luz, p. ej. la del sol. Nada más.", ["Usa luz, p. ej. la del sol.", "Nada más."]),
        ("光合作用发生在叶绿体中。它需要光。", ["光合作用发生在叶绿体中。", "它需要光。"]),
        ("", []),
    ],
)
def test_borders(text, expected):
    assert cut(text) == expected


def test_a_long_pause_ends_an_unpunctuated_sentence():
    segments = speech("so this is the cell") + speech("Next we look at plants", start_ms=5_000)
    sentences = sentences_of(words_of(segments), estimate_pieces)
    assert [one.text for one in sentences] == ["so this is the cell", "Next we look at plants"]
    assert sentences[1].before is Break.PAUSE


def test_a_short_pause_in_a_sentence_does_not():
    segments = speech("so this is the") + speech("cell we saw", start_ms=4_000)
    assert len(sentences_of(words_of(segments), estimate_pieces)) == 1


def test_endless_speech_is_cut_at_its_pauses():
    segments = speech("word " * 50) + speech("more " * 50, start_ms=21_500)
    sentences = sentences_of(words_of(segments), estimate_pieces)
    assert [one.words for one in sentences] == [50, 50]


def test_pages_and_headings_are_breaks():
    sentences = sentences_of(
        words_of(pages("Intro text.\n\n# Cells\nSmall things.", "Page two.")), estimate_pieces
    )
    assert [(one.text, one.before) for one in sentences] == [
        ("Intro text.", Break.NONE),
        ("Cells", Break.HEADING),
        ("Small things.", Break.BLOCK),
        ("Page two.", Break.PAGE),
    ]


def test_a_word_without_length_still_gives_a_moment():
    (one,) = sentences_of(
        words_of([Segment("End.", 5_000, 5_000, None, (Word(5_000, 5_000, " End."),))]), estimate_pieces
    )
    assert (one.start_ms, one.end_ms) == (4_999, 5_000)


@st.composite
def speeches(draw) -> list[Segment]:
    at, segments = 0, []
    for _ in range(draw(st.integers(0, 8))):
        at += draw(st.integers(0, 4_000))
        count = draw(st.integers(1, 90))
        ends = draw(st.sampled_from([".", "", "?", ","]))
        text = " ".join(
            draw(st.sampled_from(["cell", "Light", "3.5", "Dr.", "so", "x" * 40])) for _ in range(count)
        )
        step = draw(st.integers(0, 600))
        segments += speech(text + ends, start_ms=at, word_ms=max(50, step))
        at = ms(segments[-1].end_ms)
    return segments


@given(speeches())
def test_sentences_hold_every_word_once_and_fit(segments):
    words = words_of(segments)
    sentences = sentences_of(words, estimate_pieces)
    joined = "".join(one.space + one.text for one in sentences)
    assert joined == "".join(word.space + word.text for word in words)
    end = max((ms(word.end_ms) for word in words), default=0)
    for one in sentences:
        assert 0 <= ms(one.start_ms) < ms(one.end_ms) <= max(1, end)
        assert one.words <= LONGEST_WORDS
        assert one.pieces <= LONGEST_PIECES or one.words == 1
        assert len(one.starts) == 2 * len(one.text.split())
