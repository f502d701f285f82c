"""A whole scope as one SQLite file in compressed, content-named chunks: the quick way to a first sync.

The file holds that scope's rows and nothing else. Chunks are fetched by name, in any order, from anybody.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import msgspec

from shared.errors import AppError
from sync.change_store import ChangeStore
from sync.codec import packed, unpacked
from sync.protocol import Chunk, Snapshot
from sync.rows import Flag, Row

CHUNK_BYTES = 4 << 20
_LEVEL = 9
"""A twentieth fewer bytes than the messages' level: a file is compressed once and fetched by many."""
PART_ROWS = 2_000
"""No part of a file goes beyond a multiple of so many rows."""
_PART_BYTES = 1 << 20
_SCHEMA = (
    (
        "CREATE TABLE row (kind TEXT NOT NULL, id BLOB NOT NULL, event INTEGER NOT NULL, tags BLOB NOT NULL,"
        " fields BLOB NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID"
    ),
    (
        "CREATE TABLE part (first INTEGER PRIMARY KEY, kind TEXT NOT NULL, low BLOB NOT NULL, high BLOB NOT NULL,"
        " rows INTEGER NOT NULL)"
    ),
)


class Part(msgspec.Struct, frozen=True):
    """Rows of one kind: their lowest and highest id, and how many they are."""

    kind: str
    low: bytes
    high: bytes
    rows: int


def write(store: ChangeStore, scope: str, path: Path) -> tuple[int, int]:
    """Write a scope's living rows to a new file; returns the feed number it stands at and the count of rows.

    They stand as a device keeps rows of any kind, in the order of their ids, so that it can copy them as they are;
    parts are found by the number of their first row.
    """
    seq = store.heads([scope])[scope]
    first = 1
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA page_size = 65536")  # larger than nearly every row
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for statement in _SCHEMA:
            connection.execute(statement)
        for rows in _parted(store.living(scope)):
            connection.executemany(
                "INSERT INTO row VALUES (?, ?, ?, ?, ?)",
                [(row.kind, row.id, row.flags & Flag.EVENT, row.stamps, row.fields) for row in rows],
            )
            part = (first, rows[0].kind, rows[0].id, rows[-1].id, len(rows))
            connection.execute("INSERT INTO part VALUES (?, ?, ?, ?, ?)", part)
            first += len(rows)
        connection.execute("COMMIT")
    finally:
        connection.close()
    return seq, first - 1


def _parted(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows in parts."""
    count = 0
    for _, of_kind in groupby(rows, lambda row: row.kind):
        size_bytes = 0
        part: list[Row] = []
        for row in of_kind:
            part.append(row)
            count += 1
            size_bytes += len(row.stamps) + len(row.fields)
            if count % PART_ROWS == 0 or size_bytes >= _PART_BYTES:
                yield part
                part, size_bytes = [], 0
        if part:
            yield part


def parts_between(connection: sqlite3.Connection, first: int, last: int) -> list[Part]:
    """Return the parts of the attached file that begin with rows of these numbers."""
    cursor = connection.execute(
        "SELECT kind, low, high, rows FROM snapshot.part WHERE first BETWEEN ? AND ? ORDER BY first",
        (first, last),
    )
    cursor.row_factory = None
    return [Part(*row) for row in cursor]


def chunks(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """Yield (name, compressed bytes) of a written file, `CHUNK_BYTES` of it at a time."""
    with path.open("rb") as file:
        while plain := file.read(CHUNK_BYTES):
            body = packed(plain, level=_LEVEL)
            yield hashlib.sha256(body).digest(), body


def describe(scope: str, seq: int, rows: int, parts: list[tuple[bytes, int]]) -> Snapshot:
    """Return the offer of a snapshot; `parts` are (name, compressed size) in order."""
    return Snapshot(scope, seq, rows, [Chunk(name, size) for name, size in parts])


def open_chunk(chunk: Chunk, body: bytes) -> bytes:
    """Return a chunk's plain bytes. Raises AppError `sync.garbled` or `sync.too_large` when it is not what it says."""
    if len(body) != chunk.size_bytes or hashlib.sha256(body).digest() != chunk.name:
        raise AppError("sync.garbled", detail="a snapshot's chunk is not what its name says")
    return unpacked(body, CHUNK_BYTES)


def attach(connection: sqlite3.Connection, path: Path) -> None:
    """Open a whole snapshot file beside a replica, read-only. Raises AppError `sync.garbled`."""
    try:
        connection.execute("ATTACH DATABASE ? AS snapshot", [f"{path.as_uri()}?mode=ro&immutable=1"])
        found = [
            row[0] for row in connection.execute("SELECT sql FROM snapshot.sqlite_master ORDER BY rootpage")
        ]
    except sqlite3.DatabaseError as cause:
        detach(connection)
        raise AppError("sync.garbled", detail="not a snapshot") from cause
    if found != [*_SCHEMA]:
        detach(connection)
        raise AppError("sync.garbled", detail="not a snapshot of this form")


def whole(connection: sqlite3.Connection) -> bool:
    """Whether the attached file is sound: asked when rows of it could not be taken."""
    try:
        return connection.execute("PRAGMA snapshot.quick_check(1)").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        return False


def detach(connection: sqlite3.Connection) -> None:
    """Close what `attach` opened, if it is open."""
    if any(row[1] == "snapshot" for row in connection.execute("PRAGMA database_list")):
        connection.execute("DETACH DATABASE snapshot")
