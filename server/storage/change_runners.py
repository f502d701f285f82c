"""Run the sync engine's plain code inside an open transaction of either database, off the loop."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from server.storage.kind_numbers import KnownKinds
from server.storage.loop_bridge import LoopBridge
from server.storage.postgres_change_store import PostgresChangeStore
from server.storage.statements import Statements
from sync.change_store import ChangeStore
from sync.sqlite_store import SqliteChangeStore

T = TypeVar("T")


class SqliteRunner:
    """Runs it on the connection's own thread: a cancelled caller's rollback stands in line behind it."""

    async def run(self, connection: AsyncConnection, work: Callable[[ChangeStore], T], *, writing: bool) -> T:
        del writing  # the connection itself knows
        driver: Any = (await connection.get_raw_connection()).driver_connection
        return await driver._execute(lambda: work(SqliteChangeStore(driver._conn)))  # noqa: SLF001 - aiosqlite has no other door

    def close(self) -> None:
        """Nothing is held."""


class PostgresRunner:
    """Runs it on a thread per connection: none waits for a thread while it holds a lock."""

    def __init__(self, connections: int) -> None:
        self._threads = ThreadPoolExecutor(connections, thread_name_prefix="changes")
        self._kinds = KnownKinds()

    async def run(self, connection: AsyncConnection, work: Callable[[ChangeStore], T], *, writing: bool) -> T:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        bridge = LoopBridge()
        store = PostgresChangeStore(Statements(driver, bridge.wait), self._kinds, writing=writing)
        return await bridge.run(self._threads, lambda: work(store))

    def close(self) -> None:
        """Let the threads end; their transactions are over."""
        self._threads.shutdown(wait=False)
