"""A whole scope as one SQLite file in compressed, content-named chunks: the quick way to a first sync.

The file holds that scope's rows and nothing else. Chunks are fetched by name, in any order, from anybody.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from shared.errors import AppError
from sync.change_store import ChangeStore
from sync.codec import UNREADABLE, packed, unpacked
from sync.protocol import Chunk, Fed, Page, Snapshot
from sync.rows import Key, Row
from sync.runs import packed_rows, whole_rows_of

CHUNK_BYTES = 1 << 20
_LIMIT_BYTES = 2 * CHUNK_BYTES
STEP_ROWS = 2_000
"""Rows that a device takes at once; no page of a file goes beyond a multiple of it."""
_PAGE_BYTES = 1 << 20
_TABLE = "CREATE TABLE page (first INTEGER PRIMARY KEY, body BLOB NOT NULL)"


def write(store: ChangeStore, scope: str, path: Path) -> tuple[int, int]:
    """Write a scope's living rows to a new file; returns the feed number it stands at and the count of rows.

    Its pages hold rows in columns, as those of the feed do, and are found by the number of their first row.
    """
    seq = store.heads([scope])[scope]
    first = 1
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA page_size = 65536")  # pages of rows lie in few pieces
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        connection.execute(_TABLE)
        for rows in _parted(store.living(scope)):
            body = msgspec.msgpack.encode(_page(scope, rows))
            connection.execute("INSERT INTO page VALUES (?, ?)", (first, body))
            first += len(rows)
        connection.execute("COMMIT")
    finally:
        connection.close()
    return seq, first - 1


def _parted(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows in parts that a page takes."""
    size_bytes = 0
    part: list[Row] = []
    for count, row in enumerate(rows, start=1):
        part.append(row)
        size_bytes += len(row.stamps) + len(row.fields)
        if count % STEP_ROWS == 0 or size_bytes >= _PAGE_BYTES:
            yield part
            part, size_bytes = [], 0
    if part:
        yield part


def _page(scope: str, rows: list[Row]) -> Page:
    given = [Fed(0, row.kind, row.id, row.flags, row.stamps, row.fields) for row in rows]
    plain, runs = packed_rows(scope, given)
    return Page(scope, 0, more=False, rows=plain, runs=runs)


def rows_between(connection: sqlite3.Connection, scope: str, first: int, last: int) -> dict[Key, Row]:
    """Return rows of the attached file. Raises AppError `sync.garbled`."""
    cursor = connection.execute("SELECT body FROM snapshot.page WHERE first BETWEEN ? AND ?", (first, last))
    cursor.row_factory = None
    rows: list[Row] = []
    try:
        for (body,) in cursor:
            page = msgspec.msgpack.decode(body, type=Page)
            rows += [Row(one.kind, one.id, scope, one.flags, one.stamps, one.fields) for one in page.rows]
            for run in page.runs:
                rows += whole_rows_of(run, scope)
    except (*UNREADABLE, ValueError, OverflowError, sqlite3.DatabaseError) as cause:
        raise AppError("sync.garbled", detail="not a snapshot's page") from cause
    return {(row.kind, row.id): row for row in rows}


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
        connection.execute("SELECT first, body FROM snapshot.page LIMIT 1").fetchone()
    except sqlite3.DatabaseError as cause:
        detach(connection)
        raise AppError("sync.garbled", detail="not a snapshot") from cause


def detach(connection: sqlite3.Connection) -> None:
    """Close what `attach` opened, if it is open."""
    if any(row[1] == "snapshot" for row in connection.execute("PRAGMA database_list")):
        connection.execute("DETACH DATABASE snapshot")
