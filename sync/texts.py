"""Texts that several people edit at once: every change is an update blob, an event that merges by union (pycrdt).

Updates may come in any order and more than once. Knows no journal and no row.
"""

from collections.abc import Iterable
from itertools import takewhile

import pycrdt

_ROOT = "text"


class SharedText:
    """A text built from update blobs. `edit` returns the blob to be kept as an event."""

    def __init__(self, updates: Iterable[bytes] = ()) -> None:
        self._text = pycrdt.Text()
        self._doc: pycrdt.Doc[pycrdt.Text] = pycrdt.Doc({_ROOT: self._text})
        for update in updates:
            self.apply(update)

    def __str__(self) -> str:
        return str(self._text)

    def apply(self, update: bytes) -> None:
        """Take in an update of any device. Raises `ValueError` when it is none."""
        try:
            self._doc.apply_update(update)
        except Exception as cause:  # pycrdt has no exception class of its own
            raise ValueError("not an update of a shared text") from cause

    def edit(self, wanted: str) -> bytes:
        """Make the text read `wanted`, changing only the part that differs; returns the update."""
        before = str(self._text)
        head = _common(before, wanted)
        tail = _common(before[head:][::-1], wanted[head:][::-1])
        state = self._doc.get_state()
        # pycrdt counts in UTF-8 bytes.
        start = len(before[:head].encode())
        end = len(before[: len(before) - tail].encode())
        with self._doc.transaction():
            if end > start:
                del self._text[start:end]
            middle = wanted[head : len(wanted) - tail]
            if middle:
                self._text.insert(start, middle)
        return self._doc.get_update(state)

    def squashed(self) -> bytes:
        """Return one update that stands for all taken in: what a replica keeps to open the text quickly."""
        return self._doc.get_update()


def _common(one: str, other: str) -> int:
    """Length of the beginning that two texts share."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
