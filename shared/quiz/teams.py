"""Teams of a game: where a new player goes, and what a team has. Knows no game."""

from collections.abc import Iterable, Sequence
from typing import Literal

from shared.quiz.ranking import Place, places


def smallest(teams: Sequence[str], members: Iterable[str]) -> str:
    """The team with the fewest members; among equals the first. `members` are the teams of the players."""
    sizes = dict.fromkeys(teams, 0)
    for team in members:
        if team in sizes:
            sizes[team] += 1
    return min(sizes, key=sizes.__getitem__, default="")


def team_places(
    teams: Sequence[str], members: Iterable[tuple[str, int]], score: Literal["average", "sum"]
) -> list[Place]:
    """Teams from best to last by the sum, or the rounded average, of their members' totals.

    `members` are pairs of team and total. A team without members has 0.
    """
    totals: dict[str, list[int]] = {team: [] for team in teams}
    for team, total in members:
        if team in totals:
            totals[team].append(total)
    if score == "sum":
        return places((team, sum(held)) for team, held in totals.items())
    return places((team, round(sum(held) / len(held)) if held else 0) for team, held in totals.items())
