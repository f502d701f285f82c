from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.text_selection import TextPlace, TextSelection

LINES = ["one two", "three", "four five"]


def test_a_selection_reads_the_same_in_both_directions():
    there, back = TextPlace(0, 4), TextPlace(2, 4)
    assert (
        TextSelection(there, back).text(LINES) == TextSelection(back, there).text(LINES) == "two\nthree\nfour"
    )


def test_ranges_stay_inside_their_lines():
    selection = TextSelection(TextPlace(0, 4), TextPlace(2, 99))
    assert [selection.range_in(row, len(line)) for row, line in enumerate(LINES)] == [(4, 7), (0, 5), (0, 9)]
    assert selection.range_in(3, 5) == (0, 0)


def test_a_click_selects_nothing():
    assert not TextSelection(TextPlace(1, 2), TextPlace(1, 2))
    assert TextSelection(TextPlace(1, 2), TextPlace(1, 2)).text(LINES) == ""


PLACES = st.builds(TextPlace, st.integers(0, 2), st.integers(0, 9))


@given(PLACES, PLACES)
def test_the_text_is_what_the_ranges_say(anchor: TextPlace, head: TextPlace):
    selection = TextSelection(anchor, head)
    ranges = [selection.range_in(row, len(line)) for row, line in enumerate(LINES)]
    joined = "\n".join(line[start:end] for line, (start, end) in zip(LINES, ranges, strict=True))
    assert selection.text(LINES).strip("\n") == joined.strip("\n")
