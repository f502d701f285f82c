"""The board between questions and the podium at the end."""

from contextlib import asynccontextmanager

from desktop.quiz.play_board_page import BoardView
from shared.quiz.messages import Board, Ended, OwnResult, Standing
from shared.tasks import TaskScope
from tests.support.look import look
from tests.support.quiz_playing import Table, listening

__all__ = ["look"]

TOP = (Standing("Bea", 2_000, 1, 1), Standing("Ada", 1_500, 2, -1), Standing("Cy", 900, 3))


@asynccontextmanager
async def board(qtbot, name="Ada"):
    async with TaskScope("test") as scope:
        table = Table(scope)
        model = table.model()
        view = BoardView(model)
        qtbot.addWidget(view)
        table.enter(name=name)
        view.show()
        table.view = view
        yield table
        await model.aclose()


async def test_the_own_line_is_marked_among_the_best(qloop, qtbot):
    async with board(qtbot) as table:
        table.feed(Board(TOP, players=3))
        table.view.show_board()
        assert [row.line.own for row in table.view.board.rows] == [False, True, False]
        assert not table.view.podium.isVisible()
        assert not table.view.done.isVisible()


async def test_who_is_not_among_the_best_sees_the_own_line_below(qloop, qtbot):
    async with board(qtbot, "Zoe") as table:
        table.feed(Board(TOP, Standing("Zoe", 10, 40), players=40))
        table.view.show_board()
        assert table.view.board.rows[-1].line.rank == 40


async def test_the_podium_ends_the_game(qloop, qtbot):
    async with board(qtbot) as table:
        table.prep()
        table.open()
        table.reveal(own=OwnResult(state="right", total=1_500, rank=2))
        table.feed(Board(TOP, teams=(Standing("Owls", 9, 1),), players=3, final=True))
        view = table.view
        view.show_board()
        assert view.podium.isVisible()
        assert view.own.text() == "You are in place 2 of 3 with 1,500 points."
        assert view.team_heading.isVisible()
        wanted, closed = listening(view.results_wanted), listening(view.closed)
        view.results.click()
        view.done.click()
        assert (len(wanted), len(closed)) == (1, 1)


async def test_a_game_that_was_stopped_says_so(qloop, qtbot):
    async with board(qtbot) as table:
        table.feed(Ended("stopped"))
        table.view.show_board()
        assert "Your teacher ended" in table.view.title.text()
        assert not table.view.podium.isVisible()
        assert not table.view.results.isVisible()


async def test_alone_there_is_no_place(qloop, qtbot):
    async with board(qtbot) as table:
        table.seat.stage.rank, table.seat.stage.total, table.seat.stage.players = 1, 700, 1
        table.view.show_board()
        assert table.view.own.text() == "You have 700 points."
