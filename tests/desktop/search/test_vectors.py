"""Every way of finding the nearest passages gives the same answer as numpy on the vectors themselves."""

import hashlib

import numpy as np
import pytest

from desktop.runtime.changes import ChangeSet
from desktop.search import store, vector_store
from desktop.search.chunking import Chunks, Passage, Section, Span
from desktop.search.item_store import ItemRow
from desktop.search.store import Place
from desktop.search.vector_store import Model
from desktop.search.vectors import BlobIndex, MatrixIndex, SqliteVecIndex
from shared.ids import CollectionId, ItemId, new_id
from tests.support.search_library import Library, pages

MODEL = Model("toy", 16, b"m" * 32)


def chunks_of(texts: list[str]) -> Chunks:
    spans = [(Span(0, len(text), None, None, 1),) for text in texts]
    passages = [
        Passage(0, number, text, span, None, None, 1, 1, 1)
        for number, (text, span) in enumerate(zip(texts, spans, strict=True))
    ]
    return Chunks((Section(0, len(texts), "", None, None, 1, len(texts)),), tuple(passages))


async def put(
    library: Library, item_id: ItemId, home: CollectionId, texts: list[str], vectors: np.ndarray
) -> None:
    shas = [hashlib.sha256(text.encode()).digest() for text in texts]
    row = ItemRow(item_id, home, "Item", "Home")

    def write(tx) -> None:
        vector_store.add_model(tx, MODEL)
        vector_store.unindex(tx, item_id)
        store.replace_chunks(tx, row, b"source", "estimate", chunks_of(texts), shas)
        vector_store.index(tx, item_id)
        vector_store.put_embeddings(
            tx,
            MODEL,
            [(sha, one.astype(np.float16).tobytes()) for sha, one in zip(shas, vectors, strict=True)],
        )

    await library.database.write(write)


async def build(library: Library) -> None:
    await library.database.write(lambda tx: vector_store.start_build(tx, MODEL))
    after: int | None = 0
    while after is not None:
        after = await library.database.write(
            lambda tx, after=after: vector_store.build_some(tx, MODEL, after or 0)
        )


@pytest.fixture
async def places(library: Library):
    """Two collections of three items with forty passages each, and their vectors by passage."""
    generator = np.random.default_rng(1)
    homes = [await library.collection("One"), await library.collection("Two")]
    truth: dict[bytes, np.ndarray] = {}
    items: list[tuple[ItemId, CollectionId]] = []
    await library.database.write(lambda tx: vector_store.add_model(tx, MODEL))
    await build(library)
    for home in homes * 3:
        item_id = await library.item("Item", pages("x"), home)
        vectors = generator.normal(size=(40, 16))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        texts = [f"{item_id} {number}" for number in range(40)]
        await put(library, item_id, home, texts, vectors)
        items.append((item_id, home))
        for text, vector in zip(texts, vectors, strict=True):
            rounded = vector.astype(np.float16).astype(np.float64)
            truth[hashlib.sha256(text.encode()).digest()] = rounded / np.linalg.norm(rounded)
    return homes, items, truth


async def expected(library: Library, truth, query: np.ndarray, where: Place, count: int) -> list[int]:
    async with library.database.reader() as reader:
        rows = await reader.execute_fetchall("SELECT id, item_id, collection_id, text_sha FROM passage")
    inside = [
        (row[0], float(truth[row[3]] @ query))
        for row in rows
        if (where.items is None or row[1] in {one.bytes for one in where.items})
        and (where.collection_id is None or row[2] == where.collection_id.bytes)
    ]
    return [one for one, _ in sorted(inside, key=lambda pair: -pair[1])[:count]]


def queries() -> list[np.ndarray]:
    found = np.random.default_rng(2).normal(size=(12, 16)).astype(np.float32)
    return list(found / np.linalg.norm(found, axis=1, keepdims=True))


async def test_all_indexes_agree_with_numpy(library, places):
    homes, items, truth = places
    matrix = MatrixIndex(library.database, MODEL)
    indexes = [SqliteVecIndex(library.database, MODEL), BlobIndex(library.database, MODEL), matrix]
    for where in (Place(), Place(collection_id=homes[1])):
        for query in queries():
            wanted = await expected(library, truth, query, where, 10)
            for index in indexes:
                found = await index.nearest(query, 10, where)
                assert [one for one, _ in found] == wanted, type(index).__name__
                assert [cosine for _, cosine in found] == pytest.approx(
                    [cosine for _, cosine in await indexes[1].nearest(query, 10, where)], abs=1e-5
                )
    for where in (
        Place(items=(items[0][0],)),
        Place(items=tuple(one for one, _ in items[1:4])),
        Place(items=()),
    ):
        for query in queries():
            wanted = await expected(library, truth, query, where, 10)
            for index in indexes[1:]:
                assert [one for one, _ in await index.nearest(query, 10, where)] == wanted


async def test_sqlite_vec_knows_no_items(library, places):
    with pytest.raises(ValueError, match="partitioned"):
        await SqliteVecIndex(library.database, MODEL).nearest(queries()[0], 5, Place(items=()))


async def test_fewer_than_asked(library, places):
    _, items, _ = places
    found = await BlobIndex(library.database, MODEL).nearest(queries()[0], 1_000, Place(items=(items[0][0],)))
    assert len(found) == 40


async def test_the_matrix_follows_changes(library, places):
    homes, items, _ = places
    matrix = MatrixIndex(library.database, MODEL)
    library.database.bus.subscribe(matrix.forget)
    blobs = BlobIndex(library.database, MODEL)
    await matrix.load()
    assert matrix.loaded
    item_id, _ = items[0]
    vector = queries()[0]
    await put(library, item_id, homes[1], ["new text"], np.array([vector]))
    await library.database.write(lambda tx: store.remove(tx, items[1][0]))
    for query in queries():
        for where in (Place(), Place(collection_id=homes[0]), Place(collection_id=homes[1])):
            assert await matrix.nearest(query, 20, where) == await blobs.nearest(query, 20, where)
    matrix.forget(ChangeSet(everything=True))
    assert not matrix.loaded
    assert await matrix.nearest(vector, 5, Place()) == await blobs.nearest(vector, 5, Place())


async def test_an_empty_library(library):
    for index in (BlobIndex(library.database, MODEL), MatrixIndex(library.database, MODEL)):
        assert await index.nearest(queries()[0], 5, Place()) == []
        assert await index.nearest(queries()[0], 5, Place(items=(ItemId(new_id()),))) == []
