from typing import get_args

import pytest

from desktop.practice.view_model import Phase
from desktop.practice.views import Blocked, Ended, Minutes
from desktop.practice.words_page import (
    blocked_action,
    blocked_text,
    difficulty_name,
    ended_text,
    level_of,
    minutes_text,
    phase_text,
    renewal_text,
)

NOVEMBER_20_MS = 1_795_176_000_000
DECEMBER_30_MS = NOVEMBER_20_MS + 40 * 86_400_000


def minutes(used, left, *, warning=False):
    return Minutes(used * 60_000, None, None if left is None else left * 60_000, warning)


def test_minutes():
    assert minutes_text(minutes(4, 6)) == "4 min of 10 min used · 6 min left"
    assert minutes_text(minutes(4, None)) == "4 min used this month · no limit"
    offline = Minutes(30_000, 120_000, 90_000, warning=True, offline=True)
    assert minutes_text(offline) == "Offline: 1.5 of 2 min left"


@pytest.mark.parametrize(
    ("used", "left", "warning", "level"),
    [
        (1, 9, False, "ok"),
        (6, 4, True, "warning"),
        (75, 25, False, "warning"),
        (9, 1, True, "danger"),
        (9, None, False, "ok"),
    ],
)
def test_colours(used, left, warning, level):
    assert level_of(minutes(used, left, warning=warning)) == level


def test_there_are_new_minutes_with_the_next_month_of_utc():
    assert renewal_text(NOVEMBER_20_MS).startswith("New minutes on ")
    assert "1" in renewal_text(DECEMBER_30_MS)


def test_every_case_has_its_words():
    for blocked in get_args(Blocked):
        assert blocked_text(blocked, NOVEMBER_20_MS)
        assert len(blocked_action(blocked)) == 3
    assert blocked_text(None, NOVEMBER_20_MS) == ""
    assert blocked_action(None) == ("", "", {})
    assert blocked_action("no_sessions") == ("", "", {})
    assert len({ended_text(one, NOVEMBER_20_MS) for one in get_args(Ended)}) == len(get_args(Ended))
    assert ended_text(None, NOVEMBER_20_MS) == ""
    assert len({phase_text(one, "Space") for one in get_args(Phase)}) == len(get_args(Phase))
    assert [difficulty_name(one) for one in ("beginner", "advanced")] == ["Beginner", "Advanced"]
