"""What an answer's markdown becomes: blocks and spans that never lose a word and never become markup."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.markdown import MAX_DEPTH, GrowingText, mark, parse

ANY_MARKDOWN = st.text(st.sampled_from("ab 1[]()*_`#->\n.!|\\~é,;"), max_size=200)


def styles(source: str) -> list[tuple[str, str]]:
    """Each span of the first block with a letter for what it is."""
    spans = parse(source)[0].spans
    return [(s.text, "b" * s.bold + "i" * s.italic + "c" * s.code + "n" * bool(s.cite)) for s in spans]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("plain", [("plain", "")]),
        ("a **b** c", [("a ", ""), ("b", "b"), (" c", "")]),
        ("*a* _b_", [("a", "i"), (" ", ""), ("b", "i")]),
        ("**a *b* c**", [("a ", "b"), ("b", "bi"), (" c", "b")]),
        ("2*3*4 a_b_c", [("2*3*4 a_b_c", "")]),
        ("`**not** [1]`", [("**not** [1]", "c")]),
        ("so [1].", [("so ", ""), ("1", "n"), (".", "")]),
        ("so [1, 12]", [("so ", ""), ("1", "n"), ("12", "n")]),
        ("**so [1]**", [("so ", "b"), ("1", "bn")]),
        ("[note] [1](http://a)", [("[note] ", ""), ("1", ""), ("(http://a)", "")]),
        ("![x](file:///etc/passwd)", [("x", ""), ("(file:///etc/passwd)", "")]),
        ("<b onclick=1>x</b> &amp;", [("<b onclick=1>x</b> &amp;", "")]),
        (r"\*a\* 5\%", [("*", ""), ("a", ""), ("*", ""), (" 5", ""), ("%", "")]),
        ("**open", [("**open", "")]),
    ],
)
def test_inline_styles(source, expected):
    assert styles(source) == expected


def test_blocks_in_order():
    source = (
        "# Head\ntext\nmore\n\n- one\n  - two\n- three\n2. four\n> said\n> so\n```py\nx = 1\n\n```\n---\nend"
    )
    found = [(block.kind, block.depth, block.label, block.text) for block in parse(source)]
    assert found == [
        ("heading", 0, "", "Head"),
        ("paragraph", 0, "", "text\nmore"),
        ("item", 0, "", "one"),
        ("item", 1, "", "two"),
        ("item", 0, "", "three"),
        ("item", 0, "2", "four"),
        ("quote", 0, "", "said\nso"),
        ("code", 0, "", "x = 1\n"),
        ("paragraph", 0, "", "end"),
    ]


def test_tables_keep_their_columns():
    source = "| a | b |\n|---|---|\n| 1 | 2 |\nafter"
    assert [(block.kind, block.text) for block in parse(source)] == [
        ("code", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("paragraph", "after"),
    ]


def test_growing_text_hides_what_is_only_begun():
    assert parse("so it is **impor", growing=True)[0].text == "so it is impor"
    assert parse("so it is **impor", growing=True)[0].spans[-1].bold
    assert parse("it is [1", growing=True)[0].text == "it is "
    assert parse("it is **good*", growing=True)[0].text == "it is good"
    assert parse("it is [1")[0].text == "it is [1"


def test_an_open_fence_is_code_to_the_end():
    assert [(block.kind, block.text) for block in parse("a\n```\nx **y**")] == [
        ("paragraph", "a"),
        ("code", "x **y**"),
    ]


def test_marks_cut_spans():
    source = "First one. **Second** one [1]. Third."
    low, high = source.index("**Second"), source.index(" Third")
    spans = mark(parse(source), [(low, high)])[0].spans
    assert [(span.text, span.marked) for span in spans] == [
        ("First one. ", False),
        ("Second", True),
        (" one ", True),
        ("1", False),
        (".", True),
        (" Third.", False),
    ]


def test_marks_follow_text_over_lines():
    source = "- one\n   two three\n- four"
    low = source.index("two")
    blocks = mark(parse(source), [(low, low + 3)])
    assert [span.text for block in blocks for span in block.spans if span.marked] == ["two"]


@given(ANY_MARKDOWN)
def test_spans_are_slices_of_the_source(source):
    for block in parse(source):
        assert block.spans
        assert 0 <= block.depth < MAX_DEPTH
        for span in block.spans:
            assert span.text
            if block.kind != "code":
                assert source[span.start : span.end] == span.text


@given(ANY_MARKDOWN)
def test_no_letter_is_lost(source):
    """Letters of the source come out in order; only signs may go, and a fence's language."""
    shown = "".join(block.text for block in parse(source))
    wanted = [c for c in source if c in "abé"]
    if "```" not in source and "~~~" not in source:
        assert [c for c in shown if c in "abé"] == wanted


@given(ANY_MARKDOWN)
def test_growing_text_keeps_all_blocks_but_the_last(source):
    """What is shown while an answer grows is what stays, up to the block being written."""
    growing, settled = parse(source, growing=True), parse(source)
    assert growing[:-1] == settled[: max(len(growing) - 1, 0)]


@given(ANY_MARKDOWN, ANY_MARKDOWN, st.lists(st.integers(0, 400)))
def test_text_parsed_piece_by_piece_is_the_same(first, second, lengths):
    source = f"{first}\n\n{second}"
    growing = GrowingText()
    for length in sorted(lengths):
        part = source[:length]
        assert growing.parse(part, growing=True) == parse(part, growing=True)
    assert growing.parse(source, growing=False) == parse(source)
    assert growing.parse(second, growing=False) == parse(second)


@given(ANY_MARKDOWN, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=3))
def test_marks_change_no_text(source, ranges):
    blocks = parse(source)
    assert [block.text for block in mark(blocks, ranges)] == [block.text for block in blocks]


@pytest.mark.parametrize(
    "piece", ["**a ", "[1", "`", "*a ", "_a ", "\\", "![", "- " * 3, "[a](", "~~~", "``a"]
)
def test_hostile_text_is_parsed_in_time(piece):
    started = time.thread_time()
    parse(piece * (20_000 // len(piece)), growing=True)
    assert time.thread_time() - started < 1.0
