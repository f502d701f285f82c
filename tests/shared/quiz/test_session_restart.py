"""A host that was killed comes back paused, with every acknowledged answer."""

import pytest

from shared.quiz import commands, events
from tests.support.quiz_game import Room, game_quiz, question


def test_an_open_question_is_paused_with_what_was_left():
    room = Room()
    room.join("ana", "bo")
    room.opened()
    room.answer("ana", after_ms=10_000)
    session = room.replayed()
    assert session.stage(room.at, solutions=True) == room.session.stage(room.at, solutions=True)
    room.handle(events.Restarted(2), 120_000)
    stage = room.session.stage(room.at, solutions=False)
    assert (stage.phase, stage.paused, stage.left_ms, stage.connected) == ("open", True, 20_000, 0)
    assert room.session.due_ms() is None
    room.handle(events.Connected("bo"), 500)
    assert room.session.snapshot("ana", room.at).answered
    room.command(commands.Resume())
    assert room.answer("bo", 1, 1000, 11_000) == "ok"
    assert [answer.elapsed_ms for answer in room.session.results().answers] == [10_000, 11_000]


def test_a_question_that_was_read_waits_for_the_teacher():
    room = Room(game_quiz(question(read_s=5)))
    room.join("ana")
    room.next()
    room.handle(events.Restarted(2), 60_000)
    snapshot = room.session.snapshot("ana", room.at)
    assert (snapshot.phase, snapshot.paused) == ("prep", True)
    room.handle(events.Connected("ana"))
    room.command(commands.Resume())
    assert room.session.due_ms() == room.at + 4750
    room.next()
    assert room.session.phase == "open"


@pytest.mark.parametrize(("auto", "paused"), [(False, False), (True, True)])
def test_where_only_the_button_counts_nothing_is_paused(auto, paused):
    room = Room(auto_advance=auto)
    room.join("ana")
    room.until("reveal")
    room.handle(events.Restarted(2), 60_000)
    assert room.session.stage(room.at, solutions=False).paused is paused


def test_who_waited_for_approval_asks_again():
    room = Room(approval=True)
    room.join("ana", "bo")
    room.command(commands.Approve("ana"))
    room.handle(events.Restarted(2))
    assert [seat.pid for seat in room.session.roster()] == ["ana"]


def test_a_paused_game_stays_paused_with_the_same_rest():
    room = Room()
    room.join("ana")
    room.opened()
    room.command(commands.Pause(), after_ms=10_000)
    room.handle(events.Restarted(2), 60_000)
    room.handle(events.Restarted(3), 60_000)
    assert room.session.stage(room.at, solutions=False).left_ms == 20_000
