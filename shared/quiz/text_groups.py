"""Counting texts that say the same."""

from collections import Counter
from collections.abc import Iterable

from shared.quiz.texts import normalise


def grouped(texts: Iterable[str], *, exact: bool = False) -> list[tuple[str, int]]:
    """Each text once in its most frequent spelling, and how often it was given; most frequent first."""
    spellings: dict[str, Counter[str]] = {}
    for text in texts:
        spellings.setdefault(normalise(text, exact=exact), Counter())[text] += 1
    groups = [(_usual(counter), counter.total()) for counter in spellings.values()]
    return sorted(groups, key=lambda group: (-group[1], group[0]))


def _usual(counter: Counter[str]) -> str:
    return min(counter, key=lambda text: (-counter[text], text))
