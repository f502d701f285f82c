"""The report page whole."""

from contextlib import asynccontextmanager

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.quiz.report_page import create_page
from shared.errors import AppError
from shared.ids import GameId, new_id
from tests.support.look import look
from tests.support.page_stage import stage
from tests.support.quiz_results import QUIZ, small_result
from tests.support.quiz_table import Table
from tests.support.waiting import until

__all__ = ["look"]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

GAME = GameId(new_id())


@asynccontextmanager
async def reports(*, filled=True):
    table = Table()
    if filled:
        table.service.reports = {GAME: small_result()}
    async with stage(create_page, table.services()) as here:
        await until(lambda: here.page.view_model.loaded)
        yield table, here.page, here.shell


async def opened(page):
    page.open_target(game_id=str(GAME))
    await until(lambda: page.view_model.report)


async def test_without_games_the_way_to_the_quizzes(qloop):
    async with reports(filled=False) as (_table, page, shell):
        assert page.stack.state() == "empty"
        page.empty.action.emit()
        assert shell.opened == [("quizzes", {})]


async def test_from_the_list_to_a_report_and_back(qloop):
    async with reports() as (_table, page, shell):
        page.games.cards[0].click()
        await until(lambda: page.view_model.report)
        assert page.header.title.full_text() == "Water"
        assert page.inner.currentWidget() is page.overview
        page.all.click()
        await until(lambda: page.inner.currentWidget() is page.games)
        assert not page.export_button.isVisible()
        page.open_target(quiz_id=str(new_id()))
        await until(lambda: page.view_model.loaded)
        assert page.all.isVisible()
        page.back.click()
        assert shell.backs == 1


async def test_parts_lead_to_each_other_and_are_remembered(qloop):
    async with reports() as (_table, page, shell):
        await opened(page)
        page.overview.question_wanted.emit(1)
        assert page.inner.currentWidget() is page.questions
        page.overview.player_wanted.emit("p2")
        assert page.inner.currentWidget() is page.players
        page._find()
        page.questions.source_wanted.emit(QUIZ.questions[0].source)
        assert shell.opened[-1][0] == "player"
        assert shell.opened[-1][1]["start_ms"] == 12_000
        state = page.page_state()
        assert state == {"part": "players"}
    async with reports() as (_table, page, _shell):
        page.restore_state({**state, "part": "topics"})
        await opened(page)
        assert page.inner.currentWidget() is page.topics
        page.restore_state({"part": "nonsense"})


async def test_a_report_is_deleted_with_an_undo(qloop):
    async with reports() as (table, page, shell):
        await opened(page)
        page.delete_button.click()
        await until(lambda: shell.toasts)
        await until(lambda: page.stack.state() == "empty")
        shell.toasts[-1].on_action()
        await until(lambda: table.service.deleted == [])


async def test_a_report_is_exported_where_a_person_says(qloop, tmp_path):
    async with reports() as (table, page, shell):
        page.export()
        await opened(page)
        page.export()
        dialog = page.window().findChildren(QFileDialog)[0]
        dialog.fileSelected.emit(str(tmp_path / "water.csv"))
        await until(lambda: shell.toasts)
        assert table.service.exported == [tmp_path / "water.csv"]
        assert "two files beside it" in shell.toasts[-1].text
        dialog.close()


async def test_an_error_is_told_and_tried_again(qloop):
    async with reports() as (table, page, _shell):
        table.service.error = AppError("storage.busy")
        page.open_target()
        await until(lambda: page.stack.state() == "error")
        table.service.error = None
        page.stack.retry.emit()
        await until(lambda: page.stack.state() == "content")
