"""Who stands where: ranks and gaps from totals. Knows no game."""

from collections.abc import Iterable
from typing import NamedTuple


class Place(NamedTuple):
    """One place: equal totals share a rank; `gap` is the points to the next better total (0 for the best)."""

    key: str
    total: int
    rank: int
    gap: int


def places(totals: Iterable[tuple[str, int]]) -> list[Place]:
    """Places from best to last; among equals the given order stays. Ranks count as in sports: 1, 2, 2, 4."""
    found: list[Place] = []
    rank = gap = 0
    last: int | None = None
    for index, (key, total) in enumerate(sorted(totals, key=lambda entry: -entry[1])):
        if total != last:
            gap = 0 if last is None else last - total
            rank = index + 1
            last = total
        found.append(Place(key, total, rank, gap))
    return found
