from pathlib import Path

from server.live.connection import Connection
from server.live.game import HOST_LOST_MS
from server.live.outlet import Welcomed, promises, with_maths
from shared.quiz.commands import Next, Stage
from shared.quiz.effects import Refused, StageChanged, ToHosts, ToPlayer, ToPlayers
from shared.quiz.messages import (
    VERSION,
    Ack,
    AnswerFrame,
    AssignedItem,
    Assignment,
    Board,
    Close,
    Deny,
    Finish,
    Hello,
    HostLost,
    Open,
    Prep,
    Result,
    Reveal,
    Shown,
    Time,
    Welcome,
)
from shared.quiz.quiz import Choice, GameOptions, Question, Quiz, Single, Source
from shared.quiz.views import SingleView, Solution, Summary
from tests.server.live.test_connection import FakeWire
from tests.support.clocks import ManualClock
from tests.support.host_stage import staged
from tests.support.host_talk import hosting, playing, talking
from tests.support.live_host import sums_quiz
from tests.support.waiting import until

SQUARE = r"\(x^2\)"


def test_only_what_somebody_relies_on_waits_for_a_full_disk():
    assert promises(ToPlayer("p", Ack(0, "n", "ok")))
    assert promises(ToPlayer("p", Ack(0, "n", "late")))
    assert not promises(ToPlayer("p", Ack(0, "n", "paused")))
    assert not promises(ToPlayers(Time(1, 0, paused=True)))
    assert not promises(StageChanged())
    assert promises(Refused("p", Deny("name")))
    assert promises(Welcomed("p", Connection(FakeWire(), "a", 0), b""))
    assert not promises(ToHosts(Close(1, 0)))


def test_maths_stands_beside_every_kind_of_text():
    view = SingleView((Choice(SQUARE), Choice("4")))
    shown = Shown(0, 1, "single", SQUARE)
    reveal = Reveal(1, 0, Solution(0), Summary(), SQUARE)
    assert set(with_maths(Prep(1, shown, 5)).shown.math) == {"x^2"}
    assert set(with_maths(Open(1, 0, 5, None, view)).math) == {"x^2"}
    assert set(with_maths(reveal).math) == {"x^2"}
    item = with_maths(Assignment(1, (AssignedItem(shown, view),))).items[0]
    assert set(item.math) == set(item.shown.math) == {"x^2"}
    assert set(with_maths(Result(1, (reveal,), 0, 0)).reveals[0].math) == {"x^2"}
    assert with_maths(Close(1, 0)) == Close(1, 0)


async def test_solutions_reach_hosts_always_and_screens_at_the_reveal(tmp_path: Path):
    quiz = Quiz(
        "q", "Maths", (Question("1", SQUARE, Single((Choice(SQUARE), Choice("b")), 0), time_limit_s=None),)
    )
    async with staged(tmp_path) as stage:
        game = await stage.game(quiz)
        async with (
            hosting(stage.socket_url, game.record.host_token) as host,
            hosting(stage.socket_url, game.record.screen_token, "screen") as screen,
            playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, _),
        ):
            await host.do(Next())
            await host.do(Next())
            await ana.until(Open)
            assert (await host.until(Stage, phase="open")).solution is not None
            shown = await screen.until(Stage, phase="open")
            assert shown.solution is None
            assert set(shown.math) == {"x^2"}
            assert set(shown.shown.math) == {"x^2"}
            assert shown.urls == stage.host.join_urls(game)
            await host.do(Next())
            await host.do(Next())
            assert (await screen.until(Stage, phase="reveal")).solution is not None
            assert all(frame.own is None for frame in screen.heard if isinstance(frame, Reveal))
            assert (await ana.until(Reveal)).own is not None
            for player_frame in ana.heard:
                assert not isinstance(player_frame, Stage)


async def test_a_seat_that_comes_back_gets_the_welcome_first_and_then_only_newer_frames(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game(sums_quiz(3))
        pin = game.record.setup.pin
        async with hosting(stage.socket_url, game.record.host_token) as host:
            async with playing(stage.socket_url, pin, "Ana") as (_, first):
                await host.do(Next())
            async with talking(stage.socket_url) as again:
                await again.say(Hello(VERSION, "player", token=first.token))
                welcome = await again.next()
                assert isinstance(welcome, Welcome)
                assert welcome.snapshot.phase == "prep"
                assert welcome.snapshot.shown.text == "What is 1 + 1?"
                assert welcome.game.host == "Room 7"
                await host.do(Next())
                assert (await again.until(Open)).seq > welcome.seq


async def test_an_assignment_comes_with_the_welcome_and_the_result_after_finishing(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game(sums_quiz(2), GameOptions(pace="self", preset="accuracy"))
        pin = game.record.setup.pin
        async with hosting(stage.socket_url, game.record.host_token) as host:
            await host.do(Next())
            async with playing(stage.socket_url, pin, "Ana") as (ana, welcome):
                assignment = await ana.until(Assignment)
                assert assignment.seq > welcome.seq
                assert len(assignment.items) == 2
                for q in (0, 1):
                    await ana.answer(q, 0, nonce=f"n{q}")
                    assert (await ana.until(Ack)).s == "ok"
                await ana.say(Finish())
                assert len((await ana.until(Result)).reveals) == 2


async def test_a_short_board_has_an_own_line_for_who_is_not_on_it(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game(sums_quiz(2, time_limit_s=None), GameOptions(board_size=1))
        pin = game.record.setup.pin
        async with (
            hosting(stage.socket_url, game.record.host_token) as host,
            playing(stage.socket_url, pin, "Ana") as (ana, _),
            playing(stage.socket_url, pin, "Ben") as (ben, _),
        ):
            for _ in range(5):
                await host.do(Next())
            for talk in (ana, ben):
                board = await talk.until(Board)
                assert len(board.top) == 1
            owned = [talk for talk in (ana, ben) if talk.heard[-1].own is not None]
            assert len(owned) <= 1


async def test_who_knows_the_pin_is_told_which_game_it_is(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game(options=GameOptions(names="roster", roster=("Ana", "Ben")))
        async with talking(stage.socket_url) as talk:
            await talk.say(Hello(VERSION, "player", pin=game.record.setup.pin))
            denied = await talk.until(Deny)
        assert (denied.reason, denied.title) == ("pick_name", game.record.setup.quiz.title)


async def test_a_screen_that_arrives_while_the_teacher_is_away_is_told_so(tmp_path: Path, clock: ManualClock):
    async with staged(tmp_path, clock) as stage:
        game = await stage.game()
        await stage.advance(HOST_LOST_MS)
        async with hosting(stage.socket_url, game.record.screen_token, "screen") as screen:
            assert (await screen.until(HostLost)).since is not None


async def test_the_bet_and_the_source_are_told_with_the_reveal_and_in_its_snapshot(tmp_path: Path):
    source = Source("item", "Lecture 3", start_ms=61_000)
    question = Question(
        "1", "Which?", Single((Choice("a"), Choice("b")), 0), time_limit_s=None, source=source
    )
    async with staged(tmp_path) as stage:
        game = await stage.game(Quiz("q", "Bets", (question,)))
        async with (
            hosting(stage.socket_url, game.record.host_token) as host,
            playing(stage.socket_url, game.record.setup.pin, "Ana") as (ana, first),
        ):
            await host.do(Next())
            await host.do(Next())
            opened = await ana.until(Open)
            await until(lambda: stage.host.now_ms() >= opened.open_at)
            await ana.say(AnswerFrame(0, "n", 0, 900, sure=4))
            assert (await ana.until(Ack)).s == "ok"
            await host.do(Next())
            reveal = await ana.until(Reveal)
            assert (reveal.own.sure, reveal.source) == (4, source)
            async with talking(stage.socket_url) as again:
                await again.say(Hello(VERSION, "player", token=first.token))
                snapshot = (await again.until(Welcome)).snapshot
            assert (snapshot.own.sure, snapshot.source) == (4, source)
