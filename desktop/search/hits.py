"""What search is asked and what it answers. Declarations only."""

import msgspec

from desktop.search.embedders import is_remote
from shared.errors import AppError
from shared.ids import CollectionId, ItemId


class Scope(msgspec.Struct, frozen=True):
    """Where to search: one item, one collection, or (neither given) everything."""

    item_id: ItemId | None = None
    collection_id: CollectionId | None = None


EVERYTHING = Scope()


class Filters(msgspec.Struct, frozen=True):
    """Narrows a scope. Kinds: audio, video, document. Dates are those of import; tags are OR-ed, any case."""

    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    from_ms: int | None = None
    until_ms: int | None = None

    def __bool__(self) -> bool:
        return bool(self.kinds or self.tags) or self.from_ms is not None or self.until_ms is not None


class SearchQuery(msgspec.Struct, frozen=True):
    """One search. `limit` None takes the setting. `guess` shows hits even when nothing seems relevant."""

    text: str
    scope: Scope = EVERYTHING
    limit: int | None = None
    filters: Filters = Filters()
    guess: bool = False


class SentenceSpan(msgspec.Struct, frozen=True):
    """One sentence of a hit: its characters in the passage's text, and its moment or page."""

    text: str
    first: int
    last: int
    start_ms: int | None
    end_ms: int | None
    page: int | None


class SearchHit(msgspec.Struct, frozen=True):
    """A passage that matched.

    `start_ms`..`end_ms` is the best sentence window in it (what a click plays, what a citation shows), `best` its
    sentences [first, last); `match_ms` the first matching word of the window. `text` is the whole passage, `marks` the
    matching character ranges. `score` orders hits, `relevance` (0..1) is the calibrated chance that it answers.
    """

    passage_id: int
    item_id: ItemId
    collection_id: CollectionId
    title: str
    heading: str
    start_ms: int | None
    end_ms: int | None
    match_ms: int | None
    page: int | None
    score: float
    relevance: float
    text: str
    marks: tuple[tuple[int, int], ...]
    sentences: tuple[SentenceSpan, ...]
    best: tuple[int, int]

    @property
    def quote(self) -> str:
        """The text of the best sentence window."""
        return self.text[self.sentences[self.best[0]].first : self.sentences[self.best[1] - 1].last]


class PassageContext(msgspec.Struct, frozen=True):
    """A passage with its neighbours, for a language model to read: at most the words asked for."""

    passage_id: int
    item_id: ItemId
    title: str
    heading: str
    text: str
    words: int
    start_ms: int | None
    end_ms: int | None
    page: int | None


class IndexStatus(msgspec.Struct, frozen=True):
    """State of the index. `embedder` is the one searched with; `target` the one being moved to, if another.

    `problem` says why the provider that embeds is not asked just now.
    """

    items: int
    passages: int
    embedded: int
    embedder: str | None
    target: str | None = None
    target_embedded: int = 0
    problem: AppError | None = None

    @property
    def falls_back(self) -> bool:
        """Whether the provider that embeds cannot be asked now, so that only words are searched."""
        return self.problem is not None and is_remote(self.embedder or "")

    @property
    def complete(self) -> bool:
        """Whether every passage is found by meaning too."""
        return self.target is None and (self.embedder is None or self.embedded == self.passages)
