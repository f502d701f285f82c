"""Edits made here to rows that have no table of their own: making, changing, deleting and restoring them.

Values are anything msgpack can hold. Triggers note each edit for the outbox.
"""

from typing import Any

import msgspec

from sync.journal import Journal
from sync.row_store import TABLE, SqliteRowStore
from sync.rows import Key, Row
from sync.stamps import (
    DELETED,
    EVERY,
    SCOPE,
    decode_fields,
    decode_stamps,
    encode_fields,
    encode_stamps,
    erased,
    event_bytes,
)

_raw = msgspec.msgpack.encode


class LocalEdits:
    """Edits within one open transaction."""

    def __init__(self, journal: Journal, rows: SqliteRowStore, now_ms: int) -> None:
        self._journal, self._rows, self._now_ms = journal, rows, now_ms

    def create(self, key: Key, scope: str, values: dict[str, Any], *, event: bool = False) -> Key:
        """Make a row; returns its key. Raises `sqlite3.IntegrityError` when there is one of this key.

        An event given without an id gets the one of its stamp, which costs nothing on the way.
        """
        stamp = self._journal.tick(self._now_ms)
        kind, row_id = key
        key = (kind, row_id or event_bytes(stamp))
        stamps = encode_stamps({EVERY: stamp})
        fields = encode_fields({name: msgspec.Raw(_raw(value)) for name, value in values.items()})
        self._journal.run(
            f"INSERT INTO {TABLE} (kind, id, scope, event, deleted, tags, fields)"  # noqa: S608 - a constant
            " VALUES (?, ?, ?, ?, 0, ?, ?)",
            *key,
            scope,
            event,
            stamps,
            fields,
        )
        return key

    def change(self, key: Key, values: dict[str, Any]) -> bool:
        """Write the fields that differ. False when none does, or there is no such row."""
        row = self._record(key)
        if row is None:
            return False
        fields = decode_fields(row.fields)
        raw = {name: msgspec.Raw(_raw(value)) for name, value in values.items()}
        new = {n: value for n, value in raw.items() if n not in fields or bytes(fields[n]) != bytes(value)}
        if not new:
            return False
        row.fields = encode_fields(fields | new)
        self._write(row, set(new), row.scope, deleted=row.deleted)
        return True

    def delete(self, key: Key) -> bool:
        """Set the deleted register. False when it is set, or there is no such row."""
        row = self._record(key)
        if row is None or row.deleted:
            return False
        self._write(row, {DELETED}, row.scope, deleted=True)
        return True

    def restore(self, key: Key) -> bool:
        """Clear the deleted register. False when it is clear, or there is no such row."""
        row = self._record(key)
        if row is None or not row.deleted:
            return False
        self._write(row, {DELETED}, row.scope, deleted=False)
        return True

    def move(self, key: Key, scope: str) -> bool:
        """Give a row another home. False when it is at home there, or there is no such row."""
        row = self._record(key)
        if row is None or row.scope == scope:
            return False
        self._write(row, {SCOPE}, scope, deleted=row.deleted)
        return True

    def _record(self, key: Key) -> Row | None:
        row = self._rows.get([key]).get(key)
        return None if row is None or row.event or erased(decode_stamps(row.stamps)) else row

    def _write(self, row: Row, names: set[str], scope: str, *, deleted: bool) -> None:
        stamp = self._journal.tick(self._now_ms)
        stamps = decode_stamps(row.stamps) | dict.fromkeys(names, stamp)
        self._journal.run(
            f"UPDATE {TABLE} SET scope = ?, deleted = ?, tags = ?, fields = ? WHERE kind = ? AND id = ?",  # noqa: S608
            scope,
            deleted,
            encode_stamps(stamps),
            row.fields,
            *row.key,
        )
