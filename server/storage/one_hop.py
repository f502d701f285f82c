"""SQLite for SQLAlchemy with one hop to the connection's thread per statement. Knows no statement.

aiosqlite makes four (a cursor, execution, rows, closing), each of which costs more than a short statement does.
"""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, Self

import aiosqlite

_CHUNK_ROWS = 64


class OneHopCursor:
    """What SQLAlchemy asks of a cursor; rows are fetched where the statement ran."""

    def __init__(self, run: Callable[..., Any], connection: sqlite3.Connection) -> None:
        self._run, self._connection = run, connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> "OneHopCursor":
        """Run a statement and fetch its rows."""
        return await self._done(lambda: self._connection.execute(sql, tuple(parameters)))

    async def executemany(self, sql: str, rows: Iterable[Iterable[Any]]) -> "OneHopCursor":
        """Run a statement for each row."""
        return await self._done(lambda: self._connection.executemany(sql, [tuple(row) for row in rows]))

    async def _done(self, work: Callable[[], sqlite3.Cursor]) -> "OneHopCursor":
        def run() -> None:
            cursor = work()
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
            cursor.close()

        await self._run(run)
        return self

    async def fetchall(self) -> list[Any]:
        """Return the rows, which are here already."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open."""


class OneHopConnection(aiosqlite.Connection):
    """aiosqlite's connection with its thread, and cursors that hop once."""

    def cursor(self) -> Any:
        """Return a cursor. It costs nothing."""
        run: Any = self._execute  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        return OneHopCursor(run, self._conn)


async def connected(path: str, timeout_s: float) -> OneHopConnection:
    """Open a file; transactions are begun by who uses it. Raises `sqlite3.Error`."""
    connection = OneHopConnection(
        lambda: sqlite3.connect(path, timeout=timeout_s, isolation_level=None, check_same_thread=False),
        iter_chunk_size=_CHUNK_ROWS,
    )
    thread: Any = connection._thread  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - as SQLAlchemy does
    thread.daemon = True
    await connection
    return connection
