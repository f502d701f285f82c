"""Before the game: names, teams, PINs and refusals can be answered; what stays keeps the focus."""

from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt

from desktop.quiz.play_link import own_time_ms
from desktop.quiz.play_waiting_page import LobbyView, WaitingView
from shared.errors import AppError
from shared.quiz.messages import Deny, Gone, Lobby
from shared.tasks import TaskScope
from tests.support.look import look
from tests.support.quiz_playing import Table, listening

__all__ = ["look"]


@asynccontextmanager
async def waiting(qtbot, **game):
    async with TaskScope("test") as scope:
        table = Table(scope, **game)
        model = table.model()
        view = WaitingView(model)
        qtbot.addWidget(view)
        model.changed.connect(lambda: view.show_scene(model.scene(), "Ada"))
        view.resize(700, 600)
        view.show()
        view.activateWindow()
        table.view = view
        table.retries = []
        table.link.retry = lambda **wanted: table.retries.append(wanted)
        table.seat.connected(own_time_ms())
        table.playing.tell()
        yield table
        await model.aclose()


async def test_connecting_says_to_whom_and_what_is_wrong(qloop, qtbot):
    async with waiting(qtbot) as table:
        assert "Room 4" in table.view.words.text()
        table.link.trouble = AppError("network.unreachable")
        table.playing.tell()
        assert "127.0.0.1:9" in table.view.words.text()
        left = listening(table.view.left)
        table.view.leave.click()
        assert len(left) == 1


async def test_a_name_is_asked_with_the_last_one(qloop, qtbot):
    async with waiting(qtbot) as table:
        table.feed(Deny("name", ("Blue Owl",)))
        view = table.view
        assert (view.name.text(), view.name.placeholderText()) == ("Ada", "Blue Owl")
        view.name.setText("Bea")
        table.playing.tell()
        assert view.name.text() == "Bea"
        assert view.name.isVisible()
        qtbot.keyClick(view.name, Qt.Key.Key_Return)
        assert table.retries == [{"name": "Bea", "team": ""}]


async def test_a_taken_name_offers_another(qloop, qtbot):
    async with waiting(qtbot) as table:
        table.seat.name = "Ada"
        table.feed(Deny("name_taken", ("Ada 2",)))
        assert "“Ada” is taken" in table.view.title.text()
        assert table.view.name.text() == "Ada 2"


async def test_an_empty_field_takes_what_is_offered(qloop, qtbot):
    async with waiting(qtbot) as table:
        table.feed(Deny("name", ("Blue Owl",)))
        table.view.name.clear()
        table.view.give.click()
        assert table.retries == [{"name": "Blue Owl", "team": ""}]


async def test_teams_and_rosters_are_buttons(qloop, qtbot):
    async with waiting(qtbot) as table:
        table.seat.team = "?"
        table.feed(Deny("pick_team", ("Owls", "Larks")))
        view = table.view
        buttons = [view._flow.itemAt(n).widget() for n in range(view._flow.count())]
        buttons[1].click()
        table.seat.team = "Larks"
        table.feed(Deny("pick_name", ("Ada", "Bea")))
        view._flow.itemAt(0).widget().click()
        table.feed(Deny("name_taken", ("Bea",)))
        assert view.choices.isVisible()
        assert table.retries == [{"team": "Larks"}, {"name": "Ada", "team": "Larks"}]


async def test_a_full_roster_can_be_asked_again(qloop, qtbot):
    async with waiting(qtbot) as table:
        table.feed(Deny("pick_name"))
        assert "taken" in table.view.words.text()
        table.view.give.click()
        assert table.retries == [{}]


@pytest.mark.parametrize("reason", ["pin", "token"])
async def test_a_pin_is_asked(qloop, qtbot, reason):
    async with waiting(qtbot) as table:
        table.feed(Deny(reason))
        view = table.view
        view.give.click()
        view.name.setText(" 123 456 ")
        view.give.click()
        assert [wanted["pin"] for wanted in table.retries] == ["123456"]


@pytest.mark.parametrize(
    ("reason", "again"), [("locked", True), ("banned", False), ("ended", False), ("full", True)]
)
async def test_other_refusals_are_told(qloop, qtbot, reason, again):
    async with waiting(qtbot) as table:
        table.feed(Deny(reason))
        assert table.view.title.text()
        assert table.view.give.isVisible() is again


async def test_waiting_for_approval(qloop, qtbot):
    async with waiting(qtbot) as table:
        table.feed(Deny("approval"))
        assert table.view.dots.isVisible()
        assert not table.view.give.isVisible()


@pytest.mark.parametrize(("reason", "again"), [("elsewhere", True), ("kicked", True), ("banned", False)])
async def test_who_is_gone_may_come_back_or_not(qloop, qtbot, reason, again):
    async with waiting(qtbot) as table:
        woken = []
        table.link.wake = lambda: woken.append(1)
        table.enter()
        table.feed(Gone(reason))
        assert table.view.give.isVisible() is again
        if again:
            table.view.give.click()
            assert woken


async def test_the_lobby_tells_name_team_and_code(qloop, qtbot):
    async with TaskScope("test") as scope:
        table = Table(scope)
        model = table.model()
        view = LobbyView(model)
        qtbot.addWidget(view)
        table.enter()
        table.feed(Lobby("Ada", "Owls", 7))
        view.show_lobby()
        view.show()
        assert (view.name.text(), view.team.text()) == ("Ada", "Team Owls")
        assert "7" in view.players.text()
        assert "K7GQ" in view.code.text()
        await model.aclose()


async def test_the_lobby_of_an_assignment_says_what_comes(qloop, qtbot):
    async with TaskScope("test") as scope:
        table = Table(scope, pace="self")
        model = table.model()
        view = LobbyView(model)
        qtbot.addWidget(view)
        table.enter()
        view.show_lobby()
        assert "hands them out" in view.words.text()
        await model.aclose()
