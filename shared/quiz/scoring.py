"""Points for one answer: presets, stopwatch, ties, penalty, streak. Knows no game and no player."""

import math
from collections.abc import Mapping
from typing import Final, TypeVar

FULL_POINTS: Final = 1000
GRACE_MS: Final = 500
TIE_MS: Final = 50
MAX_ALLOWANCE_MS: Final = 1000
STREAK_STEP: Final = 50
STREAK_CAP: Final = 250

WEIGHTS: Final[Mapping[str, float]] = {"accuracy": 1.0, "balanced": 0.6, "race": 0.5}
"""Share of the points that does not depend on time (live-quiz.md 3.3: w)."""

Key = TypeVar("Key")


def full_points(multiplier: float) -> int:
    """P of live-quiz.md 3.3: 1000 x multiplier."""
    return round(FULL_POINTS * multiplier)


def counted_ms(elapsed_ms: float, received_ms: int, allowance_ms: int) -> int:
    """The time that counts for an answer: `clamp(elapsed, recv - open - allowance, recv - open)`.

    live-quiz.md 3.3. `received_ms` is recv - open_at by the host's clock, pauses taken out. A time that is not a
    number counts as the time of receipt.
    """
    latest = max(0, received_ms)
    earliest = max(0, received_ms - min(max(allowance_ms, 0), MAX_ALLOWANCE_MS))
    if not math.isfinite(elapsed_ms):
        return latest
    return round(min(max(elapsed_ms, earliest), latest))


def points(full: int, fraction: float, weight: float, time_ms: int, limit_ms: float | None) -> int:
    """Points of an answer, never negative: `round(P c (w + (1 - w)(1 - max(0, t - 0.5 s) / T)))`.

    live-quiz.md 3.3. `limit_ms` is the player's own T (extra time included); None means no limit, so time costs
    nothing. After T, in an extension, the share of time is 0.
    """
    if fraction <= 0:
        return 0
    spent = 0.0 if not limit_ms else min(1.0, max(0, time_ms - GRACE_MS) / limit_ms)
    return round(full * min(fraction, 1.0) * (weight + (1 - weight) * (1 - spent)))


def tied(times: Mapping[Key, int]) -> dict[Key, int]:
    """The times with differences under 50 ms evened out (live-quiz.md 3.3: they are ties).

    From the fastest on, whoever is less than 50 ms behind the first of a group counts with that first's time: a
    dense room does not melt into one tie, and nobody loses by it.
    """
    first = -TIE_MS
    evened: dict[Key, int] = {}
    for key, time_ms in sorted(times.items(), key=lambda entry: entry[1]):
        if time_ms - first >= TIE_MS:
            first = time_ms
        evened[key] = first
    return evened


def penalty_points(full: int, penalty: float, total: int) -> int:
    """What a wrong answer takes away: `penalty` (0 to 1) of the full points, at most what the player has."""
    return min(round(full * min(max(penalty, 0.0), 1.0)), total)


def streak_bonus(streak: int) -> int:
    """Bonus of the `streak`-th right answer in a row: +50 per step after the first, at most 250."""
    return min(STREAK_STEP * max(0, streak - 1), STREAK_CAP)
