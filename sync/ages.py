"""How old rows are: by how long the authority was seen to run since they took their place in the feed. Pure.

Clocks tell no age: a stamp's is that of a device, and a server's may have been wrong for a year and be right since.
"""

from collections.abc import Sequence

import msgspec

DAY_MS = 86_400_000
MARKS = 8
"""Marks per scope: things are kept for up to an eighth longer than they must be."""


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """Where a scope's feed stood when the authority had lived so long: all up to `seq` is older than that."""

    seq: int
    lived_ms: int


def lived_between(wall_ms: int, ran_ms: int | None) -> int:
    """Return how much of the time since the last look counts.

    `wall_ms` is by the wall clock, which may have been set either way; `ran_ms` is how long this process ran since
    its own last look, None at its first: it may then have been off, and a day of that is believed.
    """
    return max(0, min(wall_ms, DAY_MS if ran_ms is None else ran_ms))


def aged(marks: Sequence[Mark], lived_ms: int, kept_ms: int) -> int:
    """Return the feed number up to which everything has stood where it is for `kept_ms`; 0 for nothing."""
    return max((mark.seq for mark in marks if lived_ms - mark.lived_ms >= kept_ms), default=0)


def marked(marks: Sequence[Mark], head: int, lived_ms: int, kept_ms: int) -> list[Mark]:
    """Return the marks of a feed that stands at `head`, once all that was old enough was looked through."""
    done = aged(marks, lived_ms, kept_ms)
    left = sorted((mark for mark in marks if mark.seq > done), key=lambda mark: mark.seq)
    newest = left[-1] if left else None
    if newest is None:
        return [Mark(head, lived_ms)] if head > done else []
    if head > newest.seq and lived_ms - newest.lived_ms >= kept_ms // MARKS:
        left.append(Mark(head, lived_ms))
    return left
