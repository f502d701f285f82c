"""SQL of embeddings: the BLOBs that are the truth, and one sqlite-vec table per model that can be rebuilt from them."""

import math
import struct
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import aiosqlite
import msgspec

from desktop.search.embedders import is_remote
from desktop.search.store import Place
from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from shared.ids import ItemId

_REBUILD_ROWS = 500
_SQLITE_ERROR = 1
_CHUNK_ROWS = 128
"""Slots of a block, one partition each. With sqlite-vec's 1024, fifty small collections took 79 MB for 6 000 passages
and 17 ms a search; so they take 10 MB and 3 ms, and a big collection hardly more than before."""


class Model(msgspec.Struct, frozen=True):
    """A model that embeds, as the index knows it."""

    name: str
    dimension: int
    sha: bytes

    @property
    def remote(self) -> bool:
        """Whether its vectors came from a provider."""
        return is_remote(self.name)

    @property
    def table(self) -> str:
        """Name of its sqlite-vec table."""
        return f"passage_vector_{self.sha.hex()[:16]}"


class StoredVector(msgspec.Struct, frozen=True):
    """One passage's vector, float16."""

    passage_id: int
    item_id: bytes
    collection_id: bytes
    vector: bytes


async def models(reader: aiosqlite.Connection) -> list[tuple[Model, bool]]:
    """Return the models that have vectors, each with whether its sqlite-vec table is whole."""
    rows = await reader.execute_fetchall("SELECT name, dimension, model_sha, built FROM vector_model")
    return [(Model(row[0], row[1], row[2]), bool(row[3])) for row in rows]


async def embedded(reader: aiosqlite.Connection, model: Model) -> int:
    """How many passages have a vector of this model."""
    rows = await reader.execute_fetchall(
        "SELECT count(*) FROM passage p JOIN embedding e ON e.text_sha = p.text_sha AND e.model_sha = ?",
        [model.sha],
    )
    return next(iter(rows))[0]


async def missing(
    reader: aiosqlite.Connection, model: Model, item_id: ItemId | None, after: int, limit: int
) -> list[tuple[int, bytes, str]]:
    """Return (number, text sha, text) of the next passages above `after` without a vector of this model."""
    where, values = ("AND p.item_id = ?", [item_id.bytes]) if item_id is not None else ("", [])
    rows = await reader.execute_fetchall(
        "SELECT p.id, p.text_sha, p.text FROM passage p WHERE p.id > ? AND NOT EXISTS"  # noqa: S608 - fixed parts
        f" (SELECT 1 FROM embedding e WHERE e.text_sha = p.text_sha AND e.model_sha = ?) {where} ORDER BY p.id LIMIT ?",
        [after, model.sha, *values, limit],
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def count_missing(reader: aiosqlite.Connection, model: Model, item_id: ItemId | None) -> int:
    """How many different texts have no vector of this model."""
    where, values = ("AND p.item_id = ?", [item_id.bytes]) if item_id is not None else ("", [])
    rows = await reader.execute_fetchall(
        "SELECT count(DISTINCT p.text_sha) FROM passage p WHERE NOT EXISTS"  # noqa: S608 - fixed parts
        f" (SELECT 1 FROM embedding e WHERE e.text_sha = p.text_sha AND e.model_sha = ?) {where}",
        [model.sha, *values],
    )
    return next(iter(rows))[0]


async def stored(reader: aiosqlite.Connection, model: Model, where: Place) -> list[Any]:
    """Return rows in the form of `StoredVector`, by passage number. Raw, for a big library has very many."""
    if where.items == ():
        return []
    condition, values = "", list[Any]()
    if where.items is not None:
        condition = f"WHERE p.item_id IN ({', '.join('?' * len(where.items))})"
        values = [one.bytes for one in where.items]
    elif where.collection_id is not None:
        condition, values = "WHERE p.collection_id = ?", [where.collection_id.bytes]
    return list(await reader.execute_fetchall(f"{_STORED} {condition} ORDER BY p.id", [model.sha, *values]))


_STORED = (
    "SELECT p.id, p.item_id, p.collection_id, e.vector FROM passage p"
    " JOIN embedding e ON e.text_sha = p.text_sha AND e.model_sha = ?"
)


def has_extension(connection: "sqlite3.Connection") -> bool:
    """Whether sqlite-vec is loaded into this connection."""
    try:
        connection.execute("SELECT vec_version()").fetchone()
    except sqlite3.OperationalError:
        return False
    return True


async def nearest(
    reader: aiosqlite.Connection, model: Model, query: bytes, count: int, collection_id: bytes | None
) -> list[tuple[int, float]]:
    """Ask sqlite-vec: (passage, cosine), best first. `query` is float32. Raises `sqlite3.Error` when it cannot."""
    home, values = ("", []) if collection_id is None else ("AND collection = ?", [collection_id.hex()])
    rows = await reader.execute_fetchall(
        f"SELECT passage_id, distance FROM {model.table} WHERE vector MATCH ? AND k = ? {home}",  # noqa: S608 - hex
        [query, count, *values],
    )
    # Unit vectors: |a - b|^2 = 2 - 2 cos; sqlite-vec has vector instructions for this distance, not for the cosine.
    return [(row[0], 1 - row[1] ** 2 / 2) for row in rows]


async def is_whole(reader: aiosqlite.Connection, model: Model) -> bool:
    """Whether its sqlite-vec table can be searched and holds as many vectors as passages have."""
    wanted = await embedded(reader, model)
    try:
        rows = await reader.execute_fetchall(f"SELECT count(*) FROM {model.table}_rowids")  # noqa: S608 - hex
        some = await nearest(reader, model, bytes(4 * model.dimension), 1, None)
    except sqlite3.Error:
        return False
    return next(iter(rows))[0] == wanted and bool(some) == bool(wanted)


def add_model(tx: Transaction, model: Model) -> None:
    """Note a model before its first vector."""
    tx.execute(
        "INSERT OR IGNORE INTO vector_model (model_sha, name, dimension) VALUES (?, ?, ?)",
        [model.sha, model.name, model.dimension],
    )


def put_embeddings(tx: Transaction, model: Model, vectors: Sequence[tuple[bytes, bytes]]) -> None:
    """Keep (text sha, float16 vector) of a model, and index every passage that has one of these texts."""
    add_model(tx, model)
    rows: list[StoredVector] = []
    for sha, vector in vectors:
        new = tx.execute(
            "INSERT OR IGNORE INTO embedding (text_sha, model_sha, vector) VALUES (?, ?, ?)",
            [sha, model.sha, vector],
        )
        if new.rowcount == 1:  # else another process was faster, and has indexed it
            found = tx.execute(
                "SELECT id, item_id, collection_id FROM passage WHERE text_sha = ?", [sha]
            ).fetchall()
            rows += [StoredVector(one[0], one[1], one[2], vector) for one in found]
    _in_table(tx, model, lambda: _insert(tx, model, rows))
    tx.changed("index", *(uuid.UUID(bytes=one.item_id) for one in rows))


def unindex(tx: Transaction, item_id: ItemId) -> None:
    """Take an item's passages out of every sqlite-vec table; call before its passages change."""
    ids = [
        tuple(row)
        for row in tx.execute("SELECT id FROM passage WHERE item_id = ?", [item_id.bytes]).fetchall()
    ]
    for model in _models(tx):
        sql = f"DELETE FROM {model.table} WHERE passage_id = ?"  # noqa: S608 - hex
        _in_table(tx, model, lambda sql=sql: tx.executemany(sql, ids))


def index(tx: Transaction, item_id: ItemId) -> None:
    """Put an item's passages that have vectors into every sqlite-vec table; call after its passages changed."""
    for model in _models(tx):
        found = tx.execute(f"{_STORED} WHERE p.item_id = ?", [model.sha, item_id.bytes]).fetchall()
        rows = [StoredVector(*one) for one in found]
        _in_table(tx, model, lambda model=model, rows=rows: _insert(tx, model, rows))


def start_build(tx: Transaction, model: Model) -> bool:
    """Begin its sqlite-vec table anew. False when this computer has no sqlite-vec, or the old table will not go."""
    _mark(tx, model, built=False)
    if not has_extension(tx.connection):
        return False
    try:
        tx.execute(f"DROP TABLE IF EXISTS {model.table}")
    except sqlite3.OperationalError as error:
        _only_of_the_extension(error)
        return False
    tx.execute(
        f"CREATE VIRTUAL TABLE {model.table} USING vec0("
        f"passage_id INTEGER PRIMARY KEY, collection TEXT PARTITION KEY, vector FLOAT[{model.dimension}],"
        f" chunk_size={_CHUNK_ROWS})"
    )
    return True


def build_some(tx: Transaction, model: Model, after: int) -> int | None:
    """Index the next passages numbered above `after`; returns the last one done, None at the end."""
    rows = tx.execute(
        f"{_STORED} WHERE p.id > ? AND NOT EXISTS"  # noqa: S608 - hex
        f" (SELECT 1 FROM {model.table}_rowids r WHERE r.rowid = p.id) ORDER BY p.id LIMIT ?",
        [model.sha, after, _REBUILD_ROWS],
    ).fetchall()
    if not rows:
        _mark(tx, model, built=True)
        tx.changed("index")
        return None
    _insert(tx, model, [StoredVector(*one) for one in rows])
    return rows[-1][0]


def mark_broken(tx: Transaction, model: Model) -> None:
    """Its sqlite-vec table cannot be used until it is built again."""
    _mark(tx, model, built=False)
    tx.changed("index")


def forget_model(tx: Transaction, model: Model) -> None:
    """Drop a model's vectors and table."""
    tx.execute("DELETE FROM embedding WHERE model_sha = ?", [model.sha])
    if has_extension(tx.connection):
        tx.execute(f"DROP TABLE IF EXISTS {model.table}")
    tx.execute("DELETE FROM vector_model WHERE model_sha = ?", [model.sha])
    tx.changed("index")


def sweep(tx: Transaction) -> int:
    """Drop vectors of texts that no passage has any more. Returns how many."""
    return tx.execute("DELETE FROM embedding WHERE text_sha NOT IN (SELECT text_sha FROM passage)").rowcount


def _in_table(tx: Transaction, model: Model, work: Callable[[], object]) -> None:
    """Change a sqlite-vec table; where that cannot be done the table is only marked, the passages are what counts."""
    if not has_extension(tx.connection) or not _has_table(tx, model):
        _mark(tx, model, built=False)
        return
    try:
        work()
    except sqlite3.OperationalError as error:
        _only_of_the_extension(error)
        _mark(tx, model, built=False)


def _only_of_the_extension(error: sqlite3.OperationalError) -> None:
    """Let pass what sqlite-vec says of its own tables; a full disk or a busy file goes on up."""
    if getattr(error, "sqlite_errorcode", _SQLITE_ERROR) != _SQLITE_ERROR:
        raise error


def _models(tx: Transaction) -> list[Model]:
    return [
        Model(*row) for row in tx.execute("SELECT name, dimension, model_sha FROM vector_model").fetchall()
    ]


def _mark(tx: Transaction, model: Model, *, built: bool) -> None:
    tx.execute("UPDATE vector_model SET built = ? WHERE model_sha = ?", [int(built), model.sha])


def _has_table(tx: Transaction, model: Model) -> bool:
    found = tx.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", [model.table])
    return found.fetchone() is not None


def _insert(tx: Transaction, model: Model, rows: Iterable[StoredVector]) -> None:
    tx.executemany(
        f"INSERT INTO {model.table} (passage_id, collection, vector) VALUES (?, ?, ?)",  # noqa: S608 - hex
        [(one.passage_id, one.collection_id.hex(), to_float32(one.vector, model.dimension)) for one in rows],
    )


def to_float32(vector: bytes, dimension: int) -> bytes:
    """Widen a stored vector for sqlite-vec, at length 1 again. Standard library only: a writer must not load numpy."""
    values = struct.unpack(f"<{dimension}e", vector)
    length = math.hypot(*values) or 1.0
    return struct.pack(f"<{dimension}f", *(value / length for value in values))
