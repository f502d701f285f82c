"""kill -9 under load: what was settled and told stays, what was held comes back, the laws hold after every restart."""

import asyncio
import random
from uuid import UUID

import pytest

from server.billing.ledger import Ledger
from server.storage.database import Database
from shared.billing.meters import Meter
from shared.clock import SystemClock
from tests.support.ledger_laws import check_ledger
from tests.support.ledger_stage import People, TestLimits
from tests.support.ledger_worker import started
from tests.support.waiting import until

pytestmark = pytest.mark.faults
KILLS = 4
ALLOWANCE = 1 << 40


async def told(worker, told_path, at_least: int) -> None:
    """Start the load and wait until so many ends were durable."""
    assert (await asyncio.to_thread(worker.stdout.readline)).strip() == "ready"
    worker.stdin.write("go\n")
    worker.stdin.flush()
    await until(lambda: told_path.exists() and told_path.read_bytes().count(b"\n") >= at_least, limit_s=60)


async def test_a_killed_process_loses_and_leaks_nothing(database_url, tmp_path):
    rng, path = random.Random(1), tmp_path / "told"
    # Nobody else is there: whoever is not this process is dead.
    asked = {"url": database_url, "do": "load", "allowance": ALLOWANCE, "callers": 24, "dead_ms": -60_000}
    limits = TestLimits()
    limits.edit("free", ai_tokens_per_month=ALLOWANCE)
    for turn in range(1, KILLS + 1):
        worker = started(told=str(path), **asked)
        try:
            await told(worker, path, turn * 150)
            await asyncio.sleep(rng.random() / 10)
        finally:
            worker.kill()
            worker.communicate()
        database = await Database.open(database_url, SystemClock())
        ledger = await Ledger.open(database, SystemClock(), limits, People(), dead_ms=-60_000)
        assert ledger.figures.recovered <= asked["callers"]
        for line in path.read_text().splitlines():
            hold_id, used = line.split()
            charge = await ledger.charge(UUID(hold_id))
            assert (charge.state, charge.amounts) == ("settled", {Meter.AI_TOKENS: int(used)})
        await ledger.close()
        await check_ledger(database, ledger)
        await database.close()


async def test_others_give_back_what_a_killed_process_held(postgres_url, tmp_path):
    asked = {"url": postgres_url, "do": "load", "allowance": ALLOWANCE, "callers": 16}
    paths = [tmp_path / name for name in ("one", "two")]
    workers = [started(told=str(path), **asked) for path in paths]
    try:
        for worker, path in zip(workers, paths, strict=True):
            await told(worker, path, 50)
        workers[0].kill()
        await told_more(paths[1])
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
    database = await Database.open(postgres_url, SystemClock())
    await check_ledger(database, quiet=False)
    ledger = await Ledger.open(database, SystemClock(), TestLimits(), People(), dead_ms=-60_000)
    await ledger.close()
    await check_ledger(database)
    await database.close()


async def told_more(path) -> None:
    before = path.read_bytes().count(b"\n")
    await until(lambda: path.read_bytes().count(b"\n") >= before + 50, limit_s=60)
