"""A selection that runs over several lines of text. Pure: places in, ranges and text out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class TextPlace(NamedTuple):
    """A place before character `offset` of line `row`; places are ordered as they are read."""

    row: int
    offset: int


@dataclass(frozen=True)
class TextSelection:
    """From where the mouse went down to where it is, in either direction."""

    anchor: TextPlace
    head: TextPlace

    @property
    def first(self) -> TextPlace:
        return min(self.anchor, self.head)

    @property
    def last(self) -> TextPlace:
        return max(self.anchor, self.head)

    def __bool__(self) -> bool:
        return self.anchor != self.head

    def range_in(self, row: int, length: int) -> tuple[int, int]:
        """Return the selected characters [start, end) of a line with `length` characters."""
        if not self.first.row <= row <= self.last.row:
            return 0, 0
        start = self.first.offset if row == self.first.row else 0
        end = self.last.offset if row == self.last.row else length
        return min(start, length), min(end, length)

    def text(self, lines: Sequence[str]) -> str:
        """Return the selected text, one line each."""
        rows = range(self.first.row, min(self.last.row + 1, len(lines)))
        parts = [lines[row][slice(*self.range_in(row, len(lines[row])))] for row in rows]
        return "\n".join(parts)
