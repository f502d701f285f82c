"""How the budget of free use is told: of this month, and only when the ledger counts it."""

import pytest

from server.billing.budget import budget_status
from shared.billing.meters import DAY_MS
from shared.billing.usage import Usage
from tests.support.catalog_stage import usage_stage


@pytest.fixture
async def stage(server_database, clock):
    async with usage_stage(server_database, clock) as opened:
        yield opened


async def told(stage):
    async with stage.on.database.read() as tx:
        return await budget_status(tx, stage.on.catalog)


async def test_it_begins_anew_every_month(stage, clock):
    await stage.asked(Usage(1_000))
    found = await told(stage)
    assert (found.budget_micros, found.spent_micros, found.held_micros) == (30_000_000, 3_000, 0)
    assert (found.stopped, found.edited) == (False, False)
    clock.advance(32 * DAY_MS)
    later = await told(stage)
    assert (later.spent_micros, later.reset_date > found.reset_date) == (0, True)
