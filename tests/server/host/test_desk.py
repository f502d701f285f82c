from pathlib import Path

from server.host.desk import SURE_MS, Desk, status_line
from server.live.game import Game
from shared.quiz.commands import Stage
from shared.quiz.messages import Ended, Open, Prep, Reveal, Shown
from shared.quiz.quiz import GameOptions
from tests.support.clocks import ManualClock
from tests.support.host_stage import staged
from tests.support.host_talk import playing
from tests.support.live_host import sums_quiz


def desk_of(game: Game) -> tuple[Desk, list[str], list[str]]:
    """A desk, the lines it wrote and whether it left."""
    lines: list[str] = []
    left: list[str] = []
    desk = Desk(game, lambda: left.append("left"), lines.append)
    desk.tell()
    return desk, lines, left


async def test_the_line_follows_the_game_and_enter_leads_through_it(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock) as stage:
        game = await stage.game(sums_quiz(1), GameOptions(own_order=False))
        desk, lines, _ = desk_of(game)
        assert lines == ["Lobby · 0 players · Enter: start"]
        async with playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, _):
            desk.tell()
            assert lines[-1] == "Lobby · 1 player · Enter: start"
            desk.press("\n")
            await ana.until(Prep)
            desk.tell()
            assert lines[-1] == "Question 1 of 1 · being read · Enter: open the answers now"
            desk.press("\n")
            await ana.until(Open)
            desk.tell()
            assert lines[-1] == "Question 1 of 1 · 0 of 1 answered · 20 s left · Enter: close the answers"
            desk.press("\n")
            desk.press("\n")  # it was meant for the open question: one step only
            await stage.advance(10)
            desk.tell()
            assert lines[-1] == "Question 1 of 1 · closed · 0 of 1 answered · Enter: show the answer"
            desk.press("\n")
            await ana.until(Reveal)
            desk.tell()
            assert lines[-1] == "Question 1 of 1 · answer shown · Enter: show the podium"


async def test_ending_wants_the_key_twice_and_then_it_closes_the_host(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock) as stage:
        game = await stage.game(sums_quiz(2))
        desk, lines, left = desk_of(game)
        async with playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, _):
            desk.press("q")
            assert lines[-1] == "Press q again to end the game."
            await stage.advance(SURE_MS + 1)
            desk.tell()
            assert lines[-1].startswith("Lobby")
            desk.press("q")
            desk.press("p")  # another key calls it off
            desk.press("q")
            await stage.advance(10)
            assert not game.session.over
            desk.press("q")
            await ana.until(Ended)
            desk.tell()
            assert lines[-1] == "The game is over · q: close the host"
            desk.press("q")
            assert left == ["left"]


def test_what_stops_a_game_is_in_the_line():
    shown = Shown(1, 4, "single")
    paused = Stage(1, "open", 5_000, paused=True, locked=True, trouble="disk_full", shown=shown, left_ms=7_400,
                   answered=2, eligible=9, next_step="close")  # fmt: skip
    line = status_line(paused, "live", 3)
    assert line == (
        "Question 2 of 4 · 2 of 9 answered · 7 s left · paused · locked · 3 waiting to be let in (control page) · "
        "the disk cannot be written, answers are held back · Enter: close the answers"
    )
    timeless = Stage(1, "open", 5_000, shown=shown, answered=2, eligible=9, next_step="close")
    assert "s left" not in status_line(timeless, "live", 0)


def test_an_assignment_says_who_has_handed_in():
    line = status_line(Stage(1, "open", 0, answered=3, players=5, next_step="podium"), "self", 0)
    assert line == "Open for everybody · 3 of 5 have handed in · Enter: show the podium"
    assert (
        status_line(Stage(1, "board", 0, next_step="question"), "live", 0)
        == "Leaderboard · Enter: next question"
    )
