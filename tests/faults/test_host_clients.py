"""Clients that misbehave, against the real host: what they get, and that nobody else feels it."""

import asyncio
import contextlib
import json
import os
import time
from pathlib import Path

import aiohttp
import psutil
import pytest

from shared.quiz.commands import Kick, Next, Pause, Resume, Roster, Stage
from shared.quiz.messages import VERSION, Ack, Close, Deny, Gone, Hello, Open, Prep, Role, Time, Welcome
from shared.quiz.player_seat import PlayerSeat
from shared.quiz.quiz import Choice, GameOptions, Question, Quiz, Single
from tests.support.host_talk import Talk, hosting, playing, refused, talking
from tests.support.live_host import RunningHost, sums_quiz
from tests.support.raw_sockets import RawClient
from tests.support.simulated_players import Crowd, SimulatedPlayer, crowd_of, player_name
from tests.support.waiting import until

pytestmark = pytest.mark.faults


def wordy_quiz(questions: int) -> Quiz:
    """Questions as long as they may be: some ten kilobytes each on the wire."""
    choices = tuple(Choice(f"{number} " + "€" * 100) for number in range(9))
    return Quiz("wordy", "Wordy", tuple(
        Question(str(number), "€" * 500, Single(choices, 0), time_limit_s=None, read_s=0, explanation="€" * 1_900)
        for number in range(questions)
    ))  # fmt: skip


def silent(seat: PlayerSeat) -> None:
    return None


async def to_open(host: Talk, player: Talk) -> Open:
    await host.do(Next())
    await player.until(Prep)
    await host.do(Next())
    return await player.until(Open)


async def test_a_client_that_stops_reading_slows_nobody_and_is_dropped(live_host: RunningHost):
    game = live_host.create_game(wordy_quiz(60))
    heard: list[float] = []
    sent_s = 0.0

    def note(player: SimulatedPlayer, frame: object) -> None:
        if isinstance(frame, Prep):
            heard.append(time.monotonic() - sent_s)

    stalled = RawClient(live_host.port, receive_bytes=2_048)
    stalled.join(game.pin, "Stalled")
    players = [
        SimulatedPlayer(live_host.socket_url, game.pin, player_name(number), silent, on_frame=note)
        for number in range(40)
    ]
    async with hosting(live_host.socket_url, game.host_token) as host, Crowd(players) as crowd:
        await crowd.all_in()
        memory = psutil.Process(live_host.process.pid).memory_info().rss
        for _ in range(60):
            sent_s = time.monotonic()
            await host.do(Next())
            for _ in range(3):  # open, close, reveal
                await host.do(Next())
            with contextlib.suppress(AssertionError):
                await host.do(Next())
        gone = await asyncio.to_thread(_drain_to_the_end, stalled)
        grown = psutil.Process(live_host.process.pid).memory_info().rss - memory
        assert all(player.connections == 1 for player in players)
    heard.sort()
    # Behind the stalled one they would hear nothing until it is dropped; the bench has the figure.
    assert heard[int(len(heard) * 0.99)] < 3
    assert grown < 12 * 2**20
    assert gone
    stalled.close()


def _drain_to_the_end(client: RawClient) -> bool:
    """Whether the host has ended the connection, by what is left to read."""
    with contextlib.suppress(ConnectionError):
        while True:
            opcode, payload = client.receive()
            if opcode == 8 or b'"gone"' in payload[:20]:
                return True
    return True


async def test_early_doubled_changed_late_and_forged_answers(live_host: RunningHost):
    game = live_host.create_game(sums_quiz(2, time_limit_s=5), GameOptions(late_answers=False))
    url = live_host.socket_url
    async with (
        hosting(url, game.host_token) as host,
        playing(url, game.pin, "Ana") as (ana, first),
        playing(url, game.pin, "Ben") as (ben, _),
    ):
        opened = await to_open(host, ana)
        await ana.answer(0, 0, nonce="early", elapsed_ms=0)
        assert (await ana.until(Ack)).s == "early"
        await asyncio.sleep(0.4)
        for _ in range(3):
            await ana.answer(0, 0, nonce="once")
            assert (await ana.until(Ack, nonce="once")).s == "ok"
        await ana.answer(0, 1, nonce="other")
        assert (await ana.until(Ack, nonce="other")).s == "locked"
        for q in (1, 7, -1):
            await ana.answer(q, 0, nonce=f"forged {q}")
            assert (await ana.until(Ack, nonce=f"forged {q}")).s in ("closed", "early", "bad", "ineligible")
        await ben.answer(0, 99, nonce="no such option")
        assert (await ben.until(Ack)).s == "bad"
        await ben.until(Close)
        await asyncio.sleep(3.6)
        await ben.answer(0, 0, nonce="after the end", elapsed_ms=100)
        assert (await ben.until(Ack)).s == "closed"
        assert opened.close_at is not None
    (answer,) = live_host.result(game.game_id).answers
    assert (answer.pid, answer.q, answer.answer) == (first.pid, 0, 0)


async def test_a_stopwatch_that_lies_gains_no_more_than_its_allowance(live_host: RunningHost):
    game = live_host.create_game(sums_quiz(1, time_limit_s=20))
    url = live_host.socket_url
    async with hosting(url, game.host_token) as host, playing(url, game.pin, "Liar") as (liar, _):
        opened = await to_open(host, liar)
        await asyncio.sleep(2.5)
        await liar.answer(0, 0, elapsed_ms=1)
        assert (await liar.until(Ack)).s == "ok"
        assert opened.open_at > 0
    (answer,) = live_host.result(game.game_id).answers
    assert answer.elapsed_ms >= 2_500 - 260 - 400
    assert answer.clamped_ms > 0


async def test_a_kicked_player_s_answers_do_not_count_and_the_seat_is_closed(live_host: RunningHost):
    game = live_host.create_game(sums_quiz(1))
    url = live_host.socket_url
    async with hosting(url, game.host_token) as host, playing(url, game.pin, "Ana") as (ana, welcome):
        await to_open(host, ana)
        await host.do(Kick(welcome.pid, ban=True))
        assert (await ana.until(Gone)).reason == "banned"
        assert await ana.closed() == 1000
        again = await refused(url, Hello(VERSION, "player", token=welcome.token))
        assert again.reason == "banned"
        await host.until(Roster)
    assert live_host.result(game.game_id).answers == ()


async def test_a_pause_holds_answers_and_they_come_after_it(live_host: RunningHost):
    game = live_host.create_game(sums_quiz(1, time_limit_s=120))
    url = live_host.socket_url
    async with hosting(url, game.host_token) as host, playing(url, game.pin, "Ana") as (ana, _):
        opened = await to_open(host, ana)
        await asyncio.sleep(0.4)
        await host.do(Pause())
        assert (await ana.until(Time)).paused
        await asyncio.sleep(0.6)
        await ana.answer(0, 0, nonce="held")
        assert (await ana.until(Ack)).s == "paused"
        await host.do(Resume())
        await ana.until(Time, paused=False)
        await ana.answer(0, 0, nonce="held")
        assert (await ana.until(Ack)).s == "ok"
        assert opened.q == 0


async def test_a_thousand_wrong_pins_are_slowed_and_a_right_one_still_passes(live_host: RunningHost):
    url = live_host.socket_url
    wrong = [f"{number:06d}" for number in range(1_000) if f"{number:06d}" != live_host.pin]
    reasons: list[str] = []
    gate = asyncio.Semaphore(50)

    async def attempt(pin: str) -> None:
        async with gate:
            reasons.append((await refused(url, Hello(VERSION, "player", pin=pin, name="Eve"))).reason)

    begun = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for pin in wrong:
            group.create_task(attempt(pin))
        await until(lambda: len(reasons) > 200, limit_s=120)
        async with playing(url, live_host.pin, "Ana"):
            assert reasons.count("too_many") > 100
    assert time.monotonic() - begun > 10
    assert set(reasons) == {"pin", "too_many"}
    assert reasons.count("pin") < 120


async def test_rejoin_codes_cannot_be_tried_out(live_host: RunningHost):
    url = live_host.socket_url
    async with playing(url, live_host.pin, "Ana") as (_, welcome):
        reasons = []
        for number in range(14):
            code = f"AAA{'BCDEFGHJKLMNPQ'[number]}"
            if code != welcome.code:
                reasons.append(
                    (await refused(url, Hello(VERSION, "player", pin=live_host.pin, code=code))).reason
                )
        assert reasons.count("token") <= 11
        assert reasons[-1] == "too_many"


async def test_wrong_tokens_make_nobody_a_host(live_host: RunningHost):
    url = live_host.socket_url
    game = live_host.game
    tries: tuple[tuple[Role, str], ...] = (
        ("host", game.pin), ("host", game.game_id), ("host", ""), ("host", game.screen_token),
        ("screen", game.host_token), ("host", live_host.owner_token), ("player", game.host_token),
    )  # fmt: skip
    for role, token in tries:
        assert (await refused(url, Hello(VERSION, role, pin=game.pin, token=token))).reason in (
            "token",
            "name",
        )


async def test_a_ten_megabyte_frame_ends_its_connection_only(live_host: RunningHost):
    process = psutil.Process(live_host.process.pid)
    async with (
        playing(live_host.socket_url, live_host.pin, "Ana") as (ana, _),
        hosting(live_host.socket_url, live_host.game.host_token) as host,
    ):
        before = process.memory_info().rss
        huge = RawClient(live_host.port)
        await asyncio.to_thread(huge.join, live_host.pin, "Huge")

        def flood() -> int:
            with contextlib.suppress(ConnectionError, TimeoutError):
                huge.send(b"x" * 10_000_000)
            try:
                return huge.close_code()
            except ConnectionError:
                return 0

        code = await asyncio.to_thread(flood)
        assert code in (1009, 0)
        assert process.memory_info().rss - before < 8 * 2**20
        await host.do(Next())
        await ana.until(Prep)
        huge.close()


async def test_a_frame_that_is_too_long_is_told_its_reason(live_host: RunningHost):
    client = RawClient(live_host.port)
    await asyncio.to_thread(client.join, live_host.pin, "Long")
    client.send(b'"' + b"x" * 20_000 + b'"')
    assert await asyncio.to_thread(client.close_code) == 1009
    client.close()


@pytest.mark.parametrize(
    "payload", [b"\xff\xfe\xfd", b'{"k":"answer","q":0', b"", b"null", b"[[[[", b"\x00" * 50]
)
async def test_what_is_no_frame_ends_its_connection_kindly(live_host: RunningHost, payload: bytes):
    for first in (True, False):
        client = RawClient(live_host.port)
        if not first:
            await asyncio.to_thread(client.join, live_host.pin, "Noise")
        client.send(payload)
        assert await asyncio.to_thread(client.close_code) == (1008 if first else 1007)
        client.close()
    async with hosting(live_host.socket_url, live_host.game.host_token) as host:
        assert (await host.until(Stage)).phase == "lobby"


async def test_who_says_nothing_first_is_sent_away_within_seconds(live_host: RunningHost):
    client = RawClient(live_host.port)
    begun = time.monotonic()
    assert await asyncio.to_thread(client.close_code) == 1008
    assert time.monotonic() - begun > 4
    client.close()


async def test_a_page_of_another_site_is_not_let_in(live_host: RunningHost):
    async with aiohttp.ClientSession() as session:
        for origin, status in (("http://evil.example", 403), ("null", 403), (live_host.url.rstrip("/"), 101)):
            try:
                async with session.ws_connect(live_host.socket_url, headers={"Origin": origin}):
                    found = 101
            except aiohttp.WSServerHandshakeError as error:
                found = error.status
            assert found == status, origin


async def test_five_hundred_join_at_once_and_come_back_at_once(live_host: RunningHost):
    game = live_host.create_game(sums_quiz(1, time_limit_s=None))
    async with crowd_of(500, live_host.socket_url, game.pin, choose=silent) as crowd:
        await crowd.all_in()
        assert live_host.health()["games"][-1]["players"] == 500
        for player in crowd.players:
            player.online.clear()
            player.drop()
        await crowd.all_in()
    assert len(live_host.result(game.game_id).players) == 500


async def test_limits_hold_for_one_address_and_leave_the_next_class_alone(live_host: RunningHost):
    game = live_host.create_game(sums_quiz(1))
    async with talking(live_host.socket_url) as talk:
        await talk.say(Hello(99, "player", pin=game.pin, name="Future"))
        assert (await talk.until(Deny)).reason == "version"
    async with playing(live_host.socket_url, game.pin, "Ana") as (_, welcome):
        assert isinstance(welcome, Welcome)


def test_nothing_of_a_learner_is_in_what_the_host_prints(live_host: RunningHost, capfd):
    client = RawClient(live_host.port)
    client.join(live_host.pin, "Secretia")
    client.close()
    live_host.stop()
    printed = capfd.readouterr()
    assert "Secretia" not in printed.out + printed.err


def test_the_files_of_a_host_are_for_its_owner_s_eyes(live_host: RunningHost, tmp_path: Path):
    if os.name == "posix":
        modes = {
            path.name: path.stat().st_mode & 0o077 for path in live_host.data_dir.iterdir() if path.is_file()
        }
        assert {name: mode for name, mode in modes.items() if mode} == {}
    assert json.loads((live_host.data_dir / "host.json").read_text())["port"] == live_host.port
