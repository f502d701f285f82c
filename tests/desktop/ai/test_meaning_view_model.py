"""The choice of who embeds, and how far the library has moved."""

from contextlib import asynccontextmanager

import pytest

from desktop.ai.meaning_view_model import MeaningViewModel
from desktop.storage.database import Database
from shared.tasks import TaskScope
from tests.support.fake_provider import Reply
from tests.support.remote_embedding import HANGING, KEY, RemoteSearch, remote_search
from tests.support.waiting import until


@pytest.fixture
def opened(paths, clock, bus):
    """`async with opened() as (model, made)`: three talks on this computer; the keepers run."""

    @asynccontextmanager
    async def open_it():
        database = await Database.open(paths, clock=clock, bus=bus)
        try:
            async with remote_search(paths, database, clock) as made, TaskScope("test") as scope:
                made.search.start()
                model = MeaningViewModel(made.ai, made.search, scope, bus)
                yield model, made
                model.close()
        finally:
            await database.close()

    return open_it


async def take(model: MeaningViewModel, made: RemoteSearch) -> None:
    """Choose OpenAI at the local server, and paste a key."""
    model.choose_provider("openai")
    await until(lambda: model.provider is not None and model.index is not None)
    model.choose(base_url=made.fake.url)
    await until(lambda: model.base_url == made.fake.url)
    model.keep_key(KEY, "session")


async def test_on_this_computer_there_is_nothing_to_say(qloop, opened):
    async with opened() as (model, _):
        model.reload()
        await until(lambda: model.index is not None)
        assert model.provider is None
        assert not model.lacks_key
        assert (model.embedded, model.passages) == (0, 3)
        assert [one.name for one in model.providers()] == ["openai", "compatible"]
        model.choose(model="ignored")
        model.keep_key("ignored", "session")
        model.forget_key()
        assert made_nothing(model)


def made_nothing(model: MeaningViewModel) -> bool:
    return model.provider is None and model.error is None


async def test_the_library_moves_once_there_is_a_key(qloop, opened):
    async with opened() as (model, made):
        model.choose_provider("openai")
        await until(lambda: model.lacks_key and model.index is not None)
        assert made.fake.seen == []
        made.fake.script += [Reply(), HANGING]
        await take(model, made)
        await made.fake.holding.wait()
        await until(lambda: not model.lacks_key)
        assert model.embedded == 0
        made.fake.release.set()

        def moved() -> bool:
            made.clock.advance(2_000)
            model.reload()
            return model.embedded == 3

        await until(moved)
        model.forget_key()
        await until(lambda: model.lacks_key)


async def test_a_refused_address_is_told(qloop, opened):
    async with opened() as (model, made):
        model.choose_provider("compatible")
        await until(lambda: model.provider is not None)
        model.choose(base_url="http://example.org")
        await until(lambda: model.error is not None)
        assert model.error.code == "ai.insecure_address"
        assert model.base_url == ""
        model.choose(model="nomic-embed-text", base_url=made.fake.url)
        await until(lambda: model.model == "nomic-embed-text")
        assert model.error is None
