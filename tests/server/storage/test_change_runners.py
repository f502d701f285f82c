"""The sync engine's code runs off the loop, on the transaction's own connection."""

import asyncio
import threading

import pytest
from sqlalchemy import text

from sync.change_store import ReceiptRecord


async def test_it_runs_off_the_loop_and_in_the_same_transaction(server_database):
    here = threading.get_ident()
    async with server_database.write() as transaction:
        add = "INSERT INTO sync_receipt VALUES (:device, 1, :device, :device)"
        await transaction.connection.execute(text(add), {"device": b"d" * 16})

        def work(store):
            assert threading.get_ident() != here
            store.keep_receipt(b"d" * 16, 2, ReceiptRecord(b"hash", b"receipt"))
            return store.last_batch(b"d" * 16), store.receipt(b"d" * 16, 1).receipt

        assert await transaction.changes(work) == (2, b"d" * 16)
        count = text("SELECT count(*) FROM sync_receipt")
        assert await transaction.connection.scalar(count) == 2


async def test_the_loop_goes_on_meanwhile(server_database):
    seen = asyncio.Event()
    released = threading.Event()

    def work(store):
        released.wait(20)
        return store.epoch()

    async def beside():
        seen.set()
        released.set()

    async with asyncio.timeout(20), asyncio.TaskGroup() as group, server_database.read() as transaction:
        group.create_task(beside())
        assert await transaction.changes(work) == 0
    assert seen.is_set()


async def test_what_it_raises_is_raised_and_nothing_is_written(server_database):
    def work(store):
        store.keep_receipt(b"d" * 16, 1, ReceiptRecord(b"hash", b"receipt"))
        raise KeyError("inside")

    with pytest.raises(KeyError, match="inside"):
        async with server_database.write() as transaction:
            await transaction.changes(work)
    async with server_database.read() as transaction:
        assert await transaction.changes(lambda store: store.last_batch(b"d" * 16)) == 0
