"""2,000 calls whose clients leave at random, a provider that breaks at random, a server that is killed three times:
no hold stays open, nothing that was settled is lost, the ledger's laws hold.
"""

import asyncio
import random
import uuid

import aiohttp
import pytest

from tests.support.cloud_server import CloudProcess
from tests.support.fault_provider import FaultProvider
from tests.support.gateway_crowd import Crowd, beside, furnish, holds, settings
from tests.support.ledger_laws import check_ledger
from tests.support.waiting import until_true

pytestmark = pytest.mark.faults
REQUESTS, KILLS, PEOPLE = 2_000, 3, 24


async def have_ended(url, count):
    return (await holds(url)).get(1, 0) >= count


async def are_over(url):
    return (await holds(url)).get(0, 0) == 0


async def test_disconnects_and_kills_leak_nothing_and_lose_nothing(tmp_path, database_url):
    chance, folder = random.Random(5), tmp_path / "cloud"
    await furnish(folder, url=database_url)
    alone = database_url.startswith("sqlite")
    async with FaultProvider.running() as provider, aiohttp.ClientSession() as http:
        told = {**settings(provider.url), "DATABASE__URL": database_url}
        server = await CloudProcess(folder, told).start()
        crowd = Crowd(server, http)
        await crowd.join(PEOPLE)
        kills = KILLS if alone else 1
        share = REQUESTS // (kills + 1)
        for _ in range(kills):
            before = (await holds(database_url)).get(1, 0)
            storm = asyncio.create_task(crowd.storm(share, chance))
            await until_true(lambda before=before: have_ended(database_url, before + 50))
            await asyncio.sleep(chance.random())
            await server.kill()
            await storm
            await server.start()
            # What was in flight was given back at the start, before anything is answered; where several processes
            # may be on the database, once it is sure that this one is dead.
            assert not alone or await are_over(database_url)
            await until_true(lambda: are_over(database_url))
        await crowd.storm(REQUESTS - crowd.asked, chance)
        await until_true(lambda: are_over(database_url))
        assert await server.stop() == 0
        ended = await holds(database_url)
        assert crowd.asked >= REQUESTS
        assert crowd.left > REQUESTS // 3
        assert ended.get(1, 0) > REQUESTS // 10
        # Killed in the middle: at most what each person had running, per kill.
        assert ended.get(3, 0) <= kills * PEOPLE * 2
        async with beside(folder, database_url) as services:
            ledger = services.billing.ledger
            for charge_id, amount in crowd.told.items():
                charge = await ledger.charge(uuid.UUID(charge_id))
                assert (charge.state, sum(charge.amounts.values())) == ("settled", amount)
            await check_ledger(services.database)
        assert len(crowd.told) > REQUESTS // 20
