"""Two hundred players on bad Wi-Fi: frames late, doubled, swapped and lost with their connection; exact scores."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.quiz.commands import Next, Stage
from shared.quiz.player_seat import PlayerSeat
from shared.quiz.quiz import GameOptions
from shared.quiz.results import GameResult
from tests.support.bad_links import Weather, bad_links
from tests.support.host_talk import Talk, hosting
from tests.support.live_host import GameKeys, RunningHost, start_host, sums_quiz
from tests.support.simulated_players import Crowd, SimulatedPlayer, crowd_of

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

PLAYERS = 200
QUESTIONS = 5
CALM = Weather(delay_ms=(5.0, 40.0), swap=0, repeat=0, cut=0)
STORM = Weather(delay_ms=(5.0, 120.0), swap=0.05, repeat=0.15, cut=0.01)


def chosen(seat: PlayerSeat) -> int:
    """A choice that depends on the player and the question only; right in about a quarter of all cases."""
    return hashlib.sha256(f"{seat.name}-{seat.stage.q}".encode()).digest()[0] % 4


async def teach(teacher: Talk) -> None:
    """Push the game on to its end; a question ends when everyone answered or its time is over."""
    while True:
        stage = await teacher.until(Stage)
        if stage.phase == "ended":
            return
        if stage.phase != "open":
            await teacher.do(Next())


def scores(result: GameResult) -> dict[str, int]:
    """What each player must have: a thousand per right answer on record."""
    right = {q: result.quiz.questions[q].body.correct for q in result.asked}
    total = Counter()
    for answer in result.answers:
        total[answer.pid] += 1_000 * (answer.answer == right[answer.q])
    return {player.name: total[player.pid] for player in result.players}


def check(result: GameResult, crowd: Crowd) -> None:
    by_name = {player.name: player for player in result.players}
    answers = {(answer.pid, answer.q): answer for answer in result.answers}
    assert len(answers) == len(result.answers)  # one per player and question
    for player in crowd.players:
        mine = by_name[player.name]
        for q, (value, _state) in player.acked.items():
            assert answers[mine.pid, q].answer == value, (player.name, q)
    assert {player.name: player.total for player in result.players} == scores(result)
    ordered = sorted(result.players, key=lambda player: -player.total)
    ranks = [1 + sum(other.total > player.total for other in ordered) for player in ordered]
    assert [player.rank for player in ordered] == ranks


async def whole_game(
    host: RunningHost, game: GameKeys, crowd: Crowd, storm: Callable[[], None] = lambda: None
) -> GameResult:
    async with crowd, hosting(host.socket_url, game.host_token) as teacher:
        await crowd.all_in()
        storm()
        await teacher.do(Next())
        async with asyncio.timeout(200):
            await teach(teacher)
    return host.result(game.game_id)


@pytest.fixture
def host(tmp_path: Path):
    started = start_host(tmp_path / "host")
    yield started
    started.stop()


async def test_every_acknowledged_answer_counts_once_on_bad_links(host: RunningHost):
    options = GameOptions(preset="accuracy", names="free")
    game = host.create_game(sums_quiz(QUESTIONS, time_limit_s=20), options)
    async with bad_links(host.socket_url, CALM) as relay:
        players = crowd_of(PLAYERS, relay.url, game.pin, choose=chosen, think_ms=(50, 1_500)).players
        crowd = Crowd(players)
        result = await whole_game(host, game, crowd, lambda: setattr(relay, "weather", STORM))
    assert relay.cuts > 20
    assert relay.repeated > 100
    assert relay.swapped > 0
    assert len(result.players) == PLAYERS
    check(result, crowd)
    acked = sum(len(player.acked) for player in players)
    assert acked >= PLAYERS * QUESTIONS * 0.98


async def test_who_loses_the_wi_fi_for_a_while_keeps_seat_and_points(host: RunningHost):
    game = host.create_game(sums_quiz(3, time_limit_s=20), GameOptions(preset="accuracy"))
    crowd = crowd_of(12, host.socket_url, game.pin, choose=lambda _seat: 0, think_ms=(50, 400))
    lost: list[SimulatedPlayer] = crowd.players[:4]

    def cut(player: SimulatedPlayer, frame: object) -> None:
        if type(frame).__name__ == "Open":
            player.drop()

    for player in lost:
        player.on_frame = cut
    result = await whole_game(host, game, crowd)
    check(result, crowd)
    assert min(player.connections for player in lost) >= 4
    assert {player.name for player in result.players} == {player.name for player in crowd.players}
    assert all(len(player.acked) == 3 for player in lost)
