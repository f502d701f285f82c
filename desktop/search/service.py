"""The search service: finds passages, gives their context, tells the state of the index. No Qt, no SQL."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import aiosqlite
import msgspec

from desktop.runtime.changes import ChangeSet
from desktop.search import evidence as reasons
from desktop.search import store
from desktop.search.calibration import calibration
from desktop.search.chunking import Span
from desktop.search.embedders import Embedder
from desktop.search.evidence import best_window, support
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
from desktop.search.keeping import IndexKeeper
from desktop.search.meaning import NOTHING_NEAR, Meaning, Nearest
from desktop.search.query import FullTextQuery, meaningful_stems, parse, plain_text
from desktop.search.ranking import LIST_LENGTH, Interest, Ranked, fuse, ranked, vector_weight
from desktop.search.sources import InstalledEmbedders, StageJob, TranscriptSource
from desktop.search.stemming import Term, terms_of
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
    "SentenceSpan",
    "Term",
    "best_window",
    "meaningful_stems",
    "support",
    "terms_of",
]

DEFAULT_LIMIT = 5
_READ_PER_HIT = 3
"""Candidates read for each hit wanted: near-duplicates fall out."""


class _Asked(msgspec.Struct, frozen=True):
    """A query on its way: what was asked where, and how near passages are by which embedder."""

    parsed: FullTextQuery
    where: store.Place
    embedder: str
    cosines: dict[int, float]

    @property
    def threshold(self) -> float:
        """Relevance below which a hit is not shown."""
        return calibration(self.embedder, english=self.parsed.english).threshold

    def relevance(self, passage_id: int, coverage: float, size: int) -> float:
        """Chance that a passage answers. Letters that were asked for and are there need no chance."""
        if self.parsed.exact:
            return 1.0
        embedder, cosine = self.embedder, self.cosines.get(passage_id)
        if cosine is None and len(self.cosines) < LIST_LENGTH:
            # Everything that has a vector is in the list: this passage has none yet.
            embedder, cosine = "", 0.0
        elif cosine is None:
            cosine = min(self.cosines.values())
        return calibration(embedder, english=self.parsed.english).relevance(cosine, coverage, size)


class _Candidate(msgspec.Struct, frozen=True):
    place: Ranked
    row: store.PassageRow
    why: reasons.Evidence
    relevance: float


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
    ) -> None:
        self._database = database
        self._clock = clock
        self._default_limit = default_limit
        self._meaning = Meaning(database, embedders, clock)
        self._indexer = Indexer(database, transcripts, embedders)
        self.keeper = IndexKeeper(database, transcripts, self._indexer)
        self.chunking = Stage(self.chunk_stage)
        self.embedding = Stage(self.embed_stage)
        self._interest: dict[bytes, Interest] | None = None
        self._documents: dict[str, int] = {}
        self._total = 0
        self._unsubscribe = database.bus.subscribe(self._forget)

    async def close(self) -> None:
        """End the worker and stop listening."""
        self._unsubscribe()
        await self.keeper.close()
        await self._indexer.close()

    async def search(self, query: SearchQuery) -> list[SearchHit]:
        """Return the best passages, best first; an empty list says that nothing in the scope seems relevant."""
        parsed = parse(query.text)
        limit = max(1, query.limit or self._default_limit())
        async with self._database.reader() as reader:
            where = await store.place(reader, query.scope, query.filters)
        lexical, nearest = await asyncio.gather(
            self._lexical(parsed, where), self._near(parsed, query.text, where)
        )
        weight = vector_weight(nearest.name, english=parsed.english)
        order = await self._ordered(fuse(lexical, nearest.passages, weight))
        asked = _Asked(parsed, where, nearest.name, dict(nearest.passages))
        candidates = await self._judged(order[: limit * _READ_PER_HIT], asked)
        if not query.guess:
            candidates = [one for one in candidates if one.relevance >= asked.threshold]
        return [_hit(one) for one in _distinct(candidates)[:limit]]

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
        return _context(found[0], rows, max_words)

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
        )

    async def nearness(self, text: str, others: Sequence[str]) -> list[float] | None:
        """Return the cosine of a text to each other text; None where no embedder is installed."""
        coverage = await self._meaning.coverage()
        chosen = await self._meaning.active() or (coverage[0] if coverage else None)
        if chosen is None:
            return None
        embedder = await self._meaning.opened(chosen.files)
        return await asyncio.to_thread(_cosines, embedder, text, others)

    def start(self) -> None:
        """Keep the index up to date from now on: call it in the process that runs the profile's jobs."""
        self.keeper.start()

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
        await self._indexer.embed_item(job.item_id, progress)

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
                self._interest = await store.interest(reader)
        return ranked(relevance, items, self._interest, self._clock.now_ms())

    async def _judged(self, order: Sequence[Ranked], asked: _Asked) -> list[_Candidate]:
        """Read the best candidates whole and find what speaks for each."""
        async with self._database.reader() as reader:
            rows = {row.id: row for row in await store.passages(reader, [one.passage_id for one in order])}
            weights = await self._weights(reader, asked.parsed)
            size = await store.size_of(reader, asked.where)
        candidates: list[_Candidate] = []
        for one in order:
            row = rows.get(one.passage_id)
            if row is not None:
                why = reasons.evidence(row.text, row.spans, asked.parsed, weights, row.path)
                candidates.append(_Candidate(one, row, why, asked.relevance(row.id, why.coverage, size)))
        return candidates

    async def _weights(self, reader: aiosqlite.Connection, parsed: FullTextQuery) -> dict[str, float]:
        """Weights of the query's words; how many passages hold a word is remembered until passages change."""
        if not self._total:
            self._total = (await store.counts(reader))[1]
        for stem, word in parsed.words.items():
            if stem not in self._documents:
                self._documents[stem] = await store.documents_with(reader, word)
        return reasons.weigh(parsed.words, self._documents, self._total)

    def _forget(self, changes: ChangeSet) -> None:
        self._meaning.forget(changes)
        if changes.touches("passage"):
            self._documents, self._total = {}, 0
        if changes.touches("view", "item"):
            self._interest = None


def _cosines(embedder: Embedder, text: str, others: Sequence[str]) -> list[float]:
    query = embedder.embed_query(text)
    return [float(one) for one in embedder.embed_passages(others) @ query]


def _hit(one: _Candidate) -> SearchHit:
    row, (first, last) = one.row, one.why.best
    window = row.spans[first:last]
    match = next((mark[0] for mark in one.why.marks if window[0].first <= mark[0] < window[-1].last), None)
    span = next((span for span in window if match is not None and span.first <= match < span.last), None)
    return SearchHit(
        passage_id=row.id,
        item_id=row.item_id,
        collection_id=row.collection_id,
        title=row.title,
        heading=row.heading,
        start_ms=window[0].start_ms,
        end_ms=window[-1].end_ms,
        match_ms=span.moment_ms(row.text, match)
        if span is not None and match is not None
        else window[0].start_ms,
        page=window[0].page,
        score=round(one.place.score, 4),
        relevance=round(one.relevance, 4),
        text=row.text,
        marks=one.why.marks,
        sentences=tuple(
            SentenceSpan(
                row.text[span.first : span.last], span.first, span.last, span.start_ms, span.end_ms, span.page
            )
            for span in row.spans
        ),
        best=one.why.best,
    )


def _distinct(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Drop what says the same as a better one: near-duplicates, and the same sentences seen from the next passage."""
    kept: list[_Candidate] = []
    seen: list[frozenset[int]] = []
    quoted: set[tuple[bytes, int]] = set()
    for one in candidates:
        begin = one.row.sentence + one.why.best[0]
        shingles = reasons.shingles(one.row.text)
        if (one.row.item_id.bytes, begin) in quoted or any(
            reasons.is_duplicate(shingles, other) for other in seen
        ):
            continue
        kept.append(one)
        seen.append(shingles)
        quoted.add((one.row.item_id.bytes, begin))
    return kept


def _context(center: store.PassageRow, rows: Sequence[store.PassageRow], max_words: int) -> PassageContext:
    """Grow around a passage sentence by sentence, after before before, inside the words allowed."""
    sentences: dict[int, tuple[str, Span]] = {}
    for row in rows:
        for offset, span in enumerate(row.spans):
            sentences.setdefault(row.sentence + offset, (row.text[span.first : span.last], span))
    first, last = center.sentence, center.sentence + len(center.spans)
    words = center.words
    grown = True
    while grown:
        grown = False
        for at, is_after in ((last, True), (first - 1, False)):
            more = len(sentences[at][0].split()) if at in sentences else 0
            if at in sentences and words + more <= max_words:
                words += more
                first, last = (first, last + 1) if is_after else (first - 1, last)
                grown = True
    chosen = [sentences[at] for at in range(first, last)]
    return PassageContext(
        center.id,
        center.item_id,
        center.title,
        center.heading,
        " ".join(text for text, _ in chosen),
        words,
        chosen[0][1].start_ms,
        chosen[-1][1].end_ms,
        center.spans[0].page,
    )
