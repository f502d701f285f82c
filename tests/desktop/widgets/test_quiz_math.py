"""Formulas are found, drawn, and shown as typed when they cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.quiz_math import LONGEST_FORMULA, Piece, draw_formula, pieces, spoken


def test_formulas_are_cut_out_of_words():
    assert pieces(r"If \(x^2\) is 4") == [Piece("If "), Piece("x^2", is_maths=True), Piece(" is 4")]
    assert pieces(r"\(a\)\(b\)") == [Piece("a", is_maths=True), Piece("b", is_maths=True)]
    assert pieces(r"an \( without an end") == [Piece(r"an \( without an end")]
    assert pieces("") == []


@given(st.lists(st.sampled_from(["a", " ", r"\(", r"\)", "(", "\\", "x^2"])).map("".join))
def test_nothing_of_a_text_is_lost(text):
    assert "".join(rf"\({one.text}\)" if one.is_maths else one.text for one in pieces(text)) == text
    assert spoken(text) == "".join(one.text for one in pieces(text))


def test_a_formula_has_size_and_baseline(qapp):
    letter, below = draw_formula("x", 16, "#000000"), draw_formula("y_1", 16, "#000000")
    assert letter.drawing.isValid()
    assert below.descent > letter.descent
    assert draw_formula("x", 32, "#000000").height > letter.height * 1.5


@pytest.mark.parametrize("latex", [r"\frac{", "{" * 200, "", "x" * (LONGEST_FORMULA + 1), "\x00"])
def test_what_is_no_formula_is_not_drawn(qapp, latex):
    assert draw_formula(latex, 16, "#000000") is None


def test_a_formula_reads_no_file(qapp):
    drawn = draw_formula(r"\input{/etc/passwd}", 16, "#000000")
    assert drawn is not None  # as words
