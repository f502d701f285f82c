"""What chat takes from search: passages, their surroundings, and how near two texts are in meaning."""

from collections.abc import Sequence
from typing import Protocol

from desktop.search.service import (
    EVERYTHING,
    IndexStatus,
    PassageContext,
    Scope,
    SearchHit,
    SearchQuery,
    SentenceSpan,
    Term,
    best_window,
    meaningful_stems,
    support,
    terms_of,
)

__all__ = [
    "EVERYTHING",
    "IndexStatus",
    "Material",
    "PassageContext",
    "Scope",
    "SearchHit",
    "SearchQuery",
    "SentenceSpan",
    "Term",
    "best_window",
    "meaningful_stems",
    "support",
    "terms_of",
]


class Material(Protocol):
    """The part of the search service that answers are made from."""

    async def search(self, query: SearchQuery) -> Sequence[SearchHit]:
        """Return passages that bear on the question, best first; none when nothing does."""
        ...

    async def context(self, passage_id: int, max_words: int = 1_000) -> PassageContext | None:
        """Return a passage with its neighbours; None when it is gone."""
        ...

    async def status(self) -> IndexStatus:
        """Return the state of the index."""
        ...

    async def nearness(self, text: str, others: Sequence[str]) -> list[float] | None:
        """Return the cosine of a text to each other text; None where no embedder is installed."""
        ...
