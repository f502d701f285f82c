"""The index follows the library: edits, renames, moves, deletions, undo, and models that come and go."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from desktop.runtime.changes import ChangeSet
from desktop.search import store, vector_store
from desktop.search.hits import Scope, SearchQuery
from desktop.search.indexing import Indexer, model_of
from desktop.search.keeping import IndexKeeper
from desktop.search.service import SearchService
from desktop.search.store import Place
from shared.errors import AppError
from shared.ids import new_id
from shared.media.records import COLLECTION, ITEM
from tests.support.search_library import (
    BIOLOGY,
    COOKING,
    HISTORY,
    InProcessWorker,
    Job,
    Library,
    embedder_files,
    speech,
)


@pytest.fixture
async def keeper(library: Library, search: SearchService) -> AsyncIterator[IndexKeeper]:
    """A keeper that does not wait for bursts to end."""
    found = IndexKeeper(library.database, library, search._indexer, settle_s=0.0, idle_s=3600.0)
    yield found
    await found.close()


@pytest.fixture
async def talk(library: Library, search: SearchService):
    """One talk, indexed with the static table."""
    library.installed = [embedder_files("wordllama")]
    item_id = await library.item("Leaves", speech(BIOLOGY), await library.collection("Science"))
    await search.chunk_stage(Job(item_id), lambda _: None)
    await search.embed_stage(Job(item_id), lambda _: None)
    return item_id


async def titles(search: SearchService, text: str, **more) -> list[str]:
    return [hit.title for hit in await search.search(SearchQuery(text, **more))]


async def embedded(library: Library, name: str) -> int:
    async with library.database.reader() as reader:
        return await vector_store.embedded(reader, model_of(embedder_files(name)))


async def test_it_catches_up_with_what_happened_while_it_was_away(library, search, keeper, talk):
    other = await library.item("Bread", speech(COOKING), await library.collection("Kitchen"))
    await library.database.write(lambda tx: tx.delete(ITEM, talk))
    keeper.start()
    await keeper.settled()
    assert await titles(search, "photosynthesis chloroplast") == []
    assert await titles(search, "dough oven") == ["Bread"]
    assert await embedded(library, "wordllama") == 1
    assert other


async def test_it_waits_until_it_may_begin(library, search, keeper, talk):
    may_begin = asyncio.Event()
    await library.database.write(lambda tx: tx.delete(ITEM, talk))

    async def when() -> None:
        async with library.database.reader() as reader:
            assert (await store.counts(reader))[1] == 1, "another process runs the jobs"
        may_begin.set()

    keeper.start(when)
    await may_begin.wait()
    await keeper.settled()
    async with library.database.reader() as reader:
        assert await store.counts(reader) == (0, 0)


async def test_it_follows_corrections(library, search, keeper, talk):
    keeper.start()
    await keeper.settled()
    correction = new_id()
    library.corrections[correction] = talk
    library.texts[talk] = speech(BIOLOGY.replace("chloroplast", "mitochondrion"))
    library.database.bus.announce("correction", [correction])
    await keeper.settled()
    assert await titles(search, '"mitochondrion"') == ["Leaves"]
    assert await titles(search, '"chloroplast"') == []
    assert (await search.status()).complete


async def test_it_follows_deletion_and_undo(library, search, keeper, talk):
    keeper.start()
    await keeper.settled()
    await library.database.write(lambda tx: tx.delete(ITEM, talk))
    await keeper.settled()
    async with library.database.reader() as reader:
        assert await vector_store.stored(reader, model_of(embedder_files("wordllama")), Place()) == []
    await library.database.write(lambda tx: tx.restore(ITEM, talk))
    await keeper.settled()
    assert await titles(search, "photosynthesis") == ["Leaves"]


async def test_it_follows_titles_and_homes(library, search, keeper, talk):
    keeper.start()
    await keeper.settled()
    home = await library.collection("Botany")
    await library.database.write(lambda tx: tx.update(ITEM, talk, title="Green", collection_id=home.bytes))
    await keeper.settled()
    assert await titles(search, "photosynthesis", scope=Scope(collection_id=home)) == ["Green"]
    await library.database.write(lambda tx: tx.update(COLLECTION, home, title="Vegetables"))
    await keeper.settled()
    assert await titles(search, "vegetables") == ["Green"]


async def test_a_model_that_arrives_embeds_everything_in_the_background(library, search, keeper):
    home = await library.collection("Science")
    for title, text in (("Leaves", BIOLOGY), ("Press", HISTORY)):
        item_id = await library.item(title, speech(text), home)
        await search.chunk_stage(Job(item_id), lambda _: None)
    keeper.start()
    await keeper.settled()
    assert (await search.status()).embedder is None
    library.installed = [embedder_files("wordllama")]
    library.database.bus.announce("model")
    await keeper.settled()
    assert await embedded(library, "wordllama") == 2
    library.installed = [embedder_files("minilm"), embedder_files("wordllama")]
    library.database.bus.announce("model")
    await keeper.settled()
    assert (await embedded(library, "minilm"), await embedded(library, "wordllama")) == (2, 0)
    status = await search.status()
    assert (status.embedder, status.complete) == ("minilm", True)


async def test_what_another_process_wrote_is_found(library, search, keeper, talk):
    keeper.start()
    await keeper.settled()
    library.texts[talk] = speech(BIOLOGY + " Stomata let air in.")
    await library.database.write(lambda tx: tx.execute("DELETE FROM search_item"))
    library.database.bus.publish(ChangeSet(everything=True))
    await keeper.settled()
    assert await titles(search, '"stomata"') == ["Leaves"]


async def test_other_changes_are_no_concern(library, keeper, talk):
    keeper.start()
    await keeper.settled()
    library.database.bus.announce("chat")
    library.database.bus.announce("index")
    assert keeper._settled.is_set()


class _Failing(InProcessWorker):
    def __init__(self) -> None:
        self.failures = 1

    async def request(self, kind, payload, *, timeout_s=None):
        if self.failures:
            self.failures -= 1
            raise AppError("worker.died")
        return await super().request(kind, payload, timeout_s=timeout_s)


async def test_a_failure_is_tried_again(library, search):
    library.installed = [embedder_files("wordllama")]
    item_id = await library.item("Leaves", speech(BIOLOGY), await library.collection("Science"))
    await search.chunk_stage(Job(item_id), lambda _: None)
    indexer = Indexer(library.database, library, library)
    indexer._worker = _Failing()
    keeper = IndexKeeper(library.database, library, indexer, settle_s=0.0, retry_s=0.0)
    keeper.start()
    await keeper.settled()
    assert await embedded(library, "wordllama") == 1
    await keeper.close()


async def test_an_idle_keeper_gives_the_worker_s_memory_back(library, search, monkeypatch):
    indexer = Indexer(library.database, library, library)
    rested = []

    async def rest() -> None:
        rested.append(True)
        library.database.bus.announce("model")

    monkeypatch.setattr(indexer, "rest", rest)
    keeper = IndexKeeper(library.database, library, indexer, settle_s=0.0, idle_s=0.01)
    keeper.start()
    await keeper.settled()
    while not rested:
        await keeper._changed.wait()
    await keeper.close()
