"""Judged questions in SQuAD's form: reading them, libraries made of them, and the fit of a calibration."""

import json
import math
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import numpy as np

from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from desktop.search import store
from desktop.search.evidence import coverage, weigh
from desktop.search.query import parse, plain_text
from desktop.search.ranking import LIST_LENGTH, fuse, vector_weight
from desktop.search.service import SearchService
from desktop.storage.database import Database
from shared.clock import SystemClock
from tests.support.search_library import InProcessWorker, Job, Library, speech

LECTURE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "how_a_lantern_works.md"
ANSWERED = (
    ("When did astronomers find out that light needs time?", "Romer"),
    ("Who discovered that light is not instant?", "Romer"),
    ("How fast is light?", "300,000"),
    ("how long does sunlight travel to us", "8 minutes"),
    ("Why is it darker when I move away from a candle?", "quarter"),
    ("What is the inverse square law?", "inverse square"),
    ("How bright is a normal bulb?", "800"),
    ("what does lumen mean", "lumens"),
    ("Why does light bend in glass?", "refraction"),
    ("What is refraction?", "refraction"),
    ("what is the shopping cart example about", "shopping cart"),
    ("What do you call the point where rays meet?", "focus"),
    ("focal length of a thick lens", "focal length"),
    ("Who invented the magic lantern?", "Huygens"),
    ("What parts does a projector need?", "four parts"),
    ("why is the mirror there", "mirror"),
    ("Why is the picture upside down?", "upside down"),
    ("skeleton dancing", "skeleton"),
    ("moons of Jupiter", "Jupiter"),
    ("Does a window focus light?", "window"),
)
"""Everyday questions to the shipped sample lecture, and a word of the passage that answers."""
UNANSWERED = (
    "What is the capital of Mongolia?",
    "How do I make sourdough bread?",
    "Who won the world cup in 1998?",
    "What causes inflation in an economy?",
    "When was the French Revolution?",
    "How do vaccines work?",
    "What is a derivative in calculus?",
    "Who wrote Don Quixote?",
    "How do I repair a bicycle tyre?",
    "What is the boiling point of ethanol?",
    "how does a compiler optimise loops",
    "Why did the Roman empire fall?",
    "What are the symptoms of diabetes?",
    "Which planet has the most rings?",
    "How do magnets attract iron?",
    "Who painted the Sistine Chapel?",
    "What is machine learning?",
    "how many bones are in the human body",
    "What is the price of gold today?",
    "How do airplanes stay in the air?",
    "What did the teacher say about homework?",
    "the process of photosynthesis",
    "How far is the Moon from the Earth?",
    "Who was the first person on the Moon?",
)
"""Questions the lecture says nothing about; the last two share its words and are the hard ones."""


class Article(msgspec.Struct, frozen=True):
    """Paragraphs of one article, and (question, its paragraph, its answer)."""

    title: str
    paragraphs: tuple[str, ...]
    questions: tuple[tuple[str, int, str], ...]


class Judged(msgspec.Struct, frozen=True):
    """What is known of the best hit of a question. `answers`: it holds the answer; `foreign`: no passage can."""

    cosine: float
    coverage: float
    passages: int
    answers: bool
    foreign: bool


def read(path: Path) -> list[Article]:
    """Read a file in SQuAD's form."""
    return [
        Article(
            article["title"].replace("_", " "),
            tuple(paragraph["context"] for paragraph in article["paragraphs"]),
            tuple(
                (question["question"], number, question["answers"][0]["text"])
                for number, paragraph in enumerate(article["paragraphs"])
                for question in paragraph["qas"]
            ),
        )
        for article in json.loads(path.read_text("utf-8"))["data"]
    ]


@asynccontextmanager
async def library_of(
    folder: Path, articles: Sequence[Article], embedder: str
) -> AsyncIterator[tuple[Library, SearchService]]:
    """Open a library in which each article is a talk, cut and embedded as any recording."""
    database = await Database.open(ProfilePaths.of(folder), clock=SystemClock(), bus=ChangeBus())
    try:
        library = Library(database, [embedder] if embedder else [])
        service = SearchService(database, library, library, SystemClock())
        service._indexer._worker = InProcessWorker()
        home = await library.collection("Encyclopedia")
        for article in articles:
            item_id = await library.item(article.title, speech(" ".join(article.paragraphs)), home)
            await service.chunk_stage(Job(item_id), lambda _: None)
            await service.embed_stage(Job(item_id), lambda _: None)
        try:
            yield library, service
        finally:
            await service.close()
    finally:
        await database.close()


async def judge(library: Library, service: SearchService, question: str, answer: str | None) -> Judged | None:
    """Look at the best three hits: the first that answers, or (no answer is there) the first. None: not retrieved."""
    parsed = parse(question)
    async with library.database.reader() as reader:
        words = await store.lexical(reader, parsed.expression, store.Place())
        total = (await store.counts(reader))[1]
        counted = {
            stem: await store.documents_with(reader, word, total) for stem, word in parsed.words.items()
        }
    near = await service._meaning.nearest(plain_text(question), store.Place(), LIST_LENGTH)
    relevance = fuse(words, near.passages, vector_weight(near.name, english=parsed.english))
    order = sorted(relevance, key=lambda one: (-relevance[one], one))[:3]
    if not order:
        return Judged(0.0, 0.0, total, answers=False, foreign=True) if answer is None else None
    async with library.database.reader() as reader:
        rows = await store.passages(reader, order)
    cosines = dict(near.passages)
    for row in rows:
        if answer is not None and " ".join(answer.split()).casefold() not in row.text.casefold():
            continue
        share = coverage(row.text, row.path, weigh(parsed.words, counted, total))
        cosine = cosines.get(row.id, min(cosines.values(), default=0.0))
        return Judged(cosine, share, total, answers=answer is not None, foreign=answer is None)
    return None


async def sample(folder: Path, articles: Sequence[Article], share: float, embedder: str) -> list[Judged]:
    """Keep a share of the articles, ask the questions of all: those of the others cannot be answered."""
    shuffled = list(articles)
    random.Random(1).shuffle(shuffled)
    kept = max(1, int(len(shuffled) * share))
    found: list[Judged] = []
    async with library_of(folder, shuffled[:kept], embedder) as (library, service):
        for number, article in enumerate(shuffled):
            for question, _, answer in article.questions:
                one = await judge(library, service, question, answer if number < kept else None)
                found += [one] if one is not None else []
    return found


def lecture() -> Article:
    """The shipped sample lecture as one spoken text."""
    lines = [line for line in LECTURE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return Article(
        "How a lantern works", (" ".join(lines),), tuple((question, 0, word) for question, word in ANSWERED)
    )


async def lecture_sample(folder: Path, embedder: str) -> list[Judged]:
    """Everyday questions asked of a library that holds the sample lecture only."""
    found: list[Judged] = []
    async with library_of(folder, [lecture()], embedder) as (library, service):
        for question, word in ANSWERED:
            found += [one] if (one := await judge(library, service, question, word)) is not None else []
        for question in UNANSWERED:
            found += [one] if (one := await judge(library, service, question, None)) is not None else []
    return found


def fit(samples: Sequence[Sequence[Judged]], *, cosine: bool) -> tuple[float, float, float, float]:
    """Logistic regression by Newton's method: (bias, cosine, coverage, size). Samples and their sides weigh alike."""
    rows, sides, weights = [], [], []
    for one in samples:
        for side in (True, False):
            found = [judged for judged in one if judged.answers is side]
            rows += [
                (1.0, judged.cosine if cosine else 0.0, judged.coverage, math.log10(judged.passages))
                for judged in found
            ]
            sides += [float(side)] * len(found)
            weights += [500.0 / max(1, len(found))] * len(found)
    x, y, w = np.array(rows), np.array(sides), np.array(weights)
    theta = np.zeros(4)
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ theta))
        gradient = x.T @ (w * (p - y)) + 1e-3 * theta
        curvature = (x * (w * p * (1 - p))[:, None]).T @ x + 1e-3 * np.eye(4)
        theta -= np.linalg.solve(curvature, gradient)
    bias, near, share, size = (round(float(one), 2) for one in theta)
    return bias, near, share, size
