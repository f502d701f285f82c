"""Numbers in steps."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared.quiz.buckets import MOST, bucketed

some = st.lists(st.floats(-1e100, 1e100), min_size=1, max_size=60)


@given(some | st.lists(st.integers(-20, 20).map(float), min_size=1, max_size=60))
def test_every_number_is_in_one_of_at_most_ten_steps(numbers):
    buckets = bucketed(numbers)
    assert 1 <= len(buckets) <= MOST
    assert sum(bucket.count for bucket in buckets) == len(numbers)
    assert buckets[0].low <= min(numbers)
    assert buckets[-1].high >= max(numbers)
    for first, second in pairwise(buckets):
        assert first.high == second.low
        assert first.low < first.high
    for bucket in buckets[:-1]:
        assert bucket.count == sum(bucket.low <= number < bucket.high for number in numbers)


def test_steps_are_round():
    buckets = bucketed([0, 13, 27, 44, 61, 88], (0, 100))
    assert [bucket.low for bucket in buckets] == [0, 20, 40, 60, 80]
    assert [bucket.count for bucket in buckets] == [2, 1, 1, 1, 1]


def test_one_joke_does_not_hide_the_room():
    buckets = bucketed([10, 11, 12, 12, 13, 14, 15, 16, 1e50])
    assert len(buckets) > 4
    assert buckets[-1].high == 1e50
    assert max(bucket.count for bucket in buckets) <= 4


def test_all_the_same_and_none():
    assert [bucket.count for bucket in bucketed([3.0, 3.0])] == [2]
    assert bucketed([]) == ()
