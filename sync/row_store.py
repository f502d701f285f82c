"""Where a replica's rows are: what the engine needs of it, and the table for rows of any kind.

A program that knows a kind keeps it in a table of its own; the rest, conflicts and kinds of newer versions, live here.
"""

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, Protocol

from sync.journal import capture_sql
from sync.journal_tables import EDITED, OF_EDITED, WHERE_EDITED, parts_of
from sync.packing import Edited
from sync.rows import Key, Row
from sync.snapshots import Part

TABLE = "sync_row"
_VARIABLES = 900
"""Of one statement, below the 999 of the oldest SQLite builds."""
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS {TABLE} (
  kind TEXT NOT NULL, id BLOB NOT NULL, scope TEXT NOT NULL, event INTEGER NOT NULL, deleted INTEGER NOT NULL,
  tags BLOB NOT NULL, fields BLOB NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
"""
_COLUMNS = "kind, id, scope, event, deleted, tags, fields"
_READ = "kind, id, scope, event + 2 * deleted, tags, fields"
_MOVED = (
    "ON CONFLICT DO UPDATE SET scope = excluded.scope, deleted = excluded.deleted, tags = excluded.tags,"
    " fields = excluded.fields"
)
_ADOPT = (
    f"INSERT INTO {TABLE} ({_COLUMNS}) SELECT kind, id, ?, event, 0, tags, fields FROM snapshot.row"  # noqa: S608
    " WHERE kind = ? AND id BETWEEN ? AND ? ON CONFLICT DO NOTHING"
)
_PRESENT = (
    "SELECT s.kind, s.id, ?, s.event, s.tags, s.fields FROM snapshot.row s"  # noqa: S608 - a constant
    f" JOIN {TABLE} r ON r.kind = s.kind AND r.id = s.id WHERE s.kind = ? AND s.id BETWEEN ? AND ?"
    " AND ((r.scope, r.event, r.deleted, r.tags, r.fields) <> (?, s.event, 0, s.tags, s.fields) OR (s.kind, s.id)"
    " IN (SELECT kind, id FROM sync_confirmed UNION ALL SELECT kind, id FROM sync_outbox))"
)


State = tuple[str, bytes, bool]
"""Scope, stamps, whether deleted: all of a row but what is in it."""


def insert_all(
    connection: sqlite3.Connection, insert: str, rows: Sequence[tuple[Any, ...]], on_conflict: str
) -> None:
    """Insert rows, many with each statement: to begin one costs as much as half a row. Raises as `executemany` does."""
    if not rows:
        return
    width = len(rows[0])
    many = max(1, _VARIABLES // width)
    marks = f"({', '.join('?' * width)})"
    whole = len(rows) - len(rows) % many
    together = [[*chain.from_iterable(rows[at : at + many])] for at in range(0, whole, many)]
    connection.executemany(f"{insert} VALUES {', '.join([marks] * many)} {on_conflict}", together)
    connection.executemany(f"{insert} VALUES {marks} {on_conflict}", rows[whole:])


class RowStore(Protocol):
    """Rows of a replica, within the caller's transaction. What it writes must not reach the outbox."""

    def get(self, keys: Iterable[Key]) -> dict[Key, Row]:
        """Return the rows there are of these keys."""
        ...

    def states(self, keys: Iterable[Key]) -> dict[Key, State]:
        """Return the states of those of these rows that there are."""
        ...

    def edited(self, kind: str, count: int) -> list[Edited]:
        """Return up to so many rows of a kind with edits that are not frozen yet, by id."""
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

    @property
    def adopts(self) -> int:
        """How many rows of a snapshot are taken within one transaction: a multiple of `PART_ROWS`."""
        ...

    def adopt(self, scope: str, parts: list[Part]) -> list[Row]:
        """Insert the rows of parts of the attached snapshot; returns those that are here already, to be compared.

        Those that are the same here, in all, may be left out.
        """
        ...


class SqliteRowStore:
    """Rows of any kind in one table."""

    adopts = 10_000

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
        return {(found[0], found[1]): Row(*found) for found in self._of(_READ, keys)}

    def states(self, keys: Iterable[Key]) -> dict[Key, State]:
        found = self._of("kind, id, scope, tags, deleted", self._within(keys))
        return {(kind, row_id): (scope, tags, bool(deleted)) for kind, row_id, scope, tags, deleted in found}

    def _within(self, keys: Iterable[Key]) -> Iterator[Key]:
        """Yield the keys that are not beyond all of their kind: ids begin with the time, so new rows mostly are."""
        highest: dict[str, bytes] = {}
        for kind, row_id in keys:
            if kind not in highest:
                select = f"SELECT max(id) FROM {TABLE} WHERE kind = ?"  # noqa: S608 - a constant
                highest[kind] = self._connection.execute(select, (kind,)).fetchone()[0] or b""
            if row_id <= highest[kind]:
                yield kind, row_id

    def edited(self, kind: str, count: int) -> list[Edited]:
        cursor = self._connection.execute(
            f"SELECT {EDITED}, r.scope, r.event + 2 * r.deleted, r.tags, r.fields FROM {OF_EDITED}"  # noqa: S608
            f" LEFT JOIN {TABLE} r ON r.kind = o.kind AND r.id = o.id {WHERE_EDITED}",
            (kind, count),
        )
        cursor.row_factory = None
        return cursor.fetchall()

    def _of(self, columns: str, keys: Iterable[Key]) -> Iterator[Any]:
        for kind, part in parts_of(keys):
            marks = ", ".join("?" * len(part))
            select = f"SELECT {columns} FROM {TABLE} WHERE kind = ? AND id IN ({marks})"  # noqa: S608
            cursor = self._connection.execute(select, (kind, *part))
            cursor.row_factory = None
            yield from cursor

    def put(self, rows: Iterable[Row]) -> None:
        given = [(r.kind, r.id, r.scope, r.flags & 1, (r.flags & 2) >> 1, r.stamps, r.fields) for r in rows]
        insert_all(self._connection, f"INSERT INTO {TABLE} ({_COLUMNS})", given, _MOVED)

    def remove(self, keys: Iterable[Key]) -> None:
        self._connection.executemany(
            f"DELETE FROM {TABLE} WHERE kind = ? AND id = ?",  # noqa: S608 - a constant
            list(keys),
        )

    def in_scope(self, scope: str) -> Iterator[Row]:
        return self._rows(f"SELECT {_READ} FROM {TABLE} WHERE scope = ?", [scope])  # noqa: S608

    def adopt(self, scope: str, parts: list[Part]) -> list[Row]:
        lacking: list[Part] = []
        if not parts:
            return []
        with self._without_triggers():
            for part in parts:
                cursor = self._connection.execute(_ADOPT, (scope, part.kind, part.low, part.high))
                if cursor.rowcount < part.rows:
                    lacking.append(part)
        return [
            row
            for part in lacking
            for row in self._rows(_PRESENT, (scope, part.kind, part.low, part.high, scope))
        ]

    @contextmanager
    def _without_triggers(self) -> Generator[None]:
        """Take the triggers away within the transaction: a test of whether they are silent costs as much as a row."""
        cursor = self._connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [TABLE]
        )
        cursor.row_factory = None
        triggers = cursor.fetchall()
        for name, _ in triggers:
            self._connection.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in triggers:
            self._connection.execute(sql)
