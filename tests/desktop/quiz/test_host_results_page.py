"""Board, podium and assignment in the teacher's window."""

from contextlib import asynccontextmanager

from desktop.quiz.host_results_page import AssignmentPane, BoardPane
from desktop.quiz.host_view_model import HostViewModel
from shared.quiz import commands, events
from shared.tasks import TaskScope
from tests.support.look import look
from tests.support.quiz_game import START_MS
from tests.support.quiz_table import Table
from tests.support.waiting import until

__all__ = ["look"]


@asynccontextmanager
async def at(kind, **options):
    table = Table(**options)
    async with TaskScope("test") as scope:
        model = HostViewModel(table.service, scope, table.bus)
        model.attach(table.run_game())
        await until(lambda: model.stage)
        pane = kind(model)
        pane.resize(900, 700)
        pane.show()
        yield table, model, pane
        model.close()


async def test_the_board_then_the_winners_then_the_report(qloop):
    async with at(BoardPane) as (table, model, pane):
        table.join("ada", "ben")
        table.opened()
        table.answer("ada", 1)
        table.until("board")
        pane.show_board()
        assert [row.line.name for row in pane.board.rows] == ["ada", "ben"]
        assert not pane.podium.isVisible()
        assert not pane.report.isVisible()
        table.until("podium")
        await until(lambda: model.saved_id)
        pane.show_board()
        assert pane.podium.lines[0].name == "ada"
        wanted = []
        pane.report_wanted.connect(lambda: wanted.append(1))
        pane.report.click()
        assert wanted == [1]
        table.do(commands.Next())
        pane.show_board()
        assert pane.title.text() == "The game is over"


async def test_teams_stand_on_the_podium(qloop):
    async with at(BoardPane, teams=("Reds", "Blues")) as (table, _model, pane):
        table.join("ada", "ben")
        table.opened()
        table.answer("ada", 1)
        table.until("podium")
        pane.show_board()
        assert {line.name for line in pane.podium.lines} == {"Reds", "Blues"}
        assert pane.team_heading.isVisible()


async def test_private_results_stay_private(qloop):
    async with at(BoardPane, board="private") as (table, _model, pane):
        table.join("ada")
        table.opened()
        table.answer("ada", 1)
        table.until("podium")
        pane.show_board()
        assert pane.private.isVisible()
        assert pane.board.rows == []


async def test_a_game_that_nobody_played_says_so(qloop):
    async with at(BoardPane) as (table, _model, pane):
        table.do(commands.End())
        pane.show_board()
        assert "no report" in pane.saved.text()


async def test_who_has_handed_in(qloop):
    deadline_ms = START_MS + 86_400_000
    async with at(AssignmentPane, pace="self", deadline_ms=deadline_ms) as (table, model, pane):
        table.do(commands.Next())
        pane.show_assignment()
        assert "Nobody" in pane.handed_in.text()
        table.join("ada", "ben")
        table.room.handle(events.Finished("ada"))
        table.hear()
        await until(lambda: model.saved_id)
        pane.show_assignment()
        assert pane.handed_in.text() == "1 of 2 have handed in"
        assert pane.deadline.text().startswith("Until")
        assert ":" in pane.deadline.text()
        assert pane.report.isVisible()
        assert pane.entrance.pin.text() == "123 456"
