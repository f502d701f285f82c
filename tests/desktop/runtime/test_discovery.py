"""Hosts on the network: found by real multicast, shown only while they answer, gone when they do not."""

import asyncio
import socket
import uuid
from contextlib import asynccontextmanager
from itertools import pairwise

import msgspec
import pytest
from aiohttp import web
from zeroconf import ServiceInfo
from zeroconf.asyncio import AsyncZeroconf

from desktop.runtime import discovery
from desktop.runtime.discovery import SERVICE_TYPE, Discovery, FoundGame, probe
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.waiting import until


class Host:
    """A classroom host as far as a browser sees it: `/health` on a port of its own, and an mDNS record."""

    def __init__(self):
        self.id = uuid.uuid4().hex
        self.games = [{"id": "g1", "title": "Sums", "players": 3, "more": "from a newer host"}]
        self.alive = True
        self.runner = None
        self.url = ""
        self.zeroconf = None

    async def serve(self):
        async def health(_request):
            if not self.alive:
                return web.Response(status=503)
            return web.json_response(
                {"lantern": "host", "version": "1", "id": self.id, "name": "Room 4", "games": self.games}
            )

        app = web.Application()
        app.router.add_get("/health", health)
        self.runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"

    async def announce(self, **told):
        if self.zeroconf is None:
            self.zeroconf = AsyncZeroconf()
        self.info = ServiceInfo(
            SERVICE_TYPE,
            f"Room 4 {self.id[:8]}.{SERVICE_TYPE}",
            addresses=[socket.inet_aton("127.0.0.1")],
            port=int(self.url.rsplit(":", 1)[1]),
            properties={"id": self.id, "v": "1", "name": "Room 4", "pin": "123456", **told},
            server=f"lantern-{self.id[:8]}.local.",
        )
        await (await self.zeroconf.async_register_service(self.info, cooperating_responders=True))

    async def leave(self):
        zeroconf, self.zeroconf = self.zeroconf, None
        if zeroconf is not None:
            await (await zeroconf.async_unregister_service(self.info))
            await zeroconf.async_close()

    async def close(self):
        await self.leave()
        await self.runner.cleanup()


@pytest.fixture
async def host():
    made = Host()
    await made.serve()
    yield made
    await made.close()


class Looking(Discovery):
    """A discovery one can wait for."""

    async def until(self, condition):
        await until(condition)


@asynccontextmanager
async def looking():
    async with TaskScope("test") as scope:
        found = Looking(scope, lambda: None, probe_every_s=0.1)
        found.start()
        try:
            yield found
        finally:
            await found.stop()


def seen(found, host):
    """What is shown of this host; others may be on the network too."""
    return next((one for one in found.hosts() if one.id == host.id), None)


async def test_a_host_appears_with_its_games_and_leaves(host):
    async with looking() as found:
        found.start()
        await host.announce()
        await found.until(lambda: seen(found, host))
        shown = seen(found, host)
        assert (shown.name, shown.url, shown.pin) == ("Room 4", host.url, "123456")
        assert shown.games == (FoundGame("g1", "Sums", 3),)
        await host.leave()
        await found.until(lambda: seen(found, host) is None)


async def test_games_that_come_and_go_are_seen(host):
    await host.announce()
    async with looking() as found:
        await found.until(lambda: seen(found, host))
        host.games = []
        await found.until(lambda: seen(found, host).games == ())


async def test_a_dead_host_goes_though_its_record_stays_and_comes_back(host):
    await host.announce()
    async with looking() as found:
        await found.until(lambda: seen(found, host))
        host.alive = False
        await found.until(lambda: seen(found, host) is None)
        host.alive = True
        await found.until(lambda: seen(found, host))


async def test_one_failure_is_forgiven(host, monkeypatch):
    calls = []

    async def sometimes(url, **_):
        if not url.startswith(host.url):
            return await real(url)  # hosts of other tests are on this network, too
        calls.append(url)
        if len(calls) % 2 == 0:
            raise AppError("network.timed_out")
        return await real(url)

    real = discovery.probe
    monkeypatch.setattr(discovery, "probe", sometimes)
    await host.announce()
    async with looking() as found:
        await found.until(lambda: seen(found, host))
        before = len(calls)
        while len(calls) < before + 5:
            await asyncio.sleep(0.05)
            assert seen(found, host)


async def test_another_host_on_the_told_port_is_not_shown(host):
    await host.announce(id="somebody-else")
    other = Host()
    await other.serve()
    await other.announce()
    async with looking() as found:
        await found.until(lambda: seen(found, other))
        await asyncio.sleep(0.5)
        assert seen(found, host) is None
    await other.close()


async def test_a_host_that_moved_is_followed(host):
    await host.announce()
    async with looking() as found:
        await found.until(lambda: seen(found, host))
        old, host.runner = host.runner, None
        await host.serve()
        await old.cleanup()
        host.info.port = int(host.url.rsplit(":", 1)[1])
        await (await host.zeroconf.async_update_service(host.info))
        await found.until(lambda: (shown := seen(found, host)) and shown.url == host.url)


async def test_other_addresses_of_this_computer_begin_the_search_anew(host, monkeypatch):
    monkeypatch.setattr(discovery, "_LOOK_AT_ADDRESSES_EVERY_S", 0.05)
    await host.announce()
    async with looking() as found:
        await found.until(lambda: seen(found, host))
        first = found._browser
        monkeypatch.setattr(discovery, "_addresses", lambda: frozenset({"10.0.0.1"}))
        await found.until(lambda: found._browser not in (first, None))
        await found.until(lambda: seen(found, host))


async def test_stopping_while_the_search_begins_anew_leaves_no_socket(monkeypatch):
    monkeypatch.setattr(discovery, "_LOOK_AT_ADDRESSES_EVERY_S", 0.01)
    closed, cancelling = [], asyncio.Event()

    class Zeroconf:
        zeroconf = None

        def __init__(self, **_):
            pass

        async def async_close(self):
            closed.append(self)

    class Browser:
        def __init__(self, *_args, **_more):
            pass

        async def async_cancel(self):
            cancelling.set()
            await asyncio.Event().wait()

    monkeypatch.setattr("zeroconf.asyncio.AsyncZeroconf", Zeroconf)
    monkeypatch.setattr("zeroconf.asyncio.AsyncServiceBrowser", Browser)
    async with TaskScope("test") as scope:
        found = Discovery(scope, lambda: None)
        found.start()
        await until(lambda: found._browser is not None)
        monkeypatch.setattr(discovery, "_addresses", lambda: frozenset({"10.0.0.1"}))
        await cancelling.wait()
        await found.stop()
    assert len(closed) == 1


async def test_without_a_network_nothing_is_found_and_nothing_breaks(monkeypatch):
    monkeypatch.setattr(discovery, "_LOOK_AT_ADDRESSES_EVERY_S", 0.01)
    tried = []

    def refuse(**_):
        tried.append(1)
        raise OSError("no such device")

    monkeypatch.setattr("zeroconf.asyncio.AsyncZeroconf", refuse)
    async with looking() as found:
        await found.until(lambda: len(tried) >= 3)
        assert found.hosts() == []


async def test_only_a_change_is_told(host):
    told = []
    await host.announce()
    async with TaskScope("test") as scope:
        found = Discovery(scope, lambda: told.append(found.hosts()), probe_every_s=0.05)
        found.start()
        await until(lambda: seen(found, host))
        await asyncio.sleep(0.5)
        assert all(before != after for before, after in pairwise(told))
        await found.stop()


async def test_stopping_twice_and_before_the_start_is_fine():
    async with TaskScope("test") as scope:
        found = Discovery(scope, lambda: None)
        await found.stop()
        found.start()
        await found.stop()
        await found.stop()


async def test_a_probe_tells_a_host_from_another_server(host):
    health = await probe(host.url)
    assert health.id == host.id
    host.games = "nonsense"
    with pytest.raises(AppError, match=r"network\.bad_answer"):
        await probe(host.url)
    host.alive = False
    with pytest.raises(AppError, match=r"network\.bad_answer"):
        await probe(host.url)


def test_something_else_that_answers_health_is_no_host():
    assert msgspec.json.decode(b'{"lantern":"x","id":"1"}', type=discovery.Health).lantern != "host"
