"""The order of options on one device."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared.quiz.own_order import fnv1a32, own_order


def test_the_hash_is_fnv_1a():
    """Values from the list of Fowler, Noll and Vo."""
    assert [fnv1a32(text) for text in ("", "a", "foobar")] == [0x811C9DC5, 0xE40C292C, 0xBF9CF968]


@given(st.integers(0, 2**63), st.integers(0, 500), st.integers(0, 9))
def test_every_option_has_one_place(seed, q, count):
    order = own_order(seed, q, count)
    assert sorted(order) == list(range(count))
    assert order == own_order(seed, q, count)


def test_seed_zero_keeps_the_order():
    assert own_order(0, 3, 5) == (0, 1, 2, 3, 4)


def test_neighbours_see_different_orders():
    orders = [own_order(seed, 0, 4) for seed in range(1, 401)]
    for option in range(4):
        first = sum(order[0] == option for order in orders)
        assert 60 <= first <= 140, "each option is first about as often"
    same = sum(a == b for a, b in pairwise(orders))
    assert same < 200
