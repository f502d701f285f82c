"""Ranks: always room between two, always the wanted order, as few changes as can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.quiz.positions import between, rearranged

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ranks = st.text(DIGITS, min_size=1, max_size=6).filter(lambda rank: rank[-1] != "0")


@given(st.one_of(st.just(""), ranks), st.one_of(st.just(""), ranks), st.integers(1, 40))
def test_there_is_always_room(low, high, count):
    if high and low >= high:
        with pytest.raises(ValueError, match="no rank"):
            between(low, high, count)
        return
    found = between(low, high, count)
    assert found == sorted(set(found))
    assert len(found) == count
    assert all(low < rank and (not high or rank < high) for rank in found)
    assert all(rank[-1] != "0" for rank in found)


@given(st.lists(st.one_of(st.just(""), ranks, st.just("a0"), st.just("!")), max_size=30))
def test_the_wanted_order_comes_out(present):
    result = rearranged(present)
    assert result == sorted(set(result))
    assert len(result) == len(present)


@given(st.integers(2, 60), st.data())
def test_a_move_changes_one_rank(count, data):
    order = between("", "", count)
    old = data.draw(st.integers(0, count - 1))
    new = data.draw(st.integers(0, count - 1))
    moved = [rank for rank in order if rank != order[old]]
    moved.insert(new, order[old])
    changed = [at for at, (a, b) in enumerate(zip(moved, rearranged(moved), strict=True)) if a != b]
    assert len(changed) <= 1


def test_ranks_stay_short_when_always_put_first():
    order = between("", "", 1)
    for _ in range(300):
        order = [*between("", order[0]), *order]
    assert len(order[0]) < 70
    assert order == sorted(order)
