"""A whole class on good, middling and bad links earns what it would earn with none: the real rules, made-up links."""

import pytest

from shared.quiz.quiz import GameOptions
from tests.support.latency_simulation import latency_errors
from tests.support.live_host import sums_quiz


@pytest.mark.parametrize("preset", ["balanced", "race"])
def test_links_hardly_change_points(preset):
    errors = latency_errors(sums_quiz(6, time_limit_s=10), 60, seed=3, options=GameOptions(preset=preset))
    assert len(errors) >= 300
    assert errors[int(len(errors) * 0.99)] <= 12
    assert errors[len(errors) // 2] <= 1
