"""Hosting with the real host: games, results in the library whatever dies, reports and their files."""

import asyncio
import errno
from pathlib import Path

import pytest

from desktop.quiz.host_service import HostService
from shared.clock import SystemClock
from shared.errors import AppError
from shared.ids import GameId, new_id
from shared.quiz import commands
from shared.quiz.quiz import GameOptions, Media, Quiz
from shared.tasks import TaskScope
from tests.support.host_talk import playing
from tests.support.quiz_hosting import host_process, hosting
from tests.support.waiting import until


@pytest.fixture
async def room(database, paths):
    async with hosting(database, paths) as made:
        yield made


async def driven(service, game, *actions):
    """Do these as a teacher would, one after the other, each when the one before is done."""
    link = service.link(game, lambda: None)
    async with TaskScope("test") as scope:
        scope.spawn(link.run(), name="link")
        await until(lambda: link.connected and link.stage)
        for action in actions:
            done = await link.command(action, guarded=False)
            # A game in which nothing counted ends without a podium.
            assert done.error == "" or isinstance(action, commands.End), (action, done)
        return link.stage


async def test_a_quiz_without_questions_is_not_hosted(room):
    empty = await room.quizzes.create("Empty")
    with pytest.raises(AppError, match=r"quiz\.no_questions"):
        await room.service.host(empty, GameOptions(), "Room 4")
    assert await room.service.running() == ()


async def test_hosting_starts_the_host_and_remembers_the_options(room):
    options = GameOptions(preset="race", approval=True)
    game = await room.service.host(room.quiz_id, options, "Room 4")
    assert [one.game_id for one in await room.service.running()] == [game.game_id]
    quiz, remembered = await room.service.quiz(room.quiz_id)
    assert (quiz.title, remembered) == ("Sums", options)
    assert game.quiz_id == str(room.quiz_id)


async def test_a_game_without_a_question_leaves_no_report(room):
    game = await room.service.host(room.quiz_id, GameOptions(), "Room 4")
    assert await room.service.fetch(game.game_id) is None
    await driven(room.service, game, commands.End(), commands.End())
    await room.service.keep_results()
    assert await room.service.games() == []


async def test_the_result_of_a_game_that_ended_unseen_comes_into_the_library(room, database, paths):
    game = await room.service.host(room.quiz_id, GameOptions(), "Room 4")
    async with playing(room.socket_url, game.pin, "Ada"):
        await driven(room.service, game, commands.Next(), commands.Next(), commands.End(), commands.End())
    again = HostService(database, room.quizzes, host_process(room.folder), SystemClock())
    await again.keep_results()
    [played] = await again.games()
    assert (played.title, played.players, played.quiz_id) == ("Sums", 1, room.quiz_id)
    assert await again.games(room.quiz_id) == [played]
    assert played.ended_ms is not None
    await again.close()


async def test_a_host_that_died_is_woken_for_the_results_it_holds(room, database, paths):
    game = await room.service.host(room.quiz_id, GameOptions(), "Room 4")
    async with playing(room.socket_url, game.pin, "Ada"):
        await driven(room.service, game, commands.Next(), commands.Next(), commands.End(), commands.End())
    await room.kill()
    again = HostService(database, room.quizzes, host_process(room.folder), SystemClock())
    again.start()
    await until_async(again.games)
    await again.close()


async def until_async(ask):
    async with asyncio.timeout(20):
        while not await ask():  # noqa: ASYNC110 - the host tells nobody
            await asyncio.sleep(0.02)


async def test_a_self_paced_game_keeps_its_host_and_its_result_grows(room):
    game = await room.service.host(room.quiz_id, GameOptions(pace="self"), "Room 4")
    await driven(room.service, game, commands.Next())
    await room.kill()
    await room.service.keep_results()
    assert [one.game_id for one in await room.service.running()] == [game.game_id]
    assert await room.service.games() == []
    async with playing(room.socket_url, game.pin, "Ada") as (talk, _welcome):
        await talk.answer(0, 0)
        await until_async(lambda: answers_of(room.service, game))
        await room.service.keep_results()
    [played] = await room.service.games()
    assert (played.pace, played.ended_ms) == ("self", None)


async def answers_of(service, game):
    return (await service.result(game.game_id)).answers


async def test_only_what_the_host_still_knows_is_asked_for(room):
    game = await room.service.host(room.quiz_id, GameOptions(), "Room 4")
    await room.service.keep_results()
    await room.kill()
    for path in room.folder.glob("classroom.sqlite3*"):
        path.unlink()
    await room.service.wake()
    await room.service.keep_results()
    await room.kill()
    await room.service.wake()
    assert await room.service.running() == ()
    assert game.game_id


def half_written(path, data):
    with path.open("wb") as file:
        file.write(data[: len(data) // 2])
    raise OSError(errno.ENOSPC, "No space left on device")


async def test_reports_are_deleted_restored_and_written(room, tmp_path, monkeypatch):
    game = await room.service.host(room.quiz_id, GameOptions(), "Room 4")
    async with playing(room.socket_url, game.pin, "Ada"):
        await driven(room.service, game, commands.Next(), commands.Next(), commands.End())
        game_id = await room.service.fetch(game.game_id)
    report = await room.service.report(game_id)
    assert [found.player.name for found in report.players] == ["Ada"]
    await room.service.export(game_id, tmp_path / "sums.xlsx", str)
    await room.service.export(game_id, tmp_path / "sums.csv", str)
    names = sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("sums"))
    assert names == ["sums-answers.csv", "sums-questions.csv", "sums.csv", "sums.xlsx"]
    (tmp_path / "sums-questions.csv").write_text("mine")
    await room.service.export(game_id, tmp_path / "sums.csv", str)
    assert (tmp_path / "sums-questions.csv").read_text() == "mine"
    assert (tmp_path / "sums-questions-2.csv").exists()
    with pytest.raises(AppError, match=r"storage\."):
        await room.service.export(game_id, tmp_path / "nowhere" / "sums.csv", str)
    before = (tmp_path / "sums.xlsx").read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", half_written)
        with pytest.raises(AppError, match=r"storage\.disk_full"):
            await room.service.export(game_id, tmp_path / "sums.xlsx", str)
    assert (tmp_path / "sums.xlsx").read_bytes() == before
    assert list(tmp_path.glob("*.part")) == []
    await room.service.delete_game(game_id)
    assert await room.service.games() == []
    with pytest.raises(AppError, match=r"quiz\.no_game"):
        await room.service.report(game_id)
    await room.service.restore_game(game_id)
    assert len(await room.service.games()) == 1


async def test_a_report_that_never_was_is_told(room):
    with pytest.raises(AppError, match=r"quiz\.no_game"):
        await room.service.report(GameId(new_id()))
    assert room.service.media_path(Media("ab", "image/png")) is None
    assert isinstance((await room.service.quiz(room.quiz_id))[0], Quiz)
