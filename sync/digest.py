"""Digests by which two stores know that they hold the same rows of a scope, and where not. Pure.

A digest is the sum of the rows' hashes modulo 2**128, kept per bucket, so that one changed row costs one addition.
Deleted rows do not count: each side may forget them when it likes.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from sync.rows import Key

BUCKETS = 256
DIGEST_BYTES = 16
_MODULUS = 1 << 128
ZERO = bytes(DIGEST_BYTES)


def bucket_of(row_id: bytes) -> int:
    """Return the bucket of a row: the last byte of its id, because UUIDv7 begins with the time."""
    return row_id[-1]


def row_hash(key: Key, stamps: bytes) -> int:
    """Return the hash of a living row: of its kind, id and the stamps of all its fields."""
    hashed = _of_kind(key[0]).copy()
    hashed.update(key[1] + stamps)
    return int.from_bytes(hashed.digest(), "big")


@lru_cache(256)
def _of_kind(kind: str) -> "hashlib.blake2b":
    """Return a hash begun for a kind: to copy one costs half of what making one does."""
    return hashlib.blake2b(digest_size=DIGEST_BYTES, person=kind.encode()[:16])


def add_states(
    sums: dict[tuple[str, int], int], kind: str, states: Iterable[tuple[str, bytes, bytes]], sign: int = 1
) -> None:
    """Add what living rows (scope, id, stamps) of a kind count for to the sums of (scope, bucket): as `row_hash`."""
    begun, number = _of_kind(kind).copy, int.from_bytes
    for scope, row_id, stamps in states:
        hashed = begun()
        hashed.update(row_id + stamps)
        at = (scope, row_id[-1])
        sums[at] = sums.get(at, 0) + sign * number(hashed.digest(), "big")


def changed_by(key: Key, before: tuple[bytes | None, bool], after: tuple[bytes | None, bool]) -> int:
    """Return what to add to a digest when a row's (stamps, deleted) change; stamps are None where no row is."""
    if before == after:
        return 0
    total = 0
    if after[0] is not None and not after[1]:
        total += row_hash(key, after[0])
    if before[0] is not None and not before[1]:
        total -= row_hash(key, before[0])
    return total


def added(digest: bytes, amount: int) -> bytes:
    """Return a digest after an addition, which may be negative."""
    return ((int.from_bytes(digest, "big") + amount) % _MODULUS).to_bytes(DIGEST_BYTES, "big")


def total(digests: Iterable[bytes]) -> bytes:
    """Return the digest of several buckets together."""
    return (sum(int.from_bytes(one, "big") for one in digests) % _MODULUS).to_bytes(DIGEST_BYTES, "big")


def unequal(mine: dict[int, bytes], theirs: bytes) -> list[int]:
    """Return the buckets in which two stores differ; `theirs` are all `BUCKETS` digests one after another."""
    return [number for number, part in enumerate(parted(theirs)) if mine.get(number, ZERO) != part]


def joined(digests: dict[int, bytes]) -> bytes:
    """Return all buckets one after another, as `unequal` reads them."""
    return b"".join(digests.get(number, ZERO) for number in range(BUCKETS))


def parted(digests: bytes) -> list[bytes]:
    """Return the digests of all buckets from what `joined` returned."""
    return [digests[at : at + DIGEST_BYTES] for at in range(0, BUCKETS * DIGEST_BYTES, DIGEST_BYTES)]
