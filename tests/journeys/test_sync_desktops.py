"""Two desktops and a server as real processes, edited offline at random, synced in random order, killed anywhere.

They converge with no edit lost and no false conflict; a third desktop that comes late takes a snapshot.
"""

import asyncio
from contextlib import suppress

import pytest

from tests.support.process_forks import Forks
from tests.support.random_router import RandomRouter
from tests.support.sync_campaign import Campaign, have_snapshot, join_group, light_ground
from tests.support.sync_exchanges import EMAIL, OTHER, put_right
from tests.support.sync_fleet import Cloud, Fleet

SEEDS = (1, 2)
MORE_SEEDS = tuple(range(10, 16))


@pytest.fixture(scope="module")
def forks():
    with Forks() as made:
        yield made


@pytest.fixture
async def fleet(forks, tmp_path):
    made = Fleet(forks, tmp_path, SYNC__SNAPSHOT_ROWS="100")
    yield made
    await made.close()


async def lived(fleet: Fleet, seed: int, steps: int, *, may_import: bool = False) -> dict[str, int]:
    """Two live, then a third comes; all of it judged at the end."""
    await fleet.cloud.start()
    await light_ground(fleet)
    await fleet.devices[0].ask("fill", count=100)
    campaign = Campaign(fleet, seed, may_import=may_import)
    await campaign.run(steps)
    fleet.watch()
    await fleet.settle()
    await have_snapshot(fleet)
    three = await fleet.desktop("three")
    fleet.allowed["three"] = fleet.allowed["one"]
    await three.ask("sign_in", url=fleet.cloud.url, email=EMAIL)
    await three.ask("sync")
    await campaign.run(steps // 2)
    fleet.watch()
    return {**await put_right(fleet), "kills": campaign.kills}


@pytest.mark.parametrize("seed", SEEDS)
async def test_they_converge_and_lose_nothing(fleet, seed):
    found = await lived(fleet, seed, 30)
    assert found["edits"] > 40
    assert found["kills"]
    rows = fleet.server_rows()
    alive = [row.id for row in rows if row.kind == "item" and not row.deleted]
    for missing in alive[:1]:
        with pytest.raises(AssertionError, match="lost"):
            fleet.ledger.check([row for row in rows if row.id != missing], [], exact=False)


@pytest.mark.faults
@pytest.mark.parametrize("seed", MORE_SEEDS)
async def test_more_of_it(fleet, seed):
    await lived(fleet, seed, 90, may_import=True)


@pytest.fixture
async def servers(forks, tmp_path, postgres_url, redis_url):
    """Two processes on one database, as on one machine or one mount."""
    settings = {"DATABASE__URL": postgres_url, "DATABASE__PROCESSES": "2", "REDIS__URL": redis_url}
    made = [Cloud(forks, tmp_path / "cloud", dict(settings)) for _ in range(2)]
    yield made
    for one in made:
        if one.fork is not None:
            await one.kill()


async def read_all_the_time(fleet: Fleet, url: str) -> None:
    """Look at the feeds while others write: what a reader passed stays as it was."""
    while True:
        await fleet.rows_of(url)
        await asyncio.sleep(0.1)


@pytest.mark.faults
@pytest.mark.parametrize("seed", [30, 31, 32])
async def test_two_servers_on_one_postgresql(forks, tmp_path, servers, postgres_url, seed):
    """Every connection goes to any of the two, which are killed in the middle of pushes."""
    for one in servers:
        await one.start()
    fleet = Fleet(forks, tmp_path, elsewhere=True)
    async with RandomRouter(lambda: [one.port for one in servers if one.alive], seed) as router:
        try:
            group = await light_ground(fleet, url=router.url)
            ben = await fleet.desktop("ben")
            await ben.ask("sign_up", url=router.url, email=OTHER)
            await join_group(fleet, fleet.devices[0], ben, group)
            campaign = Campaign(fleet, seed, servers=servers)
            reading = asyncio.create_task(read_all_the_time(fleet, postgres_url))
            try:
                await campaign.run(60)
            finally:
                reading.cancel()
                with suppress(asyncio.CancelledError):
                    await reading
            await fleet.settle(files=True)
            fleet.judge(rows=await fleet.rows_of(postgres_url))
            assert len(router.routed) == 2
            assert campaign.kills
        finally:
            await fleet.close()
