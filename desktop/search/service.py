"""The search service: finds passages, gives their context, tells the state of the index. No Qt, no SQL."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from desktop.runtime.changes import ChangeSet
from desktop.search import item_store, store
from desktop.search.embedders import Embedder
from desktop.search.evidence import best_window, support, weigh
from desktop.search.growing import grown
from desktop.search.hits import (
    EVERYTHING,
    Filters,
    IndexStatus,
    PassageContext,
    Scope,
    SearchHit,
    SearchQuery,
    SentenceSpan,
)
from desktop.search.indexing import Indexer
from desktop.search.judging import Asked, chosen
from desktop.search.keeping import IndexKeeper
from desktop.search.meaning import NOTHING_NEAR, Meaning, Nearest
from desktop.search.query import FullTextQuery, meaningful_stems, parse, plain_text
from desktop.search.ranking import LIST_LENGTH, Interest, Ranked, fuse, ranked, vector_weight
from desktop.search.remote import Remote
from desktop.search.remote_keeping import RemoteKeeper
from desktop.search.sentences import Sentence, sentences_of
from desktop.search.sources import InstalledEmbedders, RemoteEmbedding, StageJob, TranscriptSource
from desktop.search.stemming import Term, terms_of
from desktop.search.words import Segment, words_of
from desktop.storage.database import Database
from shared.clock import Clock

__all__ = [
    "DEFAULT_LIMIT",
    "EVERYTHING",
    "Filters",
    "IndexStatus",
    "PassageContext",
    "Scope",
    "SearchHit",
    "SearchQuery",
    "SearchService",
    "Segment",
    "Sentence",
    "SentenceSpan",
    "Term",
    "best_window",
    "meaningful_stems",
    "sentences_of",
    "support",
    "terms_of",
    "words_of",
]

DEFAULT_LIMIT = 5
_READ_PER_HIT = 3
"""Candidates read for each hit wanted: near-duplicates fall out."""
_COMMON = 10
"""A word in more than a tenth of the passages is not counted further."""


StageWork = Callable[[StageJob, Callable[[float], None]], Awaitable[None]]


class Stage:
    """A stage of a media job in the form the job runner registers."""

    def __init__(self, work: StageWork) -> None:
        self._work = work

    async def run(self, job: StageJob, progress: Callable[[float], None]) -> None:
        """Do the stage."""
        await self._work(job, progress)


class SearchService:
    """Search over one library. `default_limit` returns how many hits a query without a limit gets.

    Register `chunking` and `embedding` as stages of media jobs. `keeper` follows edits once `start` was called.
    """

    def __init__(
        self,
        database: Database,
        transcripts: TranscriptSource,
        embedders: InstalledEmbedders,
        clock: Clock,
        default_limit: Callable[[], int] = lambda: DEFAULT_LIMIT,
        *,
        remote: RemoteEmbedding | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._default_limit = default_limit
        self._remote = Remote(remote, database.bus, clock)
        self._meaning = Meaning(database, embedders, clock, self._remote)
        self._indexer = Indexer(database, transcripts, embedders, self._remote)
        self.keeper = IndexKeeper(database, transcripts, self._indexer)
        self._remote_keeper = RemoteKeeper(database, self._indexer, self._remote)
        self.chunking = Stage(self.chunk_stage)
        self.embedding = Stage(self.embed_stage)
        self._interest: dict[bytes, Interest] | None = None
        self._documents: dict[str, int] = {}
        self._total = 0
        self._unsubscribe = database.bus.subscribe(self._forget)

    async def close(self) -> None:
        """End the worker and stop listening."""
        self._unsubscribe()
        await self._remote_keeper.close()
        await self.keeper.close()
        await self._indexer.close()

    async def search(self, query: SearchQuery) -> list[SearchHit]:
        """Return the best passages, best first; an empty list says that nothing in the scope seems relevant."""
        parsed = parse(query.text)
        limit = max(1, query.limit or self._default_limit())
        where = await self._place(query)
        lexical, nearest, known = await asyncio.gather(
            self._lexical(parsed, where), self._near(parsed, query.text, where), self._known(parsed, where)
        )
        asked = Asked(parsed, nearest.name, dict(nearest.passages), *known)
        weight = vector_weight(nearest.name, english=parsed.english)
        order = await self._ordered(fuse(lexical, nearest.passages, weight))
        best = order[: limit * _READ_PER_HIT]
        async with self._database.reader() as reader:
            rows = {row.id: row for row in await store.passages(reader, [one.passage_id for one in best])}
        candidates = [(one, rows[one.passage_id]) for one in best if one.passage_id in rows]
        return chosen(candidates, asked, limit, guess=query.guess)

    async def context(self, passage_id: int, max_words: int = 1_000) -> PassageContext | None:
        """Return a passage with its neighbours inside its item, at most `max_words`; None when it is gone."""
        async with self._database.reader() as reader:
            found = await store.passages(reader, [passage_id])
            if not found:
                return None
            reach = max(1, max_words // 100)
            rows = await store.neighbours(
                reader, found[0].item_id, found[0].idx - reach, found[0].idx + reach
            )
        return grown(found[0], rows, max_words)

    async def status(self) -> IndexStatus:
        """Return the state of the index."""
        async with self._database.reader() as reader:
            items, passages = await store.counts(reader)
        coverage = await self._meaning.coverage()
        active = await self._meaning.active()
        target = coverage[0] if coverage else None
        moving = target is not None and (active is None or active.files.model_sha != target.files.model_sha)
        return IndexStatus(
            items,
            passages,
            active.embedded if active else 0,
            active.files.name if active else None,
            target.files.name if target and moving and passages else None,
            target.embedded if target and moving else 0,
            self._remote.problem if self._remote.chosen else None,
        )

    async def nearness(self, text: str, others: Sequence[str]) -> list[float] | None:
        """Return the cosine of a text to each other text; None where no embedder is on this computer."""
        chosen = await self._meaning.local()
        if chosen is None:
            return None
        embedder = await self._meaning.opened(chosen)
        return await asyncio.to_thread(_cosines, embedder, text, others)

    def start(self, when: Callable[[], Awaitable[None]] | None = None) -> None:
        """Keep the index up to date once `when()` returns: when this process runs the profile's jobs."""
        self.keeper.start(when)
        self._remote_keeper.start(when)

    async def warm_up(self) -> None:
        """Load what the first search would wait for."""
        await self._meaning.warm_up()

    async def chunk_stage(self, job: StageJob, progress: Callable[[float], None]) -> None:
        """The "chunking" stage of a media job. Can be repeated."""
        await self._indexer.chunk_item(job.item_id)
        progress(1.0)

    async def embed_stage(self, job: StageJob, progress: Callable[[float], None]) -> None:
        """The "embedding" stage of a media job. Can be repeated; goes on where it stopped.

        With no embedder installed it ends at once: full text finds the item, vectors follow when a model arrives.
        """
        await self._indexer.embed(job.item_id, progress)

    async def _lexical(self, parsed: FullTextQuery, where: store.Place) -> list[tuple[int, float]]:
        async with self._database.reader() as reader:
            return await store.lexical(reader, parsed.expression, where)

    async def _near(self, parsed: FullTextQuery, text: str, where: store.Place) -> Nearest:
        if parsed.exact:
            return NOTHING_NEAR
        return await self._meaning.nearest(plain_text(text), where, LIST_LENGTH)

    async def _ordered(self, relevance: Mapping[int, float]) -> list[Ranked]:
        if not relevance:
            return []
        async with self._database.reader() as reader:
            items = await store.items_of_passages(reader, relevance)
            if self._interest is None:
                self._interest = await item_store.interest(reader)
        return ranked(relevance, items, self._interest, self._clock.now_ms())

    async def _place(self, query: SearchQuery) -> store.Place:
        async with self._database.reader() as reader:
            return await store.place(reader, query.scope, query.filters)

    async def _known(self, parsed: FullTextQuery, where: store.Place) -> tuple[dict[str, float], int]:
        """Weights of the query's words, and how many passages the place has.

        In how many passages a word stands is remembered until passages change.
        """
        async with self._database.reader() as reader:
            size = await store.size_of(reader, where)
            if not self._total:
                self._total = (await store.counts(reader))[1]
            counted = dict(self._documents)
            for stem, word in parsed.words.items():
                if stem not in counted:
                    counted[stem] = await store.documents_with(reader, word, self._total // _COMMON + _COMMON)
            self._documents = counted
        return weigh(parsed.words, counted, self._total), size

    def _forget(self, changes: ChangeSet) -> None:
        self._remote.forget(changes)
        self._meaning.forget(changes)
        if changes.touches("passage"):
            self._documents, self._total = {}, 0
        if changes.touches("view", "item"):
            self._interest = None


def _cosines(embedder: Embedder, text: str, others: Sequence[str]) -> list[float]:
    query = embedder.embed_query(text)
    return [float(one) for one in embedder.embed_passages(others) @ query]
