"""Moving a library to a provider's model in the background, and back, while search goes on."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import pytest

from shared.media.records import ITEM
from tests.support.fake_provider import Reply
from tests.support.remote_embedding import (
    HANGING,
    REFUSED,
    RemoteSearch,
    choose_openai,
    remote_search,
)

OPENAI = "openai/text-embedding-3-small"
LAVA = "A volcano throws out lava and ash, and the lava hardens to basalt when it cools down."


@pytest.fixture
async def made(paths, database, clock) -> AsyncIterator[RemoteSearch]:
    """Three talks, embedded here; the keepers run."""
    async with remote_search(paths, database, clock) as found:
        found.search.start()
        yield found


async def until_vectors(made: RemoteSearch, **wanted: int) -> None:
    """Wait for so many vectors of the local and the provider's model."""
    names = {"local": "wordllama", "remote": OPENAI}
    async with asyncio.timeout(20):
        while {key: (await made.vectors()).get(names[key], 0) for key in wanted} != wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    made.clock.advance(2_000)  # the state of the index is counted again


async def until_problem(made: RemoteSearch, code: str | None) -> None:
    async with asyncio.timeout(20):
        while (problem := (await made.search.status()).problem) is None or problem.code != code:
            if problem is None and code is None:
                return
            await asyncio.sleep(0.01)


async def test_the_library_moves_and_search_goes_on(made):
    made.fake.script += [Reply(), HANGING]
    await choose_openai(made.ai, made.fake)
    await made.fake.holding.wait()
    made.clock.advance(2_000)
    status = await made.search.status()
    assert (status.embedder, status.target, status.target_embedded, status.complete) == (
        "wordllama",
        OPENAI,
        0,
        False,
    )
    seen = len(made.fake.seen)
    assert await made.titles("books in Europe") == ["Press"]
    assert len(made.fake.seen) == seen, "the question went nowhere: the old vectors are searched"
    made.fake.release.set()
    await until_vectors(made, remote=3)
    status = await made.search.status()
    assert (status.embedder, status.embedded, status.target, status.complete) == (OPENAI, 3, None, True)
    assert (await made.titles("movable printing type"))[0] == "Press"
    assert made.fake.embedded[-1] == "movable printing type"
    await made.ai.recorded()
    assert {call.operation for call in await made.ai.usage()} == {"embedding"}


async def test_new_and_changed_items_follow_in_the_background(made):
    await choose_openai(made.ai, made.fake)
    await until_vectors(made, remote=3)
    before = list(made.sent)
    await made.add("Volcano", LAVA)
    await until_vectors(made, remote=4)
    assert made.sent[len(before) :] == [LAVA], "only what is new is paid for"


async def test_going_back_sends_nothing_and_costs_nothing_either_way(made):
    await choose_openai(made.ai, made.fake)
    await until_vectors(made, remote=3, local=3)
    await made.ai.embeddings.configure("")
    seen = len(made.fake.seen)
    made.clock.advance(2_000)
    assert (await made.search.status()).embedder == "wordllama"
    assert await made.titles("books in Europe") == ["Press"]
    await made.add("Volcano", LAVA)
    await made.search.keeper.settled()
    await until_vectors(made, local=4, remote=3)
    assert len(made.fake.seen) == seen
    await choose_openai(made.ai, made.fake)
    await until_vectors(made, remote=4)
    assert len(made.fake.seen) == seen + 1, "what was paid for is kept"


async def test_a_provider_that_fails_holds_up_no_item_and_is_asked_again_later(made):
    made.fake.default = Reply(status=503)
    await choose_openai(made.ai, made.fake)
    await until_problem(made, "search.provider_unreachable")
    await made.add("Volcano", LAVA)
    assert await made.titles("lava basalt") == ["Volcano"], "by its words"
    assert await made.titles("books in Europe") == ["Press"], "by the old vectors"
    seen = len(made.fake.seen)
    made.library.database.bus.announce("passage")
    await asyncio.sleep(0.05)
    assert len(made.fake.seen) == seen, "nothing is sent before its time"
    made.fake.default = Reply()
    made.clock.advance(60_000)
    made.library.database.bus.announce("passage")
    await until_vectors(made, remote=4)
    await until_problem(made, None)


async def test_a_refused_key_waits_for_another(made):
    made.fake.default = REFUSED
    await choose_openai(made.ai, made.fake)
    await until_problem(made, "search.provider_key")
    made.fake.default = Reply()
    await made.ai.keep_key("openai", "sk-better", "session", base_url=made.fake.url)
    await until_vectors(made, remote=3)
    await until_problem(made, None)


async def test_offline_search_falls_back_to_words_and_says_so(made):
    await choose_openai(made.ai, made.fake)
    await until_vectors(made, remote=3)
    made.fake.default = Reply(status=503)
    assert await made.titles("chloroplast photosynthesis") == ["Leaves"]
    assert (await made.search.status()).problem.code == "search.provider_unreachable"
    made.fake.default = Reply()
    made.clock.advance(60_000)
    assert await made.titles("the chloroplast") == ["Leaves"]
    assert (await made.search.status()).problem is None


async def test_changing_the_mind_in_the_middle_sends_no_more(made, monkeypatch):
    monkeypatch.setattr("desktop.search.indexing.BATCH", 1)
    made.fake.script += [Reply(), Reply(), HANGING]
    await choose_openai(made.ai, made.fake)
    await made.fake.holding.wait()
    await made.ai.embeddings.configure("")
    made.fake.release.set()
    await made.search.keeper.settled()
    assert len(made.sent) <= 2
    assert (await made.search.status()).problem is None


async def test_deleted_and_restored_items_cost_nothing(made):
    await choose_openai(made.ai, made.fake)
    await until_vectors(made, remote=3)
    seen = len(made.fake.seen)
    database = made.library.database
    await database.write(lambda tx: tx.delete(ITEM, made.items[0]))
    await until_vectors(made, remote=2)
    await database.write(lambda tx: tx.restore(ITEM, made.items[0]))
    await until_vectors(made, remote=3)
    assert len(made.fake.seen) == seen


async def test_it_waits_until_it_may_begin(paths, database, clock):
    async with remote_search(paths, database, clock) as found:
        await choose_openai(found.ai, found.fake)
        may_begin = asyncio.Event()

        async def when() -> None:
            await may_begin.wait()

        found.search.start(when)
        database.bus.announce("passage", [uuid.uuid4()])
        await asyncio.sleep(0.05)
        assert found.fake.seen == []
        may_begin.set()
        await until_vectors(found, remote=3)


async def test_nearness_of_sentences_is_worked_out_here(made):
    await choose_openai(made.ai, made.fake)
    await until_vectors(made, remote=3)
    seen = len(made.fake.seen)
    near, far = await made.search.nearness("bake bread", ["Bread in the oven.", "The moons of Jupiter."])
    assert near > far
    assert len(made.fake.seen) == seen


async def test_warming_up_sends_nothing(made):
    await choose_openai(made.ai, made.fake)
    await until_vectors(made, remote=3)
    seen = len(made.fake.seen)
    await made.search.warm_up()
    assert len(made.fake.seen) == seen
