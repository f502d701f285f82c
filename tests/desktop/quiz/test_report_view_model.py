"""Reports: loaded, followed, deleted and back, exported, and what goes wrong."""

from contextlib import asynccontextmanager
from pathlib import Path

from desktop.quiz.report_view_model import ReportViewModel
from desktop.runtime.changes import ChangeSet
from shared.errors import AppError
from shared.ids import GameId, QuizId, new_id
from shared.tasks import TaskScope
from tests.support.quiz_results import small_result
from tests.support.quiz_table import Table
from tests.support.waiting import until

GAME = GameId(new_id())


@asynccontextmanager
async def reports(*results):
    table = Table()
    table.service.reports = {GAME: small_result()} if not results else dict(results)
    errors = []
    async with TaskScope("test", on_error=errors.append) as scope:
        model = ReportViewModel(table.service, scope, table.bus)
        yield table, model
        model.close()
    assert errors == []


async def test_the_list_and_one_report(qloop):
    async with reports() as (_table, model):
        quiz_id = QuizId(new_id())
        model.show_games(quiz_id)
        await until(lambda: model.loaded)
        assert [game.quiz_id for game in model.games] == [quiz_id]
        model.open(GAME)
        assert not model.loaded
        await until(lambda: model.report)
        assert model.report.result.quiz.title == "Water"


async def test_news_of_a_game_are_shown(qloop):
    async with reports() as (table, model):
        model.open(GAME)
        await until(lambda: model.report)
        before = model.report
        table.service.reports[GAME] = small_result(voided=(0,))
        table.bus.publish(ChangeSet(everything=True))
        await until(lambda: model.report != before)


async def test_a_deleted_report_can_be_brought_back(qloop):
    async with reports() as (table, model):
        told = []
        model.deleted.connect(lambda game_id, title: told.append((game_id, title)))
        model.delete()
        model.open(GAME)
        await until(lambda: model.report)
        model.delete()
        await until(lambda: told == [(GAME, "Water")])
        await until(lambda: model.loaded)
        assert model.games == []
        model.restore(GAME)
        await until(lambda: table.service.deleted == [])


async def test_a_report_is_written(qloop):
    async with reports() as (table, model):
        written = []
        model.exported.connect(written.append)
        model.export(Path("nothing.csv"), str)
        model.open(GAME)
        await until(lambda: model.report)
        model.export(Path("water.xlsx"), str)
        await until(lambda: written == [Path("water.xlsx")])
        assert table.service.exported == written


async def test_what_is_gone_is_told_in_place(qloop):
    async with reports() as (_table, model):
        failures = []
        model.failed.connect(failures.append)
        model.open(GameId(new_id()))
        await until(lambda: failures)
        assert isinstance(failures[0], AppError)
