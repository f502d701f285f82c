from hypothesis import given
from hypothesis import strategies as st

from desktop.media.segments import Segment, Word
from desktop.media.timeline import HOLD_MS, Place, Timeline


def spoken(start_ms: int, *words: str, each_ms: int = 500) -> Segment:
    timed = tuple(
        Word(start_ms + i * each_ms, start_ms + i * each_ms + 400, word if i == 0 else f" {word}", 0.9)
        for i, word in enumerate(words)
    )
    return Segment(" ".join(words), start_ms, start_ms + len(words) * each_ms, words=timed)


LINES = [spoken(1000, "Light", "is", "straight."), spoken(4000, "A", "lens", "bends", "it.")]


def test_nothing_is_spoken_before_the_first_line():
    assert Timeline(LINES).at(999) is None
    assert Timeline([]).at(5) is None


def test_the_spoken_word_is_found_in_the_text():
    timeline = Timeline(LINES)
    assert timeline.at(1000) == Place(0, 0, 5)
    assert timeline.at(1500) == Place(0, 6, 8)
    assert timeline.at(4600) == Place(1, 2, 6)


def test_between_lines_the_earlier_line_stays_and_its_last_word_fades():
    timeline = Timeline(LINES)
    last_word_ends_ms = 2400
    assert timeline.at(last_word_ends_ms + HOLD_MS - 1) == Place(0, 9, 18)
    assert timeline.at(last_word_ends_ms + HOLD_MS) == Place(0, 0, 0)
    assert timeline.at(3999) == Place(0, 0, 0)


def test_a_click_gives_the_start_of_its_word():
    timeline = Timeline(LINES)
    assert timeline.time_of(1, 0) == 4000
    assert timeline.time_of(1, 3) == 4500
    assert timeline.time_of(1, 999) == 5500


def test_lines_without_words_have_estimated_word_times():
    subtitle = Segment("one two three four", 10_000, 14_000)
    timeline = Timeline([subtitle])
    assert timeline.at(12_000) == Place(0, 0, 0)
    assert 11_500 <= (timeline.time_of(0, 8) or 0) <= 12_500


def test_pages_of_documents_have_no_times():
    timeline = Timeline([Segment("Chapter one", page=1)])
    assert not timeline
    assert timeline.at(0) is None
    assert timeline.time_of(0, 3) is None


def test_next_and_previous_line():
    timeline = Timeline(LINES)
    assert timeline.neighbour(1200, +1) == 4000
    assert timeline.neighbour(4200, +1) is None
    assert timeline.neighbour(4200, -1) == 1000
    assert timeline.neighbour(5500, -1) == 4000
    assert timeline.neighbour(0, -1) is None
    assert timeline.neighbour(0, +1) == 1000


@given(st.lists(st.text("ab é", min_size=1, max_size=6).filter(str.strip), min_size=1, max_size=8))
def test_every_word_is_marked_exactly_where_it_stands(words: list[str]):
    line = spoken(0, *[word.strip() for word in words])
    timeline = Timeline([line])
    for word in line.words:
        place = timeline.at(word.start_ms)
        assert place is not None
        assert line.text[place.start : place.end] == word.text.strip()
        if place.start:
            assert timeline.time_of(0, place.start) == word.start_ms
