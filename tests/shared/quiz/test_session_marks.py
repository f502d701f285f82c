"""Totals are what the answers say, in any order of events."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.quiz import commands
from shared.quiz.session_marks import rank, team_ranking
from tests.support.quiz_game import KINDS, Room, game_quiz, question


@pytest.mark.parametrize(
    ("preset", "multiplier", "points"),
    [("balanced", 1, 790), ("race", 1, 738), ("accuracy", 1, 1000), ("race", 2, 1475), ("race", 0, 0)],
)
def test_points_of_a_game(preset, multiplier, points):
    """11 s of 20 s, the first 0.5 s free."""
    room = Room(game_quiz(question(time_limit_s=20, multiplier=multiplier)), preset=preset)
    room.join("ana", "bo")
    room.opened()
    room.answer("ana", 1, 11_000)
    room.until("reveal")
    assert room.total("ana") == points


def test_less_than_50_ms_apart_is_a_tie():
    room = Room()
    room.join("ana", "bo", "cy")
    room.opened()
    room.answer("ana", 1, 5000)
    room.answer("bo", 1, 49)
    room.answer("cy", 1, 900)
    room.until("reveal")
    assert room.total("ana") == room.total("bo") > room.total("cy")
    assert [room.own(name).rank for name in ("ana", "bo", "cy")] == [1, 1, 3]
    assert room.own("cy").gap == room.total("bo") - room.total("cy")


def test_opinions_give_nothing_and_break_no_streak():
    from_kinds = [
        question(name="1"),
        question(KINDS["poll"][0], "p"),
        question(name="2", multiplier=0),
        question(name="3"),
    ]
    room = Room(game_quiz(*from_kinds), streak_bonus=True)
    room.join("ana", "bo")
    for value in (1, [0], 0, 1):
        room.opened()
        room.answer("ana", value, 400)
        room.until("reveal")
    assert [answer.points for answer in room.session.results().answers] == [1000, 0, 0, 1050]


def test_who_does_not_answer_loses_the_streak_who_is_partly_right_keeps_it():
    room = Room(
        game_quiz(*(question(KINDS["multiple"][0], str(index)) for index in range(5))), streak_bonus=True
    )
    room.join("ana", "bo")
    for value in ([0, 1], [0], [0, 1], None, [0, 1]):
        room.opened()
        if value is not None:
            room.answer("ana", value, 400)
        room.until("reveal")
    assert [answer.points for answer in room.session.results().answers] == [1000, 500, 1050, 1000]


def test_a_late_joiner_has_no_streak_to_lose():
    room = Room(streak_bonus=True)
    room.join("bo")
    room.until("board")
    room.join("ana")
    room.command(commands.Void(0))
    room.command(commands.Void(0, False))
    room.opened()
    room.answer("ana", 1, 400)
    room.until("reveal")
    assert room.own("ana").streak == 1


def test_teams_are_ranked_by_their_members():
    room = Room(teams=("red", "blue"))
    room.join("a", "b", "c")
    room.opened()
    room.answer("a", 1, 400)
    room.answer("b", 1, 20_000)
    room.until("reveal")
    game = room.session._game
    assert [(place.key, place.rank) for place in team_ranking(game)] == [("blue", 1), ("red", 2)]
    assert [place.key for place in rank(game)] == ["a", "b", "c"]


@given(st.data())
def test_totals_are_the_sum_of_what_is_not_void_whatever_the_host_decides(data):
    room = Room(penalty=data.draw(st.sampled_from((0, 0.25, 1))), streak_bonus=data.draw(st.booleans()))
    names = ("ana", "bo", "cy")
    room.join(*names)
    for _ in range(3):
        room.opened()
        for name in names:
            if data.draw(st.booleans()):
                room.answer(name, data.draw(st.integers(0, 2)), data.draw(st.integers(0, 9000)))
        room.until("reveal")
        decisions = st.builds(commands.Void, st.integers(0, 2), st.booleans())
        for decision in data.draw(st.lists(decisions, max_size=3)):
            room.command(decision)
    result = room.session.results()
    for player in result.players:
        answers = [answer for answer in result.answers if answer.pid == player.pid]
        assert player.total == sum(answer.points for answer in answers) >= 0
        assert all(answer.points == 0 for answer in answers if answer.q in result.voided)
    order = sorted((player.total for player in result.players), reverse=True)
    assert all(player.rank == order.index(player.total) + 1 for player in result.players)


@given(st.lists(st.sampled_from(("join", "look", "kick", "leave")), max_size=12), st.booleans())
def test_who_comes_late_is_ranked_as_if_all_were_sorted_anew(steps, scored):
    room = Room()
    room.join("ana", "bo")
    room.opened()
    if scored:
        room.answer("ana", 1)
        room.answer("bo", 1)
    room.until("board")
    for number, step in enumerate(steps):
        if step == "join":
            room.join(f"p{number}")
        elif step == "look":
            room.session.snapshot("ana", room.at)
        elif step == "kick":
            room.command(commands.Kick("bo"))
        else:
            room.command(commands.Readmit("bo"))
    game = room.session._game
    kept = list(rank(game))
    seats = room.session.roster()
    game.unranked()
    assert rank(game) == kept
    assert room.session.roster() == seats
    assert room.replayed().snapshot("ana", 0) == room.session.snapshot("ana", 0)
