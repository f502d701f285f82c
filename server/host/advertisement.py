"""Tells the network that a host is here, by multicast DNS. Discovery only: whether it lives is asked at `/health`."""

import asyncio
import logging
import secrets
import socket
from typing import Any

import msgspec

SERVICE = "_lantern-quiz._tcp.local."
_LONGEST_NAME = 40
_LONGEST_TEXT = 200
_LIMIT_S = 10.0
_LOG = logging.getLogger("lantern.host")


class Told(msgspec.Struct, frozen=True):
    """What browsers learn without asking."""

    host_id: str
    name: str
    port: int
    addresses: tuple[str, ...]
    title: str = ""
    pin: str = ""
    games: int = 0


class Advertisement:
    """One advertised service. The name has a random end, so that two hosts with one name do not fight."""

    def __init__(self) -> None:
        self._zeroconf: Any = None
        self._info: Any = None
        self._told: Told | None = None
        self._end = secrets.token_hex(2)
        self._turn = asyncio.Lock()

    async def tell(self, told: Told) -> None:
        """Advertise, or change what is advertised. Without multicast people type the address: no failure."""
        async with self._turn:
            if told == self._told:
                return
            try:
                async with asyncio.timeout(_LIMIT_S):
                    await self._tell(told)
            except (OSError, TimeoutError, _zeroconf_error()) as error:
                _LOG.warning("not advertised on the network: %s", type(error).__name__)
            self._told = told

    async def close(self) -> None:
        """Take the service away; browsers hear of it at once."""
        async with self._turn:
            if self._zeroconf is None:
                return
            zeroconf, self._zeroconf = self._zeroconf, None
            try:
                async with asyncio.timeout(_LIMIT_S):
                    if self._info is not None:
                        # The second await is the goodbye itself: without it the class hangs at every browser.
                        await (await zeroconf.async_unregister_service(self._info))
                    await zeroconf.async_close()
            except (OSError, TimeoutError, _zeroconf_error()) as error:
                _LOG.warning("no goodbye on the network: %s", type(error).__name__)

    async def _tell(self, told: Told) -> None:
        from zeroconf.asyncio import AsyncZeroconf

        # An address that is gone is told with a traceback; what matters of it is told in `tell`.
        logging.getLogger("zeroconf").setLevel(logging.CRITICAL)
        moved = self._told is not None and told.addresses != self._told.addresses
        if moved and self._zeroconf is not None:
            # Sockets are bound to the interfaces of the start; new addresses need new ones.
            old, self._zeroconf = self._zeroconf, None
            await old.async_close()
        info = self._service(told)
        if self._zeroconf is None:
            self._zeroconf = AsyncZeroconf(interfaces=list(told.addresses))
            self._info = info
            await (await self._zeroconf.async_register_service(info, allow_name_change=True))
        else:
            info.name = self._info.name
            self._info = info
            await (await self._zeroconf.async_update_service(info))

    def _service(self, told: Told) -> Any:
        from zeroconf import ServiceInfo

        properties = {
            "id": told.host_id, "v": "1", "name": _cut(told.name, _LONGEST_TEXT), "pin": told.pin,
            "title": _cut(told.title, _LONGEST_TEXT), "games": str(told.games),
        }  # fmt: skip
        instance = f"{_cut(told.name.replace('.', ' '), _LONGEST_NAME)} {self._end}"
        return ServiceInfo(
            SERVICE,
            f"{instance}.{SERVICE}",
            addresses=[socket.inet_aton(address) for address in told.addresses],
            port=told.port,
            properties=properties,
            server=f"lantern-{told.host_id[:8]}-{self._end}.local.",
        )


def _cut(text: str, most_bytes: int) -> str:
    return text.encode()[:most_bytes].decode(errors="ignore")


def _zeroconf_error() -> type[Exception]:
    from zeroconf import Error

    return Error
