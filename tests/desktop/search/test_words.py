"""Words of segments: order, times, pages, and that none is lost."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.search.words import words_of
from tests.support.search_library import Segment, Word, ms, pages, speech

texts = st.text(alphabet="ab éñ.,中文 \n", max_size=120)


@st.composite
def spoken(draw) -> list[Segment]:
    segments: list[Segment] = []
    for text in draw(st.lists(texts, max_size=6)):
        start = draw(st.integers(0, 100_000))
        end = start + draw(st.integers(0, 20_000))
        words = [
            Word(start + draw(st.integers(-500, 5_000)), start + draw(st.integers(-500, 6_000)), f" {one}")
            for one in text.split()
        ]
        segments.append(Segment(text, max(0, start), end, None, tuple(words) if draw(st.booleans()) else ()))
    return segments


def letters(text: str) -> str:
    return "".join(text.split())


@given(spoken())
def test_no_letter_is_lost_and_time_never_runs_backwards(segments):
    words = words_of(segments)
    assert letters("".join(word.text for word in words)) == letters("".join(one.text for one in segments))
    starts = [ms(word.start_ms) for word in words]
    assert starts == sorted(starts)
    assert all(ms(word.start_ms) <= ms(word.end_ms) for word in words)


def test_words_keep_the_recogniser_s_times():
    words = words_of(speech("light becomes sugar", start_ms=1_000))
    assert [(word.text, word.start_ms, word.end_ms) for word in words] == [
        ("light", 1_000, 1_350),
        ("becomes", 1_400, 1_750),
        ("sugar", 1_800, 2_150),
    ]


def test_a_word_made_of_several_spoken_pieces_spans_them():
    pieces = (Word(0, 300, " twenty"), Word(300, 500, "-one"), Word(500, 900, " cells"))
    words = words_of([Segment("twenty-one cells", 0, 900, None, pieces)])
    assert [(word.text, word.start_ms, word.end_ms) for word in words] == [
        ("twenty-one", 0, 500),
        ("cells", 500, 900),
    ]


def test_subtitles_share_their_time_by_length():
    words = words_of([Segment("a bbbbbbbbb", 1_000, 2_200)])
    assert [(word.start_ms, word.end_ms) for word in words] == [(1_000, 1_200), (1_200, 2_200)]


def test_an_endless_token_is_cut_and_glued():
    words = words_of(pages("x" * 60))
    assert [len(word.text) for word in words] == [24, 24, 12]
    assert [word.space for word in words] == [" ", "", ""]


def test_scripts_without_spaces_are_cut_at_their_punctuation():
    words = words_of(pages("光合作用发生在叶绿体中。它需要光。"))
    assert [word.text for word in words] == ["光合作用发生在叶", "绿体中。", "它需要光。"]
    assert sum(word.weight for word in words) == 9


def test_documents_have_pages_and_headings():
    words = words_of(pages("# The cell\n\nCells are small.\n\nVery small.", "Next page."))
    assert [word.text for word in words if word.heading] == ["The", "cell"]
    assert [word.text for word in words if word.ends_block] == ["cell", "small.", "small.", "page."]
    assert {word.page for word in words} == {1, 2}
    assert all(word.start_ms is None for word in words)


def test_a_short_line_before_a_long_paragraph_is_a_heading():
    body = "Cells are the smallest living things, and " + "very " * 20 + "small."
    segments = [
        Segment(text, page=1) for text in ("The cell", body, "A short line", "Another one", "It ends.", body)
    ]
    words = words_of([*segments, Segment("Last line", page=1), Segment(body, page=2)])
    assert [word.text for word in words if word.heading] == ["The", "cell"]
