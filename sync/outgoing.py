"""What a device hands in: operations built from rows and the stamps their edits were made from, and frozen batches."""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate

import msgspec

from sync.journal import Journal
from sync.journal_batches import Confirmed, Entry, Unsent
from sync.packing import Edited, Packing
from sync.protocol import Batch
from sync.row_store import RowStore
from sync.rows import Flag, Key, Op, Row
from sync.runs import packed_ops
from sync.stamps import (
    DELETED,
    EVERY,
    REGISTERS,
    SCOPE,
    Stamps,
    decode_fields,
    decode_stamps,
    differing,
    encode_fields,
    encode_stamps,
    encode_tags,
    stamp_of,
    tag_of,
)

BATCH_OPS = 4_000
BATCH_BYTES = 3 << 20
ROW_BYTES = 2 << 20
"""A row with more can not travel; it is set aside, and the queue goes on."""
TOO_LARGE = "too_large"


def whole_op(row: Row) -> Op:
    """Return the operation that hands in a row as it is."""
    return Op(row.kind, row.id, row.scope, row.flags, row.stamps, row.fields)


def unsent_names(row: Row, first: Entry, confirmed: Confirmed | None) -> set[str]:
    """Return the fields and registers of a row that were edited since its first unsent edit."""
    stamps = decode_stamps(row.stamps)
    if first.base is not None:
        return _changed(stamps, decode_stamps(first.base), decode_fields(row.fields))
    names = set(decode_fields(row.fields))
    if confirmed is not None and confirmed.stamps is not None:
        # Another device made the same row; what came from there is not this device's to hand in.
        base, names = decode_stamps(confirmed.stamps), names | (REGISTERS & stamps.keys())
        return {name for name in names if stamp_of(stamps, name) != stamp_of(base, name)}
    return names | (REGISTERS & stamps.keys())


def _changed(stamps: Stamps, base: Stamps, values: Mapping[str, object]) -> set[str]:
    """Return the fields and registers whose stamps differ.

    Whole stamps, not tags: a file that was set back uses its operation numbers a second time.
    """
    if stamps[EVERY] == base[EVERY]:
        # What neither names is alike.
        names = {name for name in {*stamps, *base} if stamp_of(stamps, name) != stamp_of(base, name)}
        return {name for name in names if name in values or name in REGISTERS}
    names = {*values, *REGISTERS}
    return {name for name in names if stamp_of(stamps, name) != stamp_of(base, name)}


def arrived(row: Row, local: Row, names: set[str]) -> set[str]:
    """Return which of these edits the authority has already, perhaps with a corrected clock.

    The tag alone does not tell: a file that was set back uses its operation numbers a second time.
    """
    mine, theirs = decode_stamps(local.stamps), decode_stamps(row.stamps)
    own, values = decode_fields(local.fields), decode_fields(row.fields)
    same = names - differing(mine, theirs, names)
    alike = {
        name for name in same if name in own and name in values and bytes(own[name]) == bytes(values[name])
    }
    registers = {DELETED: local.deleted == row.deleted, SCOPE: local.scope == row.scope}
    return alike | {name for name in same if registers.get(name)}


def op_of(row: Row, entry: Entry, confirmed: Confirmed | None) -> Op | None:
    """Return what changed in a row since the stamps of its entry; None when nothing did."""
    seen = _tags(decode_stamps(entry.seen)) if entry.seen is not None else None
    if entry.base is None and (confirmed is None or confirmed.stamps is None):
        op = whole_op(row)
        op.seen = seen
        return op
    stamps, values = decode_stamps(row.stamps), decode_fields(row.fields)
    base = decode_stamps(entry.base) if entry.base is not None else None
    changed = unsent_names(row, entry, confirmed) if base is None else _changed(stamps, base, values)
    if not changed:
        return None
    deleted = row.deleted if DELETED in changed else False
    knew = entry.knew and DELETED not in changed
    return Op(
        row.kind,
        row.id,
        row.scope,
        (row.flags & Flag.EVENT) | (Flag.DELETED if deleted else 0) | (Flag.KNEW if knew else 0),
        encode_stamps({name: stamp_of(stamps, name) for name in changed}),
        encode_fields({name: values[name] for name in changed if name in values}),
        encode_tags({name: tag_of(base, name) for name in changed} if base is not None else {}),
        seen,
    )


def _tags(stamps: Stamps) -> bytes:
    return encode_tags({name: stamp[1:] for name, stamp in stamps.items()})


def freeze(journal: Journal, rows: RowStore, now_ms: int) -> None:
    """Freeze the next batch, if none is frozen and something is unsent. Its bytes are kept, never built again.

    An authority that was set back gets what it lost before edits that were made from it: nothing is frozen while that
    is not known.
    """
    if journal.sending() is not None or journal.all_lost():
        return
    if carried := journal.carries(BATCH_OPS):
        ops = [msgspec.msgpack.decode(op, type=Op) for _, op in carried]
        _keep(journal, Packing(), ops, None)
        journal.drop_carries(number for number, _ in carried)
        return
    journal.note_beside(BATCH_OPS)
    packing, odd = Packing(), set[Key]()
    last: Key | None = None
    room, size_bytes = BATCH_OPS, 0
    for kind in journal.kinds_edited():
        if room <= 0 or size_bytes > BATCH_BYTES:
            break
        listed = rows.edited(kind, room)
        sizes = [*accumulate(map(_size_of, listed), initial=size_bytes)]
        listed = listed[: bisect_right(sizes, BATCH_BYTES)]
        room, size_bytes = room - len(listed), sizes[len(listed)]
        last = (kind, listed[-1][0])
        plain = [row for row in listed if row[3] is not None and len(row[7]) <= ROW_BYTES]
        left = packing.made(kind, [row for row in plain if row[1] is None])
        left |= packing.changed(kind, [row for row in plain if row[1] is not None])
        if left or len(plain) < len(listed):
            left.update({row[0] for row in listed}.difference([row[0] for row in plain]))
            odd.update((kind, row_id) for row_id in left)
    ops = _odd_ops(journal, rows, odd, now_ms)
    if ops or packing.count:
        _keep(journal, packing, ops, last)


def _size_of(row: Edited) -> int:
    return len(row[6] or b"") + len(row[7] or b"")


def _odd_ops(journal: Journal, rows: RowStore, odd: set[Key], now_ms: int) -> list[Op]:
    """Return the operations of rows that are looked at one by one."""
    if not odd:
        return []
    found = rows.get(odd)
    unsent = [one for one in journal.unsent_of(0, BATCH_OPS) if one.key in odd]
    ops = [_next_op(journal, one, found.get(one.key), now_ms) for one in unsent]
    return [op for op in ops if op is not None]


def _next_op(journal: Journal, one: Unsent, row: Row | None, now_ms: int) -> Op | None:
    key, state = one.key, one.confirmed
    op = op_of(row, one.entry, state) if row is not None else None
    if op is not None and row is not None and len(op.fields) > ROW_BYTES:
        journal.refuse(key, row.scope, TOO_LARGE, msgspec.msgpack.encode(op), now_ms)
        op = None
    if op is None:
        journal.drop_entry(key, 0)
        if row is not None and state == Confirmed(row.scope, row.stamps, row.deleted):
            journal.set_confirmed(key, None)
    return op


def _keep(journal: Journal, packing: Packing, ops: list[Op], last: Key | None) -> None:
    number = journal.next_batch()
    plain, runs = packed_ops(ops, len(packing.runs))
    batch = Batch(journal.device().bytes, number, plain, [*packing.runs, *runs])
    journal.keep_sending(number, msgspec.msgpack.encode(batch), last)
    if not ops:
        journal.keep_sums(number, packing.count, packing.sums)
