"""Ranks always leave room, and moving rewrites as little as can be."""

from hypothesis import given
from hypothesis import strategies as st

from sync.order_keys import between, rearranged

PLACES = st.lists(st.integers(0, 40), min_size=1, max_size=40)


@given(PLACES)
def test_there_is_always_room_between_two(places):
    ranks: list[str] = []
    for place in places:
        at = place % (len(ranks) + 1)
        low = ranks[at - 1] if at else ""
        high = ranks[at] if at < len(ranks) else ""
        ranks.insert(at, between(low, high)[0])
        assert ranks == sorted(set(ranks))


@given(st.lists(st.sampled_from(["", "5", "A", "V", "m", "z"]), max_size=9))
def test_ranks_rise_after_rearranging_and_risen_ones_stay(ranks):
    result = rearranged(ranks)
    assert result == sorted(set(result))
    assert len(result) == len(ranks)
    if "" not in ranks and list(ranks) == sorted(set(ranks)):
        assert result == ranks


def test_equal_ranks_of_two_devices_get_room():
    result = rearranged(["V", "V"])
    assert result == sorted(set(result))
    assert "V" in result
