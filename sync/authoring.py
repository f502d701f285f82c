"""Records that an authority writes itself (a group, a membership): stamped, fed and digested like any edit."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from shared.clock import hybrid
from sync.change_store import ChangeStore
from sync.changes import Changes
from sync.rows import Flag, Key, Row
from sync.stamps import (
    DELETED,
    EVERY,
    SCOPE,
    Stamp,
    Stamps,
    decode_fields,
    decode_stamps,
    encode_fields,
    encode_stamps,
    erased,
)

Writing = tuple[str, bytes, str, Mapping[str, Any] | None]
"""(kind, id, scope, values): what the record is to say. Fields not named stay; None deletes it."""

_raw = msgspec.msgpack.encode


def write(store: ChangeStore, author: int, writings: Iterable[Writing], now_ms: int) -> list[Key]:
    """Write records within the store's open transaction; returns the keys of those that changed.

    Every write is an edit made from what stands: it never conflicts, an edit that a device made meanwhile does.
    A record that was deleted comes back when it is given values, one that was erased does not. `author` names the
    writer in stamps: any number that no device has, such as `sync.stamps.AUTHORITY`. Raises ValueError for the key of
    an event.
    """
    listed = list(writings)
    changes = Changes(store)
    changes.lock(scope for _, _, scope, _ in listed)
    changes.load((kind, row_id) for kind, row_id, _, _ in listed)
    epoch = store.epoch()
    done: list[Key] = []
    for kind, row_id, scope, values in listed:
        key = (kind, row_id)
        fields = {name: msgspec.Raw(_raw(value)) for name, value in (values or {}).items()}
        row = _new_row(changes.now.get(key), Row(kind, row_id, scope, 0, b"", b"", edited=epoch))
        if row is None or not _apply(row, scope, fields, _Edit(author, now_ms, deleted=values is None)):
            continue
        changes.enter(row)
        done.append(key)
    changes.write()
    return done


def stamped(author: int, over: Stamps, now_ms: int) -> Stamp:
    """Return the stamp of an edit by an authority, above every stamp of the row.

    Its clock is its operation number too: it does not come again, not even after the authority was set back.
    """
    clock = max(hybrid(now_ms), 1 + max((stamp[0] for stamp in over.values()), default=0))
    return clock, author, clock


class _Edit(msgspec.Struct, frozen=True):
    author: int
    now_ms: int
    deleted: bool


def _new_row(stored: Row | None, empty: Row) -> Row | None:
    """Return a copy to be changed; None for a row that nobody changes any more."""
    if stored is None:
        return empty
    if stored.event:
        raise ValueError(f"{stored.kind}: an event never changes")
    if erased(decode_stamps(stored.stamps)):
        return None
    return msgspec.structs.replace(stored, edited=empty.edited)


def _apply(row: Row, scope: str, fields: dict[str, msgspec.Raw], edit: _Edit) -> bool:
    """Change a row; False when it says all of that already."""
    if not row.stamps:
        if edit.deleted:
            return False
        row.stamps = encode_stamps({EVERY: stamped(edit.author, {}, edit.now_ms)})
        row.fields = encode_fields(fields)
        return True
    stamps, held = decode_stamps(row.stamps), decode_fields(row.fields)
    changed = {n for n, value in fields.items() if n not in held or bytes(held[n]) != bytes(value)}
    if row.deleted != edit.deleted:
        changed.add(DELETED)
        row.flags ^= Flag.DELETED
    if row.scope != scope and not edit.deleted:
        changed.add(SCOPE)
        row.scope = scope
    if not changed:
        return False
    stamp = stamped(edit.author, stamps, edit.now_ms)
    row.fields = encode_fields(held | fields)
    row.stamps = encode_stamps(stamps | dict.fromkeys(changed, stamp))
    return True
