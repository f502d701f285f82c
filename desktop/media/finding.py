"""Finds words in a transcript, also across its lines, blind to case and accents. Pure text work."""

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple


class Span(NamedTuple):
    """Characters [start, end) of one line."""

    row: int
    start: int
    end: int


Match = tuple[Span, ...]
"""One find: a span in each line it touches, in order; never empty."""


class Finder:
    """Lines prepared for finding; build once per transcript, ask at every keystroke."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._text = fold(" ".join(lines))
        self._starts: list[int] = []
        position = 0
        for line in lines:
            self._starts.append(position)
            position += len(line) + 1
        self._lengths = [len(line) for line in lines]

    def find(self, wanted: str) -> list[Match]:
        """Return every place of `wanted`, in order, not overlapping. Runs of blanks count as one."""
        needle = fold(" ".join(wanted.split()))
        matches: list[Match] = []
        if not needle:
            return matches
        at = self._text.find(needle)
        while at >= 0:
            matches.append(self._spans(at, at + len(needle)))
            at = self._text.find(needle, at + len(needle))
        return matches

    def _spans(self, start: int, end: int) -> Match:
        row = bisect_right(self._starts, start) - 1
        spans: list[Span] = []
        while row < len(self._starts) and self._starts[row] < end:
            first = max(start - self._starts[row], 0)
            last = min(end - self._starts[row], self._lengths[row])
            if first < last:
                spans.append(Span(row, first, last))
            row += 1
        return tuple(spans)


_BLANKS = str.maketrans("\t\n\v\f\r", "     ")


def fold(text: str) -> str:
    """Return text without case and accents, each character still at its own place."""
    return text.lower().translate(_BLANKS) if text.isascii() else "".join(map(_folded, text))


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """Exactly one character: what it is without accents, in lower case."""
    if character.isspace():
        return " "
    return unicodedata.normalize("NFD", character)[0].casefold()[0]
