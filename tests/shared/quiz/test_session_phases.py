"""A game moves from the lobby to the end, by the host's button and by its own clock."""

import pytest

from shared.quiz import commands, events, quiz
from shared.quiz.effects import GameOver, StageChanged
from shared.quiz.messages import Board, Close, Ended, Open, Prep, Reveal
from tests.support.quiz_game import KINDS, Room, game_quiz, question

IMAGE = quiz.Media("ab" * 32, "image/png", "a map")


def kinds_of(room: Room) -> list[type]:
    return [type(frame) for frame in room.frames()]


def steps(room: Room) -> list[str]:
    """Phases and what the button says, to the end."""
    found: list[str] = []
    for _ in range(50):
        stage = room.session.stage(room.at, solutions=True)
        found.append(f"{stage.phase}>{stage.next_step}")
        if not stage.next_step:
            return found
        room.next()
    raise AssertionError(found)


def test_a_game_of_two_questions():
    room = Room(game_quiz(question(name="1"), question(name="2")))
    room.join("ana")
    assert steps(room) == [
        "lobby>start", "prep>open", "open>close", "closed>reveal", "reveal>board", "board>question",
        "prep>open", "open>close", "closed>reveal", "reveal>podium", "podium>end", "ended>",
    ]  # fmt: skip
    assert kinds_of(room) == [Prep, Open, Close, Reveal, Board, Prep, Open, Close, Reveal, Board, Ended]
    assert room.frames()[-1] == Ended("finished")
    assert isinstance(room.effects[-1], GameOver)
    assert room.session.over
    seqs = [frame.seq for frame in room.frames() if hasattr(frame, "seq")]
    assert seqs == sorted(set(seqs))


@pytest.mark.parametrize(
    ("middle", "options", "expected"),
    [
        (
            question(KINDS["poll"][0], "m"),
            {},
            ["prep>open", "open>close", "closed>reveal", "reveal>question"],
        ),
        (question(quiz.Slide("x"), "m"), {}, ["open>question"]),
        (
            question(name="m", multiplier=0),
            {},
            ["prep>open", "open>close", "closed>reveal", "reveal>question"],
        ),
        (
            question(name="m"),
            {"board": "private"},
            ["prep>open", "open>close", "closed>reveal", "reveal>question"],
        ),
    ],
)
def test_the_board_is_left_out_where_it_says_nothing(middle, options, expected):
    room = Room(game_quiz(middle, question(name="2")), **options)
    room.join("ana")
    assert steps(room)[1 : 1 + len(expected)] == expected


def test_a_game_without_points_has_no_podium():
    room = Room(game_quiz(question(KINDS["scale"][0]), question(quiz.Slide("Thanks"), "2")))
    assert steps(room)[-3:] == ["reveal>question", "open>end", "ended>"]


def test_an_empty_quiz_does_not_start():
    room = Room(quiz.Quiz("q", "Nothing"))
    assert room.command(commands.Next()) == "not_now"


def test_options_open_by_themselves_when_the_question_has_been_read():
    room = Room(game_quiz(question(read_s=3)))
    room.join("ana")
    room.next()
    prep = room.frames()[-1]
    assert prep.open_at == room.at + 3000
    assert room.due() == prep.open_at - 250
    assert room.handle(events.Ticked()) == []
    room.tick()
    opened = room.frames()[-1]
    assert (opened.open_at, opened.close_at) == (prep.open_at, prep.open_at + 30_000)


def test_options_are_sent_ahead_by_what_the_host_measured():
    room = Room()
    room.join("ana")
    room.handle(events.Commanded(commands.Cmd("a", commands.Next()), 400))
    room.handle(events.Commanded(commands.Cmd("b", commands.Next()), 9999), 100)
    assert room.frames()[-1].open_at == room.at + 400


def test_media_are_waited_for_five_seconds_at_most():
    room = Room(game_quiz(question(read_s=2, media=IMAGE)))
    room.join("ana", "bo", "gone")
    room.handle(events.Disconnected("gone"))
    room.next()
    room.handle(events.MediaReady("ana", 0), 100)
    room.tick()
    assert room.session.phase == "prep"
    due = room.due()
    assert due == room.at + 5000
    assert room.session.counts().ready == 1
    room.tick()
    assert room.session.phase == "open"


@pytest.mark.parametrize("early", [True, False])
def test_options_open_when_the_last_device_is_ready_and_reading_is_over(early):
    room = Room(game_quiz(question(read_s=2, media=IMAGE)))
    room.join("ana", "bo")
    room.next()
    room.handle(events.MediaReady("ana", 0))
    if early:
        room.handle(events.MediaReady("bo", 0))
        assert room.session.phase == "prep"
        room.tick()
    else:
        room.tick()
        assert room.session.phase == "prep"
        room.handle(events.MediaReady("bo", 0), 700)
        room.handle(events.MediaReady("bo", 0))
    assert room.session.phase == "open"


def test_a_question_closes_at_its_deadline_with_what_is_on_its_way():
    room = Room()
    room.join("ana")
    room.opened()
    assert room.due() == room.at + 30_000 + 150
    room.tick()
    assert room.session.phase == "closed"


def test_without_a_limit_it_stays_open():
    room = Room(game_quiz(question(time_limit_s=None)))
    room.join("ana", "bo")
    room.opened()
    assert room.session.due_ms() is None
    room.answer("ana", after_ms=3_600_000)
    assert room.session.phase == "open"
    room.answer("bo")
    assert room.session.phase == "closed"


def test_it_closes_when_everyone_connected_has_answered():
    room = Room()
    room.join("ana", "bo", "gone")
    room.handle(events.Disconnected("gone"))
    room.opened()
    room.answer("ana")
    assert room.session.counts().stuck == ("bo",)
    room.answer("bo", after_ms=3000)
    assert room.session.phase == "closed"


def test_who_just_lost_the_connection_is_waited_for_a_little():
    room = Room()
    room.join("ana", "bo")
    room.opened()
    room.handle(events.Disconnected("bo"), 1000)
    room.answer("ana")
    assert room.session.phase == "open"
    assert room.due() == room.at + 2000
    room.handle(events.Connected("bo"), 500)
    assert room.due() > room.at + 20_000
    room.handle(events.Disconnected("bo"), 500)
    room.tick()
    assert room.session.phase == "closed"


def test_a_room_without_network_is_not_a_room_that_has_answered():
    room = Room()
    room.join("ana", "bo")
    room.opened()
    room.answer("ana")
    for name in ("ana", "bo"):
        room.handle(events.Disconnected(name), 100)
    assert room.due() > room.at + 20_000


def test_a_kicked_player_is_not_waited_for():
    room = Room()
    room.join("ana", "bo")
    room.opened()
    room.answer("ana")
    room.command(commands.Kick("bo"))
    assert room.session.phase == "closed"


def test_extra_time_keeps_the_question_open_for_those_who_have_it():
    room = Room()
    room.join("ana", "bo", "cy")
    room.command(commands.ExtraTime("ana", 1.5))
    room.opened()
    own = room.frames("ana")[-1]
    assert own.close_at == room.at + 45_000
    opened = room.at
    room.tick()
    assert room.session.phase == "open"
    assert room.due() == opened + 45_150
    room.tick()
    assert room.session.phase == "closed"


def test_a_game_can_go_on_by_itself():
    held = game_quiz(question(name="1"), question(quiz.Slide("x"), "s", time_limit_s=9), question(name="2"))
    room = Room(held, auto_advance=True)
    room.join("ana")
    room.next()
    phases: list[str] = []
    waits: list[int] = []
    while room.session.due_ms() is not None:
        phases.append(room.session.phase)
        before = room.at
        room.tick()
        waits.append(room.at - before)
    assert phases == [
        "prep", "open", "closed", "reveal", "board", "open", "prep", "open", "closed", "reveal",
    ]  # fmt: skip
    assert waits == [1750, 30_400, 800, 8000, 6000, 9250, 1750, 30_400, 800, 8000]
    assert room.session.phase == "podium"


def test_going_on_by_itself_waits_for_answers_kept_on_a_device():
    room = Room(auto_advance=True)
    room.join("ana", "bo")
    room.opened()
    room.handle(events.Disconnected("bo"))
    room.next()
    assert room.due() == room.at + 3000


def test_time_never_goes_back():
    room = Room()
    room.join("ana")
    room.opened()
    room.at += 5000
    room.answer("ana", after_ms=0)
    room.at -= 60_000
    room.next()
    assert room.session.results().answers[0].at_ms > room.at
    assert room.replayed().results() == room.session.results()


def test_every_change_of_phase_renews_the_stage():
    room = Room()
    room.join("ana")
    for _ in range(12):
        before = room.session.phase
        room.effects.clear()
        room.next()
        if room.session.phase != before:
            assert StageChanged() in room.effects
