"""The desk of a database that others share."""

import asyncio

import pytest

from server.billing.ledger import Ledger
from server.billing.orders import Standing
from server.billing.shared_desk import SharedDesk
from server.storage.database import Database
from shared.errors import AppError
from tests.support.ledger_laws import check_ledger
from tests.support.ledger_stage import MONEY, TENANT, TOKENS, USER, request, staged, topup
from tests.support.waiting import until


@pytest.fixture
async def stage(postgres_url, clock):
    database = await Database.open(postgres_url, clock)
    async with staged(database, clock) as found:
        assert isinstance(found.ledger._desk, SharedDesk)
        yield found
        await check_ledger(database, quiet=False)
    await database.close()


async def test_who_has_plenty_need_not_wait_and_others_do(stage):
    first = await stage.ledger.hold(request(1_000))
    assert first.durable.done()
    plenty = await stage.ledger.hold(request(1_000))
    assert not plenty.durable.done()
    near = await stage.ledger.hold(request(2_500))
    assert near.durable.done()
    assert plenty.durable.done()
    for hold in (first, plenty, near):
        await stage.ledger.void(hold, "test")


async def test_two_processes_never_grant_more_than_there_is(stage, clock):
    other = await Ledger.open(stage.database, clock, stage.limits, stage.people)
    asked = [ledger.hold(request(1_000)) for ledger in (stage.ledger, other) * 10]
    found = await asyncio.gather(*asked, return_exceptions=True)
    granted = [hold for hold in found if not isinstance(hold, AppError)]
    durable = await asyncio.gather(*(hold.durable for hold in granted), return_exceptions=True)
    assert durable.count(None) == 10
    for hold, outcome in zip(granted, durable, strict=True):
        if outcome is None:
            await other.settle(hold, {TOKENS: 1_000})
    assert await stage.free() == 0
    await other.close()


async def test_a_hold_in_flight_gives_an_ended_plan_nothing_back(stage, clock):
    """It waited for the person while the plan ended: what it is decided by is read behind the lock."""
    stage.plan("pro")
    await stage.used(100)
    other = await Ledger.open(stage.database, clock, stage.limits, stage.people)
    decided, may_commit = asyncio.Event(), asyncio.Event()
    write, lock = stage.ledger._desk._store.write, other._desk._store.lock
    locking = asyncio.Event()

    async def writes(tx, frozen):
        decided.set()
        await may_commit.wait()
        await write(tx, frozen)

    async def locks(tx, wanted):
        locking.set()
        return await lock(tx, wanted)

    stage.ledger._desk._store.write, other._desk._store.lock = writes, locks

    async with asyncio.TaskGroup() as group:
        stage.people.standing[USER] = Standing("free")
        group.create_task(stage.ledger.plan_is(USER, "free", at_once=True))
        await decided.wait()
        # Whoever reads the account before the commit sees the plan that ends.
        stage.people.standing[USER] = Standing("pro")
        holding = group.create_task(other.hold(request(10)))
        await locking.wait()
        stage.people.standing[USER] = Standing("free")
        may_commit.set()
    stage.ledger._desk._store.write = write
    await other.void(holding.result(), "test")
    assert await stage.free() == 9_900
    await other.close()


async def test_who_leaves_before_the_decision_holds_nothing(stage):
    async with asyncio.TaskGroup() as group:
        task = group.create_task(stage.ledger.hold(request(9_000)))
        await asyncio.sleep(0)
        task.cancel()
    await stage.ledger.void(await stage.ledger.hold(request(10_000)), "test")


async def test_a_database_that_is_gone_refuses_holds_and_keeps_ends(stage):
    hold = await stage.ledger.hold(request(1_000))
    write, left = stage.ledger._desk._store.write, 2

    async def fails(tx, frozen):
        nonlocal left
        if left:
            left -= 1
            raise AppError("server.database_unreachable")
        await write(tx, frozen)

    stage.ledger._desk._store.write = fails
    ending = stage.ledger.settle(hold, {TOKENS: 300})
    with pytest.raises(AppError, match="unavailable"):
        await stage.ledger.hold(request(9_900))
    assert (await ending).amounts == {TOKENS: 300}
    await until(lambda: not stage.ledger._desk._queue)
    assert await stage.free() == 9_700


async def test_one_order_that_cannot_be_written_takes_no_other_with_it(stage):
    asked = [request(10), request(-1), request(20)]
    found = await asyncio.gather(*(stage.ledger.hold(one) for one in asked), return_exceptions=True)
    assert [isinstance(one, ValueError) for one in found] == [False, True, False]
    for hold in (found[0], found[2]):
        await stage.ledger.void(hold, "test")


async def test_schools_and_the_budget_are_locked_too(stage):
    stage.people.standing[USER] = Standing("free", 0, TENANT)
    stage.limits.caps[TENANT, MONEY] = (500, 0)
    stage.limits.budget = 300
    await stage.used(200, MONEY)
    del stage.limits.caps[TENANT, MONEY]
    hold = await stage.ledger.hold(request(100, MONEY))
    stage.people.standing[USER] = Standing("pro")
    await stage.ledger.settle(hold, {MONEY: 90})
    stage.ledger.standing_changed(USER)
    stage.ledger.standing_changed(None)


async def test_a_closed_desk_says_what_it_cannot_do(stage):
    ledger = stage.ledger
    await stage.restart()
    with pytest.raises(AppError):
        await ledger.hold(request(1))
    with pytest.raises(AppError):
        await ledger.also([topup(1, "a")])
