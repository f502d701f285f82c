"""The form of hashes, and where they stand in values."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.content.messages import Have, NewUpload, hashes_in, is_hash


@given(st.binary(min_size=32, max_size=32))
def test_a_hash_is_found_as_bytes_and_in_text(raw):
    assert hashes_in(raw) == {raw}
    assert hashes_in('{"sha": "' + raw.hex() + '", "alt": "x"}') == {raw}
    assert is_hash(raw.hex())


def test_what_is_no_hash():
    assert hashes_in(b"x" * 31) == hashes_in(b"x" * 16) == hashes_in(5) == hashes_in(None) == frozenset()
    assert hashes_in("a" * 65) == hashes_in("A" * 64) == frozenset()
    assert not is_hash("a" * 64 + "\n")
    assert not is_hash("g" * 64)


def test_bodies_are_checked_at_the_border():
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({"scope": "s", "hashes": ["../x"]}), type=Have)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"sha256": "a" * 64 + "\n", "size_bytes": 1, "scope": "s"}, NewUpload)
