"""Values that unsent edits replaced, kept until the server took the edit: what a conflict shows as "before". SQL only.

Of this computer alone; what another computer's edit replaced is known there.
"""

import uuid
from collections.abc import Mapping
from typing import Any

import msgspec

from desktop.storage.driver import sqlite3
from sync.rows import Key
from sync.stamps import Stamps, Tag, decode_stamps, stamp_of

_LIVE = "(SELECT number FROM sync_sending UNION ALL SELECT 0 UNION ALL SELECT -1)"


def keep(
    connection: "sqlite3.Connection", kind: str, row_id: uuid.UUID, stamps: Stamps, values: Mapping[str, Any]
) -> None:
    """Keep the values that an edit is about to replace; `stamps` are the row's before it.

    Of a row that no server has, and of a field edited since it was last handed in, there is nothing to keep.
    """
    unsent = connection.execute(
        "SELECT base FROM sync_outbox WHERE batch = 0 AND kind = ? AND id = ?", [kind, row_id.bytes]
    ).fetchone()
    if unsent is not None:
        if unsent[0] is None:
            return
        first = decode_stamps(unsent[0])
        values = {
            name: value for name, value in values.items() if stamp_of(first, name) == stamp_of(stamps, name)
        }
    connection.executemany(
        "INSERT OR IGNORE INTO sync_base VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (kind, row_id.bytes, name, *stamp_of(stamps, name), msgspec.msgpack.encode(value))
            for name, value in values.items()
        ],
    )


def replaced(connection: "sqlite3.Connection", key: Key, field: str, lost: Tag) -> bytes | None:
    """Return what this computer's edit replaced, as msgpack; None when that is not known. `lost`: not this value."""
    found = connection.execute(
        "SELECT value FROM sync_base WHERE kind = ? AND id = ? AND field = ? AND (author, operation) <> (?, ?)"
        " ORDER BY clock DESC LIMIT 1",
        [*key, field, *lost],
    ).fetchone()
    return None if found is None else found[0]


def forget_sent(connection: "sqlite3.Connection") -> None:
    """Let go what was replaced in rows that have no unsent edit any more."""
    connection.execute(
        "DELETE FROM sync_base WHERE NOT EXISTS (SELECT 1 FROM sync_outbox o"  # noqa: S608 - a constant
        f" WHERE o.batch IN {_LIVE} AND o.kind = sync_base.kind AND o.id = sync_base.id)"
    )
