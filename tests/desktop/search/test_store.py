"""The SQL of passages: what is kept, replaced, moved and removed, and that the full text follows."""

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.search import item_store, store
from desktop.search.chunking import chunk, estimate_pieces
from desktop.search.hits import Filters, Scope
from desktop.search.item_store import ItemRow
from desktop.search.stemming import stem
from desktop.search.store import Place
from shared.ids import CollectionId, ItemId, new_id
from tests.support.search_library import BIOLOGY, COOKING, HISTORY, Library, pages, speech


async def put(library: Library, row: ItemRow, segments) -> None:
    chunks = chunk(segments, estimate_pieces)
    shas = [hashlib.sha256(one.text.encode()).digest() for one in chunks.passages]
    await library.database.write(
        lambda tx: store.replace_chunks(tx, row, b"source", "estimate", chunks, shas)
    )


async def passages_of(library: Library, item_id: ItemId) -> list[store.PassageRow]:
    async with library.database.reader() as reader:
        return await store.neighbours(reader, item_id, 0, 1_000)


EVERYWHERE = Place()


async def found(library: Library, expression: str, where: Place = EVERYWHERE) -> set[int]:
    async with library.database.reader() as reader:
        return {one for one, _ in await store.lexical(reader, expression, where)}


async def check_full_text(library: Library) -> None:
    """Raises when the index does not hold exactly what the passages hold."""
    await library.database.write(
        lambda tx: tx.execute("INSERT INTO passage_fts (passage_fts, rank) VALUES ('integrity-check', 1)")
    )


@pytest.fixture
async def row(library: Library) -> ItemRow:
    home = await library.collection("Science")
    item_id = await library.item("Leaves", speech(BIOLOGY), home)
    return ItemRow(item_id, home, "Leaves", "Science")


def test_a_place_term_survives_the_stemmer():
    for _ in range(200):
        term = store.term_of("i", new_id())
        assert stem(term) == term


async def test_what_is_stored_comes_back(library, row):
    await put(library, row, speech(BIOLOGY))
    (passage,) = await passages_of(library, row.item_id)
    (wanted,) = chunk(speech(BIOLOGY), estimate_pieces).passages
    assert (passage.text, passage.spans, passage.words) == (wanted.text, wanted.spans, wanted.words)
    assert (passage.title, passage.path) == ("Leaves", "Science › Leaves")
    async with library.database.reader() as reader:
        assert await store.counts(reader) == (1, 1)
        assert await store.size_of(reader, Place()) == 1
        assert await store.size_of(reader, Place(items=(row.item_id,))) == 1
        assert await store.size_of(reader, Place(collection_id=CollectionId(new_id()))) == 0
        assert await store.documents_with(reader, "chloroplasts", 10) == 1
        assert await store.documents_with(reader, "chloroplasts", 0) == 0
        assert [one.id for one in await store.passages(reader, [99, passage.id])] == [passage.id]


async def test_unchanged_passages_keep_their_number(library, row):
    talk = pages(BIOLOGY, HISTORY, COOKING)
    await put(library, row, talk)
    before = await passages_of(library, row.item_id)
    await put(library, row, pages(BIOLOGY, "Nothing of this was said.", COOKING))
    after = await passages_of(library, row.item_id)
    assert [one.id for one in after] == [before[0].id, before[2].id + 1, before[2].id]
    await put(library, row, pages("All is new."))
    await put(library, row, talk)
    assert {one.id for one in await passages_of(library, row.item_id)}.isdisjoint(one.id for one in before)
    await check_full_text(library)


async def test_full_text_looks_inside_its_place(library, row):
    other = await library.collection("Other")
    second = await library.item("Bread", speech(COOKING), other)
    await put(library, row, speech(BIOLOGY))
    await put(library, ItemRow(second, other, "Bread", "Other"), speech(COOKING + " Green light."))
    mine, theirs = (await passages_of(library, row.item_id))[0].id, (await passages_of(library, second))[0].id
    assert await found(library, '"light"') == {mine, theirs}
    assert await found(library, '"light"', Place(collection_id=other)) == {theirs}
    assert await found(library, '"light"', Place(items=(row.item_id,))) == {mine}
    assert await found(library, '"light"', Place(items=())) == set()
    assert await found(library, "") == set()
    many = Place(items=(second, *(ItemId(new_id()) for _ in range(100))))
    assert await found(library, '"light"', many) == {theirs}
    assert await found(library, f'"{store.term_of("c", other)}"') == set(), "places are not words"


async def test_moving_renames_and_rehomes(library, row):
    await put(library, row, speech(BIOLOGY))
    new_home = await library.collection("Botany")
    async with library.database.reader() as reader:
        stored = await item_store.item(reader, row.item_id)
    assert stored is not None
    moved = ItemRow(row.item_id, new_home, "Green leaves", "Botany", stored.source, stored.tokenizer)
    before = await passages_of(library, row.item_id)
    await library.database.write(lambda tx: store.move(tx, moved))
    (passage,) = await passages_of(library, row.item_id)
    assert (passage.id, passage.path, passage.collection_id) == (
        before[0].id,
        "Botany › Green leaves",
        new_home,
    )
    assert await found(library, '"botany"') == {passage.id}
    assert await found(library, '"science"') == set()
    await check_full_text(library)


async def test_removing(library, row):
    await put(library, row, speech(BIOLOGY))
    assert await library.database.write(lambda tx: store.remove(tx, row.item_id))
    assert not await library.database.write(lambda tx: store.remove(tx, row.item_id))
    assert await found(library, '"light"') == set()
    await check_full_text(library)


async def test_full_text_is_mended(library, row):
    await put(library, row, speech(BIOLOGY))
    assert not await library.database.write(store.mend_full_text)
    await library.database.write(
        lambda tx: tx.execute("INSERT INTO passage_fts (passage_fts) VALUES ('delete-all')")
    )
    assert await found(library, '"light"') == set()
    assert await library.database.write(store.mend_full_text)
    assert len(await found(library, '"light"')) == 1


async def test_a_place_is_worked_out_only_where_filters_ask(library, row):
    async with library.database.reader() as reader:
        assert await store.place(reader, Scope(), Filters()) == Place()
        assert await store.place(reader, Scope(item_id=row.item_id), Filters()) == Place(items=(row.item_id,))
        only = await store.place(reader, Scope(), Filters(kinds=("document",)))
        assert only.items == (row.item_id,)
        assert (
            await store.place(reader, Scope(collection_id=row.collection_id), Filters(until_ms=0))
        ).items == ()


texts = st.lists(st.sampled_from([BIOLOGY, HISTORY, COOKING, "Short one.", ""]), max_size=5)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts, min_size=1, max_size=4))
async def test_any_sequence_of_edits_leaves_the_index_true(library, row, versions):
    for version in versions:
        segments = pages(*version)
        await put(library, row, segments)
        wanted = [one.text for one in chunk(segments, estimate_pieces).passages]
        assert [one.text for one in await passages_of(library, row.item_id)] == wanted
        await check_full_text(library)
