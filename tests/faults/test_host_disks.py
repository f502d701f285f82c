"""A host whose disk is full, cannot be written, or lies: nothing acknowledged is lost, and it goes on by itself."""

import asyncio
import sqlite3
from contextlib import ExitStack
from pathlib import Path

import pytest

from shared.quiz.commands import Next, Resume, Stage
from shared.quiz.messages import Ack, Open, Prep
from shared.quiz.player_seat import PlayerSeat
from tests.support.disks import fill, small_disk
from tests.support.host_talk import hosting, playing
from tests.support.live_host import start_host, sums_quiz
from tests.support.simulated_players import crowd_of
from tests.support.waiting import until

pytestmark = pytest.mark.faults
MIB = 1024 * 1024


async def test_a_disk_that_fills_up_in_a_question_pauses_it_and_no_answer_is_lost(tmp_path: Path):
    with small_disk(tmp_path / "disk", 4 * MIB) as disk, ExitStack() as ended:
        host = start_host(disk / "host")
        ended.callback(host.stop)
        keys = host.create_game(sums_quiz(2, time_limit_s=60))
        answering = asyncio.Event()

        def choose(seat: PlayerSeat) -> int | None:
            return 1 if answering.is_set() else None

        async with (
            hosting(host.socket_url, keys.host_token) as window,
            crowd_of(30, host.socket_url, keys.pin, choose=choose, think_ms=(0, 50)) as crowd,
        ):
            await crowd.all_in()
            await window.do(Next())
            ballast = fill(disk)
            trouble = await window.until(Stage, trouble="disk_full")
            assert trouble.paused
            for player in crowd.players:
                assert player.acked == {}
            ballast.unlink()
            await window.until(Stage, trouble="")
            await window.do(Resume())
            stages = [player.seat.stage for player in crowd.players]
            await until(lambda: all(stage.phase == "open" and not stage.paused for stage in stages))
            ballast = fill(disk)
            answering.set()
            for player in crowd.players:
                player._planned = None
            await window.until(Stage, trouble="disk_full")
            acked_before = sum(len(player.acked) for player in crowd.players)
            await asyncio.sleep(1.0)
            assert sum(len(player.acked) for player in crowd.players) == acked_before
            ballast.unlink()
            await window.until(Stage, trouble="")
            await window.do(Resume())
            await crowd.all_acked(0)
            acked = {player.seat.pid: player.acked[0][0] for player in crowd.players}
        host.kill()
        host.restart()
        result = host.result(keys.game_id)
        assert {answer.pid: answer.answer for answer in result.answers} == acked
        assert len(result.answers) == 30


async def test_a_damaged_journal_is_kept_aside_and_the_host_opens(tmp_path: Path):
    host = start_host(tmp_path / "host")
    keys = host.create_game(sums_quiz(2))
    async with (
        hosting(host.socket_url, keys.host_token) as window,
        playing(host.socket_url, keys.pin, "Ana") as (ana, _),
    ):
        await window.do(Next())
        await ana.until(Prep)
    host.stop()
    journal = host.data_dir / "classroom.sqlite3"
    data = bytearray(journal.read_bytes())
    data[: len(data) // 2] = b"\xff" * (len(data) // 2)
    journal.write_bytes(data)
    host.restart()
    kept = [
        path for path in host.data_dir.iterdir() if "-damaged-" in path.name and path.suffix == ".sqlite3"
    ]
    assert [path.read_bytes() for path in kept] == [bytes(data)]
    again = host.create_game(sums_quiz(1))
    async with playing(host.socket_url, again.pin, "Ben"):
        pass
    host.stop()


async def test_the_end_of_the_log_may_be_torn_off(tmp_path: Path):
    host = start_host(tmp_path / "host")
    keys = host.create_game(sums_quiz(1, time_limit_s=None))
    async with (
        hosting(host.socket_url, keys.host_token) as window,
        playing(host.socket_url, keys.pin, "Ana") as (ana, _),
    ):
        await window.do(Next())
        await window.do(Next())
        await ana.until(Open)
        await asyncio.sleep(0.4)
        await ana.answer(0, 0)
        assert (await ana.until(Ack)).s == "ok"
        host.kill()
    log = host.data_dir / "classroom.sqlite3-wal"
    log.write_bytes(log.read_bytes() + b"\x37\x7f\x06\x82 half a transaction" + bytes(5_000))
    host.restart()
    assert len(host.result(keys.game_id).answers) == 1
    log_size = log.stat().st_size
    host.kill()
    with log.open("r+b") as torn:
        torn.truncate(max(0, log_size - 700))
    host.restart()
    assert [player.name for player in host.result(keys.game_id).players] == ["Ana"]
    host.stop()
    assert sqlite3.connect(host.data_dir / "classroom.sqlite3").execute("PRAGMA quick_check").fetchone() == (
        "ok",
    )
