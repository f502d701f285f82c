"""How the two databases are connected to: addresses, pools, pragmas and limits of time."""

import asyncio
import sqlite3
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from server.storage.one_hop import connected
from shared.errors import AppError

BUSY_TIMEOUT_S = 10.0
"""How long SQLite waits for another process's transaction (a backup, a command)."""
WAIT_S = 30.0
"""How long a caller waits for a free connection, and PostgreSQL for a lock, before the answer is "busy"."""
CONNECT_S = 10.0
READERS = 4
CONNECTIONS = 10
"""Connections of one process to PostgreSQL unless the configuration says otherwise."""
_CACHE_KIB = 16 * 1024
_IDLE_IN_TRANSACTION_MS = 120_000

FAILED = "failed"
"""In a connection's `info` once a statement failed, whoever caught the error."""

Dialect = Literal["sqlite", "postgresql"]


def address(url: str) -> URL:
    """Read `sqlite:///file`, `sqlite:////folder/file` or `postgresql://…`. Raises AppError `server.database_url`."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as cause:
        raise AppError("server.database_url") from cause
    if parsed.drivername in ("sqlite", "sqlite+aiosqlite"):
        if not parsed.database or parsed.database == ":memory:":
            raise AppError("server.database_url")
        return parsed.set(drivername="sqlite+aiosqlite")
    if parsed.drivername in ("postgresql", "postgres", "postgresql+asyncpg"):
        return parsed.set(drivername="postgresql+asyncpg")
    raise AppError("server.database_url")


def dialect_of(url: URL) -> Dialect:
    """Which of the two databases an address is of."""
    return "sqlite" if url.drivername.startswith("sqlite") else "postgresql"


def file_of(url: URL) -> Path:
    """The file behind a SQLite address."""
    return Path(url.database or "").absolute()


def sqlite_engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """Return (readers, the one writer): readers see a snapshot and wait for nobody, writers stand in line."""
    return _sqlite_engine(url, READERS, "BEGIN"), _sqlite_engine(url, 1, "BEGIN IMMEDIATE")


def _sqlite_engine(url: URL, size: int, begin: str) -> AsyncEngine:
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=WAIT_S,
        async_creator=lambda: connected(url.database or "", BUSY_TIMEOUT_S),
    )

    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        _switch_to_wal(cursor)
        # An acknowledged push must outlive a power cut, so commits reach the disk.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        if begin == "BEGIN":
            cursor.execute("PRAGMA query_only = 1")
        cursor.close()

    def started(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", started)
    event.listen(engine.sync_engine, "handle_error", _note)
    return engine


def _note(context: ExceptionContext) -> None:
    if context.connection is not None and not context.connection.invalidated:
        context.connection.info[FAILED] = True


def _switch_to_wal(cursor: Any) -> None:
    """Processes that open a new file at the same moment trip over each other here, whatever the busy timeout says."""
    until = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as cause:
            if "locked" not in str(cause) or time.monotonic() > until:
                raise
        else:
            return


def postgres_engines(url: URL, connections: int) -> tuple[AsyncEngine, AsyncEngine]:
    """Return (readers, writers) on one pool. Readers see one snapshot; writers lock what they change."""
    _need_asyncpg()
    engine = create_async_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=WAIT_S,
        pool_recycle=1800,
        isolation_level="READ COMMITTED",
        connect_args={
            "timeout": CONNECT_S,
            "server_settings": {
                "application_name": "lantern-server",
                "lock_timeout": str(int(WAIT_S * 1000)),
                "idle_in_transaction_session_timeout": str(_IDLE_IN_TRANSACTION_MS),
                # The planner guesses wildly at the size of arrays, and compiling costs more than the statement.
                "jit": "off",
            },
        },
    )
    event.listen(engine.sync_engine, "handle_error", _note)
    readers = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return readers, engine


def _need_asyncpg() -> None:
    if find_spec("asyncpg") is None:
        raise AppError("server.database_driver_missing")


async def dispose(*engines: AsyncEngine) -> None:
    """Close every connection; engines that share a pool may both be named."""
    await asyncio.shield(asyncio.gather(*(engine.dispose() for engine in engines)))
