"""Pause, resume and more time move deadlines and nothing else."""

import pytest

from shared.quiz import commands, events
from shared.quiz.messages import Time
from tests.support.quiz_game import Room


def an_open_room(**options) -> Room:
    room = Room(**options)
    room.join("ana", "bo")
    room.opened()
    return room


def test_a_pause_stops_the_clock_and_resume_gives_what_was_left():
    room = an_open_room()
    room.at += 9990
    assert room.command(commands.Pause()) == ""
    frame = room.frames()[-1]
    assert (frame.paused, frame.left_ms, frame.close_at) == (True, 20_000, None)
    assert room.session.due_ms() is None
    snapshot = room.session.snapshot("ana", room.at)
    assert (snapshot.paused, snapshot.left_ms, snapshot.close_at) == (True, 20_000, None)
    assert room.handle(events.Ticked(), 3_600_000) == []
    assert room.command(commands.Pause()) == "not_now"
    room.command(commands.Resume())
    assert room.frames()[-1].close_at == room.at + 20_000
    assert room.due() == room.at + 20_150
    assert room.command(commands.Resume()) == "not_now"


def test_thinking_time_leaves_the_pause_out():
    room = an_open_room()
    room.at += 990
    room.command(commands.Pause())
    room.at += 50_000
    room.command(commands.Resume())
    room.answer("ana", 1, 1000, 1990)
    assert room.session.results().answers[0].elapsed_ms == 2000 - 10


def test_a_pause_while_reading_holds_the_options_back():
    room = Room()
    room.join("ana")
    room.next()
    due = room.due()
    room.command(commands.Pause(), after_ms=500)
    assert room.session.due_ms() is None
    assert room.session.snapshot("ana", room.at).left_ms == 1500
    room.command(commands.Resume(), after_ms=10_000)
    assert room.due() == due + 10_000
    assert [type(frame) for frame in room.frames()[-2:]] == [Time, Time]


def test_the_button_goes_on_from_a_pause():
    room = an_open_room()
    room.command(commands.Pause(), after_ms=5000)
    room.at += 60_000
    room.next()
    assert room.session.phase == "closed"
    assert not room.session.snapshot("ana", room.at).paused
    assert room.answer("ana", 1, 50, 4000) == "ok"


def test_a_game_that_goes_on_by_itself_can_be_held():
    room = an_open_room(auto_advance=True)
    room.until("reveal")
    due = room.due()
    assert room.command(commands.Pause(), after_ms=1000) == ""
    assert room.session.due_ms() is None
    room.command(commands.Resume(), after_ms=5000)
    assert room.due() == due + 5000


@pytest.mark.parametrize("phase", ["lobby", "closed", "reveal", "board", "podium", "ended"])
def test_where_no_clock_runs_there_is_nothing_to_pause(phase):
    room = Room()
    room.join("ana")
    room.until(phase)
    assert room.command(commands.Pause()) == "not_now"


def test_more_time_for_everyone():
    room = an_open_room()
    room.command(commands.ExtraTime("bo", 2))
    due = room.due()
    assert room.command(commands.Extend(15_000)) == ""
    assert room.due() == due + 15_000
    times = [frame.close_at for frame in room.frames("bo")[-2:]]
    assert times[1] - times[0] == 30_000
    assert room.answer("ana", 1, 44_000, 44_000 - 10) == "ok"
    room.until("reveal")
    assert room.own("ana").points == 600


def test_more_time_also_while_only_extra_time_is_left():
    room = an_open_room()
    room.command(commands.ExtraTime("bo", 2))
    room.tick()
    assert room.session.counts().stuck == ("bo",)
    room.command(commands.Extend(10_000))
    assert room.session.counts().stuck == ("ana", "bo")
    assert room.answer("ana") == "ok"


@pytest.mark.parametrize(("ms", "word"), [(0, "bad"), (-5, "bad"), (10**9, "bad"), (600_000, "")])
def test_more_time_has_bounds(ms, word):
    assert an_open_room().command(commands.Extend(ms)) == word


def test_more_time_is_for_an_open_question():
    room = Room()
    assert room.command(commands.Extend(1000)) == "not_now"
    room.join("ana")
    room.until("closed")
    assert room.command(commands.Extend(1000)) == "not_now"


def test_resume_waits_for_those_who_are_not_back_yet():
    room = an_open_room()
    room.answer("ana")
    room.handle(events.Restarted(2), 5000)
    room.handle(events.Connected("ana"), 100)
    room.command(commands.Resume())
    assert room.session.phase == "open"
    room.handle(events.Connected("bo"), 1000)
    assert room.session.counts().stuck == ("bo",)
