"""Erasure of single rows by the authority: the content goes, the id stays as a stub that wins against every edit."""

from collections.abc import Iterable

import msgspec

from sync.authoring import stamped
from sync.change_store import ChangeStore
from sync.changes import Changes
from sync.rows import Flag, Key, Row
from sync.stamps import AUTHORITY, ERASED, EVERY, decode_stamps, encode_fields, encode_stamps, erased

NOTHING = encode_fields({})


def erase(store: ChangeStore, keys: Iterable[Key], now_ms: int, *, contested: bool = True) -> int:
    """Erase rows and every value of theirs that is kept as a conflict, wherever; returns how many rows were erased.

    To look for conflicts takes as long as there are any; with `contested` False, for rows that only an authority
    writes and no device ever edits, it is not done.

    Rows that are not here are passed over. Devices take the stub by the feed; what they edited meanwhile is refused
    with `sync.merge.Problem.ERASED`. Files and ready snapshots are the caller's to remove.
    """
    wanted = set(keys)
    conflicts = store.conflicts_of(wanted) if contested else []
    changes = Changes(store)
    changes.load([*sorted(wanted), *(row.key for row in conflicts)])
    epoch = store.epoch()
    for row in list(changes.now.values()):
        if not erased(decode_stamps(row.stamps)):
            changes.enter(stub_of(row, now_ms, epoch))
    return changes.write()


def stub_of(row: Row, now_ms: int, epoch: int) -> Row:
    """Return what stays of an erased row."""
    clock, author, operation = stamped(AUTHORITY, decode_stamps(row.stamps), now_ms)
    # One form keeps no stamp that `EVERY` says already, so the mark has an operation number of its own.
    stamps = encode_stamps({EVERY: (clock, author, operation), ERASED: (clock, author, 0)})
    flags = (row.flags & Flag.EVENT) | Flag.DELETED
    return msgspec.structs.replace(row, flags=flags, stamps=stamps, fields=NOTHING, edited=epoch)
