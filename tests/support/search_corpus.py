"""A made-up library of any size for benches: text with Zipf's word frequencies, clustered unit vectors."""

import hashlib

import msgspec
import numpy as np

from desktop.search import store, vector_store
from desktop.search.chunking import Chunks, Passage, Section, Span
from desktop.search.embedders import EmbedderFiles
from desktop.search.indexing import Indexer, model_of
from desktop.search.item_store import ItemRow
from desktop.search.query import _ENGLISH
from shared.ids import CollectionId
from tests.support.search_library import Library, folder_of

WORDS = 160
SENTENCE_WORDS = 16
PER_ITEM = 60
"""Passages of an hour of lecture."""


class Corpus:
    """Passages and queries drawn from one vocabulary; stop words are its most frequent words, as in English."""

    def __init__(self, seed: int = 7) -> None:
        self.random = np.random.default_rng(seed)
        pieces = (folder_of("minilm") / "tokenizer.json").read_text("utf-8")
        names = {one for one in _vocabulary(pieces) if one.isalpha() and one.isascii() and len(one) > 3}
        stop = sorted(_ENGLISH)
        content = sorted(names - _ENGLISH)
        self.random.shuffle(content)
        self.words = np.array([*stop, *content])
        self.stop_words = len(stop)
        weights = 1 / (np.arange(len(self.words)) + 2.7)
        self.shares = weights / weights.sum()

    def text(self, words: int = WORDS) -> str:
        chosen = self.words[self.random.choice(len(self.words), words, p=self.shares)]
        return " ".join(chosen)

    def question(self) -> str:
        """Two to six content words as they come in talk, with stop words around them."""
        shares = self.shares[self.stop_words :] / self.shares[self.stop_words :].sum()
        count = int(self.random.integers(2, 7))
        chosen = self.words[self.stop_words :][self.random.choice(len(shares), count, p=shares)]
        return f"what is the {chosen[0]} of {' '.join(chosen[1:])}"

    def vectors(self, count: int, dimension: int, clusters: int = 500) -> np.ndarray:
        """Unit vectors around `clusters` centres, one row a passage."""
        centres = self.random.normal(size=(clusters, dimension)).astype(np.float32)
        found = centres[self.random.integers(0, clusters, count)]
        found += self.random.normal(size=found.shape).astype(np.float32)
        return found / np.linalg.norm(found, axis=1, keepdims=True)


def _vocabulary(tokenizer: str) -> list[str]:
    return list(msgspec.json.decode(tokenizer)["model"]["vocab"])


async def fill(
    library: Library, files: EmbedderFiles, corpus: Corpus, passages: int, collections: int
) -> list[CollectionId]:
    """Write items of an hour each, with vectors, shared evenly among collections."""
    homes = [await library.collection(f"Course {number}") for number in range(collections)]
    model = model_of(files)
    await library.database.write(lambda tx: vector_store.add_model(tx, model))
    for number in range(-(-passages // PER_ITEM)):
        count = min(PER_ITEM, passages - number * PER_ITEM)
        home = homes[number % collections]
        item_id = await library.item(f"Lecture {number}", [], home, kind="audio")
        row = ItemRow(item_id, home, f"Lecture {number}", "Course")
        texts = [corpus.text() for _ in range(count)]
        shas = [hashlib.sha256(text.encode()).digest() for text in texts]
        vectors = [one.astype(np.float16).tobytes() for one in corpus.vectors(count, files.dimension)]
        pairs = list(zip(shas, vectors, strict=True))

        def write(tx, row=row, texts=texts, shas=shas, pairs=pairs) -> None:
            store.replace_chunks(tx, row, b"bench", "minilm", _chunks(texts), shas)
            vector_store.put_embeddings(tx, model, pairs)

        await library.database.write(write)
    await Indexer(library.database, library, library).build_table(model)
    return homes


def _chunks(texts: list[str]) -> Chunks:
    passages = [
        Passage(
            0,
            number * 10,
            text,
            _spans(text, number),
            number * 60_000,
            number * 60_000 + 59_000,
            None,
            WORDS,
            220,
        )
        for number, text in enumerate(texts)
    ]
    section = Section(0, 10 * len(texts), "", 0, 60_000 * len(texts), None, WORDS * len(texts))
    return Chunks((section,), tuple(passages))


def _spans(text: str, number: int) -> tuple[Span, ...]:
    spans: list[Span] = []
    at = 0
    for begin in range(0, WORDS, SENTENCE_WORDS):
        long = len(" ".join(text.split(" ")[begin : begin + SENTENCE_WORDS]))
        start = number * 60_000 + begin * 370
        spans.append(Span(at, at + long, start, start + 5_900, None, bytes(2 * SENTENCE_WORDS)))
        at += long + 1
    return tuple(spans)
