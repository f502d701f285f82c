"""The desk of a file: group commit, and what happens when a commit fails."""

import asyncio

import pytest

from server.billing import owned_desk
from server.billing.owned_desk import OwnedDesk
from server.storage.database import Database
from shared.errors import AppError
from tests.support.ledger_laws import check_ledger
from tests.support.ledger_stage import TOKENS, request, staged, topup
from tests.support.waiting import until


@pytest.fixture
async def stage(sqlite_url, clock):
    database = await Database.open(sqlite_url, clock)
    async with staged(database, clock) as found:
        assert isinstance(found.ledger._desk, OwnedDesk)
        yield found
        await check_ledger(database, found.ledger, quiet=False)
    await database.close()


class BadDisk:
    """Fails so many writes; perhaps only after they reached the disk."""

    def __init__(self, stage, times: int) -> None:
        self.left = times
        self._write = stage.ledger._desk._store.write
        stage.ledger._desk._store.write = self

    async def __call__(self, tx, frozen):
        if self.left:
            self.left -= 1
            raise AppError("server.disk_full")
        await self._write(tx, frozen)


async def test_many_orders_are_one_commit(stage):
    before = stage.ledger.figures.batches
    holds = [await stage.ledger.hold(request(1)) for _ in range(100)]
    await asyncio.gather(*(hold.durable for hold in holds))
    await asyncio.gather(*(stage.ledger.settle(hold, {TOKENS: 1}) for hold in holds))
    assert stage.ledger.figures.batches - before <= 4
    assert await stage.free() == 9_900


async def test_a_commit_has_its_limit(stage, monkeypatch):
    monkeypatch.setattr(owned_desk, "BATCH_OPS", 4)
    holds = [await stage.ledger.hold(request(1)) for _ in range(10)]
    await stage.ledger.also([topup(1, "a")])
    await asyncio.gather(*(hold.durable for hold in holds))
    await asyncio.gather(*(stage.ledger.void(hold, "test") for hold in holds))
    assert await stage.free() == 10_001


async def test_a_failed_commit_grants_nothing_and_loses_no_end(stage):
    old = await stage.ledger.hold(request(1_000))
    await old.durable
    BadDisk(stage, 3)
    settled = stage.ledger.settle(old, {TOKENS: 600})
    lost = await stage.ledger.hold(request(50))
    with pytest.raises(AppError, match="unavailable"):
        await lost.durable
    with pytest.raises(AppError, match="unavailable"):
        await stage.ledger.hold(request(50))
    with pytest.raises(AppError, match="unavailable"):
        await stage.ledger.also([topup(1, "a")])
    put_off = stage.ledger.void(lost, "gone")
    assert (await settled).amounts == {TOKENS: 600}
    assert (await put_off).state == "voided"
    await until(lambda: stage.ledger._desk._retries is None)
    assert await stage.free() == 9_400
    assert stage.ledger.figures.failures >= 1


async def test_orders_of_a_failed_transaction_are_not_done(stage):
    await stage.used(10)
    BadDisk(stage, 1)
    with pytest.raises(AppError, match="disk_full"):
        await stage.ledger.also([topup(100, "a")])
    await until(lambda: stage.ledger._desk._retries is None)
    assert await stage.free() == 9_990
    assert await stage.ledger.move(topup(100, "a"))


async def test_a_full_disk_grants_nothing_until_there_is_room(stage):
    await stage.used(10)
    hold = await stage.ledger.hold(request(1_000))
    await hold.durable

    async def most(pages: int) -> None:
        async with stage.database.write() as tx:
            used = (await tx.connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
            await tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {used + pages}")

    await most(0)
    asked = [await stage.ledger.hold(request(1, operation="x" * 40)) for _ in range(400)]
    settled = stage.ledger.settle(hold, {TOKENS: 700})
    found = await asyncio.gather(*(one.durable for one in asked), return_exceptions=True)
    assert all(isinstance(one, AppError) for one in found)
    await most(10_000)
    assert (await settled).amounts == {TOKENS: 700}
    await until(lambda: stage.ledger._desk._retries is None)
    assert await stage.free() == 9_290


async def test_what_waits_at_the_end_is_written(stage):
    hold = await stage.ledger.hold(request(100))
    ending = stage.ledger.settle(hold, {TOKENS: 40})
    await stage.restart()
    await ending
    assert await stage.free() == 9_960


async def test_what_cannot_be_written_at_the_end_is_said(stage):
    hold = await stage.ledger.hold(request(100))
    await hold.durable
    BadDisk(stage, 1_000)
    ending = stage.ledger.settle(hold, {TOKENS: 40})
    await stage.restart()
    with pytest.raises(AppError, match="unavailable"):
        await ending
    assert await stage.free() == 10_000
    assert stage.ledger.figures.recovered == 1


async def test_a_caller_who_leaves_does_not_break_a_transaction(stage):
    entered, leave = asyncio.Event(), asyncio.Event()

    async def work(_tx):
        entered.set()
        await leave.wait()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(stage.ledger.also([topup(7, "a")], work))
        await entered.wait()
        task.cancel()
        await asyncio.sleep(0)
        leave.set()
    assert task.cancelled()
    assert not await stage.ledger.move(topup(7, "a"))
    assert await stage.free() == 10_007
