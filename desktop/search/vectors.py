"""Finds the nearest passages exactly: in sqlite-vec, over a few BLOBs, or in a matrix in memory. Knows no model files.

All three give the same answer; which one is asked depends on the size of the place. One instance serves one model,
so vectors of two models are never compared.
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from desktop.runtime.changes import ChangeSet
from desktop.search import vector_store
from desktop.search.store import Place
from desktop.search.vector_store import Model
from desktop.storage.database import Database
from shared.ids import ItemId

if TYPE_CHECKING:
    import numpy as np

MATRIX_FROM_PASSAGES = 50_000
"""Above this, searching everywhere in memory beats sqlite-vec's 25 ms per 100 000 passages."""


class BlobIndex:
    """Compares with the BLOBs of the place, read for the purpose: for items and small collections, and for tests.

    `nearest`, here and below: exact neighbours of a unit vector by cosine, at most `count` (passage, cosine), best
    first; equal ones by passage number.
    """

    def __init__(self, database: Database, model: Model) -> None:
        self._database = database
        self._model = model

    async def nearest(self, query: "np.ndarray", count: int, where: Place) -> list[tuple[int, float]]:
        async with self._database.reader() as reader:
            rows = await vector_store.stored(reader, self._model, where)
        return await asyncio.to_thread(_nearest_of_rows, rows, self._model.dimension, query, count)


class SqliteVecIndex:
    """Asks sqlite-vec, collection by collection or everything. Raises `sqlite3.Error` when its table is unusable."""

    def __init__(self, database: Database, model: Model) -> None:
        self._database = database
        self._model = model

    async def nearest(self, query: "np.ndarray", count: int, where: Place) -> list[tuple[int, float]]:
        if where.items is not None:
            raise ValueError("sqlite-vec is partitioned by collection, not by item")
        home = None if where.collection_id is None else where.collection_id.bytes
        async with self._database.reader() as reader:
            return await vector_store.nearest(reader, self._model, query.tobytes(), count, home)


class MatrixIndex:
    """Every vector of a model in one float32 matrix; items that changed are read again before the next search."""

    def __init__(self, database: Database, model: Model) -> None:
        self._database = database
        self._model = model
        self._matrix: _Matrix | None = None
        self._stale: set[ItemId] = set()
        self._using = asyncio.Lock()

    @property
    def loaded(self) -> bool:
        """Whether the matrix is in memory."""
        return self._matrix is not None

    def forget(self, changes: ChangeSet) -> None:
        """Note which items' passages or vectors changed."""
        if changes.everything:
            self._matrix = None
        self._stale |= {ItemId(one) for one in changes.ids("passage") | changes.ids("index")}

    async def nearest(self, query: "np.ndarray", count: int, where: Place) -> list[tuple[int, float]]:
        async with self._using:
            matrix = await self._fresh()
            return await asyncio.to_thread(matrix.nearest, query, count, where)

    async def load(self) -> None:
        """Bring the matrix into memory ahead of the first search."""
        async with self._using:
            await self._fresh()

    async def _fresh(self) -> "_Matrix":
        stale, self._stale = tuple(self._stale), set()
        matrix = self._matrix
        if matrix is not None and not stale:
            return matrix
        async with self._database.reader() as reader:
            rows = await vector_store.stored(reader, self._model, Place() if matrix is None else Place(stale))
        if matrix is None:
            matrix = await asyncio.to_thread(_Matrix, self._model.dimension, rows)
        else:
            await asyncio.to_thread(matrix.replace, [one.bytes for one in stale], rows)
        self._matrix = matrix
        return matrix


class _Matrix:
    """Rows of passage, item, collection and vector. Touched by one thread at a time."""

    def __init__(self, dimension: int, rows: Sequence[Any]) -> None:
        import numpy as np

        self._dimension = dimension
        self._ids = np.zeros(0, np.int64)
        self._items = np.zeros(0, np.int32)
        self._homes = np.zeros(0, np.int32)
        self._codes: dict[bytes, int] = {}
        self._vectors = np.zeros((0, dimension), np.float32)
        self._append(rows)

    def replace(self, items: Iterable[bytes], rows: Sequence[Any]) -> None:
        """Drop the rows of some items and add what they have now."""
        kept = ~self._of(self._items, items)
        self._ids, self._items, self._homes = self._ids[kept], self._items[kept], self._homes[kept]
        self._vectors = self._vectors[kept]
        self._append(rows)

    def nearest(self, query: "np.ndarray", count: int, where: Place) -> list[tuple[int, float]]:
        if where.items is not None:
            chosen = self._of(self._items, (one.bytes for one in where.items))
        elif where.collection_id is not None:
            chosen = self._of(self._homes, [where.collection_id.bytes])
        else:
            return _best(self._ids, self._vectors @ query, count)
        return _best(self._ids[chosen], self._vectors[chosen] @ query, count)

    def _append(self, rows: Sequence[Any]) -> None:
        import numpy as np

        if not rows:
            return
        self._ids = np.concatenate([self._ids, np.fromiter((row[0] for row in rows), np.int64, len(rows))])
        self._items = np.concatenate([self._items, self._coded(row[1] for row in rows)])
        self._homes = np.concatenate([self._homes, self._coded(row[2] for row in rows)])
        self._vectors = np.concatenate([self._vectors, _widened([row[3] for row in rows], self._dimension)])

    def _coded(self, ids: Iterable[bytes]) -> "np.ndarray":
        """Small numbers for item and collection ids: comparing 16-byte keys costs more than the search."""
        import numpy as np

        return np.array([self._codes.setdefault(one, len(self._codes)) for one in ids], np.int32)

    def _of(self, column: "np.ndarray", wanted: Iterable[bytes]) -> "np.ndarray":
        import numpy as np

        return np.isin(column, self._coded(wanted))


def _nearest_of_rows(
    rows: Sequence[Any], dimension: int, query: "np.ndarray", count: int
) -> list[tuple[int, float]]:
    import numpy as np

    if not rows:
        return []
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    return _best(ids, _widened([row[3] for row in rows], dimension) @ query, count)


def _widened(vectors: Sequence[bytes], dimension: int) -> "np.ndarray":
    """Stored float16 vectors as float32, at length 1 again: rounding has moved them by up to 0.05 %."""
    import numpy as np

    wide = np.frombuffer(b"".join(vectors), np.float16).reshape(-1, dimension).astype(np.float32)
    return wide / np.maximum(np.linalg.norm(wide, axis=1, keepdims=True), 1e-12)


def _best(ids: "np.ndarray", cosines: "np.ndarray", count: int) -> list[tuple[int, float]]:
    import numpy as np

    if len(ids) > count:
        top = np.argpartition(cosines, -count)[-count:]
        ids, cosines = ids[top], cosines[top]
    order = np.lexsort((ids, -cosines))
    return [(int(ids[at]), float(cosines[at])) for at in order]
