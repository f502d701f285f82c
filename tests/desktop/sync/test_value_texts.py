"""Values as people read them."""

import pytest

from desktop.sync.value_texts import MOST_CHARACTERS, text_of, title_of, words_of


def nobody(_field, _id):
    return ""


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"title": " Optics \n and light "}, "Optics and light"),
        ({"title": "", "name": "Ada"}, "Ada"),
        ({"text": "What is light?", "body_json": "{}"}, "What is light?"),
        ({"key": "theme", "value": "1"}, "theme"),
        ({"at_ms": 5}, ""),
        ({"title": 5}, ""),
    ],
)
def test_titles(fields, title):
    assert title_of(fields) == title


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("Plain", "Plain"),
        (5, "5"),
        (0.5, "0.5"),
        (b"\x01\xff", "01ff"),
        (
            '{"type":"single","choices":[{"text":"red"},{"text":"blue"}],"correct":1,"sha":"00"}',
            "red\n✓ blue",
        ),
        ('{"type":"multiple","choices":[{"text":"a"},{"text":"b"}],"correct":[0,1]}', "✓ a\n✓ b"),
        ('{"type":"true_false","correct":true}', "✓"),
        ('{"type":"true_false","correct":false}', "✗"),
        ('{"type":"number","answer":5,"tolerance":0.5,"unit":"cm"}', "answer: 5\ntolerance: 0.5\ncm"),
        ('{"items":[{"text":"one"},{"text":"two"}],"order":[1,0]}', "one\ntwo"),
        ('{"correct":0}', '{"correct":0}'),
        ("{not json", "{not json"),
        ("[]", "[]"),
        ('"dark"', "dark"),
        ("x" * 5_000, "x" * MOST_CHARACTERS),
    ],
)
def test_texts(value, text):
    assert text_of("field", value, nobody) == text


def test_ids_are_shown_as_names():
    assert text_of("collection_id", b"1" * 16, lambda field, id_: f"{field} {len(id_)}") == "collection_id 16"


def test_an_edit_says_its_words_and_no_bare_numbers():
    fields = {
        "created_ms": 1,
        "position": "a0",
        "quiz_id": b"q",
        "media_sha": b"\xff",
        "text": "Why?",
        "body_json": '{"type":"single","choices":[{"text":"red"},{"text":"blue"}],"correct":0}',
    }
    said = words_of(fields, lambda field, _id: "Optics" if field == "quiz_id" else "")
    assert said == "Optics\nWhy?\n✓ red\nblue"
