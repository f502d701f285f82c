"""The console whole: from the quizzes page to the end, keys, trouble, ways out, and what it remembers."""

import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.quiz.host_devices_dialog import DevicesDialog
from desktop.quiz.host_page import create_page
from desktop.quiz.host_view_model import Told
from desktop.runtime.changes import ChangeBus
from desktop.storage.database import Database
from desktop.widgets.confirm_dialog import ConfirmDialog
from shared.errors import AppError
from shared.ids import new_id
from shared.quiz import commands, quiz
from tests.support.look import look
from tests.support.page_stage import stage
from tests.support.quiz_game import game_quiz, question
from tests.support.quiz_hosting import hosting
from tests.support.quiz_table import Table, a_game
from tests.support.simulated_players import Crowd, SimulatedPlayer
from tests.support.waiting import until

__all__ = ["look"]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def database_of(paths, clock, bus):
    """Opened inside the test: fixtures cannot be async inside Qt's loop."""

    @asynccontextmanager
    async def opened():
        database = await Database.open(paths, clock=clock, bus=bus)
        try:
            yield database
        finally:
            await database.close()

    return opened


@asynccontextmanager
async def console(held=None, *, playing=True, **options):
    table = Table(held, **options)
    if playing:
        table.run_game()
    async with stage(create_page, table.services(), width=1200) as here:
        table.page, table.shell = here.page, here.shell
        if playing:
            await until(lambda: here.page.model.stage)
        yield table, here.page
    await here.shell.scope.close()


def dialog(page):
    return next(found for found in page.window().findChildren(ConfirmDialog) if found.isVisible())


async def test_a_quiz_is_set_up_hosted_and_started_by_keys(qloop):
    async with console(playing=False) as (table, page):
        page.open_target(quiz_id=str(new_id()))
        await until(lambda: page.model.setup)
        assert page.header.title.full_text() == "Capitals"
        page.setup.name.setText("Room 4")
        page.setup.go.click()
        await until(lambda: page.model.stage)
        assert table.service.hosted[0][1] == "Room 4"
        await until(lambda: page.stack.currentWidget() is page.lobby)
        assert page.page_state() == {"name": "Room 4", "game": "game"}
        table.link.later_ms += 1_000
        page.setFocus()
        QTest.keyClick(page, Qt.Key.Key_Space)
        await until(lambda: page.model.stage.phase == "prep")
        await until(lambda: page.stack.currentWidget() is page.question)
        assert "Question 1 of 3" in page.header.subtitle.full_text()


async def test_a_failure_to_host_is_shown_where_it_was_asked(qloop):
    async with console(playing=False) as (table, page):
        table.service.error = AppError("quiz.host_not_started")
        page.open_target(quiz_id=new_id(), pace="self")
        await until(lambda: page.model.setup)
        assert page.setup.form.pace.current() == "self"
        page.setup.go.click()
        await until(lambda: page.setup.error.isVisible())
        page.setup.cancel.click()
        assert page.shell.backs == 1


async def test_a_faulty_question_is_opened_in_the_editor(qloop):
    async with console(playing=False) as (_table, page):
        quiz_id = new_id()
        page.open_target(quiz_id=quiz_id)
        await until(lambda: page.model.setup)
        page.setup.edit_wanted.emit(quiz_id, "q2")
        assert page.shell.opened[-1] == ("quiz_editor", {"quiz_id": quiz_id, "question_id": "q2"})
        assert page.model.setup is None  # back from there, the quiz is another


async def test_it_comes_back_to_the_game_that_runs(qloop):
    async with console() as (table, page):
        table.join("ada")
        table.opened()
        state = page.page_state()
    again = Table()
    again.room = again.service.room = table.room
    again.service.games_ = [a_game(table.room, "other"), a_game(table.room)]
    async with stage(create_page, again.services()) as here:
        here.page.restore_state(state)
        here.page.open_target()
        await until(lambda: here.page.model.stage)
        assert here.page.model.game.game_id == "game"
        await until(lambda: here.page.stack.currentWidget() is here.page.question)


async def test_going_on_gives_up_a_set_up_but_never_a_game(qloop):
    async with console(playing=False) as (table, page):
        page.open_target(quiz_id=new_id())
        await until(lambda: page.model.setup)
        table.run_game()
        page.open_target(game_id="")
        await until(lambda: page.model.stage)
        assert page.model.setup is None
        table.service.games_.append(a_game(table.room, "other"))
        page.open_target(game_id="")
        page.activated()
        await until(lambda: len(page.model.games) == 2)
        assert page.model.game.game_id == "game"
        page.open_target(game_id="other")
        await until(lambda: page.model.game.game_id == "other")


async def test_keys_do_what_the_sheet_says(qloop):
    async with console() as (table, page):
        table.join("ada", "ben")
        table.opened()
        await until(lambda: page.stack.currentWidget() is page.question)
        page.setFocus()
        for key, modifier in (
            (Qt.Key.Key_E, Qt.KeyboardModifier.NoModifier),
            (Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier),
            (Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier),
            (Qt.Key.Key_L, Qt.KeyboardModifier.NoModifier),
        ):
            QTest.keyClick(page, key, modifier)
        await until(lambda: len(table.link.done) == 4)
        assert table.link.done[:2] == [commands.Extend(10_000), commands.Extend(30_000)]
        await until(lambda: page.model.stage.paused and page.model.stage.locked)
        QTest.keyClick(page, Qt.Key.Key_S)
        await until(lambda: commands.Skip() in table.link.done)
        texts = {entry.text for entry in page.shell.shortcuts.entries()}
        assert {"What the big button says", "Pause or go on", "Find a player"} <= texts


async def test_space_on_another_button_is_that_button_s(qloop):
    async with console() as (table, page):
        table.join("ada")
        await until(lambda: page.lock.isVisible() and page.players.players.rowCount())
        page.lock.setFocus()
        page._press_key()
        await until(lambda: page.model.stage.locked)
        assert table.link.done == [commands.Lock()]
        page.players.list.setCurrentIndex(page.players.players.index(0))
        page.players.list.setFocus()
        opened = []
        page.players.list.menu_wanted.connect(opened.append)
        page._press_key()
        assert opened
        for menu in page.players.findChildren(type(page.menu_button.menu())):
            menu.close()


async def test_ending_for_everyone_is_asked_about(qloop):
    async with console() as (table, page):
        table.join("ada")
        page.end()
        await until(lambda: page.window().findChildren(ConfirmDialog))
        dialog(page).cancel_button.click()
        page.end()
        await until(lambda: any(found.isVisible() for found in page.window().findChildren(ConfirmDialog)))
        dialog(page).action_button.click()
        await until(lambda: page.stack.currentWidget() is page.board)
        assert page.model.stage.phase == "ended"
    async with console(pace="self") as (table, page):
        table.do(commands.Next())
        await until(lambda: page.stack.currentWidget() is page.assignment)
        page.press_next()
        await until(lambda: page.window().findChildren(ConfirmDialog))
        assert page.model.stage.phase == "open"
        dialog(page).reject()


async def test_trouble_is_told_and_buttons_wait(qloop):
    async with console() as (table, page):
        table.link.lose()
        await until(lambda: page.notice.isVisible())
        assert "again" in page.notice.text()
        assert not page.bar.next.isEnabled()
        table.link.connect()
        await until(lambda: not page.notice.isVisible())
        table.link.disk = "disk_full"
        table.link.hear()
        await until(lambda: "full" in page.notice.text())


async def test_what_is_done_and_refused_is_said(qloop):
    async with console() as (table, page):
        undone = []
        page.model.told.emit(Told("kicked", "Ada", lambda: undone.append(1)))
        page.shell.toasts[-1].on_action()
        assert undone == [1]
        page.model.refused.emit("stale")
        assert "moved on" in page.shell.toasts[-1].text
        page.lobby.copied.emit()
        assert page.shell.toasts[-1].tone == "ok"
        assert table.link.done == []


async def test_other_devices_get_links_of_their_own(qloop):
    async with console() as (_table, page):
        action = next(one for one in page.menu_button.menu().actions() if "devices" in one.text())
        action.trigger()
        shown = page.window().findChild(DevicesDialog)
        assert shown.screen_card.url == "http://192.168.1.20:8420/screen#t=s"
        assert shown.remote_card.url == "http://192.168.1.20:8420/host#t=t"
        shown.remote_card.copy.click()
        assert page.shell.toasts[-1].tone == "ok"
        shown.close_button.click()


async def test_the_source_and_the_report_are_ways_out(qloop):
    source = quiz.Source("0190a000-0000-7000-8000-0000000000aa", "Notes", page=3)
    async with console(game_quiz(question(source=source))) as (table, page):
        table.join("ada")
        table.opened()
        table.answer("ada", 1)
        table.until("reveal")
        page.question.source_wanted.emit(source)
        await until(lambda: page.model.saved_id)
        page.board.report_wanted.emit()
        assert [opened for opened, _target in page.shell.opened] == ["player", "quiz_report"]
        assert page.shell.opened[0][1]["page"] == 3
        assert page.shell.opened[1][1] == {"game_id": table.service.saved_id}
        page.back.click()
        assert page.shell.backs == 1


async def test_the_projector_opens_and_closes_with_the_button(qloop):
    async with console() as (table, page):
        page.screen_button.click()
        projector = page.projector
        assert projector is not None
        assert page.screen_button.text() == "Close projector"
        table.link.later_ms += 1_000
        projector.next_wanted.emit()
        await until(lambda: page.model.stage.phase == "prep")
        page.screen_button.click()
        assert page.projector is None
        page.toggle_projector()
        page.projector.close()
        assert page.projector is None


async def test_in_a_narrow_window_players_come_on_demand(qloop):
    async with console() as (table, page):
        table.join("ada")
        page.resize(700, 600)
        await until(lambda: page.players_button.isVisible())
        assert not page.players.isVisible()
        page.players_button.click()
        assert page.players.isVisible()
        assert not page.stack.isVisible()
        page.players_button.click()
        page.resize(1200, 700)
        await until(lambda: page.players.isVisible() and page.stack.isVisible())


async def test_several_games_are_chosen_from(qloop):
    async with console(playing=False) as (table, page):
        table.service.games_ = [a_game(table.room, "one"), a_game(table.room, "two")]
        page.open_target()
        await until(lambda: page.games.cards)
        page.games.opened.emit(table.service.games_[1])
        await until(lambda: page.model.stage)
        page.menu_button.menu().actions()[0].trigger()
        await until(lambda: page.stack.currentWidget() is page.games)
        page.games.quizzes_wanted.emit()
        assert page.shell.opened == [("quizzes", {})]


async def test_a_game_through_the_page_with_the_real_host(qloop, database_of, paths):
    async with database_of() as database, hosting(database, paths) as room:
        services = SimpleNamespace(quiz_host=room.service, bus=ChangeBus())
        async with stage(create_page, services, width=1200) as here:
            page = here.page
            page.open_target(quiz_id=room.quiz_id)
            await until(lambda: page.model.setup)
            page.setup.go.click()
            await until(lambda: page.stack.currentWidget() is page.lobby and page.lobby.entrance.url)
            page.toggle_projector()
            player = SimulatedPlayer(room.socket_url, page.model.game.pin, "Ada", think_ms=(5, 20))
            async with Crowd([player]) as crowd:
                await crowd.all_in()
                await until(lambda: page.players.players.rowCount() == 1)
                await pressed(page, "reveal")
                await until(lambda: page.projector.scene() == "question")
                assert page.question.stage.solution.isVisible()
                page.model.do(commands.End(), guarded=False)
                await until(
                    lambda: page.stack.currentWidget() is page.board and page.board.report.isVisible()
                )
            page.board.report.click()
            assert here.shell.opened == [("quiz_report", {"game_id": page.model.saved_id})]
        assert here.shell.reported == []


async def pressed(page, phase):
    async with asyncio.timeout(20):
        while page.model.stage.phase != phase:
            page.press_next()
            await asyncio.sleep(0.05)
