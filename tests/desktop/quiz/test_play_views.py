"""Rows of seats and results are read back as they were written, and in pieces when they are of another version."""

from desktop.quiz.attempts import AttemptQuestion
from desktop.quiz.play_views import attempt_view, seat_values, seat_view
from shared.ids import new_id
from shared.quiz.messages import AnswerFrame, AssignedItem, Assignment, GameInfo, OwnResult, Shown
from shared.quiz.player_seat import SavedSeat
from shared.quiz.views import Solution
from tests.support.quiz_playing import VIEWS

import msgspec  # isort: skip

ITEMS = tuple(AssignedItem(Shown(q, 3, "single", "?"), VIEWS["single"]) for q in range(3))
SAVED = SavedSeat(
    "123456", "token", "K7GQ", "p1", "Ada", "Owls",
    GameInfo("g1", "123456", "Sums", pace="self", questions=3, deadline_ms=99),
    (AnswerFrame(1, "n", [0, 2], 5.0),), Assignment(4, ITEMS, (0,)), {1: [0, 2]}, finishing=True,
)  # fmt: skip
TIMES = {"game": "g1", "joined_ms": 1, "used_ms": 2}


def test_a_seat_comes_back_as_it_was():
    view = seat_view({**TIMES, **seat_values(SAVED, "http://h:1", "Room 4")})
    assert view.saved == SAVED
    assert (view.url, view.host, view.title, view.can_resume) == ("http://h:1", "Room 4", "Sums", True)
    assert (view.is_assignment, view.deadline_ms, view.questions, view.answered) == (True, 99, 3, 2)


def test_a_seat_of_another_version_can_still_be_resumed():
    values = seat_values(SAVED, "http://h:1", "")
    view = seat_view({**TIMES, **values, "assignment_json": '{"game": 7}'})
    assert (view.can_resume, view.saved.token, view.saved.assigned) == (True, "token", None)
    bare = seat_view({**TIMES, **values, "assignment_json": None, "token": ""})
    assert (bare.can_resume, bare.is_assignment, bare.questions, bare.deadline_ms, bare.answered) == (
        False, False, 0, None, 0,
    )  # fmt: skip


def test_a_result_counts_what_could_be_right():
    questions = (
        AttemptQuestion(Shown(0, 3, "single"), solution=Solution(1), own=OwnResult(state="right")),
        AttemptQuestion(Shown(1, 3, "single"), solution=Solution(1), own=OwnResult(state="wrong")),
        AttemptQuestion(Shown(2, 3, "poll"), solution=Solution(), own=OwnResult(state="opinion")),
    )
    row = {
        "id": new_id().bytes, "game": "g", "title": "T", "host": "", "pace": "live", "name": "A", "started_ms": 1,
        "total": 5, "rank": 1, "players": 2, "finished": 1, "questions_json": msgspec.json.encode(questions).decode(),
    }  # fmt: skip
    view = attempt_view(row)
    assert (view.right, view.judged, view.finished, len(view.questions)) == (1, 2, True, 3)
    assert attempt_view({**row, "questions_json": '{"of": "a newer one"}'}).questions == ()
