"""kill -9 and cuts while minutes are lent, spent and told of: what was spent is booked once, to the unit."""

import random

import pytest

from server.billing import lease_store
from server.storage.database import Database
from shared.errors import AppError
from tests.support.cancel_at import CancelAt
from tests.support.lease_desktop import computer
from tests.support.lease_stage import lending as lending_on
from tests.support.lease_worker import both_sides, started
from tests.support.ledger_laws import check_ledger
from tests.support.ledger_stage import NOON_MS, USER
from tests.support.waiting import until

pytestmark = pytest.mark.faults
KILLS = 8
FREE_MS = 600_000


@pytest.fixture
async def lending(sqlite_url, clock):
    clock.wall_ms = NOON_MS
    database = await Database.open(sqlite_url, clock)
    async with lending_on(database, clock) as found:
        yield found
    await database.close()


async def leases_of(lending):
    async with lending.stage.database.read() as tx:
        return await lease_store.of_user(tx, USER)


async def test_killed_while_spending_and_reporting_nothing_is_lost_or_counted_twice(sqlite_url, tmp_path):
    rng, told = random.Random(3), tmp_path / "told"
    for turn in range(1, KILLS + 1):
        worker = started(tmp_path)
        try:
            await until(
                lambda turn=turn: told.exists() and told.read_bytes().count(b"\n") >= turn * 25, limit_s=60
            )
            await until(_later(rng.random() / 20), limit_s=5)
        finally:
            worker.kill()
            worker.communicate()
        async with both_sides(tmp_path) as (lending, leases):
            await leases.renew()
            assert leases.refusal is None
            meter = await lending.meter()
            spent = sum(int(line) for line in told.read_text().splitlines())
            # A spend that was durable is told of a moment later.
            assert spent <= meter.used <= spent + 20 * turn
            assert meter.used + meter.held + meter.free == FREE_MS
            assert meter.held == leases.left
            assert not any(row.flags for row in await leases_of(lending))
            await check_ledger(lending.stage.database, lending.stage.ledger, quiet=False)


def _later(delay_s):
    import time

    due = time.monotonic() + delay_s
    return lambda: time.monotonic() >= due


@pytest.mark.parametrize("what", ["renew", "give_back"])
async def test_cut_at_any_moment_of_an_exchange_it_comes_to_the_same(what, lending, tmp_path, clock):
    """Every wait of it in turn, on both sides; then the computer starts again and tells it once more."""
    expected, at = 0, 0
    async with computer(tmp_path / "computer", lending, clock) as here:
        while True:
            await here.lent()
            await here.leases.spend(100)
            expected += 100
            cut = CancelAt(getattr(here.leases, what)(), at)
            try:
                await cut
                finished = True
            except BaseException as error:
                if not isinstance(error, AppError) and type(error).__name__ != "CancelledError":
                    raise
                finished = False
            await here.shut()
            await here.reopen()
            await here.leases.renew()
            meter = await lending.meter()
            assert meter.used == expected
            assert (meter.held, await lending.open_holds()) == (here.leases.left, 1)
            if finished and cut.waits <= at:
                break
            at += 1
        assert at > 10
    assert not any(row.flags for row in await leases_of(lending))


@pytest.mark.parametrize("dies", ["before", "after"])
@pytest.mark.parametrize("what", ["issue", "renew", "report"])
async def test_a_server_that_dies_in_an_exchange_has_done_it_or_not(what, dies, lending, tmp_path, clock):
    """The commit comes or does not; either way the next exchange brings both sides together."""
    async with computer(tmp_path / "computer", lending, clock) as here:
        if what != "issue":
            await here.lent()
            await here.leases.spend(1_000)
        here.account.dies = dies
        with pytest.raises(AppError, match=r"network\.unreachable"):
            await (here.leases.give_back() if what == "report" else here.leases.renew())
        await here.again()
        await here.leases.renew()
        meter = await lending.meter()
        assert meter.used == (0 if what == "issue" else 1_000)
        assert (meter.held, await lending.open_holds()) == (here.leases.left, 1)
