"""Teams fill evenly and are ranked by average or sum."""

import pytest

from shared.quiz.teams import smallest, team_places


@pytest.mark.parametrize(
    ("members", "expected"),
    [([], "red"), (["red"], "blue"), (["red", "blue"], "red"), (["blue", "gone", "gone"], "red")],
)
def test_a_new_player_goes_to_the_smallest_team(members, expected):
    assert smallest(("red", "blue"), members) == expected


def test_without_teams_there_is_none():
    assert smallest((), ["x"]) == ""


def test_an_average_is_fair_to_small_teams():
    members = [("red", 100), ("red", 301), ("blue", 300), ("elsewhere", 999)]
    found = team_places(("red", "blue", "green"), members, "average")
    assert [(place.key, place.total, place.rank) for place in found] == [
        ("blue", 300, 1), ("red", 200, 2), ("green", 0, 3),
    ]  # fmt: skip


def test_a_sum_counts_everyone():
    found = team_places(("red", "blue"), [("red", 100), ("red", 301), ("blue", 300)], "sum")
    assert [(place.key, place.total, place.gap) for place in found] == [("red", 401, 0), ("blue", 300, 101)]
