"""Search in a library of 100 000 passages: how long a hybrid search takes, and whether its vector list is exact."""

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from desktop.runtime.workers import WorkerProcess
from desktop.search import store, vector_store
from desktop.search.hits import Scope, SearchQuery
from desktop.search.indexing import model_of
from desktop.search.meaning import Meaning
from desktop.search.query import parse
from desktop.search.service import SearchService
from desktop.search.store import Place
from desktop.search.worker import payload_of
from desktop.storage.database import Database
from shared.clock import SystemClock
from tests.support.search_corpus import Corpus, fill
from tests.support.search_library import Library, embedder_files

PASSAGES = int(os.environ.get("LANTERN_BENCH_PASSAGES", "100000"))
COLLECTIONS = 50
QUERIES = 200
EMBEDDER = "minilm"


def figures(_options: Any) -> Iterator[dict[str, Any]]:
    """Hybrid p95 in a collection and everywhere, their parts as floor, and recall of the vector list."""
    yield from asyncio.run(_measure())


async def _measure() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        async with _library(Path(folder)) as (library, corpus, homes):
            service = SearchService(library.database, library, library, SystemClock())
            try:
                await service.warm_up()
                questions = [corpus.question() for _ in range(QUERIES)]
                return [
                    *await _timed(service, questions, homes),
                    *await _parts(library, questions),
                    await _recall(library, questions, homes),
                    *[await _embedding(corpus, name) for name in ("minilm", "wordllama")],
                ]
            finally:
                await service.close()


@asynccontextmanager
async def _library(folder: Path) -> AsyncIterator[tuple[Library, Corpus, list[Any]]]:
    database = await Database.open(ProfilePaths.of(folder), clock=SystemClock(), bus=ChangeBus())
    try:
        library = Library(database, [EMBEDDER])
        corpus = Corpus()
        homes = await fill(library, library.installed[0], corpus, PASSAGES, COLLECTIONS)
        yield library, corpus, homes
    finally:
        await database.close()


async def _timed(service: SearchService, questions: list[str], homes: list[Any]) -> list[dict[str, Any]]:
    async def inside(number: int) -> None:
        scope = Scope(collection_id=homes[number % len(homes)])
        await service.search(SearchQuery(questions[number], scope, limit=10))

    async def everywhere(number: int) -> None:
        await service.search(SearchQuery(questions[number], limit=10))

    return [
        await _figure("hybrid search p95 in collection", inside, "<= 30"),
        await _figure("hybrid search p95 everywhere", everywhere, "<= 80"),
    ]


async def _parts(library: Library, questions: list[str]) -> list[dict[str, Any]]:
    """What a search everywhere is made of: words alone, and the question's vector."""
    meaning = Meaning(library.database, library, SystemClock())
    embedder = await meaning.opened(library.installed[0])

    async def words(number: int) -> None:
        async with library.database.reader() as reader:
            await store.lexical(reader, parse(questions[number]).expression, Place())

    async def question(number: int) -> None:
        await asyncio.to_thread(embedder.embed_query, questions[number])

    return [
        await _figure("full text alone p95 everywhere", words),
        await _figure("question embedded p95", question),
    ]


async def _figure(
    name: str, work: Callable[[int], Awaitable[None]], must: str | None = None
) -> dict[str, Any]:
    for number in range(10):
        await work(number)
    walls: list[float] = []
    cpu = time.process_time()
    for number in range(QUERIES):
        begin = time.perf_counter()
        await work(number)
        walls.append((time.perf_counter() - begin) * 1_000)
    cpu_ms = (time.process_time() - cpu) * 1_000 / QUERIES
    found = {
        "figure": name,
        "value": round(float(np.percentile(walls, 95)), 1),
        "unit": "ms",
        "p50": round(float(np.percentile(walls, 50)), 1),
        "cpu_ms": round(cpu_ms, 1),
        "passages": PASSAGES,
    }
    return found | {"must": must} if must else found


async def _recall(library: Library, questions: list[str], homes: list[Any]) -> dict[str, Any]:
    """Share of the true ten nearest (numpy over every vector) that search finds, in collections and everywhere."""
    model = model_of(embedder_files(EMBEDDER))
    meaning = Meaning(library.database, library, SystemClock())
    embedder = await meaning.opened(library.installed[0])
    async with library.database.reader() as reader:
        rows = await vector_store.stored(reader, model, Place())
    numbers = np.array([row[0] for row in rows])
    inside = np.array([homes_of.index(row[2]) for homes_of in [[one.bytes for one in homes]] for row in rows])
    vectors = np.array([np.frombuffer(row[3], np.float16) for row in rows], np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    hit = total = 0
    for number, text in enumerate(questions):
        query = embedder.embed_query(text)
        home = number % len(homes)
        for place, chosen in ((Place(), slice(None)), (Place(collection_id=homes[home]), inside == home)):
            exact = set(numbers[chosen][np.argsort(-(vectors[chosen] @ query))[:10]].tolist())
            found = {one for one, _ in (await meaning.nearest(text, place, 100)).passages[:10]}
            hit, total = hit + len(exact & found), total + len(exact)
    return {"figure": "vector recall@10 against exact", "value": round(hit / total, 4), "must": ">= 0.99"}


async def _embedding(corpus: Corpus, name: str) -> dict[str, Any]:
    """Memory and speed of the worker process that embeds passages."""
    worker = WorkerProcess("desktop.search.worker")
    try:
        await worker.request("embed", payload_of(embedder_files(name), [corpus.text()]))
        process = psutil.Process(worker.pid)
        before = sum(process.cpu_times()[:2])
        rate = 64 if name == "minilm" else 2_048
        await worker.request("embed", payload_of(embedder_files(name), [corpus.text() for _ in range(rate)]))
        spent = sum(process.cpu_times()[:2]) - before
        return {
            "figure": f"embedding worker memory, {name}",
            "value": round(process.memory_info().rss / 1_000_000),
            "unit": "MB",
            "passages per CPU second": round(rate / max(spent, 0.01)),
            "must": "<= 370",
        }
    finally:
        await worker.close()
