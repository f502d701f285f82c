"""Transactions: all or nothing, one moment to read, one writer at a time; broken disks and servers told in words."""

import asyncio
import contextlib
import resource
import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from server.storage.database import ATTEMPTS, Database
from server.storage.engines import address, file_of
from server.storage.failures import InterferenceError
from shared.errors import AppError
from tests.support.postgres import cluster

ADD = "INSERT INTO sync_receipt VALUES (:device, :number, :device, :device)"


async def add(transaction, number, *, size=16):
    await transaction.connection.execute(text(ADD), {"device": b"d" * size, "number": number})


async def numbers(database):
    async with database.read() as transaction:
        found = await transaction.connection.execute(text("SELECT number FROM sync_receipt ORDER BY number"))
        return list(found.scalars())


async def test_a_block_that_ends_is_committed_and_one_that_fails_is_not(server_database, clock):
    called = []
    async with server_database.write() as transaction:
        assert transaction.now_ms == clock.now_ms()
        await add(transaction, 1)
        transaction.after_commit(lambda: called.append(1))
        assert called == []

    async def fail():
        async with server_database.write() as transaction:
            await add(transaction, 2)
            transaction.after_commit(lambda: called.append(2))
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    assert (await numbers(server_database), called) == ([1], [1])


async def test_a_reader_sees_one_moment_and_changes_nothing(server_database):
    async with server_database.read() as reading:
        count = text("SELECT count(*) FROM sync_receipt")
        assert await reading.connection.scalar(count) == 0
        async with server_database.write() as transaction:
            await add(transaction, 1)
        assert await reading.connection.scalar(count) == 0
    assert await numbers(server_database) == [1]
    with pytest.raises(AppError) as caught:
        async with server_database.read() as reading:
            await add(reading, 2)
    assert caught.value.code == "server.database_read_only"


async def test_writers_do_not_lose_each_other(server_database):
    async def one(number):
        async with server_database.write() as transaction:
            await asyncio.sleep(0)
            await add(transaction, number)

    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        for number in range(1, 41):
            group.create_task(one(number))
    assert await numbers(server_database) == list(range(1, 41))


async def test_an_error_that_was_swallowed_is_not_taken_for_a_commit(server_database):
    """PostgreSQL answers such a COMMIT with a silent rollback; in SQLite the other statements stand."""
    async with server_database.write() as transaction:
        await add(transaction, 1)

    async def swallow():
        async with server_database.write() as transaction:
            await add(transaction, 2)
            with contextlib.suppress(DBAPIError):
                await add(transaction, 1)

    if server_database.dialect == "postgresql":
        with pytest.raises(DBAPIError, match="aborted"):
            await swallow()
        assert await numbers(server_database) == [1]
    else:
        await swallow()
        assert await numbers(server_database) == [1, 2]
    async with server_database.write() as transaction:
        await add(transaction, 3)


async def test_a_savepoint_undoes_a_part(server_database):
    async def part(transaction):
        async with transaction.connection.begin_nested():
            await add(transaction, 2)
            await add(transaction, 1)

    async with server_database.write() as transaction:
        await add(transaction, 1)
        with pytest.raises(DBAPIError):
            await part(transaction)
        await add(transaction, 3)
    assert await numbers(server_database) == [1, 3]


async def test_a_cancelled_block_writes_nothing_and_the_next_one_works(server_database):
    async def stuck():
        async with server_database.write() as transaction:
            await add(transaction, 1)
            entered.set()
            await asyncio.Event().wait()

    entered = asyncio.Event()
    task = asyncio.create_task(stuck())
    async with asyncio.timeout(20):
        await entered.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        async with server_database.write() as transaction:
            await add(transaction, 2)
    assert await numbers(server_database) == [2]


async def test_what_others_undid_is_done_again_and_not_for_ever(server_database):
    tries = []

    async def work(transaction):
        tries.append(1)
        await add(transaction, len(tries))
        if len(tries) < 3:
            raise InterferenceError
        return len(tries)

    assert await server_database.transact(work) == 3
    assert await numbers(server_database) == [3]

    async def hopeless(_transaction):
        tries.append(2)
        raise InterferenceError

    with pytest.raises(AppError) as caught:
        await server_database.transact(hopeless)
    assert (caught.value.code, caught.value.retryable) == ("server.database_busy", True)
    assert tries.count(2) == ATTEMPTS


async def test_other_failures_are_not_tried_again(server_database):
    tries = []

    async def work(_transaction):
        tries.append(1)
        raise AppError("ids.malformed", text="x")

    with pytest.raises(AppError, match=r"ids\.malformed"):
        await server_database.transact(work)
    assert len(tries) == 1


async def test_an_error_of_the_callers_own_socket_is_not_the_databases(server_database):
    with pytest.raises(ConnectionResetError):
        async with server_database.write():
            raise ConnectionResetError


async def test_a_full_disk_is_told_and_the_data_stands(sqlite_url, clock):
    database = await Database.open(sqlite_url, clock)
    async with database.write() as transaction:
        await add(transaction, 1)
        await transaction.connection.exec_driver_sql("PRAGMA max_page_count = 60")

    async def too_much():
        async with database.write() as transaction:
            await add(transaction, 2)
            await add(transaction, 3, size=2_000_000)

    with pytest.raises(AppError) as caught:
        await too_much()
    assert (caught.value.code, caught.value.retryable) == ("server.disk_full", True)
    assert await numbers(database) == [1]

    async def too_much_and_silent():
        async with database.write() as transaction:
            await add(transaction, 2)
            with contextlib.suppress(DBAPIError):
                await add(transaction, 3, size=2_000_000)

    with contextlib.suppress(RuntimeError, AppError):
        await too_much_and_silent()
    assert 3 not in await numbers(database)
    await database.close()


async def test_a_full_disk_inside_the_sync_engine_is_told_too(sqlite_url, clock):
    database = await Database.open(sqlite_url, clock)

    def work(_store):
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(AppError) as caught:
        async with database.write() as transaction:
            await transaction.changes(work)
    assert caught.value.code == "server.disk_full"
    await database.close()


async def test_a_file_limit_reached_while_committing_is_told(sqlite_url, clock):
    """The log cannot grow: SQLite's own disk error, not one we made."""
    database = await Database.open(sqlite_url, clock)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_of(address(sqlite_url)).stat().st_size, hard))

    async def too_much():
        async with database.write() as transaction:
            await add(transaction, 1, size=3_000_000)

    try:
        with pytest.raises(AppError) as caught:
            await too_much()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.code in {"server.disk_full", "server.disk_error"}
    assert await numbers(database) == []
    await database.close()


async def test_another_process_that_holds_the_file_is_told_as_busy(sqlite_url, clock, monkeypatch):
    monkeypatch.setattr("server.storage.engines.BUSY_TIMEOUT_S", 0.05)
    database = await Database.open(sqlite_url, clock)
    other = sqlite3.connect(file_of(address(sqlite_url)), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(AppError) as caught:
        async with database.write():
            pass
    assert (caught.value.code, caught.value.retryable) == ("server.database_busy", True)
    other.execute("ROLLBACK")
    other.close()
    async with database.write() as transaction:
        await add(transaction, 1)
    await database.close()


async def test_a_restarted_postgresql_is_met_again(postgres_url, clock):
    database = await Database.open(postgres_url, clock)
    name = address(postgres_url).database
    end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    async with database.write() as transaction:
        await add(transaction, 1)
    cluster().execute(end)
    async with database.write() as transaction:
        await add(transaction, 2)
    assert await numbers(database) == [1, 2]

    async def interrupted(work):
        async with database.write() as transaction:
            await add(transaction, 3)
            cluster().execute(end)
            await work(transaction)

    for work in (
        lambda tx: add(tx, 4),
        lambda tx: tx.changes(lambda store: store.epoch()),
        lambda _: asyncio.sleep(0),
    ):
        with pytest.raises(AppError) as caught:
            await interrupted(work)
        assert (caught.value.code, caught.value.retryable) == ("server.database_unreachable", True)
    assert await numbers(database) == [1, 2]
    await database.close()


async def test_a_server_that_is_not_there_is_told(tmp_path, clock):
    for url in (f"postgresql://lantern@/none?host={tmp_path}", "postgresql://lantern@127.0.0.1:1/none"):
        with pytest.raises(AppError) as caught:
            await Database.open(url, clock)
        assert (caught.value.code, caught.value.retryable) == ("server.database_unreachable", True)


async def test_more_callers_than_connections_wait(postgres_url, clock):
    database = await Database.open(postgres_url, clock, connections=2)

    async def one(number):
        async with database.write() as transaction:
            await transaction.changes(lambda store: store.epoch())
            await add(transaction, number)

    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        for number in range(1, 21):
            group.create_task(one(number))
    assert len(await numbers(database)) == 20
    await database.close()


async def test_a_missing_file_is_not_made_by_opening(tmp_path, clock):
    with pytest.raises(AppError, match=r"server\.database_missing"):
        await Database.open(f"sqlite:///{tmp_path / 'none.db'}", clock)
    assert list(tmp_path.iterdir()) == []
