import asyncio

from sqlalchemy import insert, text

from server.backup import store
from server.content.tables import BLOB
from server.storage.database import Database


async def test_files_that_are_known_are_listed_in_order(server_database):
    async with server_database.write() as transaction:
        for number, lost in ((2, 0), (1, 0), (3, 1)):
            values = {
                "sha256": bytes([number]) * 32, "size_bytes": number, "media_type": "", "blocks": b"", "lost": lost,
                "created_ms": 0,
            }  # fmt: skip
            await transaction.connection.execute(insert(BLOB).values(**values))
    async with server_database.read() as transaction:
        found = await store.files(transaction)
    assert [(file.sha256, file.size_bytes) for file in found] == [("01" * 32, 1), ("02" * 32, 2)]


async def test_a_new_epoch_begins(server_database):
    async with server_database.write() as transaction:
        await store.begin_epoch(transaction)
        epoch = await transaction.connection.execute(text("SELECT epoch FROM sync_authority"))
        assert epoch.scalar_one() > 0


async def test_other_servers_of_a_postgresql_database_are_counted(postgres_url, clock):
    one = await Database.open(postgres_url, clock, connections=2)
    other = await Database.open(postgres_url, clock, connections=2)
    async with other.read() as running, one.read() as transaction:
        assert running.now_ms == transaction.now_ms
        assert await store.postgres_servers(transaction.connection) >= 1
    await other.close()
    async with one.read() as transaction:
        await until_alone(transaction)
    await one.close()


async def until_alone(transaction):
    """The server takes a moment to see that a connection was closed."""
    async with asyncio.timeout(20):
        while await store.postgres_servers(transaction.connection):  # noqa: ASYNC110 - another process sets no event
            await asyncio.sleep(0.05)
