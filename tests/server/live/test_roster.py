from pathlib import Path

from server.live.roster import EVERY_MS, LOBBY_EVERY_MS
from shared.quiz.commands import Approve, Counts, Kick, Next, Roster, Seat
from shared.quiz.messages import VERSION, Deny, Hello, Lobby, Ping, Pong, Prep, Welcome
from shared.quiz.quiz import GameOptions
from tests.support.clocks import ManualClock
from tests.support.host_stage import staged
from tests.support.host_talk import hosting, playing, talking
from tests.support.waiting import until


async def test_a_teacher_gets_the_whole_roster_then_what_changed_at_most_ten_times_a_second(
    tmp_path: Path, clock: ManualClock
):
    async with staged(tmp_path, clock) as stage:
        game = await stage.game()
        pin = game.record.setup.pin
        async with (
            playing(stage.socket_url, pin, "Ana"),
            hosting(stage.socket_url, game.record.host_token) as host,
        ):
            whole = await host.until(Roster)
            assert whole.full
            assert [seat.name for seat in whole.seats] == ["Ana"]
            await stage.advance(EVERY_MS)
            async with playing(stage.socket_url, pin, "Ben"), playing(stage.socket_url, pin, "Cleo"):
                await stage.advance(EVERY_MS)
                names: set[str] = set()
                frames = 0
                while names != {"Ben", "Cleo"}:
                    roster = await host.until(Roster)
                    frames += 1
                    assert not roster.full
                    names |= {seat.name for seat in roster.seats} - {"Ana"}
                assert frames <= 2
                assert (await host.until(Counts)).players == 3


async def test_link_times_are_the_host_s_own_and_who_is_stuck_is_for_hosts(
    tmp_path: Path, clock: ManualClock
):
    async with staged(tmp_path, clock) as stage:
        game = await stage.game()
        async with playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, welcome):
            await ana.say(Ping(1, 5.0))
            pong = await ana.until(Pong)
            assert (pong.i, pong.t1) == (1, 5.0)
            assert pong.t2 <= pong.t3
            await stage.advance(120)
            await ana.say(Pong(1))
            await ana.say(Ping(2, 6.0))
            await ana.until(Pong)
            assert game.links.link_ms(welcome.pid) == 120
            async with hosting(stage.socket_url, game.record.host_token) as host:
                assert (await host.until(Roster)).seats[0].link_ms == 120
            async with hosting(stage.socket_url, game.record.screen_token, "screen") as screen:
                assert (await screen.until(Counts)).stuck == ()
                told = [seat for frame in screen.heard if isinstance(frame, Roster) for seat in frame.seats]
                assert told == [Seat(welcome.pid, "Ana")]


async def test_a_seat_that_is_gone_is_told_with_the_whole_roster(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock) as stage:
        game = await stage.game(options=GameOptions(approval=True))
        async with hosting(stage.socket_url, game.record.host_token) as host:
            async with talking(stage.socket_url) as ana:
                await ana.say(Hello(VERSION, "player", pin=game.record.setup.pin, name="Ana"))
                assert (await ana.until(Deny)).reason == "approval"
                await stage.advance(EVERY_MS)
                while not (roster := await host.until(Roster)).seats:
                    pass
                assert roster.seats[0].state == "waiting"
            await until(lambda: not game.audience.waiting)
            await stage.advance(EVERY_MS)
            gone = await host.until(Roster, full=True)
            assert gone.seats == ()


async def test_a_screen_sees_the_names_of_who_is_in_while_the_lobby_lasts(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock) as stage:
        game = await stage.game(options=GameOptions(approval=True))
        pin = game.record.setup.pin
        async with (
            hosting(stage.socket_url, game.record.host_token) as host,
            hosting(stage.socket_url, game.record.screen_token, "screen") as screen,
            talking(stage.socket_url) as ana,
        ):
            assert await screen.until(Roster) == Roster((), full=True)
            await ana.say(Hello(VERSION, "player", pin=pin, name="Ana"))
            await ana.until(Deny)
            await stage.advance(EVERY_MS)
            (waiting,) = (await screen.until(Roster)).seats
            assert (waiting.name, waiting.state) == ("", "waiting")
            await host.do(Approve(waiting.pid))
            await ana.until(Welcome)
            await stage.advance(EVERY_MS)
            assert (await screen.until(Roster)).seats == (Seat(waiting.pid, "Ana"),)
            await host.do(Kick(waiting.pid))
            await stage.advance(EVERY_MS)
            assert (await screen.until(Roster)).seats == (Seat(waiting.pid, "", state="kicked"),)
            await host.do(Next())
            await screen.until(Prep)
            async with talking(stage.socket_url) as ben:
                await ben.say(Hello(VERSION, "player", pin=pin, name="Ben"))
                await ben.until(Deny)
                await stage.advance(EVERY_MS)
                heard = len(screen.heard)
                await screen.until(Counts)
                assert not any(isinstance(frame, Roster) for frame in screen.heard[heard:])


async def test_phones_in_the_lobby_learn_how_many_are_there(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock) as stage:
        game = await stage.game()
        pin = game.record.setup.pin
        async with playing(stage.socket_url, pin, "Ana") as (ana, _), playing(stage.socket_url, pin, "Ben"):
            await stage.advance(LOBBY_EVERY_MS)
            assert await ana.until(Lobby) == Lobby(players=2)
            async with playing(stage.socket_url, pin, "Cleo"), playing(stage.socket_url, pin, "Dan"):
                await stage.advance(LOBBY_EVERY_MS)
                assert await ana.until(Lobby) == Lobby(players=4)
