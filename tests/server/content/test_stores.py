"""Hashes taken on the way in."""

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from server.content.stores import Digest
from shared.content.messages import BLOCK_BYTES


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 6 * BLOCK_BYTES), st.lists(st.integers(1, 3 * BLOCK_BYTES), min_size=1, max_size=6))
def test_the_cutting_changes_nothing(size, cuts):
    data = bytes(size)
    digest, at, turn = Digest(), 0, 0
    while at < size:
        step = cuts[turn % len(cuts)]
        digest.update(data[at : at + step])
        at, turn = at + step, turn + 1
    found = digest.result()
    assert (found.sha256, found.size_bytes) == (hashlib.sha256(data).digest(), size)
    blocks = [hashlib.sha256(data[at : at + BLOCK_BYTES]).digest() for at in range(0, size, BLOCK_BYTES)]
    assert found.blocks == (b"".join(blocks) if size > 4 * BLOCK_BYTES else b"")
