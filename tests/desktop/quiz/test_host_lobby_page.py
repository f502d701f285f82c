"""The lobby: the way in, who is here, and what to do when no phone gets through."""

from contextlib import asynccontextmanager

import msgspec
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.quiz.host_lobby_page import Entrance, LobbyPane, ReachCard
from desktop.quiz.host_view_model import HostViewModel
from shared.quiz import commands
from shared.tasks import TaskScope
from tests.support.look import look
from tests.support.quiz_game import PIN
from tests.support.quiz_table import URL, Table
from tests.support.waiting import until

__all__ = ["look"]


@asynccontextmanager
async def lobby():
    table = Table()
    async with TaskScope("test") as scope:
        model = HostViewModel(table.service, scope, table.bus)
        model.attach(table.run_game())
        await until(lambda: model.stage)
        pane = LobbyPane(model)
        pane.resize(1000, 700)
        pane.show()
        yield table, model, pane
        model.close()


async def test_the_way_in_is_large_and_can_be_copied(qloop):
    async with lobby() as (_table, _model, pane):
        pane.show_lobby()
        assert pane.entrance.qr.text() == URL
        assert (pane.entrance.address.text(), pane.entrance.pin.text()) == ("192.168.1.20:8420", "123 456")
        assert pane.entrance.pin.accessibleName() == f"PIN {' '.join(PIN)}"
        copied = []
        pane.copied.connect(lambda: copied.append(1))
        pane.entrance.copy.click()
        assert QGuiApplication.clipboard().text() == URL
        assert copied


async def test_who_is_here_and_whether_the_door_is_open(qloop):
    async with lobby() as (table, _model, pane):
        pane.show_lobby()
        assert "Nobody" in pane.here.text()
        table.join("ada", "ben")
        pane.show_lobby()
        assert pane.here.text().startswith("2 ")
        assert not pane.more.isVisible()
        table.do(commands.Lock())
        pane.show_lobby()
        assert "closed" in pane.more.text()


async def test_who_came_in_since_the_stage_was_told_is_not_called_gone(qloop):
    async with lobby() as (table, model, pane):
        table.join("ada", "ben")
        model.link.stage = msgspec.structs.replace(model.stage, connected=0)
        pane.show_lobby()
        assert not pane.more.isVisible()
        ada = next(seat for seat in model.seats() if seat.name == "ada")
        model.link.seats[ada.pid] = msgspec.structs.replace(ada, connected=False)
        pane.show_lobby()
        assert pane.more.text().startswith("1 of them")


def test_the_network_has_three_states(qapp):
    card = ReachCard()
    card.show()
    card.show_reach(URL, reached=False)
    assert card.state.text() == "Not checked yet"
    assert card.help.isVisible()
    card.show_reach(URL, reached=True)
    assert (card.state.text(), card.help.isVisible()) == ("Reachable", False)
    card.show_reach("http://127.0.0.1:8420/?pin=1", reached=False)
    assert card.state.text() == "No network"


def test_a_narrow_window_puts_the_pin_under_the_code(qapp):
    page = QWidget()
    page.resize(1000, 700)
    entrance = Entrance()
    entrance.setParent(page)
    entrance.show_entrance(URL, PIN)
    entrance.resize(400, 600)
    page.show()
    entrance.grab()
    entrance.layout().activate()
    assert entrance.pin.mapTo(entrance, entrance.pin.rect().topLeft()).y() > entrance.qr.geometry().bottom()
    entrance.resize(900, 400)
    entrance.grab()
    entrance.layout().activate()
    assert entrance.copy.mapTo(entrance, entrance.copy.rect().topLeft()).x() > entrance.qr.geometry().right()
