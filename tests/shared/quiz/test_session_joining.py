"""Who comes in, under which name, in which team; who goes and comes back."""

import pytest

from shared.quiz import commands, events
from shared.quiz.effects import Refused, SeatsChanged
from shared.quiz.messages import Deny
from shared.quiz.nicknames import parse_words
from shared.quiz.session_joining import MOST_PLAYERS
from tests.support.quiz_game import Room, refusals, seated

WORDS = parse_words({"en": "[whole]\nrude\n[first]\nRed\nBlue\n[second]\nFox\nOwl\n"})


def ask(room: Room, name: str, pid: str = "new", **more) -> Deny | None:
    found = room.handle(events.Joined(pid, name, **more), 1)
    denied = refusals(found)
    assert bool(denied) != bool(seated(found))
    return denied[0] if denied else None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Bo", None),
        ("", "name"),
        ("  \u200b ", "name"),
        ("Rude", "name"),
        ("r.u.d.e", "name"),
        ("АNА", "name_taken"),
    ],
)
def test_free_names_are_checked(name, reason):
    room = Room(words=WORDS)
    room.join("ana")
    denied = ask(room, name)
    assert (denied.reason if denied else None) == reason
    if denied:
        assert denied.choices[0] in {"Red Fox", "Red Owl", "Blue Fox", "Blue Owl"}


def test_a_name_is_kept_clean():
    room = Room()
    ask(room, "  Zoë\u202e   X ", device="phone" * 9, lang="es")
    seat = room.session.roster()[0]
    assert (seat.name, len(seat.device)) == ("Zoë X", 16)


def test_generated_names_ask_nothing():
    room = Room(words=WORDS, names="generated")
    for number in range(6):
        assert ask(room, "rude", f"p{number}") is None
    names = [seat.name for seat in room.session.roster()]
    assert len(set(names)) == 6
    assert {"Red", "Blue"} >= {name.split()[0] for name in names}


def test_a_roster_offers_the_names_that_are_free():
    room = Room(names="roster", roster=("Ana Gil", "Bo Li", "Cy", "  "))
    assert ask(room, "") == Deny("pick_name", ("Ana Gil", "Bo Li", "Cy"))
    assert ask(room, "ana gil", "p1") is None
    assert room.session.roster()[0].name == "Ana Gil"
    assert ask(room, "Ana Gil", "p2") == Deny("name_taken", ("Bo Li", "Cy"))
    assert ask(room, "Eve", "p2") == Deny("pick_name", ("Bo Li", "Cy"))


def test_teams_are_picked_or_filled():
    room = Room(teams=("red", "blue"))
    assert ask(room, "a", "a", team="blue") is None
    assert ask(room, "b", "b") is None
    assert ask(room, "c", "c") is None
    assert ask(room, "d", "d", team="green") == Deny("pick_team", ("red", "blue"))
    assert [seat.team for seat in room.session.roster()] == ["blue", "red", "red"]
    assert ask(Room(), "a", team="green") is None


@pytest.mark.parametrize(
    ("phase", "options", "reason"),
    [
        ("lobby", {}, None),
        ("open", {}, None),
        ("board", {}, None),
        ("prep", {"late_join": False}, "locked"),
        ("podium", {}, "ended"),
        ("ended", {}, "ended"),
    ],
)
def test_the_door_closes_with_the_game(phase, options, reason):
    room = Room(**options)
    room.join("ana")
    room.until(phase)
    denied = ask(room, "Bo")
    assert (denied.reason if denied else None) == reason


def test_the_door_can_be_locked_and_opened():
    room = Room()
    room.join("ana")
    room.command(commands.Lock(True))
    assert ask(room, "Bo") == Deny("locked")
    assert seated(room.handle(events.Connected("ana"))) == ["ana"]
    room.command(commands.Lock(False))
    assert ask(room, "Bo") is None


def test_a_room_is_full_at_some_point():
    room = Room()
    for number in range(MOST_PLAYERS):
        room.session.handle(events.Joined(f"p{number}", f"Name {number}"), room.at)
    assert ask(room, "One more") == Deny("full")


def test_the_same_seat_asked_for_again_is_the_same_seat():
    room = Room()
    room.join("ana")
    assert seated(room.handle(events.Joined("ana", "Other"))) == ["ana"]
    assert [seat.name for seat in room.session.roster()] == ["ana"]


def test_an_unknown_seat_does_not_come_back():
    assert refusals(Room().handle(events.Connected("x"))) == [Deny("token")]


def test_coming_and_going_is_shown():
    room = Room()
    room.join("ana")
    assert room.handle(events.Disconnected("ana")) == [SeatsChanged(("ana",))]
    assert room.handle(events.Disconnected("ana")) == []
    assert room.handle(events.Disconnected("x")) == []
    assert not room.session.seat("ana").connected
    room.handle(events.Connected("ana", "desktop", "es"))
    assert (room.session.seat("ana").connected, room.session.seat("ana").device) == (True, "desktop")


def test_who_waits_and_goes_is_forgotten():
    room = Room(approval=True)
    room.join("ana")
    assert refusals(room.handle(events.Connected("ana"))) == [Deny("approval")]
    room.handle(events.Disconnected("ana"))
    assert room.session.roster() == ()
    found = room.handle(events.Joined("p2", "ana"))
    assert isinstance(found[0], Refused)
    assert room.session.seat("p2").state == "waiting"


def test_an_empty_seat_gives_its_name_away_a_used_one_does_not():
    """The welcome may never have come: that player has no token and asks for the name again."""
    room = Room()
    room.join("ana", "bo")
    assert ask(room, "ana", "p2").reason == "name_taken"
    room.handle(events.Disconnected("ana"))
    assert ask(room, "Ana", "p2") is None
    assert [seat.pid for seat in room.session.roster()] == ["bo", "p2"]
    room.opened()
    room.answer("bo")
    room.handle(events.Disconnected("bo"))
    assert ask(room, "bo", "p3").reason == "name_taken"
    assert refusals(room.handle(events.Connected("ana"))) == [Deny("token")]


def test_leaving_the_page_is_counted_during_questions():
    room = Room()
    room.join("ana")
    room.handle(events.WentAway("ana", True))
    room.handle(events.WentAway("ana", False))
    room.opened()
    room.handle(events.WentAway("ana", True, True))
    room.handle(events.WentAway("ana", True))
    seat = room.session.seat("ana")
    assert (seat.away, seat.low, seat.aways) == (True, False, 1)
    assert room.handle(events.WentAway("x", True)) == []


def test_media_of_another_question_or_from_nobody_say_nothing():
    room = Room()
    room.join("ana")
    assert room.handle(events.MediaReady("ana", 0)) == []
    room.next()
    assert room.handle(events.MediaReady("ana", 1)) == []
    assert room.handle(events.MediaReady("x", 0)) == []
    assert room.handle(events.MediaReady("ana", 0)) == [SeatsChanged(("ana",))]
    assert room.session.seat("ana").ready
