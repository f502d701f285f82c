"""The server's open database: transactions that read one snapshot or write all or nothing. Knows no feature."""

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from server.storage import engines
from server.storage.change_runners import PostgresRunner, SqliteRunner
from server.storage.engines import CONNECTIONS, Dialect, address, dialect_of, dispose
from server.storage.failures import may_try_again, storage_error
from server.storage.schema import check, revision_of
from server.storage.transaction import Runner, Transaction
from shared.clock import Clock
from shared.errors import AppError

T = TypeVar("T")
ATTEMPTS = 8
_PAUSE_S = 0.01
"""Those who undid each other come back apart; the longest pause of the first time."""


class Database:
    """Make it with `open`; close it before the loop ends."""

    def __init__(
        self, dialect: Dialect, readers: AsyncEngine, writers: AsyncEngine, runner: Runner, clock: Clock
    ) -> None:
        self.dialect: Dialect = dialect
        self._runner = runner
        self._readers, self._writers = readers, writers
        self.clock = clock

    @classmethod
    async def open(cls, url: str, clock: Clock, *, connections: int = CONNECTIONS) -> "Database":
        """Connect to a migrated database; `connections` bounds the pool to PostgreSQL.

        Raises AppError: `server.database_url`, `server.database_unreachable`, `server.database_missing`,
        `server.database_old` (run `lantern-server migrate`), `server.database_newer`, and what a broken disk says.
        """
        parsed = address(url)
        dialect = dialect_of(parsed)
        if dialect == "sqlite":
            if not engines.file_of(parsed).exists():
                check(None)
            parts = (*engines.sqlite_engines(parsed), SqliteRunner())
        else:
            parts = (*engines.postgres_engines(parsed, connections), PostgresRunner(connections))
        database = cls(dialect, *parts, clock)
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
        async with self._lent(self._readers) as connection:
            yield Transaction(connection, self.clock.now_ms(), self._runner, writing=False)

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[Transaction, None]:
        """Lend a transaction that is committed at the end of the block and rolled back by an error in it.

        Raises what the block raises, and AppError for a full disk, a lost connection, a busy database.
        """
        async with self._lent(self._writers) as connection:
            transaction = Transaction(connection, self.clock.now_ms(), self._runner, writing=True)
            yield transaction
            with _told_plainly(own=True):
                await self._commit(transaction)
        transaction.committed()

    @asynccontextmanager
    async def _lent(self, engine: AsyncEngine) -> AsyncGenerator[AsyncConnection, None]:
        """Lend a connection with a transaction begun; leaving rolls back what was not committed."""
        async with AsyncExitStack() as stack:
            with _told_plainly(own=True):
                connection = await stack.enter_async_context(engine.connect())
                await self._begin(connection)
            try:
                with _told_plainly(own=False):
                    yield connection
            except BaseException as error:
                await self._let_go_if_lost(connection, error)
                raise

    async def _begin(self, connection: AsyncConnection) -> None:
        connection.info.pop(engines.FAILED, None)
        await connection.begin()
        if self.dialect == "sqlite":
            return
        # SQLAlchemy begins with the first statement, which also finds out that the server was restarted meanwhile.
        try:
            await connection.exec_driver_sql("SELECT 1")
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            await connection.rollback()
            await connection.begin()
            await connection.exec_driver_sql("SELECT 1")

    async def _let_go_if_lost(self, connection: AsyncConnection, error: BaseException) -> None:
        """Tell SQLAlchemy of a lost connection that a statement past it found out, or its rollback fails."""
        if self.dialect == "postgresql" and not connection.invalidated:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            lost = isinstance(error, AppError) and error.code == "server.database_unreachable"
            if lost or driver.is_closed():
                await connection.invalidate()

    async def _commit(self, transaction: Transaction) -> None:
        """Commit. PostgreSQL takes a COMMIT after an error for a rollback, and says nothing; SQLite may have too."""
        connection = transaction.connection
        if transaction.failed or connection.info.pop(engines.FAILED, False):
            if self.dialect == "postgresql":
                await connection.exec_driver_sql("SELECT 1")
            else:
                driver: Any = (await connection.get_raw_connection()).driver_connection
                if not driver.in_transaction:
                    raise RuntimeError("the transaction was rolled back by an error that nobody passed on")
        await connection.commit()

    @property
    def busy(self) -> int:
        """How many connections are in use, for the metrics."""
        pools: set[Any] = {self._readers.pool, self._writers.pool}
        return sum(pool.checkedout() for pool in pools)

    async def close(self) -> None:
        """Close every connection."""
        await dispose(self._readers, self._writers)
        self._runner.close()

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
            await asyncio.sleep(random.uniform(0, _PAUSE_S * 2**attempt))  # noqa: S311 - no secret
        raise AssertionError("the last attempt returns or raises")


@contextmanager
def _told_plainly(*, own: bool) -> Generator[None, None, None]:
    """Turn a driver's errors into expected failures; `own`: errors of sockets and files are the database's too."""
    try:
        yield
    except AppError:
        raise
    except Exception as cause:
        known = storage_error(cause, own=own)
        if known is None:
            raise
        raise known from cause
