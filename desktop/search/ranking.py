"""Joins the full-text and the vector list into one order. Pure.

rel = a * V + (1 - a) * B over the two top-100 lists, each scaled to 0..1; plain reciprocal ranks were measured to be
worse than full text alone with a weak embedder. Recency and popularity only break near-ties.
"""

import math
from collections.abc import Mapping, Sequence

import msgspec

LIST_LENGTH = 100
"""Candidates each side brings."""

VECTOR_WEIGHT = {"minilm": 0.4, "wordllama": 0.3}
"""a, by embedder: best of the measured weights on Cranfield, XQuAD and QMSum."""
DEFAULT_VECTOR_WEIGHT = 0.3
FOREIGN_VECTOR_WEIGHT = 0.2
"""Both embedders are English: on Spanish XQuAD 0.4 falls below full text alone, 0.2 is above it with either."""

RECENCY_WEIGHT = 0.06
POPULARITY_WEIGHT = 0.04
RECENCY_HALF_LIFE_MS = 30 * 86_400_000
BOOSTED = 20
"""Only passages this high by relevance are moved at all."""


class Interest(msgspec.Struct, frozen=True):
    """How an item was used: newest of its arrival and its last opening, and how often it was opened."""

    newest_ms: int = 0
    opens: int = 0


class Ranked(msgspec.Struct, frozen=True):
    """A candidate with its relevance (0..1) and final score (0..1.1)."""

    passage_id: int
    relevance: float
    score: float


def vector_weight(embedder: str, *, english: bool) -> float:
    """How much the vector list counts."""
    weight = VECTOR_WEIGHT.get(embedder, DEFAULT_VECTOR_WEIGHT)
    return weight if english else min(weight, FOREIGN_VECTOR_WEIGHT)


def fuse(
    lexical: Sequence[tuple[int, float]], vector: Sequence[tuple[int, float]], vector_weight: float
) -> dict[int, float]:
    """Return relevance by passage id. Scores: higher is better. If one list is empty the other decides alone."""
    words, meaning = scaled(lexical, from_zero=len(lexical) < LIST_LENGTH), scaled(vector)
    if not words or not meaning:
        return words or meaning
    return {
        one: vector_weight * meaning.get(one, 0.0) + (1 - vector_weight) * words.get(one, 0.0)
        for one in {**words, **meaning}
    }


def scaled(scores: Sequence[tuple[int, float]], *, from_zero: bool = False) -> dict[int, float]:
    """Min-max scale a list. `from_zero`: the list is complete, what is not in it scored 0."""
    if not scores:
        return {}
    values = [score for _, score in scores]
    low, high = (min(0.0, *values) if from_zero else min(values)), max(values)
    return {one: (score - low) / (high - low) if high > low else 1.0 for one, score in scores}


def ranked(
    relevance: Mapping[int, float],
    item_of: Mapping[int, bytes],
    interest: Mapping[bytes, Interest],
    now_ms: int,
) -> list[Ranked]:
    """Order candidates, best first. Candidates without an item in `item_of` are left out."""
    order = sorted((one for one in relevance if one in item_of), key=lambda one: (-relevance[one], one))
    most_opens = max((interest.get(item_of[one], Interest()).opens for one in order[:BOOSTED]), default=0)
    boosted = [
        Ranked(
            one,
            relevance[one],
            relevance[one] + boost(interest.get(item_of[one], Interest()), most_opens, now_ms),
        )
        for one in order[:BOOSTED]
    ]
    boosted.sort(key=lambda one: (-one.score, one.passage_id))
    return [*boosted, *(Ranked(one, relevance[one], relevance[one]) for one in order[BOOSTED:])]


def boost(interest: Interest, most_opens: int, now_ms: int) -> float:
    """0.06 * 2^(-age / 30 days) + 0.04 * log(1 + opens) / log(1 + most opens)."""
    age_ms = max(0, now_ms - interest.newest_ms)
    recency = RECENCY_WEIGHT * 2.0 ** (-age_ms / RECENCY_HALF_LIFE_MS)
    if most_opens <= 0:
        return recency
    return recency + POPULARITY_WEIGHT * math.log1p(interest.opens) / math.log1p(most_opens)
