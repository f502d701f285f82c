"""What sync costs the library: noting each write (T9), applying a page to typed tables (T8), the way from version 6."""

import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from desktop.storage.capture import capture
from desktop.storage.database import connect
from desktop.storage.driver import sqlite3
from desktop.storage.migrations import all_migrations
from desktop.storage.schema import migrate
from desktop.storage.typed_rows import TypedRowStore
from sync.journal import Journal
from sync.rows import Row
from sync.stamps import encode_fields, encode_stamps

ROWS = 5_000
TIMES = 7
OLD_ROWS = int(os.environ.get("LANTERN_BENCH_OLD_ROWS", "100000"))
_INSERT = (
    "INSERT INTO item (id, scope, hlc, tags, collection_id, title, kind, media_sha, file_name, created_ms)"
    " VALUES (?, 'user:a', 1, ?, x'00', 'A lesson on optics', 'audio', ?, 'talk.mp3', 1)"
)


def figures(_options: Any) -> Iterator[dict[str, Any]]:
    """Ratios to the bare statement and to executemany of ready values, and microseconds per row."""
    with tempfile.TemporaryDirectory() as folder:
        connection = connect(Path(folder) / "library.db")
        migrate(connection, back_up=None)
        capture(connection)
        yield from _capture(connection)
        yield _apply(connection)
        connection.close()
        yield _migration(Path(folder) / "old.db")


def _timed(connection: "sqlite3.Connection", work: Callable[[], object]) -> float:
    """CPU seconds within a transaction: other programs do not count."""
    connection.execute("BEGIN")
    began = time.process_time()
    work()
    spent = time.process_time() - began
    connection.execute("COMMIT")
    return spent


def _capture(connection: "sqlite3.Connection") -> Iterator[dict[str, Any]]:
    spent: dict[str, list[float]] = {}
    for _ in range(TIMES):
        for word in ("bare ", "idle ", ""):
            _prepare(connection, word)
            rows = [(uuid.uuid4().bytes, os.urandom(20), os.urandom(32)) for _ in range(ROWS)]
            spent.setdefault(f"{word}insert", []).append(
                _timed(connection, lambda rows=rows: connection.executemany(_INSERT, rows))
            )
            connection.execute("DELETE FROM sync_outbox")
            connection.execute("DELETE FROM sync_confirmed")
            edits = [(os.urandom(20), row[0]) for row in rows]
            update = "UPDATE item SET title = 'Light', tags = ? WHERE id = ?"
            spent.setdefault(f"{word}update", []).append(
                _timed(connection, lambda edits=edits, sql=update: connection.executemany(sql, edits))
            )
    for name in ("insert", "update"):
        with_it, bare_s = statistics.median(spent[name]), statistics.median(spent[f"bare {name}"])
        idle_s = statistics.median(spent[f"idle {name}"])
        yield {
            "figure": f"capture of an {name}, times the bare statement",
            "value": round(with_it / bare_s, 2),
            "more us per row": round((with_it - bare_s) / ROWS * 1e6, 2),
            "of a trigger that does nothing": round((idle_s - bare_s) / ROWS * 1e6, 2),
            "must": "<= 1.8",
        }


def _prepare(connection: "sqlite3.Connection", word: str) -> None:
    """Empty the tables, and set the triggers: none, ones that do nothing, or those of the program."""
    for table in ("item", "sync_outbox", "sync_confirmed"):
        connection.execute(f"DELETE FROM {table}")
    if not word:
        capture(connection)
        return
    for name, when in (("made", "INSERT"), ("changed", "UPDATE OF tags")):
        connection.execute(f"DROP TRIGGER IF EXISTS sync_item_{name}")
        if word == "idle ":
            connection.execute(
                f"CREATE TRIGGER sync_item_{name} AFTER {when} ON item WHEN FALSE BEGIN SELECT 1; END"
            )


def _page() -> list[Row]:
    rows: list[Row] = []
    for number in range(ROWS):
        values = {
            "collection_id": bytes(16), "title": f"Lesson {number} on optics", "description": "", "kind": "audio",
            "media_sha": os.urandom(32), "file_name": "talk.mp3", "created_ms": 1_700_000_000_000 + number,
        }  # fmt: skip
        fields = encode_fields(
            {name: msgspec.Raw(msgspec.msgpack.encode(one)) for name, one in values.items()}
        )
        stamps = encode_stamps({"*": ((1 << 56) + number, 1 << 60, number)})
        rows.append(Row("item", uuid.uuid4().bytes, "user:a", 0, stamps, fields))
    return rows


def _apply(connection: "sqlite3.Connection") -> dict[str, Any]:
    store, journal = TypedRowStore(connection), Journal(connection)
    columns = (
        "id, scope, hlc, tags, collection_id, title, description, kind, media_sha, file_name, created_ms"
    )
    names = columns.split(", ")
    moved = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    upsert = (
        f"INSERT INTO item ({columns}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT (id) DO UPDATE SET {moved}"
    )
    floor: list[float] = []
    applied: list[float] = []
    for _ in range(TIMES):
        page = _page()
        decoded = [(row, msgspec.msgpack.decode(row.fields)) for row in page]
        ready = [
            (os.urandom(16), "user:a", 1, row.stamps, *(values[name] for name in names[4:]))
            for row, values in decoded
        ]
        with journal.applying():
            floor.append(_timed(connection, lambda ready=ready: connection.executemany(upsert, ready)))
            applied.append(_timed(connection, lambda page=page: store.put(page)))
    return {
        "figure": f"apply {ROWS} rows to a typed table, times executemany",
        "value": round(statistics.median(applied) / statistics.median(floor), 2),
        "us per row": round(statistics.median(applied) / ROWS * 1e6, 1),
        "must": "<= 1.5",
    }


def _migration(path: Path) -> dict[str, Any]:
    connection = connect(path)
    migrate(connection, back_up=None, migrations=all_migrations()[:6])
    tags = msgspec.msgpack.encode({"*": [1 << 56, 1, 5], "title": [1 << 56, 1, 9]})
    rows = [(uuid.uuid4().bytes, tags, os.urandom(32)) for _ in range(OLD_ROWS)]
    connection.execute("BEGIN")
    connection.executemany(_INSERT, rows)
    connection.execute("COMMIT")
    began = time.perf_counter()
    migrate(connection, back_up=None)
    spent = time.perf_counter() - began
    connection.close()
    return {"figure": f"migrate {OLD_ROWS} items", "value": round(spent, 2), "unit": "s", "must": "<= 10"}
