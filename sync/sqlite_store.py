"""An authority's store in SQLite: rows of any kind, their feed, digests and receipts. Set-based; knows no rule."""

import secrets
import sqlite3
import time
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from sync.change_store import Departure, ReceiptRecord
from sync.conflicts import kept_for
from sync.digest import ZERO, added
from sync.protocol import Gone
from sync.rows import CONFLICT, Flag, Key, Origin, Row

SCHEMA = """
CREATE TABLE IF NOT EXISTS sync_authority (no INTEGER PRIMARY KEY, epoch INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sync_scope_head (
  no INTEGER PRIMARY KEY, scope TEXT NOT NULL UNIQUE, head INTEGER NOT NULL DEFAULT 0,
  horizon INTEGER NOT NULL DEFAULT 0, digest BLOB NOT NULL DEFAULT x'00'
);
CREATE TABLE IF NOT EXISTS sync_kind (no INTEGER PRIMARY KEY, kind TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS sync_record (
  id BLOB NOT NULL, kind INTEGER NOT NULL, scope INTEGER NOT NULL, seq INTEGER NOT NULL, flags INTEGER NOT NULL,
  edited INTEGER NOT NULL, stamps BLOB NOT NULL, fields BLOB NOT NULL, PRIMARY KEY (id, kind)
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS sync_record_feed ON sync_record (scope, seq);
CREATE INDEX IF NOT EXISTS sync_record_conflict ON sync_record (kind) WHERE kind = 0;
CREATE TABLE IF NOT EXISTS sync_departure (
  scope INTEGER NOT NULL, id BLOB NOT NULL, kind INTEGER NOT NULL, seq INTEGER NOT NULL, target TEXT NOT NULL,
  PRIMARY KEY (scope, id, kind)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sync_digest (
  scope INTEGER NOT NULL, bucket INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (scope, bucket)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sync_origin (
  id BLOB NOT NULL, kind INTEGER NOT NULL, origins BLOB NOT NULL, PRIMARY KEY (id, kind)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sync_receipt (
  device BLOB NOT NULL, number INTEGER NOT NULL, digest BLOB NOT NULL, receipt BLOB NOT NULL,
  PRIMARY KEY (device, number)
) WITHOUT ROWID;
"""
_COLUMNS = "k.kind, r.id, s.scope, r.flags, r.stamps, r.fields, r.seq, r.edited"
_JOINS = "sync_record r JOIN sync_kind k ON k.no = r.kind JOIN sync_scope_head s ON s.no = r.scope"
_FIND = 400
"""Keys per statement, below the 999 variables of the oldest SQLite builds."""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of an authority in an empty or older file."""
    for statement in SCHEMA.split(";\n"):
        connection.execute(statement)
    connection.execute("INSERT OR IGNORE INTO sync_authority VALUES (1, 0)")
    connection.execute("INSERT OR IGNORE INTO sync_kind VALUES (0, ?)", [CONFLICT])


def begin_new_epoch(connection: sqlite3.Connection) -> None:
    """Say that this file is a restored backup: devices then hand in again what it lacks.

    Lives are told apart, and put in order, by the time they began; one second of two restores is told by chance.
    """
    now = time.time_ns() // 1_000_000_000 << 16 | secrets.randbits(16)
    connection.execute("UPDATE sync_authority SET epoch = max(epoch + 1, ?)", [now])


class SqliteChangeStore:
    """A `ChangeStore` on one connection, within the transaction its user began."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def _all(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        cursor = self._connection.execute(sql, tuple(parameters))
        cursor.row_factory = None
        return cursor.fetchall()

    def _one(self, sql: str, *parameters: Any) -> Any:
        found = self._all(sql, parameters)
        return found[0][0] if found else None

    def epoch(self) -> int:
        return int(self._one("SELECT epoch FROM sync_authority"))

    def last_batch(self, device: bytes) -> int:
        return int(self._one("SELECT max(number) FROM sync_receipt WHERE device = ?", device) or 0)

    def receipt(self, device: bytes, number: int) -> ReceiptRecord | None:
        found = self._all(
            "SELECT digest, receipt FROM sync_receipt WHERE device = ? AND number = ?", (device, number)
        )
        return ReceiptRecord(*found[0]) if found else None

    def keep_receipt(self, device: bytes, number: int, record: ReceiptRecord) -> None:
        self._connection.execute(
            "INSERT INTO sync_receipt VALUES (?, ?, ?, ?)", (device, number, record.digest, record.receipt)
        )

    def rows(self, keys: Iterable[Key]) -> dict[Key, Row]:
        wanted = set(keys)
        ids = sorted({row_id for _, row_id in wanted})
        kinds = {number: kind for kind, number in self._known_kinds({kind for kind, _ in wanted}).items()}
        scopes: dict[int, str] = {}
        found: dict[Key, Row] = {}
        for at in range(0, len(ids), _FIND):
            part = ids[at : at + _FIND]
            marks = ", ".join("?" * len(part))
            select = "SELECT id, kind, scope, flags, stamps, fields, seq, edited FROM sync_record WHERE id IN"
            for row_id, kind, scope, flags, stamps, fields, seq, edited in self._all(
                f"{select} ({marks})", part
            ):
                if (name := kinds.get(kind)) is None or (name, row_id) not in wanted:
                    continue
                if scope not in scopes:
                    scopes[scope] = self._one("SELECT scope FROM sync_scope_head WHERE no = ?", scope)
                found[name, row_id] = Row(name, row_id, scopes[scope], flags, stamps, fields, seq, edited)
        return found

    def heads(self, scopes: Iterable[str]) -> dict[str, int]:
        return {
            scope: self._one("SELECT head FROM sync_scope_head WHERE scope = ?", scope) or 0
            for scope in sorted(scopes)
        }

    def digests(self, scopes: Iterable[str]) -> dict[str, bytes]:
        return {
            scope: (self._one("SELECT digest FROM sync_scope_head WHERE scope = ?", scope) or b"").rjust(
                len(ZERO), b"\0"
            )
            for scope in scopes
        }

    def horizon(self, scope: str) -> int:
        return self._one("SELECT horizon FROM sync_scope_head WHERE scope = ?", scope) or 0

    def save(self, rows: Iterable[Row]) -> None:
        listed = list(rows)
        scopes = {scope: self._scope_no(scope) for scope in sorted({row.scope for row in listed})}
        kinds = self._kinds({row.kind for row in listed})
        self._connection.executemany(
            "INSERT INTO sync_record (id, kind, scope, seq, flags, edited, stamps, fields)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id, kind) DO UPDATE SET scope = excluded.scope,"
            " seq = excluded.seq, flags = excluded.flags, edited = excluded.edited, stamps = excluded.stamps,"
            " fields = excluded.fields",
            [
                (r.id, kinds[r.kind], scopes[r.scope], r.seq, r.flags, r.edited, r.stamps, r.fields)
                for r in listed
            ],
        )

    def depart(self, departures: Iterable[Departure]) -> None:
        for one in departures:
            kind, row_id = one.key
            self._connection.execute(
                "DELETE FROM sync_departure WHERE scope = ? AND id = ? AND kind = ?",
                (self._scope_no(one.to), row_id, self._kinds({kind})[kind]),
            )
            self._connection.execute(
                "INSERT INTO sync_departure VALUES (?, ?, ?, ?, ?) ON CONFLICT (scope, id, kind)"
                " DO UPDATE SET seq = excluded.seq, target = excluded.target",
                (self._scope_no(one.scope), row_id, self._kinds({kind})[kind], one.seq, one.to),
            )

    def set_heads(self, heads: dict[str, int], amounts: dict[tuple[str, int], int]) -> None:
        for scope, head in heads.items():
            self._connection.execute(
                "UPDATE sync_scope_head SET head = ? WHERE no = ?", (head, self._scope_no(scope))
            )
        by_scope: dict[str, dict[int, int]] = {}
        for (scope, number), amount in amounts.items():
            by_scope.setdefault(scope, {})[number] = amount
        for scope, buckets in by_scope.items():
            self._add(scope, buckets)

    def _add(self, scope: str, amounts: dict[int, int]) -> None:
        scope_no = self._scope_no(scope)
        old = dict(self._all("SELECT bucket, digest FROM sync_digest WHERE scope = ?", (scope_no,)))
        self._connection.executemany(
            "INSERT INTO sync_digest VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET digest = excluded.digest",
            [(scope_no, number, added(old.get(number, b""), amount)) for number, amount in amounts.items()],
        )
        whole = added(self.digests([scope])[scope], sum(amounts.values()))
        self._connection.execute("UPDATE sync_scope_head SET digest = ? WHERE no = ?", (whole, scope_no))

    def feed(self, scope: str, after: int, count: int) -> list[Row]:
        found = self._all(
            f"SELECT {_COLUMNS} FROM {_JOINS} WHERE r.scope = ? AND r.seq > ? ORDER BY r.seq LIMIT ?",  # noqa: S608
            (self._known_scope(scope), after, count),
        )
        return [Row(*row) for row in found]

    def departures(self, scope: str, after: int, until: int) -> list[Gone]:
        found = self._all(
            "SELECT d.seq, k.kind, d.id, d.target FROM sync_departure d JOIN sync_kind k ON k.no = d.kind"
            " WHERE d.scope = ? AND d.seq > ? AND d.seq <= ? ORDER BY d.seq",
            (self._known_scope(scope), after, until),
        )
        return [Gone(*row) for row in found]

    def buckets(self, scope: str) -> dict[int, bytes]:
        return dict(
            self._all("SELECT bucket, digest FROM sync_digest WHERE scope = ?", (self._known_scope(scope),))
        )

    def bucket_rows(self, scope: str, bucket: int) -> list[Row]:
        found = self._all(
            f"SELECT {_COLUMNS} FROM {_JOINS} WHERE r.scope = ? AND substr(r.id, -1) = ?",  # noqa: S608
            (self._known_scope(scope), bytes([bucket])),
        )
        return [Row(*row) for row in found]

    def living(self, scope: str) -> Iterator[Row]:
        cursor = self._connection.execute(
            f"SELECT {_COLUMNS} FROM {_JOINS} WHERE r.scope = ? AND NOT r.flags & ? ORDER BY r.kind, r.id",  # noqa: S608
            (self._known_scope(scope), Flag.DELETED),
        )
        cursor.row_factory = None
        return (Row(*row) for row in cursor)

    def forget(self, scope: str, keys: Iterable[Key], horizon: int) -> None:
        listed = list(keys)
        kinds = self._kinds({kind for kind, _ in listed})
        self._connection.executemany(
            "DELETE FROM sync_record WHERE id = ? AND kind = ?",
            [(row_id, kinds[kind]) for kind, row_id in listed],
        )
        self._forget_origins()
        scope_no = self._scope_no(scope)
        self._connection.execute(
            "DELETE FROM sync_departure WHERE scope = ? AND seq <= ?", (scope_no, horizon)
        )
        self._connection.execute("UPDATE sync_scope_head SET horizon = ? WHERE no = ?", (horizon, scope_no))

    def origins(self, keys: Iterable[Key]) -> dict[Key, list[Origin]]:
        found: dict[Key, list[Origin]] = {}
        for kind, row_id in keys:
            raw = self._one(
                "SELECT o.origins FROM sync_origin o JOIN sync_kind k ON k.no = o.kind WHERE o.id = ? AND k.kind = ?",
                *(row_id, kind),
            )
            if raw is not None:
                found[kind, row_id] = msgspec.msgpack.decode(raw, type=list[Origin])
        return found

    def keep_origins(self, origins: dict[Key, list[Origin]]) -> None:
        kinds = self._kinds({kind for kind, _ in origins})
        self._connection.executemany(
            "INSERT INTO sync_origin VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET origins = excluded.origins",
            [
                (row_id, kinds[kind], msgspec.msgpack.encode(entries))
                for (kind, row_id), entries in origins.items()
            ],
        )

    def conflicts_of(self, keys: Iterable[Key]) -> list[Row]:
        wanted = set(keys)
        ids = sorted({row_id for _, row_id in wanted})
        found: dict[bytes, Row] = {}
        for at in range(0, len(ids), _FIND):
            part = ids[at : at + _FIND]
            # Which row it is of stands somewhere in a conflict's fields: most are told apart without being read.
            named = " OR ".join(["instr(r.fields, ?)"] * len(part))
            # Kind 0 is that of conflicts: the number stands here for the index.
            rows = self._all(f"SELECT {_COLUMNS} FROM {_JOINS} WHERE r.kind = 0 AND ({named})", part)  # noqa: S608
            found.update((row.id, row) for values in rows if kept_for(row := Row(*values)) in wanted)
        return [found[row_id] for row_id in sorted(found)]

    def _forget_origins(self) -> None:
        if self.epoch():
            self._connection.execute(
                "DELETE FROM sync_origin WHERE NOT EXISTS (SELECT 1 FROM sync_record r"
                " WHERE r.id = sync_origin.id AND r.kind = sync_origin.kind)"
            )

    def drop_scope(self, scope: str, limit: int | None = None) -> bool:
        scope_no = self._scope_no(scope)
        self._connection.execute(
            "DELETE FROM sync_record WHERE (id, kind) IN"
            " (SELECT id, kind FROM sync_record WHERE scope = ? ORDER BY seq LIMIT ?)",
            (scope_no, -1 if limit is None else limit),
        )
        self._forget_origins()
        for table in ("sync_departure", "sync_digest"):
            self._connection.execute(f"DELETE FROM {table} WHERE scope = ?", (scope_no,))  # noqa: S608
        self._connection.execute(
            "UPDATE sync_scope_head SET head = head + 1, horizon = head + 1, digest = x'00' WHERE no = ?",
            (scope_no,),
        )
        return not self._one("SELECT EXISTS (SELECT 1 FROM sync_record WHERE scope = ?)", scope_no)

    def _known_scope(self, scope: str) -> int:
        return self._one("SELECT no FROM sync_scope_head WHERE scope = ?", scope) or 0

    def _scope_no(self, scope: str) -> int:
        self._connection.execute("INSERT OR IGNORE INTO sync_scope_head (scope) VALUES (?)", (scope,))
        return self._known_scope(scope)

    def _known_kinds(self, kinds: set[str]) -> dict[str, int]:
        """Return the numbers of those kinds that have one: a transaction that only reads makes none."""
        found = {kind: self._one("SELECT no FROM sync_kind WHERE kind = ?", kind) for kind in kinds}
        return {kind: number for kind, number in found.items() if number is not None}

    def _kinds(self, kinds: set[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for kind in sorted(kinds):
            self._connection.execute("INSERT OR IGNORE INTO sync_kind (kind) VALUES (?)", (kind,))
            found[kind] = int(self._one("SELECT no FROM sync_kind WHERE kind = ?", kind))
        return found
