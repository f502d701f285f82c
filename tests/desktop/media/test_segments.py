from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.media.segments import (
    LONGEST_CHARACTERS,
    LONGEST_MS,
    PAUSE_MS,
    SHORTEST_WORD_MS,
    Word,
    ends_sentence,
    into_segments,
    joined,
    realigned,
    spread_over,
    tidy_words,
)

TOKENS = st.sampled_from(
    ["light", "travels", "fast.", "Why?", "and", "so,", "Dr.", "it", "bends!", "día", "e.g.", "光。", "…"]
)


def spoken(text, start_ms=0, each_ms=300, gap_ms=50):
    """Words of a text at an even pace."""
    words = []
    for number, token in enumerate(text.split()):
        begin = start_ms + number * (each_ms + gap_ms)
        words.append(Word(begin, begin + each_ms, f" {token}", 0.9))
    return words


def test_sentences_become_segments():
    segments = into_segments(spoken("Light bends. Why does it? Dr. Young knew."))
    assert [segment.text for segment in segments] == ["Light bends.", "Why does it?", "Dr. Young knew."]
    assert segments[0].start_ms == 0
    assert segments[0].end_ms == segments[0].words[-1].end_ms


def test_a_long_pause_ends_a_segment_inside_a_sentence():
    words = [*spoken("so the light"), *spoken("is bent", start_ms=1_050 + PAUSE_MS)]
    assert [segment.text for segment in into_segments(words)] == ["so the light", "is bent"]


def test_a_long_sentence_is_divided_at_a_clause():
    text = ("one two three four five " * 6).strip() + ", " + ("six seven eight nine ten " * 6).strip()
    segments = into_segments(spoken(text))
    assert len(segments) > 1
    assert segments[0].text.endswith(",")


def test_abbreviations_end_no_sentence():
    assert ends_sentence(" end.")
    assert ends_sentence("“Done!”")
    assert ends_sentence("终。")
    assert not ends_sentence("Dr.")
    assert not ends_sentence("e.g.")
    assert not ends_sentence("word")


def test_a_correction_keeps_the_times_of_equal_words():
    words = spoken("the optical illusion of the lens")
    fixed = realigned(words, "the optical resolution of the lens")
    assert [word.text.strip() for word in fixed] == ["the", "optical", "resolution", "of", "the", "lens"]
    assert [word.start_ms for word in fixed] == [word.start_ms for word in words]


def test_inserted_words_share_the_time_around_them():
    fixed = realigned(spoken("light bends"), "light always bends")
    assert [word.start_ms for word in fixed] == sorted(word.start_ms for word in fixed)
    assert fixed[0].end_ms <= fixed[1].start_ms < fixed[2].end_ms
    assert realigned([], "text") == ()
    assert realigned(spoken("light"), "  ") == ()


def test_words_without_times_are_spread_by_length():
    words = spread_over("a lantern", 1_000, 2_000)
    assert [(word.start_ms, word.end_ms) for word in words] == [(1_000, 1_111), (1_111, 2_000)]
    assert spread_over("   ", 0, 100) == ()


@given(
    st.lists(
        st.builds(
            Word,
            st.integers(-1_000, 70_000),
            st.integers(-1_000, 70_000),
            TOKENS.map(" {}".format),
            st.floats(0, 1),
        ),
        max_size=60,
    )
)
def test_tidied_words_are_in_order_and_never_empty_or_overlapping(words):
    tidied = tidy_words(words, 0, 60_000)
    assert [word.text for word in tidied] == [word.text for word in words if word.text.strip()]
    assert all(word.end_ms - word.start_ms >= SHORTEST_WORD_MS for word in tidied)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(tidied))
    if tidied:
        assert tidied[0].start_ms >= 0
        assert tidied[-1].end_ms <= 60_000


@given(st.lists(st.tuples(TOKENS, st.integers(0, 3_000), st.integers(50, 900)), min_size=1, max_size=120))
def test_segments_keep_every_word_once_and_in_order(parts):
    words, at = [], 0
    for token, gap_ms, length_ms in parts:
        at += gap_ms
        words.append(Word(at, at + length_ms, f" {token}", 0.5))
        at += length_ms
    segments = into_segments(words)
    assert [word for segment in segments for word in segment.words] == words
    for segment in segments:
        assert segment.text == joined(segment.words)
        assert (segment.start_ms, segment.end_ms) == (segment.words[0].start_ms, segment.words[-1].end_ms)
        longest = (
            len(segment.text) > LONGEST_CHARACTERS
            or segment.words[-1].end_ms - segment.words[0].start_ms > LONGEST_MS
        )
        assert not longest or len(segment.words) == 1


@given(
    st.lists(TOKENS, min_size=1, max_size=25),
    st.lists(TOKENS, min_size=1, max_size=25),
    st.integers(0, 1_000_000),
)
def test_a_corrected_text_keeps_its_words_and_lies_in_its_time(before, after, start_ms):
    words = spoken(" ".join(before), start_ms=start_ms)
    fixed = realigned(words, " ".join(after))
    assert joined(fixed) == " ".join(after)
    assert fixed[0].start_ms >= words[0].start_ms
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(fixed))
    room = words[-1].end_ms - words[0].start_ms >= SHORTEST_WORD_MS * len(fixed)
    assert not room or fixed[-1].end_ms <= words[-1].end_ms
