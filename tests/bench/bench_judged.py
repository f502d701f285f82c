"""Search quality on judged questions (JUDGED=folder with XQuAD): ranking against BM25, and the relevance threshold.

Ranking: a paragraph is a passage, the paragraph a question was asked of is the relevant one. Threshold: articles are
cut as recordings are; questions of articles that are not in the library must find nothing. The last figures are the
calibration fitted anew, to be compared with desktop/search/calibration.py.
"""

import asyncio
import hashlib
import math
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from desktop.search import store, vector_store
from desktop.search.calibration import calibration
from desktop.search.chunking import Chunks, Passage, Section, Span
from desktop.search.embedders import load
from desktop.search.indexing import model_of
from desktop.search.item_store import ItemRow
from desktop.search.meaning import Meaning
from desktop.search.query import parse, plain_text
from desktop.search.ranking import LIST_LENGTH, fuse, vector_weight
from desktop.search.store import Place
from desktop.storage.database import Database
from shared.clock import SystemClock
from tests.support.search_judged import Article, Judged, fit, lecture_sample, read, sample
from tests.support.search_library import Library, pages

EMBEDDERS = ("minilm", "wordllama")
FIRST = 10
SHARES = {"en": (0.04, 0.1, 0.25, 0.5, 0.8), "es": (0.1, 0.5)}


def figures(options: Any) -> Iterator[dict[str, Any]]:
    """nDCG@10 of hybrid over BM25 by embedder and language; misses and false hits at the shipped threshold."""
    if options.judged is None:
        yield {"figure": "judged search", "value": 0, "note": "give JUDGED=folder to measure"}
        return
    for language in SHARES:
        articles = read(options.judged / f"xquad.{language}.json")
        for embedder in EMBEDDERS:
            yield from asyncio.run(_ranking(articles, language, embedder))
        for embedder in (*EMBEDDERS, ""):
            yield from asyncio.run(_threshold(articles, language, embedder))


async def _ranking(articles: Sequence[Article], language: str, embedder: str) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(ProfilePaths.of(Path(folder)), clock=SystemClock(), bus=ChangeBus())
        try:
            library = Library(database, [embedder])
            by_text = await _put(library, articles)
            meaning = Meaning(database, library, SystemClock())
            words_gain, vector_gain, both_gain, asked = 0.0, 0.0, 0.0, 0
            for article in articles:
                for question, number, _ in article.questions:
                    wanted = by_text[article.paragraphs[number]]
                    parsed = parse(question)
                    async with database.reader() as reader:
                        words = await store.lexical(reader, parsed.expression, Place())
                    near = await meaning.nearest(plain_text(question), Place(), LIST_LENGTH)
                    relevance = fuse(words, near.passages, vector_weight(near.name, english=parsed.english))
                    words_gain += _gain([one for one, _ in words], wanted)
                    vector_gain += _gain([one for one, _ in near.passages], wanted)
                    both_gain += _gain(sorted(relevance, key=lambda one: (-relevance[one], one)), wanted)
                    asked += 1
        finally:
            await database.close()
    figure = {
        "figure": f"nDCG@10 hybrid ÷ BM25, {embedder}, XQuAD {language}",
        "value": round(both_gain / words_gain, 4),
        "hybrid": round(both_gain / asked, 4),
        "bm25": round(words_gain / asked, 4),
        "vector": round(vector_gain / asked, 4),
        "must": ">= 1.0",
    }
    return [figure]


async def _put(library: Library, articles: Sequence[Article]) -> dict[str, int]:
    """Write each paragraph as one passage, with its vector; returns passage numbers by text."""
    files = library.installed[0]
    model, embedder = model_of(files), load(files)
    home = await library.collection("Encyclopedia")
    for article in articles:
        item_id = await library.item(article.title, pages(*article.paragraphs), home)
        row = ItemRow(item_id, home, "", "")
        shas = [hashlib.sha256(text.encode()).digest() for text in article.paragraphs]
        vectors = embedder.embed_passages(article.paragraphs).astype(np.float16)
        pairs = [(sha, one.tobytes()) for sha, one in zip(shas, vectors, strict=True)]

        def write(tx, row=row, texts=article.paragraphs, shas=shas, pairs=pairs) -> None:
            store.replace_chunks(tx, row, b"bench", "", _chunks(texts), shas)
            vector_store.put_embeddings(tx, model, pairs)

        await library.database.write(write)
    async with library.database.reader() as reader:
        rows = await reader.execute_fetchall("SELECT text, id FROM passage")
    return {row[0]: row[1] for row in rows}


def _chunks(texts: Sequence[str]) -> Chunks:
    passages = [
        Passage(0, number, text, (Span(0, len(text), None, None, number),), None, None, number, 1, 1)
        for number, text in enumerate(texts)
    ]
    return Chunks((Section(0, len(texts), "", None, None, 1, 1),), tuple(passages))


def _gain(order: Sequence[int], wanted: int) -> float:
    """nDCG with one relevant passage: 1 / log2(place + 1) within the first ten."""
    place = next((place for place, one in enumerate(order[:FIRST], start=1) if one == wanted), None)
    return 0.0 if place is None else 1 / math.log2(place + 1)


async def _threshold(articles: Sequence[Article], language: str, embedder: str) -> list[dict[str, Any]]:
    samples: list[list[Judged]] = []
    found: list[dict[str, Any]] = []
    scale = calibration(embedder, english=language == "en")
    name = f"{embedder or 'words only'}, XQuAD {language}"
    for share in SHARES[language]:
        with tempfile.TemporaryDirectory() as folder:
            judged = await sample(Path(folder), articles, share, embedder)
        samples.append(judged)
        shown = [scale.relevance(one.cosine, one.coverage, one.passages) >= scale.threshold for one in judged]
        missed = [not one for one, of in zip(shown, judged, strict=True) if of.answers]
        false = [one for one, of in zip(shown, judged, strict=True) if of.foreign]
        found.append(
            {
                "figure": f"answers refused, {name}",
                "value": round(sum(missed) / len(missed), 4),
                "nothing there yet shown": round(sum(false) / len(false), 4),
                "passages": judged[0].passages,
            }
        )
    if language == "en":
        with tempfile.TemporaryDirectory() as folder:
            samples += [await lecture_sample(Path(folder), embedder)] * 2
    fitted = fit(samples, cosine=bool(embedder))
    shipped = (scale.bias, scale.cosine, scale.coverage, scale.size)
    return [
        *found,
        {"figure": f"calibration, {name}", "value": fitted[0], "fitted": fitted, "shipped": shipped},
    ]
