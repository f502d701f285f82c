"""Hosted games as cards."""

from desktop.quiz.host_service import PlayedGame
from desktop.quiz.report_games_page import GamesList
from shared.ids import GameId, new_id
from tests.support.look import look

__all__ = ["look"]


def a_game(number, **more):
    values = {"ended_ms": 1, "players": 3, "share": 0.5, **more}
    return PlayedGame(GameId(new_id()), None, f"Game {number}", "live", number, **values)


def test_many_games_come_in_two_steps(qapp):
    games = [a_game(number) for number in range(40)]
    pane = GamesList()
    pane.show()
    pane.show_games(games)
    pane.show_games(games)
    assert len(pane.cards) == 30
    pane.more.click()
    assert len(pane.cards) == 40
    opened = []
    pane.opened.connect(opened.append)
    pane.cards[39].click()
    assert opened == [games[39].id]


def test_a_game_that_goes_on_and_one_without_marks(qapp):
    pane = GamesList()
    pane.show_games([a_game(1, ended_ms=None, share=None)])
    assert "Game 1" in pane.cards[0].accessibleName()
    assert not pane.more.isVisible()
