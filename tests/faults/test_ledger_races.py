"""800 callers at once want more than there is: exactly floor(balance / amount) are granted, whoever decides."""

import asyncio

import pytest

from server.billing.ledger import Ledger
from server.storage.database import Database
from shared.clock import SystemClock
from tests.support.ledger_laws import check_ledger
from tests.support.ledger_stage import People, TestLimits
from tests.support.ledger_worker import race, started

pytestmark = pytest.mark.faults
CALLERS = 800
AMOUNT, BALANCE = 37, 10_000
GRANTED = BALANCE // AMOUNT


async def test_in_one_process(database_url):
    database = await Database.open(database_url, SystemClock())
    ledger = await Ledger.open(database, SystemClock(), TestLimits(), People())
    assert await race(ledger, CALLERS, AMOUNT) == GRANTED
    assert await race(ledger, CALLERS, 1) == BALANCE - GRANTED * AMOUNT
    await ledger.close()
    await check_ledger(database, ledger)
    await database.close()


async def test_in_four_processes(postgres_url):
    asked = {
        "url": postgres_url,
        "do": "race",
        "allowance": BALANCE,
        "amount": AMOUNT,
        "callers": CALLERS // 4,
    }
    workers = [started(**asked) for _ in range(4)]

    async def said(worker) -> str:
        return (await asyncio.to_thread(worker.stdout.readline)).strip()

    try:
        async with asyncio.timeout(60):
            assert [await said(worker) for worker in workers] == ["ready"] * 4
            for worker in workers:
                worker.stdin.write("go\n")
                worker.stdin.flush()
            granted = [int(await said(worker)) for worker in workers]
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
    assert sum(granted) == GRANTED
    database = await Database.open(postgres_url, SystemClock())
    await check_ledger(database)
    await database.close()
