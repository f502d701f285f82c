"""Lists of words that telling one sentence from another needs: resources/words/*.txt. Knows no grammar."""

import functools
from importlib import resources


@functools.cache
def words(name: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(_text(name).split())


@functools.cache
def phrases(name: str) -> tuple[str, ...]:
    """Return the phrases of a list, one a line, the longest first."""
    found = [line.strip() for line in _text(name).splitlines() if line.strip()]
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


def _text(name: str) -> str:
    return (resources.files("resources") / "words" / f"{name}.txt").read_text(encoding="utf-8")
