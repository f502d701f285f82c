"""What a play and a game say of themselves."""

import pytest

from shared.quiz import quiz
from shared.quiz.session_state import NEVER, Game, Play, Player
from tests.support.quiz_game import KINDS, Room, question


def a_play(body: quiz.Body = KINDS["single"][0], **more) -> Play:
    play = Play(0, 0, question(body, **more))
    play.open_at, play.limit_ms = 1000, 20_000
    return play


def player(**more) -> Player:
    return Player("p", "Ana", "ana", 0, 0, **more)


@pytest.mark.parametrize(
    ("kind", "full", "counts"), [("single", 1000, True), ("poll", 0, False), ("word_cloud", 0, False)]
)
def test_what_a_question_is_worth(kind, full, counts):
    play = a_play(KINDS[kind][0])
    assert (play.full, play.counts, play.slide) == (full, counts, False)
    assert a_play(quiz.Slide("x")).slide
    assert a_play(multiplier=3).full == (3000)


@pytest.mark.parametrize(
    ("factor", "limit", "deadline"),
    [(1, 20_000, 26_000), (1.5, 30_000, 36_000), (0, None, NEVER)],
)
def test_deadlines_are_ones_own(factor, limit, deadline):
    play = a_play()
    play.extended_ms = 5000
    assert play.own_limit_ms(player(extra_time=factor)) == limit
    assert play.deadline(player(extra_time=factor)) == deadline
    assert play.close_at() == 26_000
    play.limit_ms = None
    assert play.close_at() is None
    assert play.deadline(player(extra_time=factor)) == NEVER


def test_used_time_is_counted_from_the_opening():
    assert a_play().used_ms(1500) == 500


def a_game(**options) -> Game:
    game = Room(**options).session._game
    game.now = 5000
    return game


def test_the_clock_stands_in_a_pause():
    game = a_game()
    assert game.clock == 5000
    game.paused_at = 3000
    assert game.clock == 3000


def test_whom_the_room_waits_for():
    game, play = a_game(), a_play()
    assert game.expects(play, player())
    assert not game.expects(play, player(connected=False))
    assert not game.expects(play, player(state="kicked"))
    later = player()
    later.since = 1
    assert not game.expects(play, later)
    game.now = 30_000
    assert not game.expects(play, player())


def test_a_roster_is_read_once():
    game = a_game(names="roster", roster=("Ana  Gil", "ANA GIL", "", "Bo"))
    assert game.roster == {"anagil": "Ana Gil", "bo": "Bo"}


@pytest.mark.parametrize(("lead", "kept"), [(-5, 0), (250, 250), (9000, 400)])
def test_the_lead_has_bounds(lead, kept):
    game = a_game()
    game.set_lead(lead)
    assert game.lead_ms == kept
