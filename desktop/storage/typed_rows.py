"""Synced rows in the tables of their kinds, as the sync engine reads and writes them.

A kind or a row that fits no table stays, byte for byte, in the engine's own table; fields of newer versions in `extra`.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

import msgspec

from desktop.storage.driver import sqlite3
from shared.records import Record
from shared.synced import SYNCED
from sync.codec import UNREADABLE
from sync.journal_tables import EDITED, OF_EDITED, WHERE_EDITED, parts_of
from sync.packing import Edited
from sync.row_store import TABLE, SqliteRowStore, State, insert_all
from sync.rows import Flag, Key, Row
from sync.snapshots import PART_ROWS, Part
from sync.stamps import EVERY, decode_fields, decode_stamps, encode_fields

_MOST = 1 << 63
_TYPES = {"TEXT": str, "INTEGER": int, "REAL": float, "BLOB": bytes}
_encode = msgspec.msgpack.Encoder(order="deterministic").encode
_decode = msgspec.msgpack.Decoder(dict[str, Any]).decode
_values: Callable[[Any], Any] = msgspec.msgpack.Decoder().decode


class _Table:
    """How rows of one kind stand in their table."""

    def __init__(self, connection: "sqlite3.Connection", record: Record) -> None:
        self.kind, self.table, self.event = record.kind, record.table, record.event
        self.names = sorted(record.field_names())
        columns = {row[1]: row for row in connection.execute(f"PRAGMA table_info({record.table})")}
        self._type = [_TYPES[columns[name][2]] for name in self.names]
        self._required = [bool(columns[name][3]) for name in self.names]
        self._default = [_default(connection, columns[name][4]) for name in self.names]
        self._fitting: set[tuple[type, ...]] = {tuple(self._type)}
        self._pick: Callable[[dict[str, Any]], tuple[Any, ...]] = itemgetter(*self.names)
        own = ", ".join(self.names)
        moved = ", ".join(
            f"{name} = excluded.{name}" for name in ["scope", "hlc", "tags", "extra", "deleted", *self.names]
        )
        self.select = f"SELECT id, scope, tags, extra, deleted, {own} FROM {record.table}"  # noqa: S608
        names = ", ".join(f"r.{name}" for name in ["id", "scope", "tags", "extra", "deleted", *self.names])
        joined = f"{OF_EDITED} LEFT JOIN {record.table} r ON r.id = o.id"
        self.edited = f"SELECT {EDITED}, {names} FROM {joined} {WHERE_EDITED}"  # noqa: S608
        self.insert = f"INSERT INTO {record.table} (id, scope, hlc, tags, extra, deleted, {own})"
        self.moved = f"ON CONFLICT (id) DO UPDATE SET {moved}"

    def read(self, found: Sequence[Any]) -> Row:
        """Return a row of the table as the engine has it."""
        row_id, scope, tags, extra, deleted, *values = found
        flags = (Flag.EVENT if self.event else 0) | (Flag.DELETED if deleted else 0)
        fields: dict[str, Any] = dict(zip(self.names, values, strict=True))
        if extra is None:
            return Row(self.kind, row_id, scope, flags, tags, msgspec.msgpack.encode(fields))
        fields.update(decode_fields(extra))
        return Row(self.kind, row_id, scope, flags, tags, _encode(fields))

    def values(self, row: Row) -> tuple[Any, ...] | None:
        """Return what goes into the table's columns; None when the row does not fit."""
        flags = row.flags
        if bool(flags & 1) != self.event:
            return None
        try:
            fields = _decode(row.fields)
            stamps = decode_stamps(row.stamps)
            picked = self._pick(fields)
        except KeyError:
            return self.checked(row)
        except UNREADABLE:
            return None
        if len(fields) != len(picked) or tuple(map(type, picked)) not in self._fitting:
            return self.checked(row)
        clock = stamps[EVERY][0] if len(stamps) == 1 else max(stamp[0] for stamp in stamps.values())
        return (row.id, row.scope, clock, row.stamps, None, (flags & 2) >> 1, *picked)

    def _slowly(self, row: Row) -> tuple[Any, ...] | None:
        """Like `values`, for rows that lack fields or have others."""
        raw = decode_fields(row.fields)
        picked: list[Any] = []
        columns = zip(self.names, self._type, self._required, self._default, strict=True)
        for name, type_, required, default in columns:
            value = _values(raw.pop(name)) if name in raw else default
            if value is None:
                if required:
                    return None
            elif type(value) is not type_ or not _storable(value):
                return None
            picked.append(value)
        if not raw:
            self._fitting.add(tuple(map(type, picked)))
        clock = max(stamp[0] for stamp in decode_stamps(row.stamps).values())
        extra = encode_fields(raw) if raw else None
        return (row.id, row.scope, clock, row.stamps, extra, int(row.deleted), *picked)

    def checked(self, row: Row) -> tuple[Any, ...] | None:
        """Like `values`, after the table refused one of many."""
        try:
            return self._slowly(row) if bool(row.flags & 1) == self.event else None
        except UNREADABLE:
            return None


def _storable(value: Any) -> bool:
    if isinstance(value, int):
        return -_MOST <= value < _MOST
    # SQLite keeps what is not a number as NULL.
    return not (isinstance(value, float) and math.isnan(value))


def _default(connection: "sqlite3.Connection", sql: str | None) -> Any:
    return None if sql is None else connection.execute(f"SELECT {sql}").fetchone()[0]


class TypedRowStore:
    """Rows of all kinds of one file. `adopted` collects kinds of which a snapshot brought many."""

    adopts = PART_ROWS

    def __init__(self, connection: "sqlite3.Connection") -> None:
        self._connection = connection
        self._others = SqliteRowStore(connection)
        self._tables = {record.kind: _Table(connection, record) for record in SYNCED}
        self.adopted: set[str] = set()

    # What the engine asks

    def get(self, keys: Iterable[Key]) -> dict[Key, Row]:
        """Return the rows there are of these keys."""
        found: dict[Key, Row] = {}
        for kind, part in parts_of(keys):
            table = self._tables.get(kind)
            if table is not None:
                marks = ", ".join("?" * len(part))
                found.update((row.key, row) for row in self._read(table, f"WHERE id IN ({marks})", part))
            if table is None or self._strays(kind):
                found.update(self._others.get((kind, row_id) for row_id in part))
        return found

    def states(self, keys: Iterable[Key]) -> dict[Key, State]:
        """Return the states of those of these rows that there are."""
        found: dict[Key, State] = {}
        for kind, part in parts_of(keys):
            table = self._tables.get(kind)
            if table is not None:
                # Ids begin with the time: new rows mostly are beyond all there are.
                highest = self._all(f"SELECT max(id) FROM {table.table}", [])[0][0] or b""  # noqa: S608
                older = [row_id for row_id in part if row_id <= highest]
                marks = ", ".join("?" * len(older))
                select = f"SELECT id, scope, tags, deleted FROM {table.table} WHERE id IN ({marks})"  # noqa: S608
                for row_id, scope, tags, deleted in self._all(select, older):
                    found[kind, row_id] = scope, tags, bool(deleted)
            if table is None or self._strays(kind):
                found.update(self._others.states((kind, row_id) for row_id in part))
        return found

    def edited(self, kind: str, count: int) -> list[Edited]:
        """Return up to so many rows of a kind with edits that are not frozen yet, by id."""
        table = self._tables.get(kind)
        if table is None:
            return self._others.edited(kind, count)
        found: list[Edited] = []
        for row_id, base, knew, home, *own in self._all(table.edited, [kind, count]):
            if own[0] is not None:
                row = table.read(own)
                found.append((row_id, base, knew, home, row.scope, row.flags, row.stamps, row.fields))
            else:
                found.append((row_id, base, knew, None, "", 0, b"", b""))
        return found

    def put(self, rows: Iterable[Row]) -> None:
        """Insert or replace rows, each where it fits."""
        by_kind: dict[str, list[Row]] = {}
        for row in rows:
            by_kind.setdefault(row.kind, []).append(row)
        for kind, listed in by_kind.items():
            table = self._tables.get(kind)
            if table is None:
                self._others.put(listed)
            else:
                self._put(table, listed)

    def remove(self, keys: Iterable[Key]) -> None:
        """Remove rows without a trace."""
        listed = list(keys)
        for kind in {kind for kind, _ in listed} & self._tables.keys():
            self._remove_typed(self._tables[kind], [row_id for of, row_id in listed if of == kind])
        self._others.remove(listed)

    def in_scope(self, scope: str) -> Iterator[Row]:
        """Yield the rows of a scope."""
        for table in self._tables.values():
            yield from self._read(table, "WHERE scope = ?", [scope])
        yield from self._others.in_scope(scope)

    def adopt(self, scope: str, parts: list[Part]) -> list[Row]:
        """Insert the rows of parts of the attached snapshot; returns those that are here already."""
        present = self._others.adopt(scope, [part for part in parts if part.kind not in self._tables])
        for part in parts:
            self.adopted.add(part.kind)
            table = self._tables.get(part.kind)
            if table is None:
                continue
            select = "SELECT kind, id, ?, event, tags, fields FROM snapshot.row WHERE kind = ? AND id BETWEEN ? AND ?"
            rows = [Row(*row) for row in self._all(select, (scope, part.kind, part.low, part.high))]
            here = self.states(row.key for row in rows)
            self._put(table, [row for row in rows if row.key not in here])
            present += [row for row in rows if row.key in here]
        return present

    # Kinds and fields that this program knows, and the one that wrote did not

    def settle(self) -> None:
        """Move rows and fields that stood apart into their tables, if the program knows more than the last one did.

        Their stamps stay, and nothing is noted for the next sync.
        """
        known = " ".join(f"{kind}({','.join(table.names)})" for kind, table in sorted(self._tables.items()))
        if self._connection.execute("SELECT known FROM sync_profile").fetchone()[0] == known:
            return
        self._connection.execute("UPDATE sync_device SET applying = 1")
        for kind, table in self._tables.items():
            strays = self._others.get(
                (kind, row[0])
                for row in self._all(f"SELECT id FROM {TABLE} WHERE kind = ?", [kind])  # noqa: S608
            )
            self._put(table, list(strays.values()))
            self._put(table, list(self._read(table, "WHERE extra IS NOT NULL", [])))
        self._connection.execute("UPDATE sync_device SET applying = 0")
        self._connection.execute("UPDATE sync_profile SET known = ?", [known])

    # How

    def _put(self, table: _Table, rows: list[Row]) -> None:
        fitting = [(row, table.values(row)) for row in rows]
        try:
            self._insert(table, fitting)
        except (sqlite3.IntegrityError, OverflowError):
            fitting = [(row, table.checked(row)) for row in rows]
            self._insert(table, fitting)
        unfit = [row for row, values in fitting if values is None]
        if self._strays(table.kind):
            self._others.remove(row.key for row, values in fitting if values is not None)
        if unfit:
            self._remove_typed(table, [row.id for row in unfit])
            self._others.put(unfit)

    def _insert(self, table: _Table, fitting: list[tuple[Row, tuple[Any, ...] | None]]) -> None:
        values = [values for _, values in fitting if values is not None]
        insert_all(self._connection, table.insert, values, table.moved)

    def _remove_typed(self, table: _Table, ids: list[bytes]) -> None:
        self._connection.executemany(
            f"DELETE FROM {table.table} WHERE id = ?",  # noqa: S608 - declared names
            [(row_id,) for row_id in ids],
        )

    def _strays(self, kind: str) -> bool:
        found = self._all(f"SELECT EXISTS (SELECT 1 FROM {TABLE} WHERE kind = ?)", [kind])  # noqa: S608
        return bool(found[0][0])

    def _read(self, table: _Table, where: str, parameters: Sequence[Any]) -> Iterator[Row]:
        cursor = self._connection.execute(f"{table.select} {where}", parameters)
        cursor.row_factory = None
        return map(table.read, cursor)

    def _all(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        cursor = self._connection.execute(sql, parameters)
        cursor.row_factory = None
        return cursor.fetchall()
