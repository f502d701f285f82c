"""What is said above the text of an item whose file is on another computer."""

from contextlib import asynccontextmanager

from PySide6.QtTest import QSignalSpy

from desktop.media.fetch_state_page import FetchState
from desktop.media.player_view_model import PlayerViewModel
from shared.content.files import FileChoice
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.media_files import make_tone
from tests.support.player_library import player_library
from tests.support.told_fetcher import ToldFetcher, send_away
from tests.support.waiting import until


@asynccontextmanager
async def away(paths, tmp_path, fetcher, *, choice=FileChoice.NEVER):
    async with player_library(paths) as library:
        services = library.services
        item_id = await library.add(make_tone(tmp_path / "Talk.wav"), [])
        services.media.fetching.use(fetcher)
        item = await services.media.item(item_id)
        await services.media.fetching.choose(item.collection_id, choice)
        await send_away(services.database, item_id)
        async with TaskScope("test") as scope:
            model = PlayerViewModel(services.media, scope, services.bus)
            state = FetchState(model)
            opened = QSignalSpy(model.opened)
            model.item_changed.connect(state.show_state)
            model.open(item_id)
            await until(opened.count)
            state.show_state()
            yield state, model, services
            model.close()
            state.deleteLater()


async def test_a_file_elsewhere_is_offered_followed_and_given_up(qloop, paths, tmp_path):
    fetcher = ToldFetcher()
    async with away(paths, tmp_path, fetcher) as (state, model, services):
        assert not state.isHidden()
        assert "another computer" in state.notice.text()
        state.notice.action.emit()
        await until(lambda: not state.progress.isHidden())
        assert state.notice.isHidden()
        assert state.progress._title.full_text() == "Waiting to download", "nothing has come yet"
        fetcher.shares[model.item.media_sha] = 0.5
        services.bus.announce("transfer")
        await until(lambda: model.item.fetching == 0.5)
        assert state.progress._title.full_text() == "Downloading"
        state.progress.cancelled.emit()
        await until(lambda: not state.notice.isHidden())
        assert fetcher.shares == {}


async def test_why_it_does_not_come_is_told_and_tried_again(qloop, paths, tmp_path):
    fetcher = ToldFetcher()
    async with away(paths, tmp_path, fetcher) as (state, model, services):
        model.fetch()
        await until(lambda: not state.progress.isHidden())
        fetcher.trouble = AppError("content.not_found")
        services.bus.announce("transfer")
        await until(lambda: not state.error.isHidden())
        assert state.error.title() == "The server does not have this file."
        state.error.retry.emit()
        await until(lambda: not state.progress.isHidden())


async def test_signed_out_the_way_to_the_account_is_offered(qloop, paths, tmp_path):
    async with away(paths, tmp_path, ToldFetcher(possible=False)) as (state, _model, _services):
        wanted = QSignalSpy(state.account_wanted)
        assert "Sign in" in state.notice.text()
        state.notice.action.emit()
        assert wanted.count() == 1


async def test_opening_fetches_where_that_was_chosen(qloop, paths, tmp_path):
    async with away(paths, tmp_path, ToldFetcher(), choice=FileChoice.OPENED) as (state, model, _services):
        await until(lambda: model.item.fetching is not None)
        await until(lambda: not state.progress.isHidden())


async def test_opening_fetches_nothing_on_a_metered_line(qloop, paths, tmp_path):
    fetcher = ToldFetcher(metered=True)
    async with away(paths, tmp_path, fetcher, choice=FileChoice.ALWAYS) as (state, model, services):
        await services.media.fetching.opened(model.item.id)
        assert fetcher.shares == {}
        assert not state.notice.isHidden()


async def test_nothing_is_said_of_a_file_that_is_here(qloop, paths, tmp_path):
    async with away(paths, tmp_path, ToldFetcher()) as (state, model, services):
        await services.database.write(lambda tx: tx.execute("UPDATE media_file SET here = 1"))
        services.bus.announce("item", [model.item.id])
        await until(state.isHidden)
        assert state.show_state() is False
