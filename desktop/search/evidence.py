"""Why a passage is a hit: the words that match, the sentences to cite, whether it says anything at all. Pure."""

import math
from collections.abc import Collection, Mapping, Sequence

import msgspec

from desktop.search.chunking import Span
from desktop.search.query import FullTextQuery, meaningful_stems
from desktop.search.stemming import Term, fold, stems_of, terms_of

WINDOW_MIN_MS = 10_000
WINDOW_MAX_MS = 30_000
WINDOW_MAX_WORDS = 75
_WRITTEN_WINDOW_WORDS = 30
"""A cited stretch is 10-30 s of speech, or its like in writing (150 words a minute)."""

_SHINGLE = 5
DUPLICATE_SHARE = 0.7
"""Passages that share this much of the shorter one's 5-word runs say the same thing twice."""


class Evidence(msgspec.Struct, frozen=True):
    """Marks are character ranges, `best` sentences [first, last)."""

    marks: tuple[tuple[int, int], ...]
    best: tuple[int, int]


def weigh(stems: Collection[str], documents: Mapping[str, int], total: int) -> dict[str, float]:
    """Weight of each term: BM25's idf, log(1 + (N - n + 0.5) / (n + 0.5)); a term nobody knows weighs most."""
    return {
        one: math.log1p((total - min(total, documents.get(one, 0)) + 0.5) / (documents.get(one, 0) + 0.5))
        for one in stems
    }


def coverage(text: str, path: str, weights: Mapping[str, float]) -> float:
    """Share (0..1) of the query's weight that stands in a passage or in the titles over it (`path`)."""
    total = sum(weights.values())
    if not total:
        return 0.0
    seen = {*stems_of(text), *stems_of(path)}
    return min(1.0, sum(weight for one, weight in weights.items() if one in seen) / total)


def evidence(
    text: str,
    terms: Sequence[Term],
    spans: Sequence[Span],
    query: FullTextQuery,
    weights: Mapping[str, float],
) -> Evidence:
    """Find what of the query stands in a passage, and where. `terms` are `terms_of(text)`; `weights` is by stem."""
    runs = _matching(terms, text, query)
    marks = _joined(sorted({(terms[run[0]].first, terms[run[-1]].last) for run in runs}))
    points = [(terms[run[0]].first, terms[run[0]].stem) for run in runs]
    return Evidence(tuple(marks), best_window(text, spans, points, weights))


def _joined(marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marks that overlap, as pairs of signs do, are one."""
    joined: list[tuple[int, int]] = []
    for first, last in marks:
        if joined and first < joined[-1][1]:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined


def _matching(terms: Sequence[Term], text: str, query: FullTextQuery) -> list[range]:
    """Runs of term numbers that the query asks for: single words, words with a prefix, whole phrases."""
    stems = [one.stem for one in terms]
    runs = [range(at, at + 1) for at, one in enumerate(stems) if one in query.words]
    for prefix in query.prefixes:
        runs += [
            range(at, at + 1)
            for at, one in enumerate(terms)
            if fold(text[one.first : one.last]).startswith(prefix)
        ]
    for phrase in query.phrases:
        long = len(phrase)
        runs += [
            range(at, at + long)
            for at in range(len(stems) - long + 1)
            if tuple(stems[at : at + long]) == phrase
        ]
    return runs


def best_window(
    text: str, spans: Sequence[Span], points: Sequence[tuple[int, str]], weights: Mapping[str, float]
) -> tuple[int, int]:
    """Choose sentences [first, last) to cite: those with most of the query, as few as say it, then 10-30 s long."""
    if not spans:
        return 0, 0
    found: list[set[str]] = [{stem for at, stem in points if one.first <= at < one.last} for one in spans]
    best, best_worth = (0, 1), -1.0
    for first in range(len(spans)):
        seen: set[str] = set()
        for last in range(first + 1, len(spans) + 1):
            if last > first + 1 and _too_long(text, spans[first:last]):
                break
            seen |= found[last - 1]
            worth = sum(weights.get(one, 1.0) for one in seen) * (1 - 0.1 * (last - first - 1))
            if worth > best_worth:
                best, best_worth = (first, last), worth
    first, last = best
    while (
        last < len(spans)
        and _too_short(text, spans[first:last])
        and not _too_long(text, spans[first : last + 1])
    ):
        last += 1
    return first, last


def _too_long(text: str, spans: Sequence[Span]) -> bool:
    begin, end = spans[0].start_ms, spans[-1].end_ms
    if begin is None or end is None:
        return len(text[spans[0].first : spans[-1].last].split()) > WINDOW_MAX_WORDS
    return end - begin > WINDOW_MAX_MS


def _too_short(text: str, spans: Sequence[Span]) -> bool:
    begin, end = spans[0].start_ms, spans[-1].end_ms
    if begin is None or end is None:
        return len(text[spans[0].first : spans[-1].last].split()) < _WRITTEN_WINDOW_WORDS
    return end - begin < WINDOW_MIN_MS


def support(sentence: str, passage: str) -> float:
    """Share (0..1) of a sentence's meaningful terms that stand in a passage: whether the passage can bear it out."""
    wanted = meaningful_stems(sentence)
    if not wanted:
        return 0.0
    return len(wanted & {one.stem for one in terms_of(passage)}) / len(wanted)


def shingles(terms: Sequence[Term]) -> frozenset[int]:
    """Every run of five terms, hashed; a shorter text is one run."""
    stems = [one.stem for one in terms]
    runs = range(max(1, len(stems) - _SHINGLE + 1))
    return frozenset(hash(tuple(stems[at : at + _SHINGLE])) for at in runs)


def is_duplicate(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two passages are near-duplicates."""
    shorter = min(len(one), len(other))
    return shorter > 0 and len(one & other) >= DUPLICATE_SHARE * shorter
