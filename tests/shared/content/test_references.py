"""Which rows name content."""

from shared.content.references import CONTENT_FIELDS, may_refer, references

SHA = b"\x01" * 32


def test_declared_fields_count_and_others_do_not():
    assert references("item", {"media_sha": SHA, "title": SHA.hex()}) == {SHA}
    assert references("question", {"media_json": f'{{"sha":"{SHA.hex()}"}}', "text": "ab" * 32}) == {SHA}
    assert references("item", {}) == frozenset()
    assert references("chat", {"title": SHA.hex()}) == frozenset()


def test_a_kind_of_a_newer_version_may_name_content_anywhere():
    assert references("atlas", {"a": SHA, "b": 4, "c": None, "d": "x" + "02" * 32}) == {SHA, b"\x02" * 32}
    assert may_refer("atlas")
    assert may_refer("item")
    assert not may_refer("chat")


def test_every_kind_that_holds_files_says_so():
    named = {kind: set(fields) for kind, fields in CONTENT_FIELDS.items() if fields}
    assert named == {
        "item": {"media_sha"},
        "transcript": {"file_sha"},
        "question": {"body_json", "media_json"},
        "game": {"quiz_json"},
        "attempt": {"questions_json"},
    }
