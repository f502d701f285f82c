import json
from pathlib import Path

import aiohttp
import msgspec
import pytest

from server.live.inbound import read_hello
from shared.quiz.commands import Cmd, Counts, Extend, Next, Roster
from shared.quiz.messages import VERSION, Ack, Away, Gone, Hello, Leave, Ping, Pong, Prep, Ready
from tests.server.live.test_game import open_question
from tests.support.host_stage import staged
from tests.support.host_talk import hosting, playing
from tests.support.live_host import sums_quiz
from tests.support.waiting import until


def test_only_a_hello_comes_first():
    hello = Hello(VERSION, "player", pin="123456", name="Ana")
    assert read_hello(msgspec.json.encode(hello)) == hello
    for wrong in (
        b"",
        b"{",
        b"\xff",
        b'{"k":"ping","i":1,"t1":1}',
        b"[" * 9_000,
        b'{"k":"hello","v":"x","role":"player"}',
    ):
        assert read_hello(wrong) is None


@pytest.mark.parametrize("answer", [[[0]], {"a": 1}, 10**400, [0] * 101, [10**30], None])
async def test_what_can_be_no_answer_is_refused_at_once(tmp_path: Path, answer: object):
    async with staged(tmp_path) as stage:
        game = await stage.game()
        async with (
            hosting(stage.socket_url, game.record.host_token) as host,
            playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, _),
        ):
            await open_question(stage, host, ana)
            await ana.socket.send_str(
                json.dumps({"k": "answer", "q": 0, "nonce": "n", "a": answer, "elapsed_ms": 5})
            )
            assert (await ana.until(Ack)).s == "bad"
            await ana.answer(0, 0)
            assert (await ana.until(Ack)).s == "ok"


async def test_numbers_too_large_for_the_journal_are_passed_over(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game()
        async with (
            hosting(stage.socket_url, game.record.host_token) as host,
            playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, _),
        ):
            for frame in (
                {"k": "answer", "q": 10**30, "nonce": "n", "a": 0, "elapsed_ms": 5},
                {"k": "ready", "q": -(10**30)},
                {"k": "ping", "i": 10**30, "t1": 1},
                {"k": "answer", "q": 0, "nonce": "n" * 1_000, "a": 0, "elapsed_ms": 5},
                {"k": "nothing we know", "x": 1},
            ):
                await ana.socket.send_str(json.dumps(frame))
            await host.say(Cmd("big", Extend(10**30)))
            assert (await host.do(Next())).error == ""
            await ana.until(Prep)
            assert stage.host.tally.unknown == 5


async def test_a_player_cannot_command_and_a_screen_neither(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game()
        async with (
            playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, _),
            hosting(stage.socket_url, game.record.screen_token, "screen") as screen,
        ):
            for talk in (ana, screen):
                await talk.say(Cmd("c", Next()))
                await talk.say(Ping(3, 0.0))
                await talk.until(Pong)
            assert game.session.phase == "lobby"


async def test_what_a_phone_tells_reaches_the_teacher(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game()
        async with (
            hosting(stage.socket_url, game.record.host_token) as host,
            playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, welcome),
        ):
            await host.do(Next())
            await ana.until(Prep)
            await ana.say(Away(away=True, low=True))
            await ana.say(Ready(0))
            await until(lambda: game.session.seat(welcome.pid).ready)
            seat = game.session.seat(welcome.pid)
            assert seat.away
            assert seat.low
            await host.until(Roster)
            await host.until(Counts)
            await ana.say(Leave())
            assert await ana.closed() == 1000
            await until(lambda: not game.session.seat(welcome.pid).connected)


async def test_a_flood_is_ended_and_counted(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game(sums_quiz())
        async with playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, _):
            for number in range(200):
                await ana.say(Ping(number, 0.0))
            assert (await ana.until(Gone)).reason == "flood"
            assert await ana.closed() == 1008
        assert stage.host.tally.floods == 1


async def test_broken_text_is_closed_kindly_and_counted(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game()
        for number, broken in enumerate((b"{", b'{"k":"ping","i":1', b"\xff\xfe")):
            name = ("Ana", "Ben", "Cleo")[number]
            async with playing(stage.socket_url, game.record.setup.pin, name) as (talk, _):
                await talk.socket.send_frame(broken, aiohttp.WSMsgType.TEXT)
                assert await talk.closed() == 1007
        assert stage.host.tally.malformed == 3
