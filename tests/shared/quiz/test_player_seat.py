"""A player's seat over bad links keeps the promise: acknowledged is counted, exactly once."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.quiz import commands, messages
from shared.quiz.messages import (
    Ack,
    Deny,
    GameInfo,
    Gone,
    Hello,
    HostLost,
    Lobby,
    Moved,
    Open,
    Ping,
    Pong,
    Prep,
    Shown,
    Snapshot,
    Time,
    Welcome,
)
from shared.quiz.own_order import own_order
from shared.quiz.player_seat import PlayerSeat, SavedSeat
from shared.quiz.quiz import Choice
from shared.quiz.views import SingleView
from tests.support.quiz_classroom import Classroom, Faults
from tests.support.quiz_game import game_quiz, question

VIEW = SingleView((Choice("a"), Choice("b"), Choice("c")))
INFO = GameInfo("game", "123456", "Capitals", seed=5)
HOST_MS = 1_000_000


def a_seat(**saved: Any) -> PlayerSeat:
    counter = iter(range(1000))
    held = SavedSeat(pin="123456", name="Ana")
    return PlayerSeat(
        msgspec.structs.replace(held, **saved), nonce=lambda: f"n{next(counter)}", jitter=lambda: 1.0
    )


def welcome(snapshot: Snapshot | None = None, seq: int = 0, game: GameInfo = INFO) -> Welcome:
    held = Snapshot("lobby") if snapshot is None else snapshot
    return Welcome(1, "p1", "secret", 1, seq, HOST_MS, "player", game, held, "AB23", "Ana")


def open_seat(game: GameInfo = INFO) -> PlayerSeat:
    """A seat with question 0 open since own time 1000 (host 1 001 000), 20 s long."""
    seat = a_seat()
    seat.connected(0)
    seat.receive(welcome(game=game), 0)
    seat.receive(Prep(1, Shown(0, 3, "single"), HOST_MS + 1000), 0)
    seat.receive(Open(2, 0, HOST_MS + 1000, HOST_MS + 21_000, VIEW), 900)
    return seat


def answers(frames: list[messages.Frame]) -> list[messages.AnswerFrame]:
    return [frame for frame in frames if isinstance(frame, messages.AnswerFrame)]


def test_the_first_frame_asks_for_a_seat_or_for_the_old_one():
    assert a_seat().connected(0) == [Hello(1, "player", pin="123456", name="Ana")]
    assert a_seat(token="t", code="AB23").connected(0) == [Hello(1, "player", "123456", "t", "", "Ana")]
    assert a_seat(code="AB23").connected(0) == [Hello(1, "player", "123456", "", "AB23", "Ana")]


def test_an_answer_tells_the_time_since_the_options_were_painted():
    seat = open_seat()
    assert seat.choose(1, 950) == []
    seat.painted(1200)
    assert seat.can_answer(1300)
    (sent,) = answers(seat.choose(1, 3200, sure=2))
    assert (sent.a, sent.elapsed_ms, sent.shown_ms, sent.sure) == (1, 2000, HOST_MS + 1200, 2)
    assert seat.choose(2, 3300) == []
    assert seat.stage.answer_state == "sending"
    assert seat.remaining_ms(3000) == 18_000


def test_an_answer_is_sent_again_with_the_same_nonce_until_the_host_has_it():
    seat = open_seat()
    (sent,) = answers(seat.choose(1, 3000))
    assert answers(seat.tick(3900)) == []
    assert answers(seat.tick(4000)) == [sent]
    assert answers(seat.tick(5999)) == []
    assert answers(seat.tick(6000)) == [sent]
    assert seat.is_sending(0)
    seat.receive(Ack(0, sent.nonce, "ok"), 6100)
    assert not seat.is_sending(0)
    assert seat.stage.answer_state == "ok"
    assert answers(seat.tick(90_000)) == []


def test_an_answer_goes_over_the_next_connection_and_over_a_restart_of_the_app():
    seat = open_seat()
    (sent,) = answers(seat.choose(1, 3000))
    assert seat.lost() == 200
    assert seat.due_ms() is None
    snapshot = Snapshot("open", shown=Shown(0, 3, "single"), view=VIEW, open_at=HOST_MS + 1000)
    again = a_seat(**msgspec.structs.asdict(seat.saved()))
    for other in (seat, again):
        other.connected(5000)
        assert answers(other.receive(welcome(snapshot, 2), 5100)) == [sent]
        assert other.stage.answer == 1
        assert other.stage.answer_state == "sending"


def test_a_paused_answer_waits_for_the_game_to_go_on():
    seat = open_seat()
    (sent,) = answers(seat.choose(1, 3000))
    seat.receive(Ack(0, sent.nonce, "paused"), 3100)
    seat.receive(Time(3, 0, None, paused=True, left_ms=18_000), 3200)
    assert seat.remaining_ms(9000) == 18_000
    assert answers(seat.tick(60_000)) == []
    assert answers(seat.receive(Time(4, 0, HOST_MS + 80_000), 62_000)) == [sent]


def test_time_spent_paused_is_not_time_spent_thinking():
    seat = open_seat()
    seat.painted(1100)
    seat.receive(Time(3, 0, None, paused=True, left_ms=19_000), 2000)
    assert not seat.can_answer(3000)
    seat.receive(Time(4, 0, HOST_MS + 31_000), 12_000)
    (sent,) = answers(seat.choose(0, 12_500))
    assert sent.elapsed_ms == 1400


def test_an_early_answer_goes_again_soon_and_a_bad_one_may_be_given_anew():
    seat = open_seat()
    (sent,) = answers(seat.choose(1, 1000))
    assert answers(seat.receive(Ack(0, sent.nonce, "early"), 1050)) == []
    assert answers(seat.tick(1150)) == [sent]
    seat.receive(Ack(0, sent.nonce, "bad"), 1200)
    assert seat.stage.answer is None
    assert answers(seat.choose(2, 1300))


def test_a_changed_answer_follows_when_the_former_is_acknowledged():
    seat = open_seat(msgspec.structs.replace(INFO, change_answer=True))
    (first,) = answers(seat.choose(1, 2000))
    assert answers(seat.choose(2, 2500)) == []
    assert seat.saved().unsent[0].a == 2
    (second,) = answers(seat.receive(Ack(0, first.nonce, "ok"), 2600))
    assert (second.a, second.nonce) != (first.a, first.nonce)
    assert seat.stage.answer_state == "sending"


def test_old_frames_are_dropped_and_so_is_the_game_before_welcome():
    seat = open_seat()
    before = seat.changed
    seat.receive(Prep(1, Shown(7, 9, "poll"), 0), 1000)
    assert seat.stage.q == 0
    seat.lost()
    seat.connected(5000)
    seat.receive(Time(9, 0, 7), 5000)
    assert seat.stage.close_at == HOST_MS + 21_000
    assert seat.changed > before


def test_the_clock_follows_the_best_ping():
    seat = a_seat()
    seat.connected(0)
    (ping,) = [frame for frame in seat.tick(0) if isinstance(frame, Ping)]
    assert seat.receive(Pong(ping.i, 0, 5040, 5040), 100) == [Pong(ping.i)]
    assert seat.host_ms(100) == 100 + 4990


@pytest.mark.parametrize(
    ("frame", "link", "wait"),
    [
        (Deny("approval"), "waiting", 200),
        (Deny("name_taken"), "refused", None),
        (Gone("elsewhere"), "gone", None),
        (Gone("banned"), "gone", None),
        (Gone("shutdown"), "joining", 200),
    ],
)
def test_what_the_host_says_of_the_connection(frame, link, wait):
    seat = a_seat()
    seat.connected(0)
    assert seat.receive(frame, 10) == []
    assert seat.link == link
    assert seat.lost() == wait


def test_a_token_that_is_not_known_is_forgotten():
    seat = a_seat(token="old")
    seat.connected(0)
    seat.receive(Deny("token"), 10)
    assert seat.saved().token == ""


def test_waits_grow_to_two_seconds_and_begin_anew_after_waking():
    seat = a_seat()
    assert [seat.lost() for _ in range(6)] == [200, 400, 800, 1600, 2000, 2000]
    seat.wake()
    assert seat.lost() == 200


def test_a_silent_connection_is_dead_after_twelve_seconds():
    seat = a_seat()
    seat.connected(0)
    assert not seat.is_dead(11_999)
    assert seat.is_dead(12_000)


def test_what_the_host_tells_beside_the_game():
    seat = open_seat()
    seat.receive(HostLost(5), 0)
    assert seat.host_lost_since == 5
    seat.receive(HostLost(None), 0)
    assert seat.host_lost_since is None
    seat.receive(Moved("http://10.0.0.9:8420"), 0)
    assert seat.moved_to == "http://10.0.0.9:8420"
    seat.receive(Lobby("Anna", "red", 7), 0)
    assert (seat.name, seat.team, seat.stage.players) == ("Anna", "red", 7)
    before = seat.changed
    seat.receive(Hello(1, "player"), 0)
    assert seat.changed == before


def test_options_stand_in_the_order_of_this_device():
    seat = open_seat()
    assert seat.order() == own_order(5, 0, 3)


def test_small_frames_need_a_connection():
    seat = open_seat()
    assert seat.ready(0) == [messages.Ready(0)]
    assert seat.away(hidden=True, low=True) == [messages.Away(True, True)]
    assert seat.leave() == [messages.Leave()]
    assert seat.link == "over"
    assert seat.ready(0) == seat.away(hidden=False) == seat.leave() == seat.tick(0) == []
    assert seat.lost() is None


def play(room: Classroom, restarts: int = 0) -> None:
    """A teacher who presses on every few seconds, and players who tap some time or never."""
    for device in room.all:
        _tap_on(room, device)
    while not room.session.over:
        room.run(room.rng.uniform(500, 9000))
        stage = room.session.stage(int(room.at), solutions=False)
        if restarts and stage.phase == "open" and room.chance(0.5):
            restarts -= 1
            room.restart()
            room.run(room.rng.uniform(0, 4000))
        if room.session.stage(int(room.at), solutions=False).paused:
            room.command(commands.Resume())
        elif stage.phase == "open" and room.chance(0.2):
            room.command(commands.Pause())
        else:
            room.command(commands.Next())
    room.run(10_000)


def _tap_on(room: Classroom, device: Any) -> None:
    def tap() -> None:
        if device.seat.can_answer(device.now_ms):
            device.send(device.seat.choose(room.rng.randrange(3), device.now_ms))
        if not room.session.over:
            room.later(room.rng.uniform(200, 4000), tap)

    room.later(room.rng.uniform(0, 3000), tap)


BAD_LINKS = st.builds(
    Faults,
    drop=st.sampled_from((0.0, 0.1, 0.4)),
    double=st.sampled_from((0.0, 0.3)),
    break_ms=st.sampled_from((0.0, 1500.0, 6000.0)),
)


@settings(max_examples=60)
@given(st.integers(0, 2**32), BAD_LINKS, st.booleans(), st.integers(0, 2))
def test_acknowledged_is_counted_exactly_once_over_bad_links(seed, faults, change, restarts):
    held = game_quiz(*(question(name=str(index), time_limit_s=10) for index in range(4)))
    room = Classroom(held, seed, faults, change_answer=change)
    for index in range(5):
        room.add(f"Player {index}")
    room.run(3000)
    play(room, restarts)
    result = room.session.results()
    pids = {device.seat.pid: device for device in room.all if device.seat.pid}
    for pid, device in pids.items():
        recorded = {answer.q: answer for answer in result.answers if answer.pid == pid}
        assert len(recorded) == sum(answer.pid == pid for answer in result.answers)
        for q, (nonce, state) in device.acked.items():
            assert recorded[q].late == (state == "late")
            # A changed answer may be on record although its acknowledgement got lost.
            assert recorded[q].answer in device.since(q, nonce)[: None if change else 1]
        total = next(player.total for player in result.players if player.pid == pid)
        counted = [answer.points for answer in recorded.values() if answer.q not in result.voided]
        assert total == sum(counted)
        assert device.seat.link != "refused"
        if device.connection and device.seat.link == "in":
            assert device.seat.stage.phase == "ended"
    assert room.replayed().results() == result


def test_a_good_classroom_is_told_everything():
    held = game_quiz(*(question(name=str(index)) for index in range(3)))
    room = Classroom(held, 7, Faults())
    devices = [room.add(f"Player {index}") for index in range(6)]
    room.run(2000)
    play(room)
    totals = {player.pid: player.total for player in room.session.results().players}
    assert {device.seat.pid: device.seat.stage.total for device in devices} == totals
    assert any(totals.values())
    assert abs(devices[0].seat.clock.offset_ms + devices[0].skew_ms) < 120


def test_homework_is_done_without_a_connection_and_handed_in_when_there_is_one():
    held = game_quiz(*(question(name=str(index)) for index in range(3)))
    room = Classroom(held, 3, Faults(), pace="self")
    room.command(commands.Next())
    device = room.add("Ana")
    room.run(1000)
    assert device.seat.assigned is not None
    device.seat.painted(device.now_ms, 0)
    room.at += 2500
    device.send(device.seat.choose_assigned(0, 1, device.now_ms))
    room.run(1000)
    device.restart()
    assert device.seat.assigned is not None
    for q in (1, 2):
        assert device.seat.choose_assigned(q, 1, device.now_ms) == []
    assert device.seat.finish() == []
    assert device.seat.saved().finishing
    device.connect()
    room.run(5000)
    assert device.seat.given == {0: 1, 1: 1, 2: 1}
    assert device.seat.result is not None
    assert device.seat.result.total == device.seat.stage.total == 3000
    assert not device.seat.saved().finishing
    assert [round(answer.elapsed_ms) for answer in room.session.results().answers] == [2500, 0, 0]
