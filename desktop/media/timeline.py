"""Which word is spoken at a time, and when a place in the text is spoken. Pure: segments in, places out."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from desktop.media.segments import Word, spread_over

HOLD_MS = 400
"""A word stays marked this long after its end, so that the mark does not flicker between words."""


class Spoken(Protocol):
    """A line of a transcript, as far as time goes."""

    @property
    def text(self) -> str: ...
    @property
    def start_ms(self) -> int | None: ...
    @property
    def end_ms(self) -> int | None: ...
    @property
    def words(self) -> Sequence[Word]: ...


class Place(NamedTuple):
    """A line and the characters [start, end) of the word in it; an empty range when no word is being spoken."""

    row: int
    start: int
    end: int


class Timeline:
    """Times of a transcript. Lines without times (documents) are never spoken."""

    def __init__(self, lines: Sequence[Spoken]) -> None:
        timed = [row for row, line in enumerate(lines) if line.start_ms is not None]
        timed.sort(key=lambda row: lines[row].start_ms or 0)
        self._rows = timed
        self._starts = [lines[row].start_ms or 0 for row in timed]
        self._lines = {row: _Line(lines[row]) for row in timed}

    def __bool__(self) -> bool:
        return bool(self._rows)

    def at(self, ms: int) -> Place | None:
        """Return the place spoken at `ms`: between two lines the earlier one; None before the first line."""
        position = bisect_right(self._starts, ms) - 1
        if position < 0:
            return None
        row = self._rows[position]
        return Place(row, *self._lines[row].word_at(ms))

    def time_of(self, row: int, offset: int = 0) -> int | None:
        """When the word at character `offset` of a line begins; None when the line has no time."""
        line = self._lines.get(row)
        return None if line is None else line.time_of(offset)

    def neighbour(self, ms: int, step: int) -> int | None:
        """Start of the line `step` lines after the one spoken at `ms` (-1: before); None outside the text.

        Going back from well inside a line first goes to its own start, as players do.
        """
        position = bisect_right(self._starts, ms) - 1
        if step < 0 and position >= 0 and ms - self._starts[position] > 1_000:
            return self._starts[position]
        target = position + step
        return self._starts[target] if 0 <= target < len(self._starts) else None


class _Line:
    """Times of one line; its words are placed in its text at first use."""

    def __init__(self, line: Spoken) -> None:
        self._line = line

    @cached_property
    def _words(self) -> list[tuple[Word, int, int]]:
        """Words with their characters [start, end). Words that do not add up to the text get none."""
        line = self._line
        start_ms = line.start_ms or 0
        words = line.words or spread_over(line.text, start_ms, max(line.end_ms or 0, start_ms))
        found: list[tuple[Word, int, int]] = []
        cursor = 0
        for word in words:
            bare = word.text.strip()
            at = line.text.find(bare, cursor) if bare else -1
            if at < 0:
                continue
            cursor = at + len(bare)
            found.append((word, at, cursor))
        return found

    def word_at(self, ms: int) -> tuple[int, int]:
        if not self._line.words:
            return 0, 0
        words = self._words
        position = bisect_right([word.start_ms for word, _, _ in words], ms) - 1
        if position < 0:
            return 0, 0
        word, start, end = words[position]
        return (start, end) if ms < word.end_ms + HOLD_MS else (0, 0)

    def time_of(self, offset: int) -> int:
        words = self._words
        position = bisect_right([start for _, start, _ in words], offset) - 1
        return words[position][0].start_ms if position >= 0 and offset else self._line.start_ms or 0
