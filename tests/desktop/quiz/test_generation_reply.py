import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.quiz.generation_reply import LONGEST, ReplyReader, read_question

ONE = {
    "passage": 2,
    "kind": "single",
    "question": 'What does "it" {say}?',
    "right": "This",
    "wrong": ["That", "Those"],
    "explanation": "Because.",
}
TWO = {"passage": 1, "kind": "number", "question": "How many?", "right": "4", "unit": "cm"}


def read(text):
    return ReplyReader().feed(text)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60), st.booleans())
def test_pieces_of_any_size_give_the_same(sizes, fenced):
    text = json.dumps({"questions": [ONE, TWO]}, indent=1)
    text = f"Sure! Here {{they}} are:\n```json\n{text}\n```\nGood luck." if fenced else text
    reader, found, at = ReplyReader(), [], 0
    while at < len(text):
        size = sizes[at % len(sizes)]
        found += reader.feed(text[at : at + size])
        at += size
    assert [one.question for one in found] == [ONE["question"], TWO["question"]]
    assert found == read(text)


@given(st.text(alphabet='{}[]":,\\abc 12n', max_size=200))
def test_no_text_breaks_it(text):
    for one in read(text):
        assert one.question is not None


def test_a_reply_that_was_cut_gives_what_is_whole():
    text = json.dumps([ONE, TWO])
    assert [one.kind for one in read(text[:-20])] == ["single"]
    assert read('{"passage": 1, "question": "' + "x" * LONGEST + '"}') == []


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"passage": "2"}, "passage", 2),
        ({"passage": "[2]"}, "passage", 2),
        ({"right": True}, "right", "true"),
        ({"right": 4.0}, "right", "4"),
        ({"kind": "Multiple choice"}, "kind", "single"),
        ({"kind": "true/false"}, "kind", "true_false"),
        ({"wrong": "That"}, "wrong", ("That",)),
        ({"also": None}, "also", ()),
        ({"explanation": "a\nb"}, "explanation", "a b"),
    ],
)
def test_near_misses_are_understood(change, field, value):
    found = read_question(json.dumps({**ONE, **change}))
    assert found is not None
    assert getattr(found, field) == value


@pytest.mark.parametrize("answer", ["B", "b", 1, "Those"])
def test_options_with_an_answer(answer):
    text = json.dumps(
        {"source": 3, "type": "mcq", "text": "Which?", "options": ["That", "Those", "It"], "answer": answer}
    )
    found = read_question(text)
    assert found is not None
    assert (found.passage, found.right, found.wrong) == (3, "Those", ("That", "It"))


def test_broken_json_is_mended():
    text = r'{"passage": 1, "kind": "typed", "question": "What is \(x^2\)?", "right": "a' + "\n" + 'square",}'
    found = read_question(text)
    assert found is not None
    assert (found.question, found.right) == (r"What is \(x^2\)?", "a square")


@pytest.mark.parametrize("change", [{"passage": "none"}, {"passage": None}, {"passage": [1, 2]}])
def test_what_names_no_passage_is_none(change):
    assert read_question(json.dumps({**ONE, **change})) is None
    assert read_question("{nonsense}") is None
