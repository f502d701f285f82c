"""When the open question is due, and what the clocks of players say."""

from shared.quiz import commands, events
from shared.quiz.messages import Time
from tests.support.quiz_game import Room


def test_the_clock_waits_for_what_is_on_its_way_as_long_as_answers_take():
    room = Room()
    room.join("ana", "bo")
    room.opened()
    opened = room.at
    assert room.session.due_ms() == opened + 30_150
    room.answer("ana", allowance_ms=700)
    room.tick()
    assert room.session.phase == "open"
    assert room.session.due_ms() == opened + 30_700
    room.tick()
    assert room.session.phase == "closed"


def test_no_limit_for_one_leaves_the_end_to_the_host():
    room = Room()
    room.join("ana", "bo")
    room.command(commands.ExtraTime("ana", 0))
    room.opened()
    room.tick()
    assert room.session.phase == "open"
    assert room.session.due_ms() is None
    room.answer("ana")
    assert room.session.phase == "closed"


def test_when_the_one_with_no_limit_is_gone_it_closes():
    room = Room()
    room.join("ana", "bo")
    room.command(commands.ExtraTime("ana", 0))
    room.opened()
    room.answer("bo")
    room.tick()
    room.handle(events.Disconnected("ana"), 100)
    room.tick()
    assert room.session.phase == "closed"


def test_own_clocks_follow_the_common_one():
    room = Room()
    room.join("ana", "bo")
    room.command(commands.ExtraTime("ana", 1.5))
    room.command(commands.ExtraTime("bo", 0))
    room.opened()
    opened = room.at
    room.command(commands.Pause(), after_ms=10_000)
    frames = {pid: [frame for frame in room.frames(pid) if isinstance(frame, Time)] for pid in ("ana", "bo")}
    assert [frame.close_at for frame in frames["ana"]] == [opened + 45_000, None, None]
    assert [frame.left_ms for frame in frames["ana"]] == [None, 20_000, 35_000]
    assert (frames["bo"][0].close_at, frames["bo"][-1].left_ms) == (None, None)
