import pytest

from desktop.chat.suggesting import Suggestions, read_suggestions


@pytest.mark.parametrize(
    ("reply", "suggestions"),
    [
        (
            '{"title": "Light", "questions": ["How fast?", "Why?"]}',
            Suggestions("Light", ("How fast?", "Why?")),
        ),
        ('Sure!\n```json\n{"title": "“Light.”", "questions": []}\n```', Suggestions("Light")),
        (
            '<think>{"no"}</think>{"questions": ["Why?", "Why?", " A \\n b "]}',
            Suggestions("", ("Why?", "A b")),
        ),
        (
            '{"title": "Light", "questions": ["1?", "2?", "3?", "4?"]}',
            Suggestions("Light", ("1?", "2?", "3?")),
        ),
        ('{"title": ' + '"' + "x" * 200 + '"}', Suggestions()),
        ('{"title": 7}', Suggestions()),
        ("I cannot do that.", Suggestions()),
        ("", Suggestions()),
        ("}{", Suggestions()),
    ],
)
def test_replies_are_read_whatever_stands_around(reply, suggestions):
    assert read_suggestions(reply) == suggestions
