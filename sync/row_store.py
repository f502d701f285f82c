"""Where a replica's rows are: what the engine needs of it, and the table for rows of any kind.

A program that knows a kind keeps it in a table of its own; the rest, conflicts and kinds of newer versions, live here.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from sync.journal import capture_sql
from sync.rows import Key, Row

TABLE = "sync_row"
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS {TABLE} (
  kind TEXT NOT NULL, id BLOB NOT NULL, scope TEXT NOT NULL, event INTEGER NOT NULL, deleted INTEGER NOT NULL,
  tags BLOB NOT NULL, fields BLOB NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
"""
_COLUMNS = "kind, id, scope, event, deleted, tags, fields"
_READ = "kind, id, scope, event + 2 * deleted, tags, fields"
_FIND = 400


class RowStore(Protocol):
    """Rows of a replica, within the caller's transaction. What it writes must not reach the outbox."""

    def get(self, keys: Iterable[Key]) -> dict[Key, Row]:
        """Return the rows there are of these keys."""
        ...

    def put(self, rows: Iterable[Row]) -> None:
        """Insert or replace rows."""
        ...

    def remove(self, keys: Iterable[Key]) -> None:
        """Remove rows without a trace."""
        ...

    def in_scope(self, scope: str) -> Iterator[Row]:
        """Yield the rows of a scope."""
        ...

    def adopt(self, scope: str, first: int, last: int) -> list[Row]:
        """Take rows `first` to `last` of the attached snapshot; returns those whose key is here already, untaken."""
        ...


class SqliteRowStore:
    """Rows of any kind in one table."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def create(self) -> None:
        """Make the table and the triggers that note what is edited here. The journal must have its tables."""
        for statement in [*SCHEMA.split(";\n"), *capture_sql(TABLE, "NEW.kind")]:
            self._connection.execute(statement)

    def _rows(self, sql: str, parameters: Iterable[Any]) -> Iterator[Row]:
        cursor = self._connection.execute(sql, tuple(parameters))
        cursor.row_factory = None
        return (Row(*found) for found in cursor)

    def get(self, keys: Iterable[Key]) -> dict[Key, Row]:
        by_kind: dict[str, list[bytes]] = {}
        for kind, row_id in keys:
            by_kind.setdefault(kind, []).append(row_id)
        found: dict[Key, Row] = {}
        for kind, ids in by_kind.items():
            for at in range(0, len(ids), _FIND):
                part = ids[at : at + _FIND]
                marks = ", ".join("?" * len(part))
                select = f"SELECT {_READ} FROM {TABLE} WHERE kind = ? AND id IN ({marks})"  # noqa: S608
                for row in self._rows(select, [kind, *part]):
                    found[kind, row.id] = row
        return found

    def put(self, rows: Iterable[Row]) -> None:
        self._connection.executemany(
            f"INSERT INTO {TABLE} ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"  # noqa: S608
            " scope = excluded.scope, deleted = excluded.deleted, tags = excluded.tags, fields = excluded.fields",
            [(r.kind, r.id, r.scope, r.event, r.deleted, r.stamps, r.fields) for r in rows],
        )

    def remove(self, keys: Iterable[Key]) -> None:
        self._connection.executemany(
            f"DELETE FROM {TABLE} WHERE kind = ? AND id = ?",  # noqa: S608 - a constant
            list(keys),
        )

    def in_scope(self, scope: str) -> Iterator[Row]:
        return self._rows(f"SELECT {_READ} FROM {TABLE} WHERE scope = ?", [scope])  # noqa: S608

    def adopt(self, scope: str, first: int, last: int) -> list[Row]:
        known = list(
            self._rows(
                f"SELECT s.kind, s.id, ?, s.flags & 3, s.stamps, s.fields FROM snapshot.row s"  # noqa: S608
                f" JOIN {TABLE} r ON r.kind = s.kind AND r.id = s.id WHERE s.rowid BETWEEN ? AND ?",
                [scope, first, last],
            )
        )
        self._connection.execute(
            f"INSERT OR IGNORE INTO {TABLE} ({_COLUMNS}) SELECT kind, id, ?, flags & 1, (flags & 2) / 2, stamps,"  # noqa: S608
            " fields FROM snapshot.row WHERE rowid BETWEEN ? AND ?",
            (scope, first, last),
        )
        return known
