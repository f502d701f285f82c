"""Finds classroom hosts on the network: mDNS says where, `GET /health` says whether they live. Knows no game rules.

A host that was killed stays in mDNS for a quarter of an hour, so nothing is shown that does not answer.
"""

import asyncio
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.runtime.http import request
from shared.errors import AppError
from shared.tasks import TaskScope

if TYPE_CHECKING:
    from zeroconf import ServiceStateChange
    from zeroconf.asyncio import AsyncServiceBrowser, AsyncZeroconf

SERVICE_TYPE = "_lantern-quiz._tcp.local."
PROBE_EVERY_S = 2.0
PROBE_TIMEOUT_S = 2.0
FAILURES_UNTIL_GONE = 2
_RESOLVE_MS = 3_000
_LOOK_AT_ADDRESSES_EVERY_S = 5.0
_MAX_HEALTH_BYTES = 64 * 1024


class FoundGame(msgspec.Struct, frozen=True):
    """One game as a host's `/health` tells it."""

    id: str
    title: str = ""
    players: int = 0
    locked: bool = False
    phase: str = "lobby"
    pace: str = "live"


class Health(msgspec.Struct, frozen=True):
    """What `/health` answers; `lantern` is "host"."""

    lantern: str
    id: str
    version: str = ""
    name: str = ""
    games: tuple[FoundGame, ...] = ()


class FoundHost(msgspec.Struct, frozen=True):
    """A host that answers now. `url` has no path; `pin` is that of its open lobby when it tells."""

    id: str
    name: str
    url: str
    pin: str = ""
    games: tuple[FoundGame, ...] = ()


async def probe(url: str, *, timeout_s: float = PROBE_TIMEOUT_S) -> Health:
    """Ask `url` (no path) who it is. Raises AppError as `request`; `network.bad_answer` when it is no such host."""
    body = await request("GET", f"{url}/health", timeout_s=timeout_s, max_bytes=_MAX_HEALTH_BYTES)
    try:
        health = msgspec.json.decode(body, type=Health)
    except (msgspec.DecodeError, UnicodeDecodeError) as cause:
        raise AppError("network.bad_answer", status=200, detail="not a classroom host") from cause
    if health.lantern != "host":
        raise AppError("network.bad_answer", status=200, detail="not a classroom host")
    return health


class Discovery:
    """Browses while it is started; `on_change` is called when `hosts()` is different. Tasks live in `scope`."""

    def __init__(
        self, scope: TaskScope, on_change: Callable[[], None], *, probe_every_s: float = PROBE_EVERY_S
    ) -> None:
        self._scope = scope
        self._on_change = on_change
        self._probe_every_s = probe_every_s
        self._zeroconf: AsyncZeroconf | None = None
        self._browser: AsyncServiceBrowser | None = None
        self._followers: dict[str, asyncio.Task[None]] = {}
        self._found: dict[str, FoundHost] = {}
        self._running: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        return self._running is not None

    def start(self) -> None:
        """Begin to look; twice is fine."""
        if self._running is None:
            self._running = self._scope.spawn(self._run(), name="discovery")

    async def stop(self) -> None:
        """Stop looking and forget what was found, without telling."""
        running, self._running = self._running, None
        if running is not None:
            running.cancel()
            await asyncio.wait([running])
        await self._close()

    def hosts(self) -> list[FoundHost]:
        """Hosts that answer now, each once, by name."""
        by_id = {host.id: host for host in self._found.values()}
        return sorted(by_id.values(), key=lambda host: (host.name.casefold(), host.id))

    async def _run(self) -> None:
        """Browse; begin anew when this computer's addresses change (another Wi-Fi, a cable)."""
        # Its import takes 0.15 s, too long for the loop of a window.
        await asyncio.to_thread(import_module, "zeroconf.asyncio")
        addresses: frozenset[str] = frozenset()
        while True:
            now = await asyncio.to_thread(_addresses)
            if now != addresses or self._browser is None:
                shown = bool(self._found)
                await self._close()
                if shown:
                    self._on_change()
                await self._open()
                addresses = now
            await asyncio.sleep(_LOOK_AT_ADDRESSES_EVERY_S)

    async def _open(self) -> None:
        from zeroconf import IPVersion
        from zeroconf.asyncio import AsyncServiceBrowser, AsyncZeroconf

        try:
            self._zeroconf = AsyncZeroconf(ip_version=IPVersion.V4Only)
        except OSError:
            # No network at all: tried again with the next look at the addresses.
            return
        self._browser = AsyncServiceBrowser(
            self._zeroconf.zeroconf, SERVICE_TYPE, handlers=[self._service_changed]
        )

    async def _close(self) -> None:
        for task in self._followers.values():
            task.cancel()
        self._followers.clear()
        self._found.clear()
        browser, self._browser = self._browser, None
        zeroconf, self._zeroconf = self._zeroconf, None
        try:
            if browser is not None:
                await browser.async_cancel()
        finally:
            # Also when the page goes while the addresses change: its sockets stay open otherwise.
            if zeroconf is not None:
                await zeroconf.async_close()

    def _service_changed(
        self, zeroconf: Any, service_type: str, name: str, state_change: "ServiceStateChange"
    ) -> None:
        """Called by the browser in this loop; the names of the arguments are its own."""
        del zeroconf, service_type
        task = self._followers.pop(name, None)
        if task is not None:
            task.cancel()
        if state_change.name == "Removed":
            self._set(name, None)
        elif not self._scope.closed:
            self._followers[name] = self._scope.spawn(self._follow(name), name="host")

    async def _follow(self, name: str) -> None:
        """Probe one host for as long as it is in mDNS; a host that came back is shown again."""
        failures = 0
        while True:
            found = await self._ask(name)
            failures = 0 if found is not None else failures + 1
            if found is not None or failures >= FAILURES_UNTIL_GONE:
                self._set(name, found)
            await asyncio.sleep(self._probe_every_s)

    async def _ask(self, name: str) -> FoundHost | None:
        """Resolve afresh (the address may be another) and probe each address until one answers."""
        from zeroconf.asyncio import AsyncServiceInfo

        if self._zeroconf is None:
            return None
        info = AsyncServiceInfo(SERVICE_TYPE, name)
        if not await info.async_request(self._zeroconf.zeroconf, _RESOLVE_MS):
            return None
        told = {key: value or "" for key, value in info.decoded_properties.items()}
        for url in _urls(info.parsed_addresses(), info.port or 0):
            try:
                health = await probe(url)
            except AppError:
                continue
            if told.get("id", health.id) == health.id:
                name_told = health.name or told.get("name", "")
                return FoundHost(health.id, name_told, url, told.get("pin", ""), health.games)
        return None

    def _set(self, name: str, found: FoundHost | None) -> None:
        before = self.hosts()
        if found is None:
            self._found.pop(name, None)
        else:
            self._found[name] = found
        if self.hosts() != before:
            self._on_change()


def _addresses() -> frozenset[str]:
    """IPv4 addresses of this computer."""
    import ifaddr

    return frozenset(ip.ip for one in ifaddr.get_adapters() for ip in one.ips if isinstance(ip.ip, str))


def _urls(addresses: list[str], port: int) -> Iterator[str]:
    for address in addresses:
        yield f"http://[{address}]:{port}" if ":" in address else f"http://{address}:{port}"
