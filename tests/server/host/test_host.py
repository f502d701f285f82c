import asyncio
from pathlib import Path

from server.host import host as host_module
from server.host.games import NewGame
from server.host.host import ADDRESSES_EVERY_MS, SILENT_END_MS, SILENT_PING_MS, Host, HostOptions
from server.live.connection import Connection
from shared.quiz.commands import Stage
from shared.quiz.messages import Moved
from shared.quiz.quiz import GameOptions
from tests.server.live.test_connection import FakeWire
from tests.support.clocks import ManualClock
from tests.support.host_stage import staged
from tests.support.host_talk import hosting, playing
from tests.support.live_host import sums_quiz
from tests.support.waiting import until


async def test_an_idle_host_ends_and_one_with_a_client_does_not(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock, idle_ms=60_000) as stage:
        host = stage.host
        connection = Connection(FakeWire(), "127.0.0.1", host.now_ms())
        host.connected(connection)
        for _ in range(10):
            clock.advance(59_000)
            connection.heard_ms = host.now_ms()
            host.keep_house()
        assert not host.ended.is_set()
        host.disconnected(connection)
        clock.advance(59_000)
        host.keep_house()
        assert not host.ended.is_set()
        clock.advance(1_000)
        host.keep_house()
        assert host.ended.is_set()


async def test_silent_clients_are_asked_and_then_ended(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock) as stage:
        wire = FakeWire()
        connection = Connection(wire, "127.0.0.1", stage.host.now_ms())
        stage.host.connected(connection)
        clock.advance(SILENT_PING_MS - 1)
        stage.host.keep_house()
        assert wire.written == b""
        clock.advance(1)
        stage.host.keep_house()
        assert wire.written == b"\x89\x00"
        clock.advance(SILENT_END_MS - SILENT_PING_MS)
        stage.host.keep_house()
        assert connection.ending
        stage.host.disconnected(connection)


async def test_a_library_s_pong_is_a_sign_of_life(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock) as stage:
        game = await stage.game()
        async with playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, _):
            reading = asyncio.ensure_future(ana.socket.receive())
            for _ in range(4):
                clock.advance(SILENT_PING_MS)
                (connection,) = stage.host.connections
                stage.host.keep_house()
                await until(lambda heard=connection: stage.host.now_ms() == heard.heard_ms)
            assert not connection.ending
            reading.cancel()


async def test_another_address_reaches_qr_codes_and_players(tmp_path: Path, clock: ManualClock, monkeypatch):
    async with staged(tmp_path, clock) as stage:
        host = stage.host
        game = await stage.game()
        pin = game.record.setup.pin
        async with (
            hosting(stage.socket_url, game.record.host_token) as window,
            playing(stage.socket_url, pin, "Ana") as (ana, _),
        ):
            await window.until(Stage)
            monkeypatch.setattr(host_module, "local_addresses", lambda: ("10.9.8.7", "192.168.5.5"))
            clock.advance(ADDRESSES_EVERY_MS)
            host.keep_house()
            assert (await window.until(Stage)).urls == (
                f"http://10.9.8.7:{host.port}/?pin={pin}", f"http://192.168.5.5:{host.port}/?pin={pin}",
            )  # fmt: skip
            for talk in (ana, window):
                assert (await talk.until(Moved)).url == f"http://10.9.8.7:{host.port}/?pin={pin}"


async def test_another_device_marks_the_host_as_reached(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock) as stage:
        game = await stage.game()
        async with hosting(stage.socket_url, game.record.host_token) as window:
            assert not (await window.until(Stage)).reached
            stage.host.reached_by("127.0.0.1")
            stage.host.reached_by(stage.host.addresses[0])
            assert not stage.host.reached
            stage.host.reached_by("192.168.77.77")
            assert (await window.until(Stage)).reached


async def test_what_is_advertised_follows_the_games(tmp_path: Path, monkeypatch):
    host = await Host.open(HostOptions(tmp_path, "Room 7"), ManualClock())
    told = []

    async def tell(what) -> None:
        told.append(what)

    monkeypatch.setattr(host._advertisement, "tell", tell)
    await host.listening(8_999)
    await asyncio.sleep(0)
    assert (told[-1].name, told[-1].port, told[-1].pin, told[-1].games) == ("Room 7", 8_999, "", 0)
    hidden = await host.games.create(NewGame(sums_quiz(), {}, GameOptions(announce=False), "Room 7"))
    shown = await host.games.create(NewGame(sums_quiz(), {}, GameOptions(), "Room 7"))
    host.announce()
    await asyncio.sleep(0)
    assert (told[-1].pin, told[-1].title, told[-1].games) == (shown.record.setup.pin, "Sums", 2)
    assert hidden.record.setup.pin != told[-1].pin
    await host.close()
    await host.close()
    assert host.stopping


async def test_the_port_is_kept_for_the_next_start(tmp_path: Path):
    async with staged(tmp_path) as stage:
        port, host_id = stage.host.port, stage.host.id
    async with staged(tmp_path) as stage:
        assert await stage.host.last_port() == port
        assert stage.host.id == host_id
