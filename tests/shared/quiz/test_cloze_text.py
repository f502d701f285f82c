"""The writing of gaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.quiz.cloze_text import Gap, parse_cloze
from tests.support import quiz_bodies

pieces = st.sampled_from(
    ["{{c1::", "{{", "}}", "}", "{", "::", "|", "\\(", "\\)", "c1", "x", " ", "\0", "{{c1::a}}"]
)


@given(st.lists(pieces, max_size=30).map("".join))
def test_any_text_is_cut_into_one_more_part_than_gaps(text):
    cloze = parse_cloze(text)
    assert len(cloze.parts) == len(cloze.gaps) + 1
    assert all(part in text for part in cloze.parts)
    position = 0
    for part in cloze.parts:
        position = text.index(part, position) + len(part)
    if not cloze.malformed:
        assert not any("{{c1::" in part for part in cloze.parts)


@given(quiz_bodies.clozes())
def test_well_formed_texts_are(body):
    cloze = parse_cloze(body.text)
    assert not cloze.malformed
    assert all(gap.answers for gap in cloze.gaps)


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("{{c1::cat}}", Gap(("cat",))),
        ("{{c12:: cat | dog ::a pet}}", Gap(("cat", "dog"), "a pet")),
        ("{{c1::std::vector::x}}", Gap(("std",), "vector::x")),
        ("{{c1::{1, 2}}}", Gap(("{1, 2}",))),
        (r"{{c1::\(x^{a_{b}}\)|\(|y|\)::h}}", Gap((r"\(x^{a_{b}}\)", r"\(|y|\)"), "h")),
        ("{{c1::a||b}}", Gap(("a", "b"))),
        ("{{c1::two\nlines}}", Gap(("two\nlines",))),
        ("{{c1::<script>}}", Gap(("<script>",))),
    ],
)
def test_a_gap(text, gap):
    cloze = parse_cloze(f"before {text} after")
    assert (cloze.parts, cloze.gaps, cloze.malformed) == (("before ", " after"), (gap,), False)


@pytest.mark.parametrize(
    "text", ["{{c1::x", "{{x}}", "{{c::x}}", "{{c1::a{{c2::b}}", "{{c1::a{{b}}c}}", r"\({{c1::x}}\)"]
)
def test_what_is_no_gap_is_told(text):
    assert parse_cloze(text).malformed


@pytest.mark.parametrize("text", ["x}}", "a | b :: c", r"\(x^{a_{b}}\)", r"\({{a}}\)", "{x}", ""])
def test_other_signs_are_text(text):
    assert parse_cloze(text).parts == (text,)
    assert not parse_cloze(text).malformed


@pytest.mark.parametrize("piece", ["{{c1::", "\\(", "{{c1::|", "}}", "{{c1::a}}"])
def test_long_texts_take_no_longer_per_letter(piece):
    assert parse_cloze(piece * 200_000).parts
