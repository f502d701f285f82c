"""What dead processes held comes back; what lives too long is told."""

import asyncio

import pytest

from server.billing.ledger import Ledger
from server.billing.orders import LedgerFigures
from server.billing.recovery import Recovery
from shared.ids import new_id
from tests.support.ledger_laws import check_ledger
from tests.support.ledger_stage import TENANT, TOKENS, kill, request, staged


@pytest.fixture
async def stage(server_database, clock):
    async with staged(server_database, clock) as found:
        yield found
        await check_ledger(found.database, found.ledger, quiet=False)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_only_dead_processes_lose_their_holds(stage, clock):
    other = await Ledger.open(stage.database, clock, stage.limits, stage.people)
    assert other.figures.recovered == 0
    mine, theirs = [await ledger.hold(request(100)) for ledger in (stage.ledger, other)]
    await asyncio.gather(mine.durable, theirs.durable)
    await kill(other)
    await stage.ledger._recovery.look()
    assert stage.ledger.figures.recovered == 0
    # Seen by nobody for so long: what is in the future is dead for sure.
    impatient = Recovery(stage.database, clock, stage.ledger.boot, stage.ledger.figures, dead_ms=-60_000)
    assert await impatient.recover() == 1
    assert await stage.free() == 9_900
    await stage.ledger.settle(mine, {TOKENS: 100})


async def test_a_school_gets_back_what_was_held_of_it(stage):
    stage.plan("free", tenant_id=TENANT)
    stage.limits.caps[TENANT, TOKENS] = (500, 0)
    hold = await stage.ledger.hold(request(400))
    await hold.durable
    await stage.restart(crash=True)
    stage.plan("free", tenant_id=TENANT)
    assert await stage.ledger.available(hold.request.user_id, TENANT, TOKENS) == 500


async def test_a_hold_beyond_its_deadline_is_told_and_stays(stage, clock):
    hold = await stage.ledger.hold(request(10, deadline_ms=clock.now_ms() + 1_000))
    await hold.durable
    await stage.ledger._recovery.look()
    assert stage.ledger.figures.overdue == 0
    clock.advance(1_001)
    await stage.ledger._recovery.look()
    assert stage.ledger.figures.overdue == 1
    await stage.ledger.settle(hold, {TOKENS: 10})
    await stage.ledger._recovery.look()
    assert stage.ledger.figures.overdue == 0


async def test_processes_long_gone_are_forgotten(stage, clock):
    figures = LedgerFigures()
    for _ in range(3):
        await Recovery(stage.database, clock, new_id(), figures).begin()
    clock.advance(3 * 86_400_000)
    await stage.ledger.tidy()
