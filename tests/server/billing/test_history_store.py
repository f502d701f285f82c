"""What SQL finds in the ledger: nothing of others, nothing twice, nothing of a closed period."""

import pytest

from server.billing import history_store as store
from server.billing.orders import HoldRequest
from shared.billing.meters import DAY_MS, Meter
from shared.billing.usage import Usage
from shared.ids import new_id
from tests.support.catalog_stage import usage_stage

TOKENS = Meter.AI_TOKENS


@pytest.fixture
async def stage(server_database, clock):
    async with usage_stage(server_database, clock) as opened:
        yield opened


async def test_all_entries_come_once_over_many_pages(stage, monkeypatch):
    monkeypatch.setattr(store, "_PAGE", 4)
    for number in range(5):
        await stage.asked(Usage(10 + number))
    async with stage.on.database.read() as tx:
        found = [each async for each in store.every(tx, stage.ana.user_id)]
        whole = await store.page(tx, stage.ana.user_id, meter=None, before=None, limit=500)
        assert [each async for each in store.every(tx, new_id())] == []
    assert found == whole
    assert len(found) > 15


async def test_days_and_services_begin_where_they_are_asked_to(stage, clock):
    await stage.asked(Usage(10))
    clock.advance(DAY_MS)
    now_ms = clock.now_ms()
    await stage.asked(Usage(20))
    async with stage.on.database.read() as tx:
        days = await store.days(tx, stage.ana.user_id, now_ms)
        services = await store.services(tx, stage.ana.user_id, now_ms)
        assert await store.days(tx, new_id(), 0) == await store.services(tx, new_id(), 0) == []
    assert [each.amount for each in days if each.meter is TOKENS] == [20]
    assert [(each.calls, each.tokens) for each in services] == [(1, 20)]


async def test_a_period_that_is_over_counts_no_more(stage, clock):
    await stage.asked(Usage(10))
    async with stage.on.database.read() as tx:
        assert await store.month_of(tx, stage.ana.user_id, TOKENS) == (10, 0)
        assert await store.level_of(tx, stage.ana.user_id, TOKENS) == 10
        assert await store.level_of(tx, stage.ana.user_id, Meter.STORAGE_BYTES) == 0
    clock.advance(32 * DAY_MS)
    async with stage.on.database.read() as tx:
        assert await store.month_of(tx, stage.ana.user_id, TOKENS) == (0, 0)


async def test_open_holds_of_a_kind_and_keys_of_movements(stage, clock):
    request = HoldRequest(user_id=stage.ana.user_id, amounts=((TOKENS, 1),), operation="x", kind="upload")
    hold = await stage.billing.ledger.hold(request)
    await hold.durable
    async with stage.on.database.read() as tx:
        assert await store.open_holds(tx, "upload", clock.now_ms() + 1) == [hold.id]
        assert await store.open_holds(tx, "upload", clock.now_ms()) == []
        assert await store.open_holds(tx, "lease", clock.now_ms() + 1) == []
        assert not await store.is_booked(tx, "adjust:1")
