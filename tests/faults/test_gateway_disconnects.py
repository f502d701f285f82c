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
from tests.support.waiting import until

pytestmark = pytest.mark.faults
REQUESTS, KILLS, PEOPLE = 2_000, 3, 24


async def test_disconnects_and_kills_leak_nothing_and_lose_nothing(tmp_path):
    chance, folder = random.Random(5), tmp_path / "cloud"
    await furnish(folder)
    async with FaultProvider.running() as provider, aiohttp.ClientSession() as http:
        server = await CloudProcess(folder, settings(provider.url)).start()
        crowd = Crowd(server, http)
        await crowd.join(PEOPLE)
        share = REQUESTS // (KILLS + 1)
        for _ in range(KILLS):
            storm = asyncio.create_task(crowd.storm(share, chance))
            await asyncio.sleep(1.0 + chance.random())
            await server.kill()
            await storm
            await server.start()
            # What was in flight was given back at the start, before anything is answered.
            assert holds(folder).get(0, 0) == 0
        await crowd.storm(REQUESTS - crowd.asked, chance)
        await until(lambda: holds(folder).get(0, 0) == 0)
        assert await server.stop() == 0
        ended = holds(folder)
        assert crowd.asked >= REQUESTS
        assert crowd.left > REQUESTS // 3
        assert ended.get(1, 0) > REQUESTS // 10
        # Killed in the middle: at most what each person had running, per kill.
        assert ended.get(3, 0) <= KILLS * PEOPLE * 2
        async with beside(folder) as services:
            ledger = services.billing.ledger
            for charge_id, amount in crowd.told.items():
                charge = await ledger.charge(uuid.UUID(charge_id))
                assert (charge.state, sum(charge.amounts.values())) == ("settled", amount)
            await check_ledger(services.database)
        assert len(crowd.told) > REQUESTS // 20
