"""The live socket against the whole server: poke then pull, revocation, sign-out, expiry, restart."""

import asyncio
import json

import aiohttp
import pytest

from server.sync import socket as socket_module
from shared.errors import AppError
from shared.sync.messages import LIVE_PATH, Close
from tests.support.cloud_people import CloudPeople
from tests.support.waiting import until


@pytest.fixture
async def people(cloud, tmp_path):
    made = CloudPeople(tmp_path / "devices", cloud.http, cloud.url)
    yield made
    made.close()


def live(cloud, device):
    return cloud.http.ws_connect(cloud.url + LIVE_PATH, headers=device.bearer)


async def frame(socket):
    async with asyncio.timeout(10):
        return json.loads((await socket.receive()).data)


async def closed(socket):
    """The code with which the server ends it; frames before are passed over."""
    async with asyncio.timeout(10):
        while (message := await socket.receive()).type != aiohttp.WSMsgType.CLOSE:
            assert message.type == aiohttp.WSMsgType.TEXT
    return message.data


async def test_a_poke_and_then_an_ordinary_pull(people, cloud):
    ana, ben = await people.person("ana"), await people.person("ben")
    group = await ana.group()
    await ben.accept(await ana.invite(group))
    shared = f"group:{group.group_id}"
    await people.everywhere()
    async with live(cloud, ben) as socket:
        first = await frame(socket)
        assert set(first["heads"]) == {ben.own, shared}
        row = ana.sync.make("collection", shared, title="Ours", created_ms=1)
        ana.sync.make("collection", ana.own, title="Mine", created_ms=1)
        await ana.settle()
        poke = await frame(socket)
        assert set(poke) == {"heads"}
        assert set(poke["heads"]) == {shared}
        assert poke["heads"][shared] > ben.sync.scopes()[shared]
        await ben.sync.exchange(ben.send)
        assert row in ben.sync.seen("collection")
        assert ben.sync.scopes()[shared] >= poke["heads"][shared]


async def test_grants_that_change_are_told_at_once(people, cloud):
    ana, ben = await people.person("ana"), await people.person("ben")
    group = await ana.group()
    shared = f"group:{group.group_id}"
    async with live(cloud, ben) as socket:
        assert set((await frame(socket))["heads"]) == {ben.own}
        await ben.accept(await ana.invite(group))
        assert (await frame(socket))["heads"][shared] > 0
        await ana.call("DELETE", f"/api/v1/groups/{group.group_id}/members/{ben.user_id}")
        lost = await frame(socket)
        while "lost" not in lost:
            lost = await frame(socket)
        assert lost["lost"] == [shared]


async def test_a_signed_out_device_is_let_go_with_a_code(people, cloud):
    ana = await people.person("ana")
    async with live(cloud, ana) as socket:
        await frame(socket)
        await ana.call("POST", "/api/v1/accounts/sign-out")
        assert await frame(socket) == {"revoked": True}
        assert await closed(socket) == Close.REVOKED
    await until(lambda: len(cloud.services.sync.live) == 0)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("accounts.token_expired", Close.EXPIRED), ("accounts.token_revoked", Close.REVOKED)],
)
async def test_a_sign_in_whose_end_was_not_heard_is_noticed(people, cloud, monkeypatch, code, expected):
    ana = await people.person("ana")
    monkeypatch.setattr(socket_module.serve_live, "__kwdefaults__", {"check_s": 0.05})
    async with live(cloud, ana) as socket:
        await frame(socket)

        async def refuse(_token):
            raise AppError(code)

        monkeypatch.setattr(cloud.services.accounts, "principal", refuse)
        assert await closed(socket) == expected


async def test_a_device_has_one_socket_and_what_it_says_means_nothing(people, cloud):
    ana = await people.person("ana")
    async with live(cloud, ana) as earlier, live(cloud, ana) as later:
        assert await closed(earlier) == Close.TOO_MANY
        await frame(later)
        await later.send_str("hello")
        await later.send_bytes(b"\0" * 100)
        ana.sync.make("collection", ana.own, title="x", created_ms=1)
        await ana.settle()
        assert set((await frame(later))["heads"]) == {ana.own}
        await later.send_bytes(b"\0" * 5_000)
        assert await closed(later) == 1009
    await until(lambda: len(cloud.services.sync.live) == 0)


async def test_a_stopping_server_says_come_back(people, cloud):
    ana = await people.person("ana")
    async with live(cloud, ana) as socket:
        await frame(socket)
        stopping = asyncio.get_running_loop().create_task(cloud.listener.drain())
        assert await closed(socket) == Close.RESTART
        await stopping


async def test_without_a_sign_in_there_is_no_socket(cloud):
    for headers in ({}, {"Authorization": "Bearer nonsense"}):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await cloud.http.ws_connect(cloud.url + LIVE_PATH, headers=headers)
        assert refused.value.status == 401
