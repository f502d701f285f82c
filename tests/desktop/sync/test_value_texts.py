"""Values as people read them."""

import pytest

from desktop.sync.value_texts import MOST_CHARACTERS, text_of, title_of


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
            "red\nblue\n1",
        ),
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
