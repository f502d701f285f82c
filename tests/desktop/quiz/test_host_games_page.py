"""Several games at once."""

from desktop.quiz.host_games_page import GamesPane
from desktop.quiz.host_view_model import HostViewModel
from shared.tasks import TaskScope
from tests.support.look import look
from tests.support.quiz_table import Table, a_game
from tests.support.waiting import until

__all__ = ["look"]


async def test_games_are_cards_to_go_on_with(qloop):
    table = Table()
    async with TaskScope("test") as scope:
        model = HostViewModel(table.service, scope, table.bus)
        pane = GamesPane(model)
        pane.show()
        pane.show_games()
        assert pane.currentWidget() is pane.empty
        wanted = []
        pane.quizzes_wanted.connect(lambda: wanted.append(1))
        pane.empty.action.emit()
        assert wanted == [1]
        table.service.games_ = [a_game(table.room, "one"), a_game(table.room, "two")]
        model.show_games()
        await until(lambda: len(model.games) == 2)
        pane.show_games()
        pane.show_games()
        assert len(pane.cards) == 2
        opened = []
        pane.opened.connect(opened.append)
        pane.cards[1].click()
        assert opened[0].game_id == "two"
        model.close()
