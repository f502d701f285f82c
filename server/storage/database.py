"""The server's open database: transactions that read one snapshot or write all or nothing. Knows no feature."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from server.storage import engines
from server.storage.engines import CONNECTIONS, Dialect, address, dialect_of, dispose
from server.storage.failures import may_try_again, storage_error
from server.storage.schema import check, revision_of
from server.storage.transaction import Transaction
from shared.clock import Clock
from shared.errors import AppError
from sync.change_store import ChangeStore
from sync.sqlite_store import SqliteChangeStore

T = TypeVar("T")
ATTEMPTS = 5


class Database:
    """Make it with `open`; close it before the loop ends."""

    def __init__(self, dialect: Dialect, readers: AsyncEngine, writers: AsyncEngine, clock: Clock) -> None:
        self.dialect: Dialect = dialect
        self._readers, self._writers = readers, writers
        self._clock = clock

    @classmethod
    async def open(cls, url: str, clock: Clock, *, connections: int = CONNECTIONS) -> "Database":
        """Connect to a migrated database; `connections` bounds the pool to PostgreSQL.

        Raises AppError: `server.database_url`, `server.database_unreachable`, `server.database_old` (run
        `lantern-server migrate`), `server.database_newer`, and what a broken disk says.
        """
        parsed = address(url)
        dialect = dialect_of(parsed)
        if dialect == "sqlite":
            if not engines.file_of(parsed).exists():
                check(None)
            pair = engines.sqlite_engines(parsed)
        else:
            pair = engines.postgres_engines(parsed, connections)
        database = cls(dialect, *pair, clock)
        try:
            async with database.read() as transaction:
                check(await revision_of(transaction.connection))
        except BaseException:
            await database.close()
            raise
        return database

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[Transaction, None]:
        """Lend a transaction that sees one moment of the database and may change nothing. Raises AppError."""
        with _told_plainly():
            async with self._readers.connect() as connection:
                await connection.begin()
                yield Transaction(connection, self._clock.now_ms(), self._running)

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[Transaction, None]:
        """Lend a transaction that is committed at the end of the block and rolled back by an error in it.

        Raises what the block raises, and AppError for a full disk, a lost connection, a busy database.
        """
        with _told_plainly():
            async with self._writers.connect() as connection:
                await connection.begin()
                transaction = Transaction(connection, self._clock.now_ms(), self._running)
                yield transaction
                await connection.commit()
        transaction.committed()

    async def close(self) -> None:
        """Close every connection."""
        await dispose(self._readers, self._writers)

    async def _running(self, connection: AsyncConnection, work: Callable[[ChangeStore], T]) -> T:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        return await driver._execute(lambda: work(SqliteChangeStore(driver._conn)))  # noqa: SLF001

    async def transact(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` in a write transaction, and once more when others running at the same time undid it.

        `work` must therefore change nothing but the database; what should happen besides goes to `after_commit`.
        Raises what `work` raises, and AppError as `write` does.
        """
        for attempt in range(ATTEMPTS):
            try:
                async with self.write() as transaction:
                    return await work(transaction)
            except AppError as error:
                if error.__cause__ is None or not may_try_again(error.__cause__) or attempt == ATTEMPTS - 1:
                    raise
        raise AssertionError("the last attempt returns or raises")


@contextmanager
def _told_plainly() -> Generator[None, None, None]:
    try:
        yield
    except AppError:
        raise
    except Exception as cause:
        known = storage_error(cause)
        if known is None:
            raise
        raise known from cause
