"""The laws of ranking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.search.ranking import (
    BOOSTED,
    POPULARITY_WEIGHT,
    RECENCY_WEIGHT,
    Interest,
    boost,
    fuse,
    ranked,
    scaled,
)

DAY_MS = 86_400_000
scores = st.lists(
    st.tuples(st.integers(1, 300), st.floats(-5, 50, allow_nan=False, width=32)),
    max_size=100,
    unique_by=lambda one: one[0],
)


@given(scores, scores, st.sampled_from([0.3, 0.4]))
def test_relevance_is_between_0_and_1_and_holds_both_lists(lexical, vector, weight):
    relevance = fuse(lexical, vector, weight)
    assert set(relevance) == {one for one, _ in lexical} | {one for one, _ in vector}
    assert all(0 <= value <= 1 + 1e-9 for value in relevance.values())


@given(scores.filter(bool))
def test_one_empty_list_leaves_the_other_s_order(vector):
    alone = fuse([], vector, 0.4)
    assert sorted(alone, key=lambda one: (-alone[one], one)) == sorted(
        alone, key=lambda one: (-scaled(vector)[one], one)
    )


def test_a_weighted_sum():
    relevance = fuse([(1, 10.0), (2, 5.0)], [(2, 0.9), (3, 0.5)], 0.4)
    assert relevance == pytest.approx({1: 0.6, 2: 0.6 * 0.5 + 0.4, 3: 0.0})


def test_a_full_list_is_scaled_from_its_last():
    lexical = [(one, 100.0 - one) for one in range(100)]
    assert fuse(lexical, [], 0.4)[99] == 0.0
    assert fuse(lexical[:99], [], 0.4)[98] > 0.0


def test_equal_scores_are_all_best():
    assert scaled([(1, 2.0), (2, 2.0)]) == {1: 1.0, 2: 1.0}


def test_boost_is_small_and_bounded():
    assert boost(Interest(1_000, 9), 9, 1_000) == pytest.approx(RECENCY_WEIGHT + POPULARITY_WEIGHT)
    assert boost(Interest(0, 0), 9, 30 * DAY_MS) == pytest.approx(RECENCY_WEIGHT / 2)
    assert boost(Interest(5_000, 0), 0, 1_000) == pytest.approx(RECENCY_WEIGHT)


@given(st.dictionaries(st.integers(1, 60), st.floats(0, 1, width=32), max_size=60), st.integers(0, 59))
def test_interest_never_lifts_a_passage_into_the_first_twenty(relevance, loved):
    items = {one: bytes([one]) for one in relevance}
    interest = {bytes([loved]): Interest(10 * DAY_MS, 1_000)}
    order = [one.passage_id for one in ranked(relevance, items, interest, 10 * DAY_MS)]
    plain = sorted(relevance, key=lambda one: (-relevance[one], one))
    assert set(order[:BOOSTED]) == set(plain[:BOOSTED])
    assert order[BOOSTED:] == plain[BOOSTED:]


def test_recent_and_popular_items_win_near_ties_only():
    items = {1: b"old", 2: b"new"}
    interest = {b"new": Interest(100 * DAY_MS, 5), b"old": Interest(0, 0)}
    assert [one.passage_id for one in ranked({1: 0.80, 2: 0.75}, items, interest, 100 * DAY_MS)] == [2, 1]
    assert [one.passage_id for one in ranked({1: 0.90, 2: 0.75}, items, interest, 100 * DAY_MS)] == [1, 2]


def test_passages_of_gone_items_are_left_out():
    assert ranked({1: 1.0}, {}, {}, 0) == []
