"""The line that leads back to running games."""

from desktop.quiz.host_running_page import RunningGames
from shared.tasks import TaskScope
from tests.support.look import look
from tests.support.quiz_table import Table, a_game
from tests.support.waiting import until

__all__ = ["look"]


async def test_what_runs_is_told_and_led_to(qloop):
    table, opened = Table(), []
    async with TaskScope("test") as scope:
        line = RunningGames(table.service, scope, lambda: opened.append(1))
        line.look()
        table.run_game()
        line.look()
        await until(lambda: line.isVisible())
        assert line.notice.text() == "“Capitals” is under way on this computer."
        line.notice.action.emit()
        assert opened == [1]
        table.service.games_ = [a_game(table.room, "one"), a_game(table.room, "two")]
        line.look()
        await until(lambda: line.notice.text().startswith("2 "))
        table.service.games_ = []
        line.look()
        await until(lambda: not line.isVisible())
    line.look()
    line.hide()
