import asyncio
from pathlib import Path

import aiohttp
import pytest

from server.host import socket_route
from shared.quiz.messages import VERSION, Hello, Welcome
from tests.support.host_stage import staged
from tests.support.host_talk import playing, talking
from tests.support.waiting import until


async def test_only_pages_of_this_host_and_programs_are_let_in(tmp_path: Path):
    async with staged(tmp_path) as stage, aiohttp.ClientSession() as session:
        for origin in ("http://evil.example", "null", "", f"http://127.0.0.1:{stage.host.port}.evil.example"):
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(stage.socket_url, headers={"Origin": origin})
        async with talking(stage.socket_url, headers={"Origin": stage.url.rstrip("/")}):
            pass


async def test_who_says_nothing_is_sent_away(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(socket_route, "FIRST_FRAME_S", 0.05)
    async with staged(tmp_path) as stage:
        async with talking(stage.socket_url) as talk:
            assert await talk.closed() == 1008
        await until(lambda: not stage.host.connections)


async def test_a_socket_that_is_gone_is_forgotten(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game()
        async with playing(stage.socket_url, game.record.setup.pin, "Ana") as (_, welcome):
            assert len(stage.host.connections) == 1
        await until(lambda: not stage.host.connections)
        await until(lambda: not game.session.seat(welcome.pid).connected)
        assert list(game.audience) == []


async def test_one_too_many_is_told_to_wait(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(socket_route, "MOST_CONNECTIONS", 1)
    async with staged(tmp_path) as stage, talking(stage.socket_url), aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(stage.socket_url)
        assert refused.value.status == 503


async def test_a_ping_of_the_protocol_is_answered(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game()
        async with talking(stage.socket_url, autoping=False) as talk:
            await talk.say(Hello(VERSION, "player", pin=game.record.setup.pin, name="Ana"))
            await talk.until(Welcome)
            await talk.socket.ping(b"there?")
            async with asyncio.timeout(5):
                message = await talk.socket.receive()
            assert (message.type, message.data) == (aiohttp.WSMsgType.PONG, b"there?")


async def test_nothing_is_compressed(tmp_path: Path):
    async with staged(tmp_path) as stage, talking(stage.socket_url, compress=15) as talk:
        assert talk.socket.compress == 0
