"""The list of chats, with the real service."""

from contextlib import asynccontextmanager

from desktop.chat.sessions_view_model import SessionsViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.asking import WHERE, asked_library
from tests.support.waiting import until


@asynccontextmanager
async def listing(paths, clock):
    async with asked_library(paths, clock) as library:
        services, scope = library.services, TaskScope("test")
        model = SessionsViewModel(services.chat, scope, services.bus)
        model.reload()
        await until(lambda: model.loaded)
        yield services.chat, model
        model.close()
        await scope.close()


def titles(model):
    return [one.title for one in model.chats]


async def test_chats_come_and_are_renamed(qloop, paths, clock):
    async with listing(paths, clock) as (chat, model):
        assert model.chats == []
        await chat.create("Plants")
        await until(lambda: titles(model) == ["Plants"])
        model.rename(model.chats[0].id, "Green things")
        await until(lambda: titles(model) == ["Green things"])


async def test_finding_by_words_of_title_or_messages(qloop, paths, clock):
    async with listing(paths, clock) as (chat, model):
        await chat.create("History")
        async for _event in chat.ask(None, WHERE):
            pass
        await until(lambda: len(model.chats) == 2)
        model.find("chloroplast")
        await until(lambda: len(model.chats) == 1)
        assert "photosynthesis" in model.chats[0].title
        model.find("")
        await until(lambda: len(model.chats) == 2)


async def test_deleting_can_be_undone(qloop, paths, clock):
    async with listing(paths, clock) as (chat, model):
        await chat.create("Plants")
        await until(lambda: model.chats)
        deleted = []
        model.deleted.connect(deleted.append)
        model.delete(model.chats[0])
        await until(lambda: deleted and not model.chats)
        model.restore(deleted[0].id)
        await until(lambda: titles(model) == ["Plants"])


async def test_a_failure_is_told(qloop, paths, clock, monkeypatch):
    async with listing(paths, clock) as (chat, model):

        async def broken(_search):
            raise AppError("storage.disk_error")

        monkeypatch.setattr(chat, "chats", broken)
        failures = []
        model.failed.connect(failures.append)
        model.reload()
        await until(lambda: failures)
