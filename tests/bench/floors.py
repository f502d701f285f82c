"""What handing in rows costs at the very least: SQLite, msgpack, zstd and a hash of each row, and nothing between."""

import hashlib
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from shared.ids import new_id
from sync.codec import MAX_PLAIN_BYTES, packed, unpacked
from sync.journal import Journal
from sync.outgoing import BATCH_OPS
from sync.row_store import SqliteRowStore
from sync.sqlite_store import create

TIMES = 3
_EDITED = (
    "SELECT r.kind, r.id, r.scope, r.tags, r.fields FROM sync_outbox o"
    " CROSS JOIN sync_row r ON r.kind = o.kind AND r.id = o.id WHERE o.batch = 0 ORDER BY o.kind, o.id LIMIT ?"
)
_INSERT = "INSERT INTO sync_record VALUES (?, ?, 1, ?, 0, 0, ?, ?)"


def _opened(folder: str, name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(Path(folder) / name, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    return connection


def _filled(folder: str, rows: int) -> sqlite3.Connection:
    connection = _opened(folder, "device")
    Journal(connection).create(new_id())
    SqliteRowStore(connection).create()
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO sync_row VALUES ('note', ?, 'user:a', 0, 0, ?, ?)",
        [(new_id().bytes, os.urandom(24), os.urandom(16) + b"front of a card" * 5) for _ in range(rows)],
    )
    connection.execute("COMMIT")
    return connection


def _batches(connection: sqlite3.Connection, rows: int) -> Iterator[bytes]:
    """Read, pack, and let go of what is unsent; the rows' hashes are those of the digests."""
    for _ in range(0, rows, BATCH_OPS):
        connection.execute("BEGIN")
        found: list[Any] = connection.execute(_EDITED, [BATCH_OPS]).fetchall()
        for row in found:
            hashlib.blake2b(row[1] + row[3], digest_size=16).digest()
        body = packed(msgspec.msgpack.encode(found))
        connection.execute("DELETE FROM sync_outbox WHERE (kind, id) <= (?, ?)", found[-1][:2])
        connection.execute("COMMIT")
        yield body


def _least(work: Callable[[str], float]) -> float:
    found: list[float] = []
    for _ in range(TIMES):
        with tempfile.TemporaryDirectory(prefix="lantern-bench-") as folder:
            found.append(work(folder))
    return statistics.median(found)


def sender_floor_s(rows: int) -> float:
    """CPU seconds of a device that hands in so many rows."""

    def work(folder: str) -> float:
        connection = _filled(folder, rows)
        began = time.process_time()
        for _ in _batches(connection, rows):
            pass
        spent = time.process_time() - began
        connection.close()
        return spent

    return _least(work)


def taker_floor_s(rows: int) -> float:
    """CPU seconds of a server that takes so many new rows."""

    def work(folder: str) -> float:
        device, server = _filled(folder, rows), _opened(folder, "server")
        server.execute("PRAGMA synchronous = NORMAL")
        create(server)
        bodies = list(_batches(device, rows))
        device.close()
        began = time.process_time()
        number = 0
        for body in bodies:
            found: list[Any] = msgspec.msgpack.decode(unpacked(body, MAX_PLAIN_BYTES))
            server.execute("BEGIN")
            ready: list[Any] = []
            for _, row_id, _, stamps, fields in found:
                number += 1
                hashlib.blake2b(row_id + stamps, digest_size=16).digest()
                ready.append((row_id, 1, number, stamps, fields))
            server.executemany(_INSERT, ready)
            server.execute("COMMIT")
        spent = time.process_time() - began
        server.close()
        return spent

    return _least(work)
