"""Values of records as a person reads them: titles of things, texts inside JSON, names instead of ids. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

MOST_CHARACTERS = 2_000
_TITLES = ("title", "name", "label", "text", "key")
"""Fields by which people know a thing, the best first."""
_SILENT = frozenset(
    {
        "id",
        "item_id",
        "kind",
        "mime",
        "order",
        "position",
        "right_order",
        "sha",
        "start_ms",
        "type",
        "version",
    }
)
"""Members of JSON, and fields, that say nothing to a person."""
_RIGHT, _WRONG = "✓", "✗"
NameOf = Callable[[str, bytes], str]
"""Finds the title of the thing that a field of this name refers to by its id; empty when it does not."""


def title_of(fields: Mapping[str, Any]) -> str:
    """Return what a thing is called, in one line; empty when it has no name of its own."""
    for name in _TITLES:
        value = fields.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())[:200]
    return ""


def text_of(field: str, value: Any, name_of: NameOf) -> str:
    """Return a field's value as text."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        return name_of(field, value) or value.hex()
    if isinstance(value, str):
        return (_inside(value) if value[:1] in '{["' else value)[:MOST_CHARACTERS]
    return str(value)


def words_of(fields: Mapping[str, Any], name_of: NameOf) -> str:
    """Return what the fields of an edit say to a person, a line each: no times, places in lists or unknown ids."""
    told = [
        name_of(name, value) if isinstance(value, bytes) else text_of(name, value, name_of)
        for name, value in fields.items()
        if isinstance(value, bytes | str) and name not in _SILENT
    ]
    return "\n".join(text for text in told if text)


def _inside(text: str) -> str:
    """Return the texts inside JSON and its numbers with their names, a line each; other text as it is."""
    try:
        read = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text
    return "\n".join(_leaves(read)) or text


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in _right_marked(value).items():
            if name in _SILENT or isinstance(inner, bool):
                continue
            if isinstance(inner, int | float):
                yield f"{name.replace('_', ' ')}: {inner:g}"
            else:
                yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    elif isinstance(value, str) and value.strip():
        yield value


def _right_marked(body: dict[str, Any]) -> dict[str, Any]:
    """Return a question's body with its right answers marked, instead of numbers that say which they are."""
    if "correct" not in body:
        return body
    correct, choices = body["correct"], body.get("choices")
    rest = {name: inner for name, inner in body.items() if name not in {"correct", "choices"}}
    if isinstance(correct, bool):
        return rest | {"right": _RIGHT if correct else _WRONG}
    right = correct if isinstance(correct, list) else [correct]
    texts = ["\n".join(_leaves(one)) for one in choices] if isinstance(choices, list) else []
    return {"choices": [f"{_RIGHT} {text}" if no in right else text for no, text in enumerate(texts)], **rest}
