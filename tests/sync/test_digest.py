"""Digests tell equal from unequal, and where."""

from hypothesis import given
from hypothesis import strategies as st

from sync.digest import BUCKETS, ZERO, added, bucket_of, changed_by, joined, row_hash, total, unequal

KEY = ("card", bytes(range(16)))
AMOUNTS = st.lists(st.integers(-(1 << 130), 1 << 130))


@given(AMOUNTS, st.randoms())
def test_the_order_of_changes_does_not_matter(amounts, rng):
    shuffled = rng.sample(amounts, len(amounts))
    results = []
    for order in (amounts, shuffled):
        digest = ZERO
        for amount in order:
            digest = added(digest, amount)
        results.append(digest)
    assert results[0] == results[1]
    assert total([added(ZERO, amount) for amount in amounts]) == results[0]


def test_a_change_and_its_undoing_leave_nothing():
    there = changed_by(KEY, (None, False), (b"stamps", False))
    assert there == row_hash(KEY, b"stamps")
    assert there + changed_by(KEY, (b"stamps", False), (b"stamps", True)) == 0
    assert changed_by(KEY, (b"stamps", True), (None, False)) == 0


def test_kind_id_and_stamps_all_count():
    hashes = {
        row_hash(KEY, b"a"),
        row_hash(KEY, b"b"),
        row_hash(("deck", KEY[1]), b"a"),
        row_hash(("card", bytes(16)), b"a"),
    }
    assert len(hashes) == 4


def test_unequal_buckets_are_found():
    theirs = joined({3: b"x" * 16, 255: b"y" * 16})
    assert len(theirs) == BUCKETS * 16
    assert unequal({3: b"x" * 16, 255: b"y" * 16}, theirs) == []
    assert unequal({3: b"z" * 16, 7: b"q" * 16}, theirs) == [3, 7, 255]
    assert bucket_of(KEY[1]) == 15
