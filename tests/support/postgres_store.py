"""A change store on PostgreSQL for plain tests: its connection lives on a loop of its own thread."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from server.storage.kind_numbers import KnownKinds
from server.storage.postgres_change_store import PostgresChangeStore
from server.storage.statements import Statements


@contextmanager
def postgres_store(
    url: str, *, writing: bool = True, kinds: KnownKinds | None = None
) -> Iterator[PostgresChangeStore]:
    """Lend a store in a transaction that is rolled back in the end."""
    import asyncpg

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def wait(coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine(), loop).result()

    async def begin():
        connection = await asyncpg.connect(url)
        isolation = "read_committed" if writing else "repeatable_read"
        await connection.transaction(isolation=isolation, readonly=not writing).start()
        return connection

    try:
        connection = wait(begin)
        try:
            yield PostgresChangeStore(Statements(connection, wait), kinds or KnownKinds(), writing=writing)
        finally:
            wait(connection.close)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
