"""Which embedder is asked, and where passages are compared."""

from uuid import UUID

import numpy as np
import pytest

from desktop.search import meaning as meaning_module
from desktop.search import vector_store
from desktop.search.indexing import model_of
from desktop.search.meaning import Meaning
from desktop.search.service import SearchService
from desktop.search.store import Place
from shared.ids import CollectionId, ItemId
from tests.support.clocks import ManualClock
from tests.support.search_library import BIOLOGY, COOKING, HISTORY, Job, Library, embedder_files, speech

TALKS = {"Leaves": BIOLOGY, "Press": HISTORY, "Bread": COOKING}


@pytest.fixture
async def meaning(library: Library, search: SearchService, clock: ManualClock) -> Meaning:
    """Three talks embedded with the static table."""
    library.installed = [embedder_files("wordllama")]
    home = await library.collection("Home")
    for title, text in TALKS.items():
        item_id = await library.item(title, speech(text), home)
        await search.chunk_stage(Job(item_id), lambda _: None)
        await search.embed_stage(Job(item_id), lambda _: None)
    found = Meaning(library.database, library, clock)
    library.database.bus.subscribe(found.forget)
    return found


async def first(library: Library, meaning: Meaning, text: str, where: Place) -> str:
    nearest = await meaning.nearest(text, where, 5)
    async with library.database.reader() as reader:
        rows = await reader.execute_fetchall(
            "SELECT i.title FROM passage p JOIN item i ON i.id = p.item_id WHERE p.id = ?",
            [nearest.passages[0][0]],
        )
    return next(iter(rows))[0]


async def places(library: Library) -> list[Place]:
    async with library.database.reader() as reader:
        rows = list(await reader.execute_fetchall("SELECT item_id, collection_id FROM passage ORDER BY id"))
    items = tuple(ItemId(UUID(bytes=row[0])) for row in rows)
    return [Place(), Place(collection_id=CollectionId(UUID(bytes=rows[0][1]))), Place(items=items)]


@pytest.mark.parametrize("way", ["table", "memory", "no extension", "many items"])
async def test_every_way_finds_the_same(library, meaning, monkeypatch, way):
    if way == "memory":
        monkeypatch.setattr(meaning_module, "MATRIX_FROM_PASSAGES", 1)
        await meaning.warm_up()
    if way == "many items":
        monkeypatch.setattr(meaning_module, "FEW_ITEMS", 1)
    if way == "no extension":
        model = model_of(library.installed[0])
        await library.database.write(lambda tx: vector_store.mark_broken(tx, model))
    for where in await places(library):
        assert await first(library, meaning, "green plants and light", where) == "Leaves"
        assert await first(library, meaning, "printing books in Europe", where) == "Press"
        assert await first(library, meaning, "bake dough in the oven", where) == "Bread"


async def test_a_table_that_breaks_is_left_for_the_blobs(library, meaning):
    model = model_of(library.installed[0])
    assert (await meaning.coverage())[0].built
    await library.database.write(lambda tx: tx.execute(f"DELETE FROM {model.table}_vector_chunks00"))
    assert await first(library, meaning, "bake dough in the oven", Place()) == "Bread"
    assert not (await meaning.coverage())[0].built


async def test_nothing_to_ask(library, meaning, clock):
    assert (await meaning.nearest("", Place(), 5)).passages == []
    assert (await meaning.nearest("bread", Place(items=()), 5)).passages == []
    library.installed = []
    library.database.bus.announce("model")
    assert await meaning.active() is None
    assert (await meaning.nearest("bread", Place(), 5)).passages == []
    await meaning.warm_up()


async def test_coverage_is_counted_again_after_changes_but_not_at_once(library, meaning, clock, search):
    assert (await meaning.coverage())[0].embedded == 3
    item_id = await library.item("Late", speech("Volcanoes spit lava."), await library.collection("More"))
    await search.chunk_stage(Job(item_id), lambda _: None)
    await search.embed_stage(Job(item_id), lambda _: None)
    assert (await meaning.coverage())[0].embedded == 3
    clock.advance(2_000)
    assert (await meaning.coverage())[0].embedded == 4


async def test_the_embedder_that_covers_most_is_asked(library, meaning, clock):
    better = embedder_files("minilm")
    library.installed = [better, *library.installed]
    library.database.bus.announce("model")
    active = await meaning.active()
    assert active is not None
    assert active.files.name == "wordllama"
    async with library.database.reader() as reader:
        missing = await vector_store.missing(reader, model_of(better), None, 0, 10)
    vector = np.eye(1, 384, dtype=np.float16).tobytes()
    pairs = [(sha, vector) for _, sha, _ in missing]
    await library.database.write(lambda tx: vector_store.put_embeddings(tx, model_of(better), pairs))
    clock.advance(2_000)
    active = await meaning.active()
    assert active is not None
    assert active.files.name == "minilm"
