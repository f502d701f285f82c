"""The rows in which an authority keeps what lost: synced like any record, so that the author sees and restores it."""

import msgspec

from shared.ids import derived_id
from sync.merge import Loss
from sync.rows import CONFLICT, Key, Row
from sync.stamps import EVERY, Stamp, Tag, decode_stamps, encode_fields, encode_stamps, erased

BASE = "base"
"""The field of a conflict row in which a device notes what both edits replaced, as the msgpack bytes of the value."""
_raw = msgspec.msgpack.encode


def conflict_key(kind: str, row_id: bytes, field: str, tag: Tag) -> Key:
    """Return the key of the row that keeps a loss: the same wherever it is found out."""
    return CONFLICT, derived_id(CONFLICT, kind, row_id, field, str(tag[0]), str(tag[1])).bytes


def conflict_row(lost_from: Row, loss: Loss) -> Row:
    """Return the row in which a value that lost is kept, in the scope of the row it was lost from."""
    fields = {
        "kind": lost_from.kind,
        "row": lost_from.id,
        "field": loss.field,
        "value": loss.value,
        "clock": loss.stamp[0],
    }
    raw = {name: msgspec.Raw(_raw(value)) for name, value in fields.items()}
    _, row_id = conflict_key(lost_from.kind, lost_from.id, loss.field, loss.stamp[1:])
    return Row(CONFLICT, row_id, lost_from.scope, 0, encode_stamps({EVERY: loss.stamp}), encode_fields(raw))


def loss_of(row: Row) -> tuple[Key, str, bytes, Stamp]:
    """Read a conflict row: the key of the row it belongs to, the field, the lost value's bytes, its stamp."""
    kept = msgspec.msgpack.decode(row.fields, type=_Kept)
    return (kept.kind, kept.row), kept.field, kept.value, decode_stamps(row.stamps)[EVERY]


def base_of(row: Row) -> bytes | None:
    """Return the bytes of the value that both edits replaced; None until the device that knows it has noted it."""
    return msgspec.msgpack.decode(row.fields, type=_Kept).base


def kept_for(row: Row) -> Key | None:
    """Return the key of the row that a conflict row belongs to; None when it was erased."""
    return None if erased(decode_stamps(row.stamps)) else loss_of(row)[0]


class _Kept(msgspec.Struct):
    kind: str
    row: bytes
    field: str
    value: bytes
    base: bytes | None = None
