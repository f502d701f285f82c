from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.differences import MOST_LINES, MOST_WORDS, Piece, compared, folded, only_added

words = st.text(alphabet="ab .,\n", max_size=60)


def after(pieces):
    return "".join(piece.text for piece in pieces if piece.kind in {"same", "added"})


def before(pieces):
    return "".join(piece.text for piece in pieces if piece.kind in {"same", "removed"})


@given(words, words)
def test_both_texts_can_be_read_from_the_pieces(old, new):
    pieces = compared(old, new)
    assert (before(pieces), after(pieces)) == (old, new)
    assert all(piece.text for piece in pieces)
    assert after(only_added(pieces)) == new


@given(words, words, st.integers(1, 20))
def test_folding_loses_no_change(old, new, around):
    pieces = compared(old, new)
    short = folded(pieces, around)
    assert [piece for piece in short if piece.kind in {"added", "removed"}] == [
        piece for piece in pieces if piece.kind in {"added", "removed"}
    ]


def test_a_word_is_the_smallest_change():
    assert compared("the red lamp", "the blue lamp") == [
        Piece("the "),
        Piece("red", "removed"),
        Piece("blue", "added"),
        Piece(" lamp"),
    ]


def test_nothing_changed():
    assert compared("same", "same") == [Piece("same")]
    assert compared("", "") == []
    assert folded(compared("long " * 200, "long " * 200)) == [Piece("long " * 200)]


def test_long_texts_are_compared_by_line_and_huge_ones_whole():
    lines = [f"line {number} of the lesson\n" for number in range(MOST_WORDS // 4)]
    changed = [*lines[:500], "another line\n", *lines[501:]]
    pieces = compared("".join(lines), "".join(changed))
    assert [piece.text for piece in pieces if piece.kind != "same"] == [lines[500], "another line\n"]
    huge = "".join(f"{number}\n" for number in range(MOST_LINES + 1))
    assert [piece.kind for piece in compared(huge, f"x{huge}")] == ["removed", "added"]


def test_the_middle_of_what_both_have_is_left_out():
    text = "word " * 200
    short = folded(compared(f"{text}end", f"{text}END"))
    assert [piece.kind for piece in short] == ["gap", "same", "removed", "added"]
    assert len(after(short)) < 140
    both_sides = folded(compared(f"a {text} b", f"x {text} y"))
    assert "gap" in [piece.kind for piece in both_sides]
