"""Values of records as a person reads them: titles of things, texts inside JSON, names instead of ids. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

MOST_CHARACTERS = 2_000
_TITLES = ("title", "name", "label", "text", "key")
"""Fields by which people know a thing, the best first."""
_SILENT = frozenset({"id", "kind", "type", "mime", "sha", "version"})
"""Members of JSON that say nothing to a person."""
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


def _inside(text: str) -> str:
    """Return the texts and numbers inside JSON, a line each; other text as it is."""
    try:
        read = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text
    return "\n".join(_leaves(read)) or text


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in _SILENT:
                yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    elif isinstance(value, str):
        if value.strip():
            yield value
    elif value is not None and not isinstance(value, bool):
        yield str(value)
