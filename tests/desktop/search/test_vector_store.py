"""Vectors: the BLOBs are the truth, the sqlite-vec table follows, is checked, and is built again."""

import struct

import numpy as np
import pytest

from desktop.search import store, vector_store
from desktop.search.chunking import chunk, estimate_pieces
from desktop.search.hits import SearchQuery
from desktop.search.indexing import Indexer, model_of
from desktop.search.item_store import ItemRow
from desktop.search.service import SearchService
from desktop.search.store import Place
from desktop.search.vector_store import Model
from desktop.search.vectors import BlobIndex, SqliteVecIndex
from desktop.storage import database as database_module
from shared.ids import ItemId
from shared.media.records import ITEM
from tests.support.search_library import BIOLOGY, COOKING, HISTORY, Job, Library, embedder_files, pages


@pytest.fixture
async def filled(library: Library, search: SearchService):
    """Three items, embedded with the static table."""
    library.installed = [embedder_files("wordllama")]
    home = await library.collection("Home")
    items: list[ItemId] = []
    for title, text in (("Leaves", BIOLOGY), ("Press", HISTORY), ("Bread", COOKING)):
        item_id = await library.item(title, pages(text, text + " More."), home)
        await search.chunk_stage(Job(item_id), lambda _: None)
        await search.embed_stage(Job(item_id), lambda _: None)
        items.append(item_id)
    return model_of(library.installed[0]), items


async def whole(library: Library, model: Model) -> bool:
    async with library.database.reader() as reader:
        return await vector_store.is_whole(reader, model)


async def built(library: Library) -> dict[str, bool]:
    async with library.database.reader() as reader:
        return {model.name: is_built for model, is_built in await vector_store.models(reader)}


async def same_everywhere(library: Library, model: Model) -> bool:
    query = np.ones(model.dimension, np.float32) / np.sqrt(model.dimension, dtype=np.float32)
    blobs = await BlobIndex(library.database, model).nearest(query, 50, Place())
    table = await SqliteVecIndex(library.database, model).nearest(query, 50, Place())
    return [one for one, _ in blobs] == [one for one, _ in table]


def test_widening_brings_back_unit_length():
    rounded = np.array([0.6, 0.8, 0.0], np.float16).tobytes()
    wide = struct.unpack("<3f", vector_store.to_float32(rounded, 3))
    assert sum(value * value for value in wide) == pytest.approx(1, abs=1e-6)
    assert vector_store.to_float32(bytes(6), 3) == bytes(12)


async def test_every_passage_is_in_the_table(library, filled):
    model, _ = filled
    assert await built(library) == {"wordllama": True}
    assert await whole(library, model)
    assert await same_everywhere(library, model)


async def test_a_text_is_embedded_once(library, filled, search):
    model, _ = filled
    home = await library.collection("Other")
    again = await library.item("Again", pages(BIOLOGY), home)
    await search.chunk_stage(Job(again), lambda _: None)
    async with library.database.reader() as reader:
        assert await vector_store.count_missing(reader, model, again) == 0
        assert await vector_store.embedded(reader, model) == 7
    assert await whole(library, model)


async def test_removing_and_restoring_needs_no_embedding(library, filled, search):
    model, items = filled
    await library.database.write(lambda tx: tx.delete(ITEM, items[0]))
    await search.chunk_stage(Job(items[0]), lambda _: None)
    assert await whole(library, model)
    await library.database.write(lambda tx: tx.restore(ITEM, items[0]))
    await search.chunk_stage(Job(items[0]), lambda _: None)
    async with library.database.reader() as reader:
        assert await vector_store.count_missing(reader, model, None) == 0
    assert await whole(library, model)


async def test_moving_an_item_moves_its_vectors(library, filled, search):
    model, items = filled
    other = await library.collection("Other")
    await library.database.write(lambda tx: tx.update(ITEM, items[0], collection_id=other.bytes))
    await search.chunk_stage(Job(items[0]), lambda _: None)
    query = np.ones(model.dimension, np.float32)
    found = await SqliteVecIndex(library.database, model).nearest(query, 50, Place(collection_id=other))
    assert len(found) == 2
    assert await same_everywhere(library, model)


DAMAGES = [
    "DELETE FROM {}_chunks",
    "DELETE FROM {}_vector_chunks00",
    "UPDATE {}_vector_chunks00 SET vectors = x'00'",
    "UPDATE {}_chunks SET validity = x''",
]


@pytest.mark.parametrize("damage", [*DAMAGES, "DELETE FROM {}_rowids WHERE rowid = 1"])
async def test_a_damaged_table_is_noticed_and_built_again(library, filled, damage):
    model, _ = filled
    await library.database.write(lambda tx: tx.execute(damage.format(model.table)))
    assert not await whole(library, model)
    await Indexer(library.database, library, library).check_tables()
    assert await whole(library, model)
    assert await same_everywhere(library, model)


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_table_stops_nobody(library, filled, search, damage):
    model, items = filled
    await library.database.write(lambda tx: tx.execute(damage.format(model.table)))
    library.texts[items[0]] = pages(BIOLOGY + " Volcanoes spit lava.")
    await search.chunk_stage(Job(items[0]), lambda _: None)
    await search.embed_stage(Job(items[0]), lambda _: None)
    assert [hit.title for hit in await search.search(SearchQuery("volcanoes spit lava"))] == ["Leaves"]
    await Indexer(library.database, library, library).check_tables()
    assert await whole(library, model)


async def test_without_the_extension_the_table_is_left_for_later(library, filled, search, monkeypatch):
    model, items = filled
    monkeypatch.setattr(vector_store, "has_extension", lambda _connection: False)
    library.texts[items[0]] = pages("Wholly new text about volcanoes.")
    await search.chunk_stage(Job(items[0]), lambda _: None)
    await search.embed_stage(Job(items[0]), lambda _: None)
    assert await built(library) == {"wordllama": False}
    assert not await library.database.write(lambda tx: vector_store.start_build(tx, model))
    monkeypatch.undo()
    await Indexer(library.database, library, library).check_tables()
    assert await built(library) == {"wordllama": True}
    assert await same_everywhere(library, model)


async def test_sweeping_and_forgetting(library, filled):
    model, items = filled
    assert await library.database.write(vector_store.sweep) == 0
    await library.database.write(lambda tx: (vector_store.unindex(tx, items[0]), store.remove(tx, items[0])))
    assert await library.database.write(vector_store.sweep) == 2
    await library.database.write(lambda tx: vector_store.forget_model(tx, model))
    assert await built(library) == {}
    async with library.database.reader() as reader:
        assert await vector_store.embedded(reader, model) == 0


def test_the_extension_is_seen_where_it_is(tmp_path):
    connection = database_module.connect(tmp_path / "some.db")
    assert vector_store.has_extension(connection)
    connection.close()
    plain = database_module.sqlite3.connect(":memory:")
    assert not vector_store.has_extension(plain)
    plain.close()


async def test_what_is_missing_comes_in_order_and_in_pieces(library, filled):
    _, items = filled
    other = Model("other", 4, b"o" * 32)
    async with library.database.reader() as reader:
        first = await vector_store.missing(reader, other, None, 0, 4)
        rest = await vector_store.missing(reader, other, None, first[-1][0], 4)
        mine = await vector_store.missing(reader, other, items[1], 0, 10)
        assert await vector_store.count_missing(reader, other, items[1]) == 2
    numbers = [number for number, _, _ in [*first, *rest]]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == 6
    assert [text for _, _, text in mine] == [
        one.text for one in chunk(pages(HISTORY, HISTORY + " More."), estimate_pieces).passages
    ]


async def test_vectors_that_arrive_late_are_indexed_by_text(library, filled):
    model, items = filled
    row = ItemRow(items[0], (await library.collection("X")), "Leaves", "X")
    chunks = chunk(pages("Only this."), estimate_pieces)

    def change(tx) -> None:
        vector_store.unindex(tx, items[0])
        store.replace_chunks(tx, row, b"s", "estimate", chunks, [b"t" * 32])
        vector_store.index(tx, items[0])

    await library.database.write(change)
    vector = np.eye(1, model.dimension, dtype=np.float16).tobytes()
    await library.database.write(lambda tx: vector_store.put_embeddings(tx, model, [(b"t" * 32, vector)]))
    assert await whole(library, model)
    assert await same_everywhere(library, model)


async def test_two_processes_embedding_the_same_do_no_harm(library, filled):
    model, items = filled
    async with library.database.reader() as reader:
        rows = await reader.execute_fetchall("SELECT text_sha, vector FROM embedding")
    pairs = [(row[0], row[1]) for row in rows]
    await library.database.write(lambda tx: vector_store.put_embeddings(tx, model, pairs))
    assert await built(library) == {"wordllama": True}
    assert await whole(library, model)
    assert items
