"""The owner's calls against the real host."""

import msgspec
import pytest

from desktop.quiz.host_api import HostApi
from desktop.quiz.host_process import HostAddress
from shared.errors import AppError
from shared.quiz.quiz import GameOptions
from shared.quiz.quiz_file import write_quiz_file
from tests.support.live_host import live_host, quiz_file, sums_quiz

__all__ = ["live_host", "quiz_file"]


def api_of(host, token=""):
    return HostApi(HostAddress(host.process.pid, host.port, token or host.owner_token, ""))


async def test_games_are_made_and_listed(live_host):
    api = api_of(live_host)
    made = await api.create(write_quiz_file(sums_quiz(), {}), GameOptions(pace="self"), "Room 4")
    assert (made.title, made.pace, made.state, made.phase, made.players) == (
        "Sums",
        "self",
        "running",
        "lobby",
        0,
    )
    assert len(made.pin) == 6
    assert made.host_token
    assert made.urls[0].endswith(f"?pin={made.pin}")
    games = await api.games()
    assert {game.game_id for game in games} == {live_host.game.game_id, made.game_id}
    assert (await api.result(made.game_id)).options.pace == "self"


async def test_what_the_host_refuses_is_told_in_its_own_words(live_host):
    api = api_of(live_host)
    with pytest.raises(AppError, match=r"host\.no_game"):
        await api.result("nowhere")
    with pytest.raises(AppError, match=r"quiz\.file_damaged"):
        await api.create(b"nonsense", GameOptions(), "Room 4")
    empty = msgspec.structs.replace(sums_quiz(), title="")
    with pytest.raises(AppError, match=r"quiz\.no_title"):
        await api.create(write_quiz_file(empty, {}), GameOptions(), "Room 4")
    with pytest.raises(AppError, match=r"host\.not_allowed"):
        await api_of(live_host, "wrong").games()


async def test_a_host_that_is_gone_is_told_as_that(live_host):
    api = api_of(live_host)
    live_host.kill()
    with pytest.raises(AppError, match=r"quiz\.host_gone"):
        await api.games()
