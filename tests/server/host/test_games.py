import sqlite3
from pathlib import Path

import pytest

from server.host.games import FORGOTTEN_MS, NewGame, name_words, source_of
from server.host.host import JOURNAL
from shared.errors import AppError
from shared.quiz.quiz import GameOptions, Quiz
from tests.support.clocks import ManualClock
from tests.support.host_stage import staged
from tests.support.host_talk import playing
from tests.support.live_host import sums_quiz


async def test_several_games_have_pins_and_tokens_of_their_own(tmp_path: Path):
    async with staged(tmp_path) as stage:
        games = [await stage.game() for _ in range(3)]
        found = stage.host.games
        assert len({game.record.setup.pin for game in games}) == 3
        for game in games:
            assert found.by_pin(game.record.setup.pin) is game
            assert found.by_staff_token(game.record.host_token, "host") is game
            assert found.by_staff_token(game.record.screen_token, "screen") is game
            assert found.by_staff_token(game.record.host_token, "screen") is None
        assert found.by_pin("") is None
        assert found.by_player_token("x") is None


async def test_a_quiz_with_a_problem_is_not_hosted(tmp_path: Path):
    async with staged(tmp_path) as stage:
        with pytest.raises(AppError, match=r"quiz\."):
            await stage.game(Quiz("q", "Empty"))
        assert stage.host.games.running == {}


async def test_a_full_disk_at_the_start_is_told(tmp_path: Path, monkeypatch):
    async with staged(tmp_path) as stage:

        def full(record: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(stage.host.journal._store, "add_game", full)
        with pytest.raises(AppError, match=r"host\.disk"):
            await stage.game()
        assert stage.host.games.running == {}


async def test_a_game_of_a_file_is_found_again_until_it_is_over(tmp_path: Path):
    async with staged(tmp_path) as stage:
        source = source_of(b"file")
        game = await stage.host.games.create(NewGame(sums_quiz(), {}, GameOptions(), "Room", source))
        assert stage.host.games.from_source(source) is game
        assert stage.host.games.from_source("other") is None


async def test_old_live_games_stay_readable_but_are_not_taken_up(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock) as stage:
        live, own_pace = (
            await stage.game(),
            await stage.game(options=GameOptions(pace="self", preset="accuracy")),
        )
        async with playing(stage.socket_url, live.record.setup.pin, "Ana"):
            pass
    clock.advance(FORGOTTEN_MS + 1)
    async with staged(tmp_path, clock) as stage:
        games = stage.host.games
        assert list(games.running) == [own_pace.record.setup.game_id]
        assert [record.setup.game_id for record in games.records()] == [live.record.setup.game_id]
        result = await games.result(live.record.setup.game_id)
        assert [player.name for player in result.players] == ["Ana"]
        await games.remove(live.record.setup.game_id)
        with pytest.raises(AppError, match=r"host\.no_game"):
            await games.result(live.record.setup.game_id)


async def test_a_damaged_game_is_told_and_the_others_go_on(tmp_path: Path):
    async with staged(tmp_path) as stage:
        bad, good = await stage.game(), await stage.game()
        for game in (bad, good):
            async with playing(stage.socket_url, game.record.setup.pin, "Ana"):
                pass
    db = sqlite3.connect(tmp_path / JOURNAL)
    db.execute("UPDATE batch SET crc = crc + 1 WHERE game_id = ?", (bad.record.setup.game_id,))
    db.commit()
    db.close()
    async with staged(tmp_path) as stage:
        games = stage.host.games
        assert list(games.running) == [good.record.setup.game_id]
        assert games.damaged == {bad.record.setup.game_id: "Sums"}
        with pytest.raises(AppError, match=r"host\.game_damaged"):
            await games.result(bad.record.setup.game_id)
        with pytest.raises(AppError, match=r"host\.game_damaged"):
            games.find(bad.record.setup.game_id)
        await games.remove(bad.record.setup.game_id)
        with pytest.raises(AppError, match=r"host\.no_game"):
            await games.remove(bad.record.setup.game_id)


def test_name_lists_of_both_languages_are_there():
    assert {"en", "es"} <= set(name_words().by_language)
