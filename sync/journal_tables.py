"""The tables of a device's journal, and how they are asked. Knows not what they mean."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from sync.rows import Key

SCHEMA = """
CREATE TABLE IF NOT EXISTS sync_device (
  no INTEGER PRIMARY KEY, id BLOB NOT NULL, author INTEGER NOT NULL, operation INTEGER NOT NULL DEFAULT 0,
  hlc INTEGER NOT NULL DEFAULT 0, batch INTEGER NOT NULL DEFAULT 0, offset_ms INTEGER NOT NULL DEFAULT 0,
  epoch INTEGER NOT NULL DEFAULT -1, applying INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS sync_outbox (
  batch INTEGER NOT NULL, kind TEXT NOT NULL, id BLOB NOT NULL, base BLOB, knew INTEGER NOT NULL DEFAULT 0,
  seen BLOB, home TEXT, PRIMARY KEY (batch, kind, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sync_confirmed (
  kind TEXT NOT NULL, id BLOB NOT NULL, scope TEXT NOT NULL, stamps BLOB, deleted INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sync_carry (no INTEGER PRIMARY KEY, op BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sync_sending (number INTEGER PRIMARY KEY, body BLOB NOT NULL, sums BLOB);
CREATE TABLE IF NOT EXISTS sync_scope (
  scope TEXT PRIMARY KEY, cursor INTEGER NOT NULL DEFAULT 0, own BLOB NOT NULL DEFAULT x'90',
  counted INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sync_bucket (scope TEXT PRIMARY KEY, digests BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sync_heal (
  scope TEXT NOT NULL, bucket INTEGER NOT NULL, why TEXT NOT NULL, life INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (scope, bucket)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sync_met (
  kind TEXT NOT NULL, id BLOB NOT NULL, life INTEGER NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sync_given (
  kind TEXT NOT NULL, id BLOB NOT NULL, op BLOB NOT NULL, PRIMARY KEY (kind, id, op)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sync_refused (
  no INTEGER PRIMARY KEY, kind TEXT NOT NULL, id BLOB NOT NULL, scope TEXT NOT NULL, reason TEXT NOT NULL,
  op BLOB NOT NULL, at_ms INTEGER NOT NULL
);
"""

EDITED = "o.id, o.base, o.knew, iif(c.scope IS NULL AND o.seen IS NULL AND r.id IS NOT NULL, o.home, NULL)"
"""The first columns of `sync.packing.Edited`; the rest are those of a table `r` of rows."""
OF_EDITED = "sync_outbox o LEFT JOIN sync_confirmed c ON c.kind = o.kind AND c.id = o.id"
WHERE_EDITED = "WHERE o.batch = 0 AND o.kind = ? ORDER BY o.id LIMIT ?"

_FIND = 400
"""Keys per statement, below the 999 variables of the oldest SQLite builds."""


def parts_of(keys: Iterable[Key]) -> Iterator[tuple[str, list[bytes]]]:
    """Yield keys by kind, as many ids at once as a statement takes."""
    by_kind: dict[str, list[bytes]] = {}
    for kind, row_id in keys:
        by_kind.setdefault(kind, []).append(row_id)
    for kind, ids in by_kind.items():
        for at in range(0, len(ids), _FIND):
            yield kind, ids[at : at + _FIND]


class JournalTables:
    """The tables on one connection, within the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def all(self, sql: str, *parameters: Any) -> list[Any]:
        """Run a query; rows are tuples."""
        cursor = self.connection.execute(sql, parameters)
        cursor.row_factory = None
        return cursor.fetchall()

    def run(self, sql: str, *parameters: Any) -> None:
        """Run a statement."""
        self.connection.execute(sql, parameters)

    def one(self, sql: str, *parameters: Any) -> Any:
        """Return the first column of the first row, or None."""
        found = self.all(sql, *parameters)
        return found[0][0] if found else None
