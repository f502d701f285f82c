"""Loads prompts, which are data: resources/prompts/*.md with {{placeholders}}. Knows no engine."""

import functools
import re
from importlib import resources

_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


def prompt(name: str, **values: str) -> str:
    """Return a prompt with its placeholders filled; what is filled in is never read for placeholders again.

    Raises ValueError when the values are not exactly the ones the file asks for: a mistake of ours.
    """
    text = _text(name)
    asked = set(_PLACEHOLDER.findall(text))
    if asked != set(values):
        raise ValueError(f"prompt {name} asks for {sorted(asked)}, given {sorted(values)}")
    return _PLACEHOLDER.sub(lambda found: values[found.group(1)], text)


def quoted(text: str) -> str:
    """Make text safe inside the tags of a prompt: material can neither close its tag nor open another."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@functools.cache
def _text(name: str) -> str:
    return (resources.files("resources") / "prompts" / f"{name}.md").read_text(encoding="utf-8").strip()
