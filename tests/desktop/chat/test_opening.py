import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.chat.opening import Opening


def read(pieces):
    opening = Opening()
    text = "".join(opening.feed(piece) for piece in pieces) + opening.finish()
    return text, opening.says_nothing


@pytest.mark.parametrize(
    ("reply", "text", "says_nothing"),
    [
        ("A lever lifts.", "A lever lifts.", False),
        ("  \nA lever lifts.\n", "A lever lifts.\n", False),
        ("NOT_IN_MATERIAL", "", True),
        ("**NOT_IN_MATERIAL**.\n", "", True),
        ("`NOT_IN_MATERIAL`", "", True),
        ("NOT_IN_MATERIALS are many.", "NOT_IN_MATERIALS are many.", False),
        ("NOT_IN_MATERIAL. But a lever lifts.", "NOT_IN_MATERIAL. But a lever lifts.", False),
        ("<think>Hmm, [1]?</think>\n\nA lever lifts.", "A lever lifts.", False),
        ("<think></think>NOT_IN_MATERIAL", "", True),
        ("<think>cut in the middle of a tho", "", False),
        ("<thin ice is dangerous.", "<thin ice is dangerous.", False),
        ("NOT", "NOT", False),
        ("**Bold** at once.", "**Bold** at once.", False),
        ("", "", False),
    ],
)
def test_beginnings_of_replies(reply, text, says_nothing):
    assert read([reply]) == (text, says_nothing)


PARTS = st.sampled_from(
    ["<think>", "</think>", "NOT_IN_MATERIAL", "NOT", "*", "`", " ", "\n", ".", "a lever"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=8).map("".join))
def test_any_chunking_gives_the_same_beginning(reply):
    assert read(list(reply)) == read([reply])
