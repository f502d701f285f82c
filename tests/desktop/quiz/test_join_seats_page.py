"""Seats to go on with and assignments that wait."""

import pytest

from desktop.quiz.join_seats_page import SeatCard, SeatList
from shared.quiz.messages import AnswerFrame, GameInfo
from shared.quiz.player_seat import SavedSeat
from tests.support.look import look
from tests.support.quiz_joining import seat
from tests.support.quiz_playing import listening

__all__ = ["look"]

DUE_MS = 1_795_000_000_000


def assignment(deadline_ms=DUE_MS, **more):
    game = GameInfo("g2", "1", "Homework", pace="self", questions=5, deadline_ms=deadline_ms)
    return seat("g2", saved=SavedSeat(game=game, given={0: 1, 3: 1}, **more))


@pytest.mark.parametrize(("now_ms", "words"), [(DUE_MS - 1, "hand in by"), (DUE_MS + 1, "was due")])
def test_an_assignment_tells_how_far_and_until_when(qtbot, now_ms, words):
    card = SeatCard(assignment(unsent=(AnswerFrame(0, "n", 1, 5.0),)), now_ms)
    qtbot.addWidget(card)
    about = card.about.text()
    assert words in about
    assert "2 of 5 answered" in about
    assert "wait" in about
    assert card.resume.text() == "Answer"


def test_a_game_is_gone_on_with(qtbot):
    card = SeatCard(seat(), 0)
    qtbot.addWidget(card)
    assert card.about.text() == "Room 4 · as Ada"
    assert card.resume.accessibleName() == "Go on with Sums"


def test_assignments_come_first_by_deadline(qtbot):
    seats = SeatList()
    qtbot.addWidget(seats)
    resumed, given_up = listening(seats.resumed), listening(seats.given_up)
    seats.show_seats([seat("g1"), assignment(DUE_MS + 5), assignment(DUE_MS)], 0)
    assert [card.seat.deadline_ms for card in seats.cards] == [DUE_MS, DUE_MS + 5, None]
    seats.cards[2].resume.click()
    seats.cards[0].forget.click()
    assert resumed[0][0].game == "g1"
    assert given_up[0][0].game == "g2"
    assert not seats.isHidden()
    seats.show_seats([], 0)
    assert seats.isHidden()
