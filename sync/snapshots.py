"""A whole scope as one SQLite file in compressed, content-named chunks: the quick way to a first sync.

The file holds that scope's rows and nothing else. Chunks are fetched by name, in any order, from anybody.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from shared.errors import AppError
from sync.change_store import ChangeStore
from sync.codec import packed, unpacked
from sync.protocol import Chunk, Snapshot

CHUNK_BYTES = 1 << 20
_LIMIT_BYTES = 2 * CHUNK_BYTES
_TABLE = (
    "CREATE TABLE row (kind TEXT NOT NULL, id BLOB NOT NULL, flags INTEGER NOT NULL, stamps BLOB NOT NULL,"
    " fields BLOB NOT NULL)"
)


def write(store: ChangeStore, scope: str, path: Path) -> tuple[int, int]:
    """Write a scope's living rows to a new file; returns the feed number it stands at and the count of rows."""
    seq = store.heads([scope])[scope]
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        connection.execute(_TABLE)
        connection.executemany(
            "INSERT INTO row VALUES (?, ?, ?, ?, ?)",
            ((row.kind, row.id, row.flags, row.stamps, row.fields) for row in store.living(scope)),
        )
        count = int(connection.execute("SELECT count(*) FROM row").fetchone()[0])
        connection.execute("COMMIT")
    finally:
        connection.close()
    return seq, count


def chunks(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """Yield (name, compressed bytes) of a written file, `CHUNK_BYTES` of it at a time."""
    with path.open("rb") as file:
        while plain := file.read(CHUNK_BYTES):
            body = packed(plain)
            yield hashlib.sha256(body).digest(), body


def describe(scope: str, seq: int, rows: int, parts: list[tuple[bytes, int]]) -> Snapshot:
    """Return the offer of a snapshot; `parts` are (name, compressed size) in order."""
    return Snapshot(scope, seq, rows, [Chunk(name, size) for name, size in parts])


def open_chunk(chunk: Chunk, body: bytes) -> bytes:
    """Return a chunk's plain bytes. Raises AppError `sync.garbled` or `sync.too_large` when it is not what it says."""
    if len(body) != chunk.size_bytes or hashlib.sha256(body).digest() != chunk.name:
        raise AppError("sync.garbled", detail="a snapshot's chunk is not what its name says")
    return unpacked(body, _LIMIT_BYTES)


def attach(connection: sqlite3.Connection, path: Path) -> None:
    """Open a whole snapshot file beside a replica, read-only. Raises AppError `sync.garbled`."""
    try:
        connection.execute("ATTACH DATABASE ? AS snapshot", [f"{path.as_uri()}?mode=ro&immutable=1"])
        connection.execute("SELECT kind, id, flags, stamps, fields FROM snapshot.row LIMIT 1").fetchone()
    except sqlite3.DatabaseError as cause:
        detach(connection)
        raise AppError("sync.garbled", detail="not a snapshot") from cause


def detach(connection: sqlite3.Connection) -> None:
    """Close what `attach` opened, if it is open."""
    if any(row[1] == "snapshot" for row in connection.execute("PRAGMA database_list")):
        connection.execute("DETACH DATABASE snapshot")
