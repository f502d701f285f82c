"""What signs of life add: never more than passed, nothing for lost networks beyond half a minute."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.billing.voice import GAP_MS, MOST_MS, STALE_MS, counted_ms, is_stale


@pytest.mark.parametrize(
    ("silence_ms", "counted"),
    [(-5_000, 0), (0, 0), (30_000, 30_000), (MOST_MS, MOST_MS), (MOST_MS + 1, GAP_MS), (STALE_MS, GAP_MS)],
)
def test_what_a_silence_adds(silence_ms, counted):
    assert counted_ms(silence_ms) == counted


def test_exactly_ten_minutes_are_alive():
    assert not is_stale(600_000)
    assert is_stale(600_001)


@given(st.lists(st.integers(0, STALE_MS), max_size=50))
def test_no_more_is_counted_than_passed_nor_than_the_signs_allow(silences):
    counted = sum(map(counted_ms, silences))
    assert counted <= sum(silences)
    assert counted <= len(silences) * MOST_MS
