"""Counting numbers in round steps for a chart."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import quantiles

from shared.quiz.views import Bucket

MOST = 10
_NICE = (1, 2, 5, 10)


def bucketed(numbers: Sequence[float], ends: tuple[float, float] | None = None) -> tuple[Bucket, ...]:
    """At most ten steps of round width that hold every number; `ends` are those of a slider.

    Without them a few numbers far outside (beyond three quartile ranges) widen the outer steps only, so that one
    joke does not push everybody else into one bar.
    """
    if not numbers:
        return ()
    low, high = min(numbers), max(numbers)
    inner_low, inner_high = ends or _fences(numbers)
    inner = _round_edges(inner_low, inner_high)
    edges = [min(low, inner[0]), *inner[1:-1], max(high, inner[-1])]
    counts = [0] * (len(edges) - 1)
    for number in numbers:
        counts[min(max(bisect_right(edges, number) - 1, 0), len(counts) - 1)] += 1
    return tuple(
        Bucket(first, last, count) for (first, last), count in zip(pairwise(edges), counts, strict=True)
    )


def _fences(numbers: Sequence[float]) -> tuple[float, float]:
    if len(numbers) < 4:
        return min(numbers), max(numbers)
    first, _, third = quantiles(numbers, n=4, method="inclusive")
    room = 3 * (third - first)
    return max(min(numbers), first - room), min(max(numbers), third + room)


def _round_edges(low: float, high: float) -> list[float]:
    """Edges from `low` or below to `high` or above, apart by 1, 2 or 5 times a power of ten."""
    width = (high - low) / (MOST - 1)
    size = 10.0 ** math.floor(math.log10(width)) if width > 0 else 0.0
    step = size * next((nice for nice in _NICE if nice * size >= width), 10)
    start = math.floor(low / step) if step > 0 else 0
    if step <= 0 or abs(start) > 2**50:
        return [low, high]
    edges = [(start + place) * step for place in range(MOST + 1)]
    last = next((place for place, edge in enumerate(edges) if edge >= high and place), MOST)
    return [float(f"{edge:.12g}") for edge in edges[: last + 1]]
