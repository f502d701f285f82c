from hypothesis import given
from hypothesis import strategies as st

from desktop.media.finding import Finder, Span, fold

LINES = ["La lección de hoy", "trata de la Luz.", "luz y más luz"]


def test_case_and_accents_do_not_matter():
    finder = Finder(LINES)
    assert finder.find("LECCION") == [(Span(0, 3, 10),)]
    assert [match[0].row for match in finder.find("luz")] == [1, 2, 2]
    assert finder.find("mas") == [(Span(2, 6, 9),)]


def test_a_phrase_may_go_on_in_the_next_line():
    assert Finder(LINES).find("hoy   trata") == [(Span(0, 14, 17), Span(1, 0, 5))]


def test_nothing_wanted_finds_nothing():
    assert Finder(LINES).find("   ") == []
    assert Finder([]).find("luz") == []


def test_special_characters_are_taken_as_they_are():
    assert Finder(["f(x) = 2x?"]).find("(x) =") == [(Span(0, 1, 6),)]


@given(st.text(max_size=40))
def test_folding_keeps_every_character_at_its_place(text: str):
    assert len(fold(text)) == len(text)


@given(st.lists(st.text("abÁ ß", max_size=8), max_size=6), st.text("abá", min_size=1, max_size=3))
def test_what_is_found_is_what_was_wanted(lines: list[str], wanted: str):
    for match in Finder(lines).find(wanted):
        found = " ".join(lines[span.row][span.start : span.end] for span in match)
        assert fold(found) == fold(wanted)
