"""What the authority's merge rule needs of a database, and a store in memory. Knows no rule."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Protocol

import msgspec

from sync.conflicts import kept_for
from sync.digest import added, bucket_of, total
from sync.protocol import Gone
from sync.rows import CONFLICT, Key, Origin, Row


class Departure(msgspec.Struct, frozen=True):
    """A row that left a scope at a place of its feed."""

    scope: str
    seq: int
    key: Key
    to: str


class ReceiptRecord(msgspec.Struct, frozen=True, array_like=True):
    """A batch that was handled: SHA-256 of its bytes and the packed receipt."""

    digest: bytes
    receipt: bytes


class ChangeStore(Protocol):
    """One open transaction of an authority. Whoever drives the authority begins and commits it.

    In a database with several writers `heads` locks the scopes it returns until the commit, in sorted order:
    feed numbers become visible in the order they were given. `rows` locks the scopes its rows are at home in before
    it reads them, and `save` raises rather than replace a row whose home this transaction has not locked.
    """

    def epoch(self) -> int:
        """Which life of this database it is: 0 in the first, a greater number (of 48 bits) after each restore."""
        ...

    def last_batch(self, device: bytes) -> int:
        """Return the number of the last batch a device handed in; 0 for none."""
        ...

    def receipt(self, device: bytes, number: int) -> ReceiptRecord | None:
        """Return the record of a batch."""
        ...

    def keep_receipt(self, device: bytes, number: int, record: ReceiptRecord) -> None:
        """Remember that a batch was handled."""
        ...

    def rows(self, keys: Iterable[Key]) -> dict[Key, Row]:
        """Return the rows there are of these keys."""
        ...

    def heads(self, scopes: Iterable[str]) -> dict[str, int]:
        """Return the last feed number of each scope; 0 for a scope without rows."""
        ...

    def digests(self, scopes: Iterable[str]) -> dict[str, bytes]:
        """Return the digest of each scope."""
        ...

    def horizon(self, scope: str) -> int:
        """Return the feed number up to which deletions were forgotten."""
        ...

    def save(self, rows: Iterable[Row]) -> None:
        """Insert or replace rows, each at its place in its scope's feed."""
        ...

    def depart(self, departures: Iterable[Departure]) -> None:
        """Note that rows left scopes; older notes on the row in its old and its new scope go."""
        ...

    def set_heads(self, heads: dict[str, int], amounts: dict[tuple[str, int], int]) -> None:
        """Move scopes' heads and add to the digests of (scope, bucket)."""
        ...

    def feed(self, scope: str, after: int, count: int) -> list[Row]:
        """Return up to `count` rows after a feed number, in order."""
        ...

    def departures(self, scope: str, after: int, until: int) -> list[Gone]:
        """Return who left a scope within a stretch of its feed."""
        ...

    def buckets(self, scope: str) -> dict[int, bytes]:
        """Return the digests of a scope's buckets."""
        ...

    def bucket_rows(self, scope: str, bucket: int) -> list[Row]:
        """Return all rows of a bucket, deleted ones included."""
        ...

    def living(self, scope: str) -> Iterator[Row]:
        """Yield the rows of a scope that are not deleted: those of a kind together, by id."""
        ...

    def origins(self, keys: Iterable[Key]) -> dict[Key, list[Origin]]:
        """Return what is kept of rows' past lives; nothing for most. Asked only when `epoch` is not 0."""
        ...

    def keep_origins(self, origins: dict[Key, list[Origin]]) -> None:
        """Keep rows' past lives, each in place of what was kept; it goes with the row."""
        ...

    def conflicts_of(self, keys: Iterable[Key]) -> list[Row]:
        """Return the conflict rows, deleted ones included, that keep values of these rows; in any scope, by key."""
        ...

    def forget(self, scope: str, keys: Iterable[Key], horizon: int) -> None:
        """Remove deleted rows for good, and departures up to `horizon`, which becomes the scope's."""
        ...

    def drop_scope(self, scope: str, limit: int | None = None) -> bool:
        """Remove a scope that is no more: up to `limit` of its rows; True when nothing of it is left.

        Its head stays, one higher, and is its horizon: no number comes again, and a device that has anything of it
        compares buckets.
        """
        ...


class MemoryChangeStore:
    """A store in dictionaries, for one authority that lives as long as its process."""

    def __init__(self, epoch: int = 0) -> None:
        self._epoch = epoch
        self._rows: dict[Key, Row] = {}
        self._receipts: dict[tuple[bytes, int], ReceiptRecord] = {}
        self._last: dict[bytes, int] = {}
        self._heads: dict[str, int] = {}
        self._horizons: dict[str, int] = {}
        self._buckets: dict[str, dict[int, bytes]] = {}
        self._departed: dict[tuple[str, Key], Departure] = {}
        self._origins: dict[Key, list[Origin]] = {}

    def epoch(self) -> int:
        return self._epoch

    def last_batch(self, device: bytes) -> int:
        return self._last.get(device, 0)

    def receipt(self, device: bytes, number: int) -> ReceiptRecord | None:
        return self._receipts.get((device, number))

    def keep_receipt(self, device: bytes, number: int, record: ReceiptRecord) -> None:
        self._receipts[device, number] = record
        self._last[device] = max(number, self._last.get(device, 0))

    def rows(self, keys: Iterable[Key]) -> dict[Key, Row]:
        return {key: row for key in keys if (row := self._rows.get(key)) is not None}

    def heads(self, scopes: Iterable[str]) -> dict[str, int]:
        return {scope: self._heads.get(scope, 0) for scope in scopes}

    def digests(self, scopes: Iterable[str]) -> dict[str, bytes]:
        return {scope: total(self._buckets.get(scope, {}).values()) for scope in scopes}

    def horizon(self, scope: str) -> int:
        return self._horizons.get(scope, 0)

    def save(self, rows: Iterable[Row]) -> None:
        self._rows.update((row.key, row) for row in rows)

    def depart(self, departures: Iterable[Departure]) -> None:
        for one in departures:
            self._departed.pop((one.to, one.key), None)
            self._departed[one.scope, one.key] = one

    def set_heads(self, heads: dict[str, int], amounts: dict[tuple[str, int], int]) -> None:
        self._heads.update(heads)
        for (scope, number), amount in amounts.items():
            buckets = self._buckets.setdefault(scope, {})
            buckets[number] = added(buckets.get(number, b""), amount)

    def feed(self, scope: str, after: int, count: int) -> list[Row]:
        later = [row for row in self._rows.values() if row.scope == scope and row.seq > after]
        return list(islice(sorted(later, key=lambda row: row.seq), count))

    def departures(self, scope: str, after: int, until: int) -> list[Gone]:
        return [
            Gone(one.seq, *one.key, one.to)
            for one in sorted(self._departed.values(), key=lambda one: one.seq)
            if one.scope == scope and after < one.seq <= until
        ]

    def buckets(self, scope: str) -> dict[int, bytes]:
        return dict(self._buckets.get(scope, {}))

    def bucket_rows(self, scope: str, bucket: int) -> list[Row]:
        return [row for row in self._rows.values() if row.scope == scope and bucket_of(row.id) == bucket]

    def living(self, scope: str) -> Iterator[Row]:
        rows = [row for row in self._rows.values() if row.scope == scope and not row.deleted]
        return iter(sorted(rows, key=lambda row: row.key))

    def forget(self, scope: str, keys: Iterable[Key], horizon: int) -> None:
        for key in keys:
            del self._rows[key]
            self._origins.pop(key, None)
        self._departed = {
            at: one for at, one in self._departed.items() if one.scope != scope or one.seq > horizon
        }
        self._horizons[scope] = horizon

    def origins(self, keys: Iterable[Key]) -> dict[Key, list[Origin]]:
        return {key: self._origins[key] for key in keys if key in self._origins}

    def keep_origins(self, origins: dict[Key, list[Origin]]) -> None:
        self._origins |= origins

    def conflicts_of(self, keys: Iterable[Key]) -> list[Row]:
        wanted = set(keys)
        found = [row for row in self._rows.values() if row.kind == CONFLICT and kept_for(row) in wanted]
        return sorted(found, key=lambda row: row.id)

    def drop_scope(self, scope: str, limit: int | None = None) -> bool:
        keys = [key for key, row in self._rows.items() if row.scope == scope]
        for key in keys[:limit]:
            del self._rows[key]
            self._origins.pop(key, None)
        self._departed = {at: one for at, one in self._departed.items() if one.scope != scope}
        self._buckets.pop(scope, None)
        self._heads[scope] = self._horizons[scope] = self._heads.get(scope, 0) + 1
        return limit is None or len(keys) <= limit
