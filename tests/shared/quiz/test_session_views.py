"""What players, screens and teachers see in every phase."""

import pytest

from shared.quiz import commands, events
from shared.quiz.commands import Seat
from shared.quiz.messages import Standing
from shared.quiz.quiz import Source
from tests.support.quiz_game import Room, game_quiz, question

PHASES = ("lobby", "prep", "open", "closed", "reveal", "board", "podium", "ended")


def at(phase: str, **options) -> Room:
    held = game_quiz(
        question(explanation="Because.", source=Source("item", "Lecture", 5000)), question(name="2")
    )
    room = Room(held, **options)
    room.join("ana", "bo")
    room.until("open" if phase in {"reveal", "board", "podium", "ended", "closed"} else phase)
    if phase in {"closed", "reveal", "board", "podium", "ended"}:
        room.at = room.session.stage(0, solutions=False).open_at
        room.answer("ana", 1)
    room.until(phase)
    return room


@pytest.mark.parametrize("phase", PHASES)
def test_a_stage_for_teacher_and_screen(phase):
    room = at(phase)
    teacher, screen = (room.session.stage(room.at, solutions=known) for known in (True, False))
    asked = phase in {"prep", "open", "closed", "reveal", "board"}
    seen = phase in {"reveal", "board"}
    assert (teacher.shown is not None) == (screen.shown is not None) == asked
    assert (teacher.solution is not None) == asked
    assert (screen.solution is not None) == (screen.summary is not None) == seen
    assert (screen.why, teacher.why) == ("Because." if seen else "", "Because." if asked else "")
    assert (screen.source is not None) == seen
    assert (teacher.summary is not None) == (seen or phase == "closed")
    assert (screen.view is not None) == (asked and phase != "prep")
    assert bool(screen.top) == (phase in {"board", "podium", "ended"})
    assert (screen.close_at is not None) == (phase == "open")
    assert (screen.players, screen.connected) == (2, 2)


@pytest.mark.parametrize("phase", PHASES)
def test_a_snapshot_has_what_the_phase_needs(phase):
    room = at(phase)
    own, screen = room.session.snapshot("ana", room.at), room.session.snapshot("", room.at)
    assert own.phase == screen.phase == phase
    assert own.answered == (phase in {"closed", "reveal", "board"})
    assert (own.answer, screen.answer) == (1 if own.answered else None, None)
    assert (own.view is not None) == (phase in {"open", "closed", "reveal"})
    assert (own.solution is not None) == (phase == "reveal")
    assert (own.own is not None) == (phase in {"reveal", "board"})
    assert screen.own is None
    assert (own.board is not None) == (phase in {"board", "podium", "ended"})
    assert own.eligible
    assert screen.eligible
    assert own.rank == 1
    assert own.players == 2


def test_a_board_shows_the_best_and_ones_own_line():
    room = Room(board_size=1)
    room.join("ana", "bo")
    for value in ((1, 0), (0, 1), (0, 1)):
        room.opened()
        room.answer("ana", value[0], 400)
        room.answer("bo", value[1], 400)
        room.until("reveal")
        room.next()
    assert room.frames("ana")[-1].final
    assert room.frames("ana")[-1].top[0].name == "bo"
    assert room.frames("ana")[-1].own == Standing("ana", 1000, 2, -1)
    assert room.frames("bo")[-1].own is None
    assert room.session.snapshot("ana", room.at).board == room.frames("ana")[-1]
    assert room.session.snapshot("bo", room.at).board == room.frames("bo")[-1]


def test_a_board_says_who_moved():
    room = Room()
    room.join("ana", "bo", "cy")
    for values in ((1, 0, 0), (0, 0, 1), (0, 0, 1)):
        room.opened()
        for name, value in zip(("ana", "bo", "cy"), values, strict=True):
            room.answer(name, value, 400)
        room.until("reveal")
        room.next()
    boards = [frame.top for frame in room.frames() if hasattr(frame, "top")]
    moved = [{line.name: line.moved for line in board} for board in boards]
    assert moved == [
        {"ana": 0, "bo": 0, "cy": 0},
        {"ana": 0, "cy": 0, "bo": -1},
        {"cy": 1, "ana": -1, "bo": 0},
    ]


def test_private_results_show_nobody_else():
    room = Room(board="private")
    room.join("ana", "bo")
    room.opened()
    room.answer("ana", 1)
    room.until("podium")
    board = room.frames("bo")[-1]
    assert (board.top, board.own.name) == ((), "bo")
    assert room.session.game_info("bo").private


def test_counts_name_the_silent_ones():
    room = Room()
    room.join(*(f"p{number}" for number in range(40)))
    assert room.session.counts().q == -1
    room.handle(events.Disconnected("p0"))
    room.opened()
    room.answer("p1")
    counts = room.session.counts()
    assert (counts.q, counts.players, counts.connected, counts.eligible, counts.answered) == (
        0,
        40,
        39,
        40,
        1,
    )
    assert len(counts.stuck) == 30
    assert not {"p0", "p1"} & set(counts.stuck)


def test_a_seat_tells_the_teacher_everything():
    room = at("reveal")
    room.command(commands.ExtraTime("ana", 1.25))
    seat = room.session.seat("ana")
    assert seat == Seat(
        "ana", "ana", connected=True, answered=True, total=seat.total, rank=1, streak=1, extra_time=1.25
    )
    assert room.session.roster()[0] == seat
    assert room.session.seat("nobody") is None


def test_the_game_says_what_never_changes():
    room = Room(
        teams=("red",), pace="self", names="roster", roster=("Ana",), deadline_ms=5, change_answer=True
    )
    info = room.session.game_info("")
    assert (info.title, info.pin, info.questions, info.teams) == ("Capitals", "123456", 3, ("red",))
    assert (info.pace, info.names, info.deadline_ms, info.change_answer) == ("self", "roster", 5, True)
