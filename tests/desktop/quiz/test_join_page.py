"""The join page whole: found, typed, gone on with, looked at again; and once with a real host on the network."""

from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog

from desktop.quiz import join_view_model
from desktop.quiz.join_page import create_page
from desktop.quiz.play_service import PlayService
from desktop.runtime.changes import ChangeBus
from desktop.runtime.discovery import FoundGame, FoundHost
from desktop.storage.database import Database
from shared.errors import AppError
from shared.quiz.messages import AnswerFrame
from shared.quiz.player_seat import SavedSeat
from tests.support.clocks import ManualClock
from tests.support.live_host import quiz_file, start_host
from tests.support.look import look
from tests.support.page_stage import stage
from tests.support.quiz_joining import FakeDiscovery, FakeService, played, seat
from tests.support.waiting import until

__all__ = ["look", "quiz_file"]

HOST = FoundHost("h", "Room 4", "http://h:1", "123456", (FoundGame("g1", "Sums"),))


@asynccontextmanager
async def shown(monkeypatch, **held):
    monkeypatch.setattr(join_view_model, "Discovery", FakeDiscovery)
    play, bus = FakeService(), ChangeBus()
    for name, values in held.items():
        setattr(play, name, values)
    services: Any = SimpleNamespace(quiz_play=play, bus=bus, clock=ManualClock())
    async with stage(create_page, services) as made:
        here: Any = made
        await until(lambda: here.page.model.loaded)
        here.play, here.network, here.bus = play, FakeDiscovery.made, bus
        yield here


async def test_a_found_game_is_one_click(qloop, monkeypatch):
    async with shown(monkeypatch) as here:
        here.network.found = [HOST]
        here.network.tell()
        here.page.found.cards[0].click()
        assert here.play.joined == [("http://h:1", "123456", "Room 4", "en")]
        assert here.shell.opened == [("quiz_play", {"playing": "playing", "last_name": ""})]


async def test_a_host_with_several_games_asks_for_the_pin(qloop, monkeypatch):
    async with shown(monkeypatch) as here:
        here.network.found = [
            FoundHost("h", "R", "http://h:1", "1", (FoundGame("a", "A"), FoundGame("b", "B")))
        ]
        here.network.tell()
        here.page.found.cards[1].click()
        assert here.play.joined == []
        assert here.page.address.address.text() == "h:1"


async def test_a_found_game_one_is_in_already_is_gone_on_with(qloop, monkeypatch):
    async with shown(monkeypatch, held=[seat("g1")]) as here:
        here.network.found = [HOST]
        here.network.tell()
        here.page.found.cards[0].click()
        here.page.seats.cards[0].resume.click()
        assert here.shell.opened == [("quiz_play", {"game": "g1"})] * 2


async def test_an_address_that_leads_nowhere_is_told_beside_it(qloop, monkeypatch):
    async with shown(monkeypatch) as here:
        card = here.page.address
        card.address.setText("10.0.0.7")
        card.pin.setText("123456")
        card.button.click()
        await until(lambda: not card.error.isHidden())
        here.page.model.failed.emit(AppError("storage.busy"))
        assert [error.code for error in here.shell.reported] == ["storage.busy"]


@pytest.mark.parametrize("yes", [True, False])
async def test_giving_up_is_asked(qloop, monkeypatch, yes):
    waits = SavedSeat(unsent=(AnswerFrame(0, "n", 1, 5.0),))
    async with shown(monkeypatch, held=[seat("g1", saved=waits)]) as here:
        here.page.seats.cards[0].forget.click()
        await until(lambda: here.page.findChildren(QDialog))
        [dialog] = here.page.findChildren(QDialog)
        dialog.accept() if yes else dialog.reject()
        await until(lambda: not here.page.findChildren(QDialog) and len(here.play.forgotten) == yes)
        assert here.play.forgotten == (["g1"] if yes else [])


async def test_a_result_is_opened_deleted_and_brought_back(qloop, monkeypatch):
    async with shown(monkeypatch, played=[played()]) as here:
        page = here.page
        page.results.cards[0].click()
        assert page.stack.currentWidget() is page.detail
        page.back.click()
        assert page.stack.currentWidget() is page.start
        page.results.cards[0].click()
        page.detail.delete.click()
        await until(lambda: here.shell.toasts)
        assert page.stack.currentWidget() is page.start
        here.shell.toasts[0].on_action()
        await until(lambda: here.play.restored == here.play.deleted)


async def test_the_game_just_played_is_shown(qloop, monkeypatch):
    async with shown(monkeypatch) as here:
        here.page.open_target(results_of="game Sums")
        assert here.page.stack.currentWidget() is here.page.start
        here.play.played = [played()]
        here.bus.announce("attempt")
        await until(lambda: here.page.stack.currentWidget() is here.page.detail)


async def test_it_looks_only_while_it_is_seen(qloop, monkeypatch):
    async with shown(monkeypatch) as here:
        assert here.network.running
        here.page.deactivated()
        await until(lambda: not here.network.running)
        here.page.activated()
        assert here.network.running


async def test_a_real_host_on_the_network_is_found_and_joined(qloop, paths, clock, bus, tmp_path, quiz_file):
    host = start_host(tmp_path / "host", quiz=quiz_file, arguments=("--name", "Room 4"), announce=True)
    database = await Database.open(paths, clock=clock, bus=bus)
    play = PlayService(database, paths, clock)
    services: Any = SimpleNamespace(quiz_play=play, bus=bus, clock=clock)
    try:
        async with stage(create_page, services) as here:
            game = host.game.game_id
            await until(lambda: any(card.game.id == game for card in here.page.found.cards))
            card = next(card for card in here.page.found.cards if card.game.id == game)
            card.click()
            [(page, target)] = here.shell.opened
            assert page == "quiz_play"
            seat_ = target["playing"].link.seat
            await until(lambda: seat_.denied)
            assert seat_.denied.reason == "name"
    finally:
        await play.close()
        await database.close()
        host.stop()
