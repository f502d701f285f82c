import asyncio
import gc
import sqlite3
import time
from pathlib import Path

from server.live.clock import HostClock
from server.live.game import HOST_LOST_MS, Game
from server.live.journal import Journal
from server.live.journal_store import GameRecord, Timed
from server.live.outlet import Surroundings
from shared.quiz.commands import Cmd, Next, Pause, Resume, Stage
from shared.quiz.dealing import deal
from shared.quiz.events import Answered, AnyEvent, Commanded, Joined
from shared.quiz.messages import VERSION, Ack, Close, Ended, Gone, Hello, HostLost, Open, Prep, Time, Welcome
from shared.quiz.quiz import GameOptions, GameSetup
from shared.quiz.session import Session
from tests.support.clocks import ManualClock
from tests.support.host_stage import HostStage, staged
from tests.support.host_talk import Talk, hosting, playing, talking
from tests.support.live_host import sums_quiz
from tests.support.simulated_players import player_name
from tests.support.waiting import until


async def open_question(stage: HostStage, host: Talk, player: Talk) -> Open:
    """Go on until options are there and may be answered."""
    await host.do(Next())
    await player.until(Prep)
    await host.do(Next())
    opened = await player.until(Open)
    if isinstance(stage.clock, ManualClock):
        await stage.advance(max(0, opened.open_at - stage.host.now_ms()) + 1_000)
    else:
        await asyncio.sleep(max(0, opened.open_at - stage.host.now_ms()) / 1000)
    return opened


async def test_an_answer_is_acknowledged_after_the_commit_and_not_before(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game()
        async with (
            hosting(stage.socket_url, game.record.host_token) as host,
            playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, _),
        ):
            await open_question(stage, host, ana)
            commit, may_commit, asked = stage.host.journal.commit, asyncio.Event(), asyncio.Event()

            async def held(batch) -> None:
                asked.set()
                await may_commit.wait()
                await commit(batch)

            stage.host.journal.commit = held
            await ana.answer(0, 0)
            await asked.wait()
            heard = asyncio.ensure_future(ana.until(Ack))
            done, _ = await asyncio.wait([heard], timeout=0.2)
            assert not done
            may_commit.set()
            assert (await heard).s == "ok"


async def test_a_restart_takes_the_game_up_paused_with_all_answers(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game()
        pin, port, token = game.record.setup.pin, stage.host.port, game.record.host_token
        async with (
            hosting(stage.socket_url, token) as host,
            playing(stage.socket_url, pin, "Ana") as (ana, welcome),
        ):
            await open_question(stage, host, ana)
            await ana.answer(0, 0)
            assert (await ana.until(Ack)).s == "ok"
            async with playing(stage.socket_url, pin, "Ben") as (_, second):
                assert second.code != welcome.code
    async with staged(tmp_path) as stage:
        assert stage.host.port == port
        (game,) = stage.host.games.running.values()
        assert game.record.setup.pin == pin
        async with talking(stage.socket_url) as ana, hosting(stage.socket_url, token) as host:
            await ana.say(Hello(VERSION, "player", token=welcome.token))
            back = await ana.until(Welcome)
            assert (back.epoch, back.pid, back.code, back.token) == (
                2,
                welcome.pid,
                welcome.code,
                welcome.token,
            )
            assert back.snapshot.phase == "closed" or back.snapshot.paused
            assert back.snapshot.answered
            assert back.snapshot.answer == 0
        assert [(answer.pid, answer.q) for answer in game.results().answers] == [(welcome.pid, 0)]


async def test_a_full_disk_pauses_the_game_and_nothing_is_promised(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game()
        async with (
            hosting(stage.socket_url, game.record.host_token) as host,
            playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, _),
            playing(stage.socket_url, game.record.setup.pin, "Ben") as (ben, _),
        ):
            await open_question(stage, host, ana)
            store = stage.host.journal._store
            write = store.write

            def full(batches: object) -> None:
                error = sqlite3.OperationalError("database or disk is full")
                error.sqlite_errorcode = sqlite3.SQLITE_FULL
                raise error

            store.write = full
            await ana.answer(0, 0)
            await host.until(Stage, trouble="disk_full")
            assert (await ana.until(Time)).paused
            assert not any(isinstance(frame, Ack) for frame in ana.heard)
            await ben.answer(0, 1)
            assert (await ben.until(Ack)).s == "paused"
            assert (await host.do(Resume())).error == "not_now"
            async with hosting(stage.socket_url, game.record.host_token) as window:
                assert (await window.until(Stage)).trouble == "disk_full"
            store.write = write
            assert (await ana.until(Ack)).s == "ok"
            assert (await host.until(Stage, trouble="")).paused
            await host.do(Resume())
            await ben.until(Time, paused=False)
            await ben.answer(0, 1, nonce="again")
            assert (await ben.until(Ack)).s == "ok"
            await ana.until(Close)
        assert len(game.results().answers) == 2


async def test_players_hear_that_the_teacher_is_gone_and_back(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock) as stage:
        game = await stage.game()
        pin = game.record.setup.pin
        async with playing(stage.socket_url, pin, "Ana") as (ana, _):
            async with hosting(stage.socket_url, game.record.host_token):
                await stage.advance(10_000)
            gone_ms = stage.host.now_ms()
            await until(lambda: not game.audience.hosts)
            await stage.advance(HOST_LOST_MS - 1)
            await stage.advance(1)
            assert (await ana.until(HostLost)).since == gone_ms
            async with playing(stage.socket_url, pin, "Ben") as (ben, _):
                assert (await ben.until(HostLost)).since == gone_ms
            async with hosting(stage.socket_url, game.record.host_token):
                assert (await ana.until(HostLost)).since is None
            assert sum(isinstance(frame, HostLost) for frame in ana.heard) == 2


async def test_at_one_s_own_pace_no_teacher_is_missed(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock) as stage:
        game = await stage.game(options=GameOptions(pace="self", preset="accuracy"))
        async with playing(stage.socket_url, game.record.setup.pin, "Ana"):
            await stage.advance(60_000)
            assert game._outlet.host_lost_ms is None


async def test_time_limits_end_by_themselves(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock) as stage:
        game = await stage.game(sums_quiz(2, time_limit_s=5))
        async with (
            hosting(stage.socket_url, game.record.host_token) as host,
            playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, _),
        ):
            opened = await open_question(stage, host, ana)
            assert opened.close_at is not None
            await stage.advance(opened.close_at - stage.host.now_ms() - 1)
            assert game.session.phase == "open"
            await stage.advance(3_000)
            assert (await ana.until(Close)).q == 0
            assert game.session.phase == "closed"


async def test_the_wall_clock_may_jump_in_the_middle_of_a_question(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock) as stage:
        game = await stage.game(sums_quiz(2, time_limit_s=20))
        async with (
            hosting(stage.socket_url, game.record.host_token) as host,
            playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, _),
        ):
            await open_question(stage, host, ana)
            for jump_ms in (86_400_000, -3 * 86_400_000):
                clock.step_wall(jump_ms)
                await stage.advance(1)
                assert game.session.phase == "open"
            await ana.answer(0, 0)
            assert (await ana.until(Ack)).s == "ok"
            (answer,) = game.results().answers
            assert answer.elapsed_ms <= 1_100
    clock.step_wall(-86_400_000)
    async with staged(tmp_path, clock) as stage:
        assert stage.host.now_ms() > answer.at_ms


async def test_a_fault_in_the_rules_costs_one_event_and_not_the_game(tmp_path: Path, caplog):
    async with staged(tmp_path) as stage:
        game = await stage.game()
        async with (
            hosting(stage.socket_url, game.record.host_token) as host,
            playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, _),
        ):
            handle = game.session.handle

            def broken(event, at_ms):
                if isinstance(getattr(getattr(event, "cmd", None), "action", None), Pause):
                    raise ZeroDivisionError
                return handle(event, at_ms)

            game.session.handle = broken
            await host.say(Cmd("broken", Pause()))
            assert (await host.do(Next())).error == ""
            await ana.until(Prep)
    assert "Commanded" in caplog.text
    assert "Ana" not in caplog.text


async def test_removing_a_game_tells_everybody(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game()
        async with playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, _):
            await stage.host.games.remove(game.record.setup.game_id)
            assert (await ana.until(Ended)).reason == "stopped"
            assert (await ana.until(Gone)).reason == "shutdown"
            assert await ana.closed() == 1000


async def test_the_seat_of_a_second_device_and_of_a_code(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game()
        pin = game.record.setup.pin
        async with (
            playing(stage.socket_url, pin, "Ana") as (phone, first),
            talking(stage.socket_url) as tablet,
        ):
            await tablet.say(Hello(VERSION, "player", token=first.token))
            assert (await tablet.until(Welcome)).pid == first.pid
            assert (await phone.until(Gone)).reason == "elsewhere"
            async with talking(stage.socket_url) as laptop:
                await laptop.say(Hello(VERSION, "player", pin=pin, code=first.code.lower()))
                third = await laptop.until(Welcome)
                assert third.pid == first.pid
                assert third.token not in ("", first.token)
                assert (await tablet.until(Gone)).reason == "elsewhere"
        assert len(game.results().players) == 1
        async with talking(stage.socket_url) as later:
            await later.say(Hello(VERSION, "player", token=third.token))
            assert (await later.until(Welcome)).pid == first.pid


def big_game(players: int, questions: int) -> tuple[GameRecord, list[Timed]]:
    """A whole game that was played: everybody answered everything."""
    options = GameOptions()
    setup = GameSetup("g", "123456", deal(sums_quiz(questions), 1, options), options, 1, 1_000)
    session, events, now_ms = Session(setup), [], 1_000

    def happens(event: AnyEvent, after_ms: int) -> None:
        nonlocal now_ms
        now_ms += after_ms
        events.append((now_ms, event))
        session.handle(event, now_ms)

    def go_on() -> None:
        happens(Commanded(Cmd(f"c{len(events)}", Next())), 1)

    for number in range(players):
        happens(Joined(f"p{number}", name=player_name(number), code=f"c{number}"), 1)
    for q in range(questions):
        while session.phase != "prep":
            go_on()
        go_on()
        now_ms = max(now_ms, session.due_ms() or 0) + 500
        for number in range(players):
            happens(Answered(f"p{number}", q, f"{number}-{q}", number % 4, 500 + number, 100), 1)
    return GameRecord(setup, "Room 7", "h", "s", "", now_ms), events


async def test_five_hundred_players_and_fifty_questions_are_taken_up_in_half_a_second(tmp_path: Path):
    record, events = big_game(500, 50)
    journal = await Journal.open(tmp_path / "j.sqlite3")
    game = Game(record, Session(record.setup), journal, HostClock(ManualClock()), Surroundings)
    gc.collect()
    gc.disable()  # as the program does at its start
    try:
        begun_s = time.process_time()
        await game.replay(events, {})
        spent_s = time.process_time() - begun_s
    finally:
        gc.enable()
    await journal.close()
    assert len(game.results().answers) == 25_000
    assert spent_s < 0.5, "of processor time: the machine may be busy with other things"
