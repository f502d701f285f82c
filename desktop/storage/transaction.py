"""One write transaction: plain SQL plus the bookkeeping every synced row needs. Knows no feature's tables."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from desktop.runtime.changes import ChangeSet
from desktop.storage.driver import sqlite3
from shared.clock import COUNTER_BITS
from shared.records import DELETED, LOCAL_SCOPE, Record

LOCAL_DEVICE_NO = 1
EVERY_FIELD = "*"

FieldTag = list[int]
"""[hybrid clock, device number, operation number] of the edit that wrote a value."""


class Transaction:
    """What a write gets: the open transaction and a list of what it changed.

    Used on the writer thread only, and only until the function it was given to returns.
    """

    def __init__(self, connection: "sqlite3.Connection", now_ms: int) -> None:
        self.connection = connection
        self.now_ms = now_ms
        self._changes: dict[str, set[uuid.UUID]] = {}

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> "sqlite3.Cursor":
        """Run one statement."""
        return self.connection.execute(sql, parameters)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> "sqlite3.Cursor":
        """Run one statement for many rows."""
        return self.connection.executemany(sql, rows)

    def changed(self, kind: str, *ids: uuid.UUID) -> None:
        """Tell listeners that these (or, with no id, some) things of a kind changed."""
        self._changes.setdefault(kind, set()).update(ids)

    def change_set(self) -> ChangeSet:
        """Return what was changed so far."""
        return ChangeSet({kind: frozenset(ids) for kind, ids in self._changes.items()})

    def insert(self, record: Record, id_: uuid.UUID, *, scope: str = LOCAL_SCOPE, **values: Any) -> None:
        """Write a new row of a synced kind. `values` names every field without a default in the table.

        Raises `sqlite3.IntegrityError` when the id exists.
        """
        self._check_fields(record, values)
        tag = self._next_tag()
        columns = ["id", "scope", "hlc", "tags", *values]
        marks = ", ".join("?" * len(columns))
        self.execute(
            f"INSERT INTO {record.table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - declared names
            [id_.bytes, scope, tag[0], msgspec.msgpack.encode({EVERY_FIELD: tag}), *values.values()],
        )
        self.changed(record.kind, id_)

    def update(self, record: Record, id_: uuid.UUID, **values: Any) -> bool:
        """Write the fields that differ; each gets its own tag. False when nothing differed or no such row."""
        self._check_fields(record, values)
        return self._write_registers(record, id_, values)

    def put(self, record: Record, id_: uuid.UUID, **values: Any) -> None:
        """Insert the row, or update and undelete it: for rows whose id is derived from what they are."""
        exists = self.execute(
            f"SELECT 1 FROM {record.table} WHERE id = ?",  # noqa: S608 - declared names
            [id_.bytes],
        ).fetchone()
        if exists is None:
            self.insert(record, id_, **values)
        else:
            self._check_fields(record, values)
            self._write_registers(record, id_, {**values, DELETED: 0})

    def delete(self, record: Record, id_: uuid.UUID) -> bool:
        """Set the `deleted` register. False when it was set, or no such row."""
        return self._write_registers(record, id_, {DELETED: 1})

    def restore(self, record: Record, id_: uuid.UUID) -> bool:
        """Clear the `deleted` register. False when it was clear, or no such row."""
        return self._write_registers(record, id_, {DELETED: 0})

    def _write_registers(self, record: Record, id_: uuid.UUID, values: dict[str, Any]) -> bool:
        names = list(values)
        row = self.execute(
            f"SELECT tags, {', '.join(names)} FROM {record.table} WHERE id = ?",  # noqa: S608 - declared names
            [id_.bytes],
        ).fetchone()
        if row is None:
            return False
        different = [name for position, name in enumerate(names, start=1) if row[position] != values[name]]
        if not different:
            return False
        tag = self._next_tag()
        tags = msgspec.msgpack.decode(row[0], type=dict[str, FieldTag])
        tags.update(dict.fromkeys(different, tag))
        assignments = ", ".join(f"{name} = ?" for name in different)
        self.execute(
            f"UPDATE {record.table} SET hlc = ?, tags = ?, {assignments} WHERE id = ?",  # noqa: S608
            [tag[0], msgspec.msgpack.encode(tags), *(values[name] for name in different), id_.bytes],
        )
        self.changed(record.kind, id_)
        return True

    def _next_tag(self) -> FieldTag:
        row = self.execute(
            "UPDATE device SET operation = operation + 1, hlc = max(?, hlc + 1) WHERE no = ?"
            " RETURNING hlc, operation",
            [self.now_ms << COUNTER_BITS, LOCAL_DEVICE_NO],
        ).fetchone()
        return [row[0], LOCAL_DEVICE_NO, row[1]]

    @staticmethod
    def _check_fields(record: Record, values: dict[str, Any]) -> None:
        unknown = set(values) - set(record.field_names())
        if unknown:
            raise ValueError(f"{record.kind} has no field {sorted(unknown)}")
