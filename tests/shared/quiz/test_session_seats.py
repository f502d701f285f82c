"""What a host does to a seat."""

import math

import pytest

from shared.quiz import commands, events
from shared.quiz.effects import Dismissed
from shared.quiz.messages import Deny, Lobby
from tests.support.quiz_game import Room, refusals, seated


def test_who_waits_is_let_in_or_sent_away():
    room = Room(approval=True)
    room.join("ana", "bo", "cy")
    assert refusals(room.effects) == [Deny("approval")] * 3
    assert room.session.results().players == ()
    room.effects.clear()
    room.command(commands.Approve("ana"))
    room.command(commands.Approve("bo", False))
    assert seated(room.effects) == ["ana"]
    assert refusals(room.effects) == [Deny("refused")]
    assert [(seat.pid, seat.state) for seat in room.session.roster()] == [("ana", "in"), ("cy", "waiting")]
    assert room.command(commands.Approve("ana")) == "not_now"
    room.command(commands.Kick("cy", ban=True))
    assert refusals(room.effects)[-1] == Deny("banned")
    assert room.session.seat("cy") is None


def test_a_renamed_player_is_told():
    room = Room()
    room.join("ana", "bo")
    assert room.command(commands.Rename("ana", " Anna ")) == ""
    assert room.frames("ana")[-1] == Lobby("Anna", "", 2)
    assert room.command(commands.Rename("ana", "ANNA")) == ""
    for name in ("bo", "", "\u202e", "B0"):
        assert room.command(commands.Rename("ana", name)) == "name"
    room.join("ana")
    assert [seat.name for seat in room.session.roster()] == ["ANNA", "bo"]


def test_an_old_name_is_free_again():
    room = Room()
    room.join("ana")
    room.command(commands.Rename("ana", "Zoe"))
    room.handle(events.Joined("p2", "ana"))
    assert [seat.name for seat in room.session.roster()] == ["Zoe", "ana"]


def test_a_player_is_moved_to_a_team_with_the_points():
    room = Room(teams=("red", "blue"), team_score="sum")
    room.join("ana", "bo", "cy")
    room.opened()
    room.answer("ana", 1)
    room.until("board")
    assert [line.name for line in room.session.stage(0, solutions=False).teams] == ["red", "blue"]
    assert room.command(commands.SetTeam("ana", "blue")) == ""
    assert [line.name for line in room.session.stage(0, solutions=False).teams] == ["blue", "red"]
    assert room.command(commands.SetTeam("ana", "green")) == "bad"


def test_a_kicked_player_is_out_and_can_be_taken_back_with_the_points():
    room = Room()
    room.join("ana", "bo", "cy")
    room.opened()
    for name, value in (("ana", 1), ("bo", 1), ("cy", 0)):
        room.answer(name, value)
    room.until("reveal")
    points = room.total("ana")
    assert room.session.seat("bo").rank == 2
    room.command(commands.Kick("ana"))
    assert Dismissed("ana", "kicked") in room.effects
    assert room.session.seat("bo").rank == 1
    assert room.session.stage(0, solutions=False).summary.answers == 2
    assert refusals(room.handle(events.Connected("ana"))) == [Deny("kicked")]
    assert room.command(commands.Kick("ana")) == "not_now"
    assert room.command(commands.Kick("ana", ban=True)) == ""
    assert refusals(room.handle(events.Connected("ana"))) == [Deny("banned")]
    room.handle(events.Joined("p9", "ana"))
    assert room.command(commands.Readmit("ana")) == ""
    assert (room.session.seat("ana").name, room.total("ana"), room.session.seat("bo").rank) == (
        "ana 2",
        points,
        2,
    )
    assert seated(room.handle(events.Connected("ana"))) == ["ana"]
    assert room.command(commands.Readmit("ana")) == "not_now"


def test_the_name_of_a_banned_player_is_not_given_away():
    room = Room()
    room.join("ana")
    room.command(commands.Kick("ana", ban=True))
    assert refusals(room.handle(events.Joined("p2", "Ana")))[0].reason == "name_taken"


@pytest.mark.parametrize(
    ("factor", "word"),
    [(0, ""), (1, ""), (1.25, ""), (3, ""), (0.5, "bad"), (3.1, "bad"), (-1, "bad"), (math.nan, "bad")],
)
def test_extra_time_has_bounds(factor, word):
    room = Room()
    room.join("ana")
    assert room.command(commands.ExtraTime("ana", factor)) == word


def test_extra_time_works_on_the_open_question():
    room = Room()
    room.join("ana", "bo")
    room.opened()
    room.answer("bo")
    room.command(commands.ExtraTime("ana", 2))
    opened = room.session.snapshot("ana", room.at).open_at
    closes = [room.session.snapshot(pid, room.at).close_at for pid in ("ana", "bo")]
    assert closes == [opened + 60_000, opened + 30_000]
    room.command(commands.ExtraTime("ana", 0))
    assert room.session.snapshot("ana", room.at).close_at is None
    room.at += 40_000
    room.command(commands.ExtraTime("ana", 1))
    assert room.session.phase == "closed"


def test_others_do_not_see_extra_time():
    room = Room()
    room.join("ana", "bo")
    room.opened()
    before = len(room.frames("bo"))
    room.command(commands.ExtraTime("ana", 2))
    assert len(room.frames("bo")) == before


@pytest.mark.parametrize(
    "action",
    [
        commands.Approve("x"),
        commands.Rename("x", "y"),
        commands.SetTeam("x", "y"),
        commands.Kick("x"),
        commands.Readmit("x"),
        commands.ExtraTime("x", 2),
    ],
)
def test_nobody_is_unknown(action):
    assert Room().command(action) == "unknown_player"
