"""Fractional ranks: text that sorts between two others, so that moving a thing writes one row. Pure.

Two devices may choose the same rank: rows sort by (rank, id), and `rearranged` makes room between equal ranks.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)


def between(low: str, high: str, count: int = 1) -> list[str]:
    """Return `count` ranks in rising order, each above `low` and below `high`; "" is either end.

    Ranks are read as digits after a point and never end in the smallest digit, so there is always room.
    `low` must be below `high`.
    """
    if high and low >= high:
        raise ValueError(f"no rank lies between {low!r} and {high!r}")
    width = 1
    while True:
        bottom = _number(low, width)
        top = _number(high, width) if high else _BASE**width
        step = (top - bottom) // (count + 1)
        if step >= 1:
            found = [_text(bottom + step * at, width) for at in range(1, count + 1)]
            if all(rank > low and (not high or rank < high) for rank in found) and len(set(found)) == count:
                return found
        width += 1


def rearranged(ranks: Sequence[str]) -> list[str]:
    """Return ranks that rise from first to last, changing as few of the given ones as can be.

    `ranks` are the present ranks in the order that is wanted; "" for what has none yet.
    """
    kept = _longest_rise(ranks)
    result = list(ranks)
    ends = [-1, *kept, len(ranks)]
    for before, after in pairwise(ends):
        missing = after - before - 1
        if missing:
            low = ranks[before] if before >= 0 else ""
            high = ranks[after] if after < len(ranks) else ""
            result[before + 1 : after] = between(low, high, missing)
    return result


def _longest_rise(ranks: Sequence[str]) -> list[int]:
    """Places of a longest strictly rising subsequence of the ranks that are usable (patience sorting)."""
    tails: list[str] = []
    places: list[int] = []
    previous: list[int] = [-1] * len(ranks)
    for place, rank in enumerate(ranks):
        if not _usable(rank):
            continue
        at = bisect_left(tails, rank)
        previous[place] = places[at - 1] if at else -1
        if at == len(tails):
            tails.append(rank)
            places.append(place)
        else:
            tails[at], places[at] = rank, place
    found: list[int] = []
    place = places[-1] if places else -1
    while place >= 0:
        found.append(place)
        place = previous[place]
    return found[::-1]


def _usable(rank: str) -> bool:
    return rank != "" and rank[-1] != _DIGITS[0] and all(digit in _DIGITS for digit in rank)


def _number(rank: str, width: int) -> int:
    value = 0
    for at in range(width):
        value = value * _BASE + (_DIGITS.index(rank[at]) if at < len(rank) else 0)
    return value


def _text(value: int, width: int) -> str:
    digits: list[str] = []
    for _ in range(width):
        value, digit = divmod(value, _BASE)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits)).rstrip(_DIGITS[0])
