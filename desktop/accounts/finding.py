"""Finds the server at an address as people type it: who answers there, and whether the way is safe."""

import msgspec

from desktop.accounts.addresses import is_plain, server_address
from desktop.runtime.server_http import ServerHttp
from shared.accounts.messages import ServerInfo
from shared.errors import AppError

_PATH = "/api/v1/server"
_TIMEOUT_S = 15.0
_NOBODY = frozenset({"network.unreachable", "network.timed_out"})


class FoundServer(msgspec.Struct, frozen=True):
    """A server that answered. `plain`: what is sent to it can be read on the way."""

    url: str
    info: ServerInfo
    plain: bool


class ServerFinder:
    """Remembers who answered once: from then on silence there is the network's, not a wrong address."""

    def __init__(self, http: ServerHttp) -> None:
        self._http = http
        self._answered: set[str] = set()

    async def find(self, typed: str, known_url: str = "") -> FoundServer:
        """Ask who is at an address. `known_url` is one that is right for sure.

        Raises AppError `accounts.bad_address`, `accounts.insecure_address`, `accounts.no_server` (nobody there, and
        nobody ever was), `network.not_lantern`, and what connections raise.
        """
        candidates = server_address(typed).candidates
        try:
            found = await self._first_of(candidates)
        except AppError as error:
            if error.code not in _NOBODY or (self._answered | {known_url}).intersection(candidates):
                raise
            raise AppError("accounts.no_server", address=typed.strip()[:120], detail=error.code) from error
        self._answered.add(found.url)
        return found

    async def ask(self, url: str) -> FoundServer:
        """Ask one address."""
        info = await self._http.call("GET", f"{url}{_PATH}", answer=ServerInfo, timeout_s=_TIMEOUT_S)
        return FoundServer(url, info, is_plain(url))

    async def _first_of(self, candidates: tuple[str, ...]) -> FoundServer:
        for url in candidates[:-1]:
            try:
                return await self.ask(url)
            except AppError as error:
                if not error.code.startswith("network."):
                    raise
        return await self.ask(candidates[-1])
