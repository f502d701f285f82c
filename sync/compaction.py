"""What an authority forgets with time: old deletions, and conflicts that nobody settled. In slices, never at length."""

import msgspec

from shared.clock import hybrid
from sync.change_store import ChangeStore
from sync.changes import Changes
from sync.rows import CONFLICT, Flag, Row
from sync.stamps import DELETED, EVERY, Stamps, decode_stamps, encode_stamps, erased, stamp_of

KEPT_MS = 180 * 24 * 3600 * 1000
"""How long deletions and conflicts are remembered."""
SLICE_ROWS = 2_000
"""Rows looked at in one transaction: some 10 ms."""


class Forgotten(msgspec.Struct, frozen=True):
    """What one slice did: `after` is where the next begins, None when the scope is through."""

    rows: int
    after: int | None


def forget_slice(store: ChangeStore, scope: str, now_ms: int, after: int = 0) -> Forgotten:
    """Compact a stretch of a scope's feed within the store's open transaction.

    Conflicts as old as `KEPT_MS` become deletions; deletions as old are removed for good, and the scope's horizon
    moves to the last of them: a device that has not seen them compares buckets at its next visit. Stubs of erased rows
    stay for ever.
    """
    old = hybrid(max(0, now_ms - KEPT_MS))
    changes = Changes(store)
    changes.lock([scope])
    rows = store.feed(scope, after, SLICE_ROWS)
    gone: list[Row] = []
    for row in rows:
        if row.deleted:
            stamps = decode_stamps(row.stamps)
            if stamp_of(stamps, DELETED)[0] < old and not erased(stamps):
                gone.append(row)
        elif row.kind == CONFLICT:
            stamps = decode_stamps(row.stamps)
            if stamps[EVERY][0] < old:
                changes.load([row.key])
                changes.enter(_settled(row, stamps, old))
    changes.write()
    if gone:
        store.forget(scope, [row.key for row in gone], max(row.seq for row in gone))
    return Forgotten(len(gone), rows[-1].seq if len(rows) == SLICE_ROWS else None)


def forget(store: ChangeStore, scope: str, now_ms: int) -> int:
    """Compact a whole scope in one transaction; returns how many rows were removed."""
    count, after = 0, 0
    while True:
        done = forget_slice(store, scope, now_ms, after)
        count += done.rows
        if done.after is None:
            return count
        after = done.after


def _settled(row: Row, stamps: Stamps, old: int) -> Row:
    stamps[DELETED] = (old, *stamps[EVERY][1:])
    flags = row.flags | Flag.DELETED
    return msgspec.structs.replace(row, flags=flags, stamps=encode_stamps(stamps))
