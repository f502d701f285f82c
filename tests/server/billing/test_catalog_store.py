"""The catalog's rows on both databases: one place for each thing, and edits that are counted."""

from server.billing import catalog_store as store
from shared.billing.messages import AiModel, Cap
from shared.billing.meters import Meter
from shared.billing.prices import Prices, Tier, flat
from shared.ids import new_id
from shared.plans import PRO
from tests.support.catalog_stage import changed


async def read(database):
    async with database.read() as tx:
        return await store.read_all(tx)


async def test_an_empty_database_says_nothing(server_database):
    found = await read(server_database)
    assert (found.edits, found.budget_set, found.plans, found.prices, found.caps) == (0, False, {}, [], {})
    async with server_database.read() as tx:
        assert await store.edits(tx) == 0


async def test_what_is_put_twice_is_there_once(server_database):
    tenant = new_id()
    model = AiModel(model="m", upstream="openai", wire="openai", aliases=("n",))
    for number in (1, 2):
        async with server_database.write() as tx:
            await store.hold(tx)
            await store.put_plan(tx, changed(PRO, skills=number))
            await store.put_model(tx, changed(model, output_tokens=number))
            await store.put_margin(tx, "m", "", number)
            await store.put_prompt(tx, "hint", str(number))
            await store.put_budget(tx, number, as_configured=False)
            await store.put_caps(tx, tenant, (Cap(meter=Meter.UPLOADS, cap=number),))
    found = await read(server_database)
    assert (found.edits, found.budget_micros, found.margins) == (2, 2, {("m", ""): 2})
    assert found.plans["pro"].skills == found.models["m"].output_tokens == 2
    assert (found.prompts, found.caps[tenant][0].cap) == ({"hint": "2"}, 2)
    async with server_database.write() as tx:
        assert await store.drop_plan(tx, "pro")
        assert not await store.drop_plan(tx, "pro")
        assert await store.drop_model(tx, "m")
        assert not await store.drop_model(tx, "m")
        await store.put_margin(tx, "m", "", None)
        await store.put_prompt(tx, "hint", None)
        await store.put_caps(tx, tenant, ())
        await store.put_budget(tx, None, as_configured=True)
    found = await read(server_database)
    assert (found.plans, found.models, found.margins, found.prompts, found.caps) == ({}, {}, {}, {}, {})
    assert not found.budget_set


async def test_seeds_are_kept_once_and_entered_prices_each_time(server_database):
    prices = Prices(flat(1, 2), (Tier(9, flat(3, 4)),))
    for _ in range(2):
        async with server_database.write() as tx:
            await store.seed_price(tx, "m", prices, "default")
            await store.add_price(tx, "m", prices, 77, new_id())
    found = (await read(server_database)).prices
    assert sorted(each.origin for each in found) == ["database", "database", "default"]
    assert {each.prices for each in found} == {prices}
    assert len({each.number for each in found}) == 3
