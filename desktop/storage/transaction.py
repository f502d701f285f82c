"""One write transaction: plain SQL plus the bookkeeping every synced row needs. Knows no feature's tables."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from desktop.runtime.changes import ChangeSet
from desktop.storage import replaced
from desktop.storage.closed import why_closed
from desktop.storage.driver import sqlite3
from shared.errors import AppError
from shared.records import DELETED, Record
from sync.journal import Journal
from sync.scopes import ScopeKind, scope_of
from sync.stamps import EVERY, REGISTERS, SCOPE, Stamp, decode_stamps, encode_stamps, event_id

MANY = 500
"""More changed things of a kind than this are told as "some": listeners read anew instead of one by one."""


class Transaction:
    """What a write gets: the open transaction and a list of what it changed.

    Used on the writer thread only, and only until the function it was given to returns. Writing a synced row raises
    AppError `sync.scope_locked` or `sync.scope_read_only` when it is shared and may only be read here.
    """

    def __init__(self, connection: "sqlite3.Connection", now_ms: int) -> None:
        self.connection = connection
        self.now_ms = now_ms
        self.journal = Journal(connection)
        self._changes: dict[str, set[uuid.UUID]] = {}
        self._some: set[str] = set()
        self._user_id: uuid.UUID | None = None
        self._writable: set[tuple[str, bool]] = set()
        self.received = False

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> "sqlite3.Cursor":
        """Run one statement."""
        return self.connection.execute(sql, parameters)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> "sqlite3.Cursor":
        """Run one statement for many rows."""
        return self.connection.executemany(sql, rows)

    def changed(self, kind: str, *ids: uuid.UUID) -> None:
        """Tell listeners that these (or, with no id, some) things of a kind changed."""
        self._changes.setdefault(kind, set()).update(ids)
        if not ids:
            self._some.add(kind)

    def change_set(self) -> ChangeSet:
        """Return what was changed so far."""
        kinds = {
            kind: frozenset[uuid.UUID]() if kind in self._some or len(ids) > MANY else frozenset(ids)
            for kind, ids in self._changes.items()
        }
        return ChangeSet(kinds, received=self.received)

    # Whose rows

    @property
    def user_id(self) -> uuid.UUID:
        """Whose profile this is."""
        if self._user_id is None:
            self._user_id = uuid.UUID(bytes=self.execute("SELECT user_id FROM sync_profile").fetchone()[0])
        return self._user_id

    @property
    def home(self) -> str:
        """The person's own scope: where everything is that is not shared."""
        return scope_of(ScopeKind.USER, self.user_id)

    def scope_of(self, record: Record, id_: uuid.UUID) -> str:
        """Return the scope a row is at home in; the person's own when there is no such row."""
        row = self.execute(
            f"SELECT scope FROM {record.table} WHERE id = ?",  # noqa: S608 - declared names
            [id_.bytes],
        ).fetchone()
        return self.home if row is None else row[0]

    # Rows

    def insert(self, record: Record, id_: uuid.UUID, *, scope: str | None = None, **values: Any) -> None:
        """Write a new row of a synced kind; `scope` is the person's own unless it is shared.

        `values` names every field without a default in the table. Raises `sqlite3.IntegrityError` when the id exists.
        """
        self._check_fields(record, values)
        home = scope or self.home
        self.check_may_write(home, event=record.event)
        self._insert(record, id_, home, self.journal.tick(self.now_ms), values)

    def _insert(
        self, record: Record, id_: uuid.UUID, home: str, stamp: Stamp, values: dict[str, Any]
    ) -> None:
        columns = ["id", "scope", "hlc", "tags", *values]
        marks = ", ".join("?" * len(columns))
        self.execute(
            f"INSERT INTO {record.table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - declared names
            [id_.bytes, home, stamp[0], encode_stamps({EVERY: stamp}), *values.values()],
        )
        self.changed(record.kind, id_)

    def add_event(self, record: Record, *, scope: str | None = None, **values: Any) -> uuid.UUID:
        """Write an event under the id that follows from its stamp, which then needs not travel; returns it."""
        self._check_fields(record, values)
        home = scope or self.home
        self.check_may_write(home, event=record.event)
        stamp = self.journal.tick(self.now_ms)
        id_ = event_id(stamp)
        self._insert(record, id_, home, stamp, values)
        return id_

    def update(self, record: Record, id_: uuid.UUID, **values: Any) -> bool:
        """Write the fields that differ; each gets its own tag. False when nothing differed or no such row."""
        self._check_fields(record, values)
        return self._write_registers(record, id_, values)

    def put(self, record: Record, id_: uuid.UUID, *, scope: str | None = None, **values: Any) -> None:
        """Insert the row, or update and undelete it: for rows whose id is derived from what they are.

        With `scope` an existing row moves there as well.
        """
        exists = self.execute(
            f"SELECT 1 FROM {record.table} WHERE id = ?",  # noqa: S608 - declared names
            [id_.bytes],
        ).fetchone()
        if exists is None:
            self.insert(record, id_, scope=scope, **values)
        else:
            self._check_fields(record, values)
            home = {} if scope is None else {SCOPE: scope}
            self._write_registers(record, id_, {**values, **home, DELETED: 0})

    def delete(self, record: Record, id_: uuid.UUID) -> bool:
        """Set the `deleted` register. False when it was set, or no such row."""
        return self._write_registers(record, id_, {DELETED: 1})

    def restore(self, record: Record, id_: uuid.UUID) -> bool:
        """Clear the `deleted` register. False when it was clear, or no such row."""
        return self._write_registers(record, id_, {DELETED: 0})

    def move(self, record: Record, id_: uuid.UUID, scope: str) -> bool:
        """Give a row another home: whoever has that scope sees it from now on. False when it is there, or is not."""
        return self._write_registers(record, id_, {SCOPE: scope})

    def _write_registers(self, record: Record, id_: uuid.UUID, values: dict[str, Any]) -> bool:
        names = list(values)
        row = self.execute(
            f"SELECT tags, scope, {', '.join(names)} FROM {record.table} WHERE id = ?",  # noqa: S608
            [id_.bytes],
        ).fetchone()
        if row is None:
            return False
        before = {
            name: row[position]
            for position, name in enumerate(names, start=2)
            if row[position] != values[name]
        }
        if not before:
            return False
        for home in {row[1], values.get(SCOPE, row[1])}:
            self.check_may_write(home, event=record.event)
        stamp = self.journal.tick(self.now_ms)
        stamps = decode_stamps(row[0])
        fields = {name: value for name, value in before.items() if name not in REGISTERS}
        if fields:
            replaced.keep(self.connection, record.kind, id_, stamps, fields)
        stamps.update(dict.fromkeys(before, stamp))
        assignments = ", ".join(f"{name} = ?" for name in before)
        self.execute(
            f"UPDATE {record.table} SET hlc = ?, tags = ?, {assignments} WHERE id = ?",  # noqa: S608
            [stamp[0], encode_stamps(stamps), *(values[name] for name in before), id_.bytes],
        )
        self.changed(record.kind, id_)
        return True

    # What may be written

    def check_may_write(self, scope: str, *, event: bool = False) -> None:
        """Raises AppError `sync.scope_locked`, `sync.scope_read_only` when rows there may only be read now."""
        if scope == self.home or (scope, event) in self._writable:
            return
        grant = self.execute("SELECT access, until_ms FROM sync_grant WHERE scope = ?", [scope]).fetchone()
        offset_ms = self.execute("SELECT offset_ms FROM sync_device").fetchone()[0]
        why = why_closed(None if grant is None else tuple(grant), self.now_ms + offset_ms, event=event)
        if why:
            raise AppError(why)
        self._writable.add((scope, event))

    def follow(self, record: Record, parent: Record, reference: str) -> int:
        """Bring rows home to where the thing is that their field `reference` names; returns how many were not.

        Somebody may have put something into a thing while another one shared it. Rows that may not be written stay.
        """
        rows = self.execute(
            f"SELECT child.id, child.scope, parent.scope FROM {record.table} child"  # noqa: S608 - declared names
            f" JOIN {parent.table} parent ON parent.id = child.{reference} WHERE child.scope <> parent.scope"
        ).fetchall()
        moved = 0
        for row_id, *scopes in rows:
            try:
                for scope in scopes:
                    self.check_may_write(scope)
            except AppError:
                continue
            moved += self.move(record, uuid.UUID(bytes=row_id), scopes[1])
        return moved

    @staticmethod
    def _check_fields(record: Record, values: dict[str, Any]) -> None:
        unknown = set(values) - set(record.field_names())
        if unknown:
            raise ValueError(f"{record.kind} has no field {sorted(unknown)}")
