"""Cutting and embedding: once, again, and after changes."""

import msgspec
import pytest

from desktop.search import item_store, store, vector_store
from desktop.search.hits import SearchQuery
from desktop.search.indexing import ESTIMATE, Indexer, fingerprint, model_of
from desktop.search.item_store import ItemRow
from shared.errors import AppError
from shared.media.records import COLLECTION, ITEM
from tests.support.search_library import BIOLOGY, COOKING, HISTORY, Library, embedder_files, pages, speech


@pytest.fixture
async def indexer(library: Library):
    found = Indexer(library.database, library, library)
    yield found
    await found.close()


def ignore(_share: float) -> None:
    """Progress nobody looks at."""


async def item_row(library: Library, item_id) -> ItemRow | None:
    async with library.database.reader() as reader:
        return await item_store.item(reader, item_id)


async def test_the_same_text_is_cut_once(library, indexer, changes):
    item_id = await library.item("Leaves", speech(BIOLOGY), await library.collection("Home"))
    assert await indexer.chunk_item(item_id)
    changes.clear()
    assert not await indexer.chunk_item(item_id)
    assert changes == []


async def test_without_text_there_is_nothing_to_cut(library, indexer):
    item_id = await library.item("Empty", [], await library.collection("Home"))
    assert not await indexer.chunk_item(item_id)
    library.texts[item_id] = pages("Now there is.")
    assert await indexer.chunk_item(item_id)
    library.texts[item_id] = []
    assert await indexer.chunk_item(item_id)
    async with library.database.reader() as reader:
        assert await store.counts(reader) == (1, 0)


async def test_a_title_or_home_changes_without_cutting_again(library, indexer):
    home, other = await library.collection("Home"), await library.collection("Other")
    item_id = await library.item("Leaves", speech(BIOLOGY), home)
    await indexer.chunk_item(item_id)
    before = await item_row(library, item_id)
    await library.database.write(
        lambda tx: tx.update(ITEM, item_id, title="Green", collection_id=other.bytes)
    )
    assert await indexer.stale_items() == [item_id]
    assert await indexer.chunk_item(item_id)
    after = await item_row(library, item_id)
    assert before is not None
    assert after is not None
    assert after.source == before.source
    assert after.indexed_heading == "Other › Green"
    assert await indexer.stale_items() == []
    await library.database.write(lambda tx: tx.update(COLLECTION, other, title="Else"))
    assert await indexer.items_in([other]) == {item_id}
    assert await indexer.stale_items() == [item_id]


async def test_deleted_items_leave_the_index(library, indexer):
    item_id = await library.item("Leaves", speech(BIOLOGY), await library.collection("Home"))
    await indexer.chunk_item(item_id)
    await library.database.write(lambda tx: tx.delete(ITEM, item_id))
    assert await indexer.stale_items() == [item_id]
    assert await indexer.chunk_item(item_id)
    assert await indexer.stale_items() == []


def test_the_fingerprint_covers_all_that_shapes_passages():
    (one,) = speech(BIOLOGY)
    base = fingerprint([one], "minilm")
    assert base == fingerprint([one], "minilm")
    others = [
        fingerprint([one], ESTIMATE),
        fingerprint([], "minilm"),
        fingerprint([msgspec.structs.replace(one, text=one.text + "!")], "minilm"),
        fingerprint([msgspec.structs.replace(one, start_ms=5)], "minilm"),
        fingerprint([msgspec.structs.replace(one, page=5)], "minilm"),
        fingerprint([msgspec.structs.replace(one, words=one.words[:-1])], "minilm"),
    ]
    assert len({base, *others}) == 7


async def test_embedding_needs_an_embedder_only_to_be_done(library, indexer):
    item_id = await library.item("Leaves", speech(BIOLOGY), await library.collection("Home"))
    await indexer.chunk_item(item_id)
    seen: list[float] = []
    await indexer.embed(item_id, seen.append)
    assert seen == [1.0]
    assert await indexer.target() is None


@pytest.mark.parametrize("name", ["minilm", "wordllama"])
async def test_embedding_goes_on_where_it_stopped(library, indexer, name):
    library.installed = [embedder_files(name)]
    item_id = await library.item(
        "Book", pages(*(f"{BIOLOGY} Page {n}." for n in range(40))), await library.collection("H")
    )
    await indexer.chunk_item(item_id)
    model = model_of(library.installed[0])
    async with library.database.reader() as reader:
        some = await vector_store.missing(reader, model, item_id, 0, 25)
    done = [(sha, bytes(2 * model.dimension)) for _, sha, _ in some]
    await library.database.write(lambda tx: vector_store.put_embeddings(tx, model, done))
    seen: list[float] = []
    await indexer.embed(item_id, seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    async with library.database.reader() as reader:
        assert await vector_store.embedded(reader, model) == 40
        kept = await vector_store.stored(reader, model, store.Place())
    assert sum(row[3] == bytes(2 * model.dimension) for row in kept) == 25


async def test_one_item_s_texts_may_be_the_same(library, indexer):
    library.installed = [embedder_files("wordllama")]
    item_id = await library.item("Slides", pages("Same.", "Same.", "Same."), await library.collection("H"))
    await indexer.chunk_item(item_id)
    await indexer.embed(item_id, ignore)
    async with library.database.reader() as reader:
        assert await vector_store.embedded(reader, model_of(library.installed[0])) == 3


async def test_the_tokenizer_that_arrives_cuts_again(library, indexer):
    item_id = await library.item("Leaves", speech(" ".join([BIOLOGY] * 20)), await library.collection("Home"))
    await indexer.chunk_item(item_id)
    row = await item_row(library, item_id)
    assert row is not None
    assert row.tokenizer == ESTIMATE
    assert await indexer.stale_items() == []
    library.installed = [embedder_files("minilm")]
    assert await indexer.stale_items() == [item_id]
    assert await indexer.chunk_item(item_id)
    assert await indexer.stale_items() == []


async def test_moving_to_a_better_embedder_keeps_search_going(library, indexer, search):
    home = await library.collection("Home")
    library.installed = [embedder_files("wordllama")]
    for title, text in (("Leaves", BIOLOGY), ("Press", HISTORY), ("Bread", COOKING)):
        item_id = await library.item(title, speech(text), home)
        await indexer.chunk_item(item_id)
        await indexer.embed(item_id, ignore)
    library.installed = [embedder_files("minilm"), embedder_files("wordllama")]
    library.database.bus.announce("model")
    status = await search.status()
    assert (status.embedder, status.target, status.target_embedded, status.complete) == (
        "wordllama",
        "minilm",
        0,
        False,
    )
    assert (await search.search(SearchQuery("movable type")))[0].title == "Press"
    target = await indexer.target()
    assert target is not None
    await indexer.tidy(target)
    async with library.database.reader() as reader:
        assert len(await vector_store.models(reader)) == 1, "what is not covered yet is kept"
    assert await indexer.embed_missing(target, None, ignore) == 3
    await indexer.tidy(target)
    library.database.bus.announce("model")
    status = await search.status()
    assert (status.embedder, status.target, status.embedded, status.complete) == ("minilm", None, 3, True)
    async with library.database.reader() as reader:
        assert [model.name for model, _ in await vector_store.models(reader)] == ["minilm"]
    assert (await search.search(SearchQuery("movable type")))[0].title == "Press"


async def test_resting_ends_the_worker_and_work_starts_it_again(library, indexer):
    library.installed = [embedder_files("wordllama")]
    home = await library.collection("H")
    for text in (BIOLOGY, HISTORY):
        item_id = await library.item("Item", pages(text), home)
        await indexer.chunk_item(item_id)
        await indexer.embed(item_id, ignore)
        await indexer.rest()
        assert indexer.worker_pid is None
    async with library.database.reader() as reader:
        assert await vector_store.embedded(reader, model_of(library.installed[0])) == 2


def unreadable(files, folder):
    """The same embedder with a tokenizer that is none."""
    folder.mkdir(exist_ok=True)
    (folder / "tokenizer.json").write_text("{}")
    return type(files)(files.name, folder, files.dimension, files.model_sha)


async def test_a_damaged_embedder_gives_way_to_the_next(library, indexer, tmp_path):
    library.installed = [
        unreadable(embedder_files("minilm"), tmp_path / "minilm"),
        embedder_files("wordllama"),
    ]
    library.damaged = {"minilm"}
    item_id = await library.item("Leaves", speech(BIOLOGY), await library.collection("Home"))
    assert await indexer.chunk_item(item_id)
    row = await item_row(library, item_id)
    assert row is not None
    assert row.tokenizer == ESTIMATE
    await indexer.embed(item_id, ignore)
    async with library.database.reader() as reader:
        assert await vector_store.embedded(reader, model_of(embedder_files("wordllama"))) == 1


async def test_with_only_a_damaged_embedder_the_item_is_complete_all_the_same(library, indexer, tmp_path):
    library.installed = [unreadable(embedder_files("wordllama"), tmp_path / "wordllama")]
    library.damaged = {"wordllama"}
    item_id = await library.item("Leaves", speech(BIOLOGY), await library.collection("Home"))
    await indexer.chunk_item(item_id)
    seen: list[float] = []
    await indexer.embed(item_id, seen.append)
    assert seen == [1.0]


async def test_sound_files_that_cannot_be_read_are_told(library, indexer, tmp_path):
    library.installed = [unreadable(embedder_files("wordllama"), tmp_path / "wordllama")]
    item_id = await library.item("Leaves", speech(BIOLOGY), await library.collection("Home"))
    await indexer.chunk_item(item_id)
    with pytest.raises(AppError) as caught:
        await indexer.embed(item_id, ignore)
    assert caught.value.code == "search.model_unreadable"
