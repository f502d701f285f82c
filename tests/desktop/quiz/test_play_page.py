"""The play page whole: scenes, keys, the strip of trouble, a real host, and a window that goes and comes back."""

from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.quiz.play_page import PlayPage, create_page
from desktop.quiz.play_service import PlayService
from desktop.runtime.changes import ChangeBus
from desktop.storage.database import Database
from shared.errors import AppError
from shared.quiz import commands
from shared.quiz.messages import Assignment, Away, Board, Gone, HostLost
from shared.tasks import TaskScope
from tests.support.host_talk import hosting
from tests.support.live_host import live_host, quiz_file
from tests.support.look import look
from tests.support.page_stage import stage
from tests.support.quiz_playing import FakePlay, Table
from tests.support.waiting import until

__all__ = ["live_host", "look", "quiz_file"]

NEXT = commands.Next()


def services(play) -> Any:
    return SimpleNamespace(quiz_play=play, bus=ChangeBus())


@asynccontextmanager
async def shown(**game):
    async with TaskScope("test") as scope:
        play = FakePlay()
        table = Table(scope, **game)
        play.playings["g1"] = table.playing
        async with stage(create_page, services(play)) as here:
            table.page, table.shell, table.play = here.page, here.shell, play
            yield table


async def test_without_a_game_one_can_join(qloop):
    async with shown() as table:
        assert table.page.stack.currentWidget() is table.page.empty
        table.page.empty.action.emit()
        assert table.shell.opened == [("join", {})]


async def test_each_scene_has_its_view(qloop):
    async with shown() as table:
        page = table.page
        page.open_target(playing=table.playing, last_name="Ada")
        assert page.stack.currentWidget() is page.waiting
        table.enter()
        assert page.stack.currentWidget() is page.lobby
        assert page.header.title.full_text() == "Sums"
        table.prep()
        assert page.stack.currentWidget() is page.question
        table.feed(Board())
        assert page.stack.currentWidget() is page.board
        table.feed(Gone("kicked"))
        assert page.stack.currentWidget() is page.waiting


async def test_an_assignment_has_its_view(qloop):
    async with shown(pace="self") as table:
        table.page.open_target(playing=table.playing)
        table.enter()
        table.feed(Assignment(1, ()))
        assert table.page.model.scene() == "assignment"


@pytest.mark.parametrize(
    ("key", "text", "place"), [(Qt.Key.Key_2, "2", 1), (Qt.Key.Key_B, "b", 1), (Qt.Key.Key_C, "C", 2)]
)
async def test_keys_choose_options(qloop, qtbot, key, text, place):
    async with shown() as table:
        page: PlayPage = table.page
        page.open_target(playing=table.playing)
        table.enter()
        override = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier, text)
        override.ignore()
        page.event(override)
        assert not override.isAccepted()  # in the lobby the window's own keys work
        table.prep()
        table.open()
        page.event(override)
        assert override.isAccepted()
        qtbot.keyClick(page, text)
        assert [sent.a for sent in table.answers()] == [table.seat.order()[place]]


async def test_an_open_question_takes_the_keys_from_the_rail(qloop, qtbot):
    async with shown() as table:
        page: PlayPage = table.page
        window = QWidget()
        qtbot.addWidget(window)
        row = QHBoxLayout(window)
        rail = QPushButton("Library")
        row.addWidget(rail)
        row.addWidget(page)
        window.show()
        page.open_target(playing=table.playing)
        table.enter()
        rail.setFocus()  # where it goes when the button of the name is taken away
        table.prep()
        assert window.focusWidget() is rail
        table.open()
        assert window.focusWidget() is page
        rail.setFocus()
        table.playing.tell()
        assert window.focusWidget() is rail  # who goes there on purpose stays there
        page.setParent(None)


async def test_other_keys_and_keys_with_ctrl_are_left_alone(qloop, qtbot):
    async with shown() as table:
        table.page.open_target(playing=table.playing)
        table.enter()
        table.prep()
        table.open()
        qtbot.keyClick(table.page, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(table.page, "x")
        assert table.answers() == []


async def test_trouble_is_told_in_a_strip(qloop):
    async with shown() as table:
        page = table.page
        page.open_target(playing=table.playing)
        table.enter()
        assert page.strip.isHidden()
        table.feed(HostLost(1))
        assert "teacher" in page.strip.words.text()
        table.feed(HostLost())
        table.seat.lost()
        table.playing.tell()
        assert "tried again" in page.strip.words.text()
        woken = []
        table.link.wake = lambda: woken.append(1)
        page.strip.button.click()
        assert woken


async def test_a_disk_that_keeps_nothing_is_told(qloop):
    async with shown() as table:
        table.page.open_target(playing=table.playing)
        table.enter()
        table.playing.unsaved = AppError("storage.disk_full", folder="x")
        table.playing.tell()
        assert "disk is full" in table.page.strip.words.text()
        assert table.page.strip.button.isHidden()


async def test_leaving_keeps_the_place_and_says_so(qloop):
    async with shown() as table:
        table.page.open_target(playing=table.playing)
        table.enter()
        table.page.leave.click()
        await until(lambda: table.shell.opened)
        assert table.shell.opened == [("join", {})]
        assert "Go on" in table.shell.toasts[0].text


async def test_the_game_is_there_again_after_a_restart(qloop):
    async with shown() as table:
        table.page.open_target(playing=table.playing)
        table.enter()
        state = table.page.page_state()
        assert state == {"game": "g1"}
        async with stage(create_page, services(table.play)) as again:
            again.page.restore_state(state)
            await until(lambda: again.page.model.scene() == "lobby")
            again.page.restore_state({"game": 5})
        async with stage(create_page, services(table.play)) as gone:
            gone.page.restore_state({"game": "other"})
            await until(lambda: "other" in table.play.resumed)
            assert gone.shell.reported == []


async def test_a_seat_that_is_gone_is_told(qloop):
    async with shown() as table:
        table.page.open_target(game="other")
        await until(lambda: table.shell.reported)
        assert table.shell.opened == [("join", {})]


async def test_results_are_shown_on_the_join_page(qloop):
    async with shown() as table:
        table.page.open_target(playing=table.playing)
        table.enter()
        table.page.board.results_wanted.emit()
        assert table.shell.opened == [("join", {"results_of": "g1"})]


async def test_coming_back_tells_the_host_and_tries_at_once(qloop):
    async with shown() as table:
        table.page.open_target(playing=table.playing)
        table.enter()
        table.page.deactivated()
        table.page.activated()
        assert [frame.away for frame in table.sent if isinstance(frame, Away)] == [True, False]


async def test_a_game_by_keys_against_the_real_host(qloop, qtbot, paths, clock, bus, live_host):
    """The window is killed in the middle and comes back; the host is killed too."""
    database = await Database.open(paths, clock=clock, bus=bus)
    play = PlayService(database, paths, clock)
    async with stage(create_page, services(play)) as here:
        page = here.page
        page.open_target(
            playing=play.join(live_host.url.rstrip("/"), live_host.pin, host="Room 4"), last_name="Ada"
        )
        await until(lambda: page.waiting.name.isVisible())
        qtbot.keyClick(page.waiting.name, Qt.Key.Key_Return)
        await until(lambda: page.stack.currentWidget() is page.lobby)
        async with hosting(live_host.socket_url, live_host.game.host_token) as teacher:
            await teacher.do(NEXT)
            await teacher.do(NEXT)
            await until(lambda: page.question.pad is not None and page.model.can_answer())
            qtbot.keyClick(page, "1")
            await until(lambda: page.model.stage.answer_state == "ok")
    await play.close()
    live_host.kill()
    play = PlayService(database, paths, clock)
    async with stage(create_page, services(play)) as here:
        page = here.page
        [kept] = await play.seats()
        page.open_target(game=kept.game)
        await until(lambda: page.model.playing)
        live_host.restart()
        page.model.try_now()
        await until(lambda: page.stack.currentWidget() is page.question)
        assert page.model.stage.answer is not None
        async with hosting(live_host.socket_url, live_host.game.host_token) as teacher:
            while page.model.scene() != "podium":
                before = (page.model.stage.phase, page.model.stage.q)
                await teacher.do(NEXT)
                await until(lambda before=before: (page.model.stage.phase, page.model.stage.q) != before)
        await until(lambda: page.board.podium.lines)
        assert page.board.podium.lines[0].own
        assert here.shell.reported == []
    await play.close()
    await database.close()
