"""Care in slices: old deletions and conflicts go, receipts are few, scopes that are no more are cleared."""

import asyncio

import pytest
from sqlalchemy import text

from server.sync import care as care_module
from server.sync.age_store import AgeStore
from server.sync.care import RECEIPTS, Care
from server.sync.store import SyncStore
from shared.tasks import TaskScope
from sync.ages import DAY_MS
from tests.support.known_people import user_id
from tests.support.sync_server_stage import SyncStage, own, shared
from tests.support.waiting import until


@pytest.fixture
def stage(server_database, tmp_path):
    made = SyncStage(server_database, tmp_path)
    yield made
    made.close()


def device_at(stage, clock, name):
    device = stage.device(name)
    device.now_ms = clock.now_ms
    return device


async def test_old_deletions_are_forgotten_and_a_device_that_was_away_finds_its_way(stage, clock):
    ana, away = device_at(stage, clock, "ana"), device_at(stage, clock, "ana")
    keys = [ana.make("collection", own("ana"), title=str(number), created_ms=1) for number in range(20)]
    await stage.everywhere()
    for key in keys[:15]:
        ana.delete(key)
    await stage.sync(ana)
    await stage.service.care.compact()
    clock.advance(179 * DAY_MS)
    assert await stage.service.care.compact() == 0, "not yet old"
    clock.advance(8 * DAY_MS)
    assert await stage.service.care.compact() == 15
    assert len(await stage.stored(own("ana"))) == 5
    away.make("collection", own("ana"), title="made while away", created_ms=1)
    await stage.everywhere()
    assert away.seen() == ana.seen()
    assert len(away.seen()) == 6


async def test_a_scope_is_looked_at_once_a_week(stage, clock):
    ana = device_at(stage, clock, "ana")
    ana.make("collection", own("ana"), title="x", created_ms=1)
    await stage.sync(ana)
    async with stage.database.read() as tx:
        assert await SyncStore(tx).due_scopes(0, 10) == [own("ana")]
    await stage.service.care.compact()
    async with stage.database.read() as tx:
        assert await SyncStore(tx).due_scopes(DAY_MS, 10) == []
    clock.advance(8 * DAY_MS)
    async with stage.database.read() as tx:
        assert await SyncStore(tx).due_scopes(7 * DAY_MS, 10) == [own("ana")]
    await stage.service.care.compact()
    clock.step_wall(-30 * DAY_MS)
    async with stage.database.read() as tx:
        assert await SyncStore(tx).due_scopes(7 * DAY_MS, 10) == [own("ana")], "the clock was fast"


async def test_the_operator_says_how_long_things_are_remembered(stage, clock):
    care = Care(stage.database, kept_days=10)
    ana = device_at(stage, clock, "ana")
    ana.delete(ana.make("collection", own("ana"), title="x", created_ms=1))
    key = ana.make("collection", own("ana"), title="y", created_ms=1)
    await stage.sync(ana)
    ana.delete(key)
    await stage.sync(ana)
    assert await care.compact() == 0
    clock.advance(9 * DAY_MS)
    assert await care.compact() == 0
    clock.advance(8 * DAY_MS)
    assert await care.compact() == 2


@pytest.mark.parametrize("wrong_by", [400 * DAY_MS, -400 * DAY_MS])
async def test_a_clock_that_was_wrong_and_is_put_right_makes_nothing_older_or_younger(stage, clock, wrong_by):
    """What is recorded meanwhile, with the stamps of that time, is kept as long as anything, and no longer."""
    care, ana = stage.service.care, stage.device("ana")
    for turn, step_ms in enumerate((wrong_by, -wrong_by)):
        clock.step_wall(step_ms)
        ana.now_ms = clock.now_ms
        ana.delete(ana.make("collection", own("ana"), title="x", created_ms=1))
        key = ana.make("collection", own("ana"), title="y", created_ms=1)
        await stage.sync(ana)
        ana.delete(key)
        await stage.sync(ana)
        for _ in range(9):
            assert await care.compact() == 0, turn
            clock.advance(10 * DAY_MS)
    forgotten = [await care.compact()]
    for _ in range(12):
        clock.advance(10 * DAY_MS)
        forgotten.append(await care.compact())
    # Of the stretch in which the clock was put right nothing counts, for it may have been anything.
    assert forgotten.index(2) <= 1, "180 days after the first"
    assert sum(forgotten) == 4
    assert 9 <= forgotten.index(2, 2) <= 11, "180 days after the second"


async def test_a_server_that_is_off_grows_older_by_a_day(stage, clock):
    ana = device_at(stage, clock, "ana")
    key = ana.make("collection", own("ana"), title="y", created_ms=1)
    await stage.sync(ana)
    ana.delete(key)
    await stage.sync(ana)
    for _ in range(3):
        assert await Care(stage.database, kept_days=10).compact() == 0
        clock.advance(400 * DAY_MS)
    async with stage.database.read() as tx:
        assert await AgeStore(tx).lived() == 2 * DAY_MS


async def test_only_the_last_receipts_are_kept(stage):
    ana, ben = stage.device("ana"), stage.device("ben")
    for number in range(RECEIPTS + 8):
        ana.make("collection", own("ana"), title=str(number), created_ms=1)
        await ana.exchange(stage.sender(ana))
    ben.make("collection", own("ben"), title="x", created_ms=1)
    await stage.sync(ben)
    assert await stage.service.care.purge_receipts() == 8
    async with stage.database.read() as tx:
        left = (await tx.connection.execute(text("SELECT count(*) FROM sync_receipt"))).scalar_one()
    assert left == RECEIPTS + 1
    await stage.everywhere()
    assert ana.refused() == []


async def test_a_large_scope_is_cleared_in_slices(stage, monkeypatch):
    monkeypatch.setattr(care_module, "DROP_ROWS", 10)
    group = await stage.group()
    ana = stage.device("ana")
    for number in range(35):
        ana.make("collection", shared(group), title=str(number), created_ms=1)
    mine = ana.make("collection", own("ana"), title="mine", created_ms=1)
    await stage.sync(ana)
    await stage.groups.delete(stage.who("ana"), group.group_id)
    assert await stage.rows(shared(group)), "the rest comes later"
    await stage.sync(ana)
    assert list(ana.seen()) == [mine], "but is gone for everybody at once"
    assert await stage.service.care.clear() == 1
    assert await stage.rows(shared(group)) == []
    assert await stage.service.care.clear() == 0
    assert len(await stage.rows(own("ana"))) == 1


async def test_what_is_left_of_a_large_scope_goes_at_once(stage, monkeypatch):
    """Whoever signs up anew hands in rows of the same ids, and does not wait for the periodic job."""
    monkeypatch.setattr(care_module, "DROP_ROWS", 10)
    ana = stage.device("ana")
    keys = [ana.make("chat", own("ana"), title=str(number), created_ms=1) for number in range(35)]
    await stage.sync(ana)
    async with TaskScope("server") as scope:
        stage.service.start(scope)
        async with stage.database.write() as tx:
            for call in stage.people.erasers:
                await call(tx, user_id("ana"))
        assert await stage.rows(own("ana"))
        await until(lambda: "server.clear" not in {task.get_name() for task in asyncio.all_tasks()})
    assert await stage.rows(own("ana")) == []
    ben = stage.device("ben")
    for key in keys:
        ben.make("chat", own("ben"), row_id=key[1], title="again", created_ms=1)
    await stage.sync(ben)
    assert ben.refused() == []


async def test_erasing_a_person_clears_their_scope_and_devices(stage):
    ana = stage.device("ana")
    ana.make("collection", own("ana"), title="mine", created_ms=1)
    await stage.sync(ana)
    async with stage.database.write() as tx:
        for call in stage.people.erasers:
            await call(tx, user_id("ana"))
    assert await stage.rows(own("ana")) == []
    async with stage.database.read() as tx:
        assert await SyncStore(tx).authors(user_id("ana")) == frozenset()
        assert (await tx.connection.execute(text("SELECT count(*) FROM sync_receipt"))).scalar_one() == 0
