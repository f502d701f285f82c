"""What an authority forgets with time: old deletions, and conflicts that nobody settled. In slices, never at length."""

import msgspec

from sync.ages import DAY_MS
from sync.change_store import ChangeStore
from sync.changes import Changes
from sync.rows import CONFLICT, Flag, Row
from sync.stamps import DELETED, EVERY, decode_stamps, encode_stamps, erased

KEPT_MS = 180 * DAY_MS
"""How long deletions and conflicts are remembered at least, as `sync.ages` counts."""
SLICE_ROWS = 2_000
"""Rows looked at in one transaction: some 10 ms."""


class Forgotten(msgspec.Struct, frozen=True):
    """What one slice did: `after` is where the next begins, None when the scope is through."""

    rows: int
    after: int | None


def forget_slice(store: ChangeStore, scope: str, until: int, after: int = 0) -> Forgotten:
    """Compact a stretch of a scope's feed, up to the feed number `until`, within the store's open transaction.

    Conflicts there become deletions, at the end of the feed; deletions are removed for good, and the scope's horizon
    moves to the last of them: a device that has not seen them compares buckets at its next visit. Stubs of erased rows
    stay for ever.
    """
    if after >= until:
        return Forgotten(0, None)
    changes = Changes(store)
    changes.lock([scope])
    found = store.feed(scope, after, SLICE_ROWS)
    rows = [row for row in found if row.seq <= until]
    gone: list[Row] = []
    for row in rows:
        if row.deleted:
            if not erased(decode_stamps(row.stamps)):
                gone.append(row)
        elif row.kind == CONFLICT:
            changes.load([row.key])
            changes.enter(_settled(row))
    changes.write()
    if gone:
        store.forget(scope, [row.key for row in gone], max(row.seq for row in gone))
    return Forgotten(len(gone), rows[-1].seq if len(rows) == SLICE_ROWS else None)


def forget(store: ChangeStore, scope: str, until: int) -> int:
    """Compact a scope up to the feed number `until` in one transaction; returns how many rows were removed."""
    count, after = 0, 0
    while True:
        done = forget_slice(store, scope, until, after)
        count += done.rows
        if done.after is None:
            return count
        after = done.after


def _settled(row: Row) -> Row:
    stamps = decode_stamps(row.stamps)
    clock, author, operation = stamps[EVERY]
    stamps[DELETED] = (clock + 1, author, operation)
    return msgspec.structs.replace(row, flags=row.flags | Flag.DELETED, stamps=encode_stamps(stamps))
