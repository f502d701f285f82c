"""What the index knows of items."""

import hashlib

import pytest

from desktop.search import item_store, store
from desktop.search.chunking import chunk, estimate_pieces
from desktop.search.item_store import ItemRow
from desktop.search.ranking import Interest
from shared.media.records import ITEM
from tests.support.search_library import BIOLOGY, Library, speech


@pytest.fixture
async def row(library: Library) -> ItemRow:
    home = await library.collection("Science")
    return ItemRow(await library.item("Leaves", speech(BIOLOGY), home), home, "Leaves", "Science")


async def put(library: Library, row: ItemRow) -> None:
    chunks = chunk(speech(BIOLOGY), estimate_pieces)
    shas = [hashlib.sha256(one.text.encode()).digest() for one in chunks.passages]
    await library.database.write(
        lambda tx: store.replace_chunks(tx, row, b"source", "estimate", chunks, shas)
    )


def test_a_heading_names_the_collection_where_there_is_one(row):
    assert row.heading == "Science › Leaves"
    assert ItemRow(row.item_id, row.collection_id, "Leaves", "").heading == "Leaves"


async def test_interest(library, row):
    await library.view(row.item_id, at_ms=9_000_000_000_000)
    await library.view(row.item_id, at_ms=5)
    async with library.database.reader() as reader:
        assert await item_store.interest(reader) == {row.item_id.bytes: Interest(9_000_000_000_000, 2)}


async def test_items_know_what_they_were_indexed_as(library, row):
    async with library.database.reader() as reader:
        fresh = await item_store.item(reader, row.item_id)
        assert fresh is not None
        assert (fresh.source, fresh.indexed_collection_id) == (b"", None)
    await put(library, row)
    async with library.database.reader() as reader:
        (known,) = await item_store.items(reader)
        assert (known.source, known.indexed_heading, known.indexed_collection_id) == (
            b"source",
            "Science › Leaves",
            row.collection_id,
        )
        assert await item_store.indexed_items(reader) == {row.item_id}
        assert await item_store.items_in(reader, [row.collection_id]) == {row.item_id}
    await library.database.write(lambda tx: tx.delete(ITEM, row.item_id))
    async with library.database.reader() as reader:
        assert await item_store.item(reader, row.item_id) is None
        assert await store.items_of_passages(reader, [1]) == {}
