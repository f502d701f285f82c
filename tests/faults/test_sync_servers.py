"""Two server processes on one PostgreSQL and one Redis, every request to any of them, one killed while pushes run."""

import asyncio
import contextlib
import random

import aiohttp
import pytest

from shared.sync.messages import LIVE_PATH
from tests.support.cloud_people import CloudPeople, RefusedError
from tests.support.process_forks import Forks
from tests.support.sync_fleet import Cloud

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def forks():
    with Forks() as made:
        yield made


@pytest.fixture
async def servers(forks, tmp_path, postgres_url, redis_url):
    """Both share the folder of content and snapshots, as processes on one machine or one mount do."""
    settings = {
        "DATABASE__URL": postgres_url,
        "DATABASE__PROCESSES": "2",
        "REDIS__URL": redis_url,
        "SYNC__SNAPSHOT_ROWS": "200",
    }
    made = [Cloud(forks, tmp_path / "cloud", dict(settings)) for _ in range(2)]
    for one in made:
        await one.start()
    yield made
    for one in made:
        await one.kill()


@pytest.fixture
async def people(servers, tmp_path):
    async with aiohttp.ClientSession() as http:
        made = CloudPeople(tmp_path / "devices", http, *(one.url for one in servers))
        yield made
        made.close()


async def stubborn(work):
    """Do it again until it goes through: a server may be gone for a moment."""
    async with asyncio.timeout(120):
        while True:
            try:
                return await work()
            except (aiohttp.ClientError, OSError):
                await asyncio.sleep(0.05)
            except RefusedError as refused:
                if not refused.failure.retryable:
                    raise
                await asyncio.sleep(0.05)


async def test_random_routing_converges_while_one_is_killed(people, servers):
    ana, ben = await people.person("ana"), await people.person("ben")
    second = await people.another("ana")
    group = await ana.group()
    await ben.accept(await ana.invite(group))
    shared = f"group:{group.group_id}"
    rng = random.Random(5)
    made: dict[str, set[tuple[str, bytes]]] = {device.sync.id.hex: set() for device in people.devices}

    async def work(device):
        for number in range(25):
            scope = rng.choice([device.own, shared])
            key = device.sync.make("collection", scope, title=f"{device.sync.id} {number}", created_ms=number)
            made[device.sync.id.hex].add((scope, key))
            await stubborn(lambda: device.sync.exchange(device.send, device.fetch))

    async def kill():
        for turn in range(3):
            await asyncio.sleep(0.4)
            victim = servers[turn % 2]
            await victim.kill()
            await victim.start()

    async with asyncio.TaskGroup() as tasks:
        for device in people.devices:
            tasks.create_task(work(device))
        tasks.create_task(kill())
    for _ in range(3):
        for device in people.devices:
            await stubborn(device.settle)
    everything = set().union(*made.values())
    for device in (ana, second):
        assert {(scope, key) for key, (scope, _) in device.sync.seen("collection").items()} == {
            (scope, key) for scope, key in everything if scope in (ana.own, shared)
        }
    assert ana.sync.seen() == second.sync.seen()
    assert {key: value for key, value in ben.sync.seen().items() if value[0] == shared} == {
        key: value for key, value in ana.sync.seen().items() if value[0] == shared
    }
    for device in people.devices:
        assert device.sync.engine.check(0) == []
        assert device.sync.refused() == []
        assert device.sync.seen("conflict") == {}


async def test_a_poke_crosses_processes(people, servers):
    ana, ben = await people.person("ana"), await people.person("ben")
    group = await ana.group()
    await ben.accept(await ana.invite(group))
    shared = f"group:{group.group_id}"
    await people.everywhere()
    people.urls[:] = [servers[0].url]
    async with (
        ben.http.ws_connect(servers[1].url + LIVE_PATH, headers=ben.bearer) as socket,
        asyncio.timeout(120),
    ):
        await socket.receive_json()
        ana.sync.make("collection", shared, title="Ours", created_ms=1)
        await ana.settle()
        poke = await socket.receive_json()
        assert set(poke["heads"]) == {shared}
        await ana.call("DELETE", f"/api/v1/groups/{group.group_id}/members/{ben.user_id}")
        while "lost" not in poke:
            poke = await socket.receive_json()
        assert poke["lost"] == [shared]
        with contextlib.suppress(RefusedError):
            await ben.call("POST", "/api/v1/accounts/sign-out")
        while (await socket.receive()).type == aiohttp.WSMsgType.TEXT:
            pass
