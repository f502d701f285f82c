"""Sync over bad connections: cut at every byte, slow, repeated, replayed, reordered, cached, refused, mangled.

Whatever the network does, both sides end equal, every edit is there once, and the state that people read is kind.
"""

import asyncio
from contextlib import asynccontextmanager, suppress

import aiohttp
import pytest

from desktop.runtime.error_texts import error_text
from desktop.sync import line
from desktop.sync.service import SyncState
from server.config.declarations import ServerSection
from shared.ids import new_id
from shared.media.records import COLLECTION, VIEW
from shared.sync.messages import EXCHANGE_PATH, MEDIA_TYPE
from tests.support.cloud_people import CloudPeople
from tests.support.cloud_server import cloud_config, running_cloud
from tests.support.cutting_wire import cutting_wire
from tests.support.odd_proxy import (
    PORTAL,
    caching,
    cut_gzip,
    dripping,
    ended_chunks,
    flipped,
    honest_gzip,
    late,
    odd_proxy,
    replaces,
    replaying,
    said_to_be_gzip,
    says,
    silent,
    truncated_chunks,
    twice,
)
from tests.support.sync_rows import plain
from tests.support.synced_devices import device as computer
from tests.support.waiting import until

pytestmark = pytest.mark.faults


@pytest.fixture
async def people(cloud, tmp_path):
    made = CloudPeople(tmp_path / "devices", cloud.http, cloud.url)
    yield made
    made.close()


def titles(device, *keys):
    return [plain(row.fields)["title"] for row in device.rows.get(keys).values()]


@pytest.mark.parametrize("way", ["up", "down"])
async def test_a_connection_cut_at_every_byte(cloud, people, way):
    """Both devices edit before each exchange; it is cut one byte later each time, and done again on a good line."""
    ana, other = await people.person("ana"), await people.another("ana")
    mine = ana.sync.make("collection", ana.own, title="-1", created_ms=1)
    await people.everywhere()
    theirs = other.sync.make("collection", ana.own, title="-1", created_ms=1)
    await people.everywhere()
    connector = aiohttp.TCPConnector(force_close=True)
    async with cutting_wire(cloud.listener.port) as wire, aiohttp.ClientSession(connector=connector) as http:
        at, cut = 0, True
        while cut:
            ana.sync.change(mine, title=f"{at}")
            ana.sync.make("view", ana.own, event=True, item_id=mine[1], at_ms=at)
            other.sync.change(theirs, title=f"{at}")
            await other.sync.exchange(other.send)
            wire.cut(way, at, reset=at % 2 == 0)
            ana.http, ana.urls = http, lambda: wire.url
            try:
                await ana.sync.exchange(ana.send)
            except aiohttp.ClientError:
                assert wire.was_cut
            cut = wire.was_cut
            ana.http, ana.urls = cloud.http, people.route
            await ana.settle()
            assert titles(ana.sync, mine, theirs) == [f"{at}"] * 2
            at += 1
    assert at > 300
    await people.everywhere()
    assert ana.sync.seen() == other.sync.seen()
    happened = sorted(values["at_ms"] for _, values in other.sync.seen("view").values())
    assert happened == list(range(at))
    for device in (ana.sync, other.sync):
        assert (device.refused(), device.seen("conflict"), device.engine.check(0)) == ([], {}, [])
    assert [one async for one in cloud.services.sync.wrong_scopes()] == []


@asynccontextmanager
async def two_computers(cloud, folder):
    """A person's library behind a proxy that may misbehave, another of the same person with a good line."""
    async with (
        odd_proxy(cloud.listener.port) as proxy,
        computer(folder / "a") as one,
        computer(folder / "b") as other,
    ):
        await one.sign_up(proxy.url)
        await other.sign_in(cloud.url)
        for each in (one, other):
            assert (await each.sync.sync_now()).state is SyncState.IDLE
        yield proxy, one, other


async def add(one, title):
    id_ = new_id()

    def write(tx):
        tx.insert(COLLECTION, id_, title=title, created_ms=1)
        tx.insert(VIEW, new_id(), item_id=id_.bytes, at_ms=1)

    await one.database.write(write)


async def everything(one):
    collections = await one.rows("SELECT title FROM collection WHERE deleted = 0 ORDER BY title")
    views = await one.rows("SELECT hex(item_id) FROM view ORDER BY 1")
    return [title for (title,) in collections], views


async def converge(one, other):
    """Sync on a good line; both have the same, nothing is unsent, refused or in conflict."""
    for each in (one, other, one):
        status = await each.sync.sync_now()
        assert (status.state, status.pending, status.conflicts, status.refused) == (SyncState.IDLE, 0, 0, 0)
    assert await everything(one) == await everything(other)
    return (await everything(one))[0]


FAILING = {
    "no_room_for_the_request": (says("413 Request Entity Too Large", PORTAL), "problem", "network.too_large"),
    "bad_gateway": (says("502 Bad Gateway", PORTAL), "offline", "network.bad_answer"),
    "unavailable": (says("503 Service Unavailable", b"", "Retry-After: 7"), "offline", "network.busy"),
    "captive_portal": (says("200 OK", PORTAL, "Content-Type: text/html"), "problem", "network.not_lantern"),
    "portal_without_a_type": (says("200 OK", PORTAL), "problem", "network.not_lantern"),
    "portal_that_lies": (
        says("200 OK", PORTAL, f"Content-Type: {MEDIA_TYPE}"), "problem", "sync.garbled"
    ),
    "empty_answer": (says("200 OK", b"", f"Content-Type: {MEDIA_TYPE}"), "problem", "sync.garbled"),
    "redirect": (
        says("302 Found", b"", "Location: http://portal.example/login"), "problem", "network.not_lantern"
    ),
    "proxy_sign_in": (
        says("407 Proxy Authentication Required", b"", "Proxy-Authenticate: Basic"), "offline", "network.bad_answer"
    ),
    "flipped_bit": (replaces(flipped), "problem", "sync.garbled"),
    "no_gzip": (replaces(said_to_be_gzip), "offline", "network.unreachable"),
    "cut_gzip": (replaces(cut_gzip), "problem", "sync.garbled"),
    "truncated_chunks": (replaces(truncated_chunks), "offline", "network.unreachable"),
    "chunks_ended_early": (replaces(ended_chunks), "problem", "sync.garbled"),
    "cut_answer": (replaces(lambda answer: answer[:-20]), "offline", "network.unreachable"),
    "cut_headers": (replaces(lambda answer: answer[:40]), "offline", "network.unreachable"),
    "no_answer": (replaces(lambda _answer: b""), "offline", "network.unreachable"),
    "no_http": (replaces(lambda _answer: b"SSH-2.0-OpenSSH_9.2\r\n"), "offline", "network.unreachable"),
    "endless_headers": (
        replaces(lambda _answer: b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000), "offline", "network.unreachable"
    ),
    "late_answers": (late, "problem", "network.not_lantern"),
    "a_proxy_that_caches": (caching, "problem", "network.not_lantern"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILING)
async def test_what_a_network_does_to_an_exchange(cloud, tmp_path, name):
    mood, state, code = FAILING[name]
    async with two_computers(cloud, tmp_path) as (proxy, one, other):
        await add(one, "before")
        await converge(one, other)
        await add(one, "mine")
        await add(other, "theirs")
        await other.sync.sync_now()
        proxy.mood = mood
        for _ in range(2):
            status = await one.sync.sync_now()
            assert (status.state, status.problem and status.problem.code) == (state, code)
            assert (status.pending, status.refused) == (2, 0)
        assert (await everything(one))[0] == ["before", "mine"]
        for language in ("en", "es"):
            assert error_text(status.problem, language).title
        proxy.mood = None
        assert await converge(one, other) == ["before", "mine", "theirs"]


HARMLESS = {"request_twice": twice, "old_requests_again": replaying, "honest_gzip": replaces(honest_gzip)}


@pytest.mark.parametrize("name", HARMLESS)
async def test_what_a_network_may_do(cloud, tmp_path, name):
    """Requests that come twice, old ones that come again, answers packed once more: as if nothing had been."""
    async with two_computers(cloud, tmp_path) as (proxy, one, other):
        proxy.mood = HARMLESS[name]
        made = []
        for number in range(4):
            for each, whose in ((one, "mine"), (other, "theirs")):
                await add(each, f"{whose} {number}")
                made.append(f"{whose} {number}")
                assert (await each.sync.sync_now()).state is SyncState.IDLE
        assert await converge(one, other) == sorted(made)
        proxy.mood = None
        assert await converge(one, other) == sorted(made)


async def test_requests_of_a_week_ago_change_nothing(cloud, tmp_path):
    async with two_computers(cloud, tmp_path) as (proxy, one, other):
        await add(one, "before")
        await converge(one, other)
        old = list(proxy.asked)
        await add(other, "since")
        await converge(one, other)
        before = await everything(one), await stored(cloud)
        for request in [*old, *reversed(old)]:
            await proxy.passed(request)
        assert await stored(cloud) == before[1]
        assert await converge(one, other) == ["before", "since"]
        assert await everything(one) == before[0]


async def stored(cloud):
    """All rows of the server with their places."""
    async with cloud.services.database.read() as tx:
        found = await tx.connection.exec_driver_sql(
            "SELECT id, kind, seq, stamps FROM sync_record ORDER BY 1, 2"
        )
        return found.all()


@pytest.mark.parametrize("mood", [silent, dripping], ids=["silent", "dripping"])
async def test_an_answer_that_never_ends_is_given_up(cloud, tmp_path, monkeypatch, mood):
    async with two_computers(cloud, tmp_path) as (proxy, one, other):
        await add(one, "mine")
        proxy.mood = mood
        with monkeypatch.context() as patience:
            patience.setattr(line, "EXCHANGE_TIMEOUT_S", 0.5)
            status = await one.sync.sync_now()
        assert (status.state, status.problem.code) == (SyncState.OFFLINE, "network.timed_out")
        proxy.mood = None
        assert await converge(one, other) == ["mine"]


async def test_it_goes_on_by_itself_when_the_network_is_well_again(cloud, tmp_path):
    """A sign-in page stands before the server; nobody presses anything."""
    async with two_computers(cloud, tmp_path) as (proxy, one, other):
        proxy.mood = says("200 OK", PORTAL, "Content-Type: text/html")
        one.start()
        await add(one, "mine")
        await until(lambda: one.sync.status.state is SyncState.PROBLEM)
        assert one.sync.status.pending == 2
        proxy.mood = None
        await until(lambda: one.sync.status.state is SyncState.IDLE and not one.sync.status.pending)
        assert (await other.sync.sync_now()).state is SyncState.IDLE
        assert (await everything(other))[0] == ["mine"]


async def test_slow_requests_hold_nobody_up(tmp_path):
    """Hundreds of requests that come byte by byte are let go, and others are served meanwhile."""
    config = cloud_config(
        tmp_path / "cloud", server=ServerSection(port=0, data_dir=str(tmp_path / "cloud"), idle_s=2)
    )
    async with running_cloud(config) as cloud:
        people = CloudPeople(tmp_path / "devices", cloud.http, cloud.url)
        ana = await people.person("ana")
        head = f"POST {EXCHANGE_PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: {MEDIA_TYPE}\r\n"
        slow = [
            await slowly(cloud, head + f"Authorization: {ana.bearer['Authorization']}\r\nX: ")
            for _ in range(100)
        ]
        slow += [
            await slowly(
                cloud, head + f"Authorization: {ana.bearer['Authorization']}\r\nContent-Length: 900\r\n\r\nLs"
            )
            for _ in range(100)
        ]
        ana.sync.make("collection", ana.own, title="meanwhile", created_ms=1)
        async with asyncio.timeout(60):
            await ana.settle()
        for reader, writer in slow:
            async with asyncio.timeout(60):
                with suppress(ConnectionError):
                    answer = await reader.read(-1)
                    assert not answer or b" 408 " in answer.splitlines()[0], answer[:200]
            writer.close()
        people.close()


async def slowly(cloud, beginning):
    reader, writer = await asyncio.open_connection("127.0.0.1", cloud.listener.port)
    writer.write(beginning.encode())
    await writer.drain()
    return reader, writer
