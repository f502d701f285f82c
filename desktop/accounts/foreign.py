"""Signing in here with an account elsewhere: the visit to the provider, then this device by its ticket."""

import uuid
from collections.abc import Callable
from typing import Protocol

from desktop.accounts.browser_visit import Browser, visited
from desktop.accounts.finding import FoundServer
from desktop.accounts.session_store import SignedIn
from desktop.runtime.server_http import ServerHttp
from shared.accounts.foreign_messages import (
    ForeignBegin,
    ForeignBegun,
    ForeignEnter,
    ForeignFinish,
    ForeignProven,
)
from shared.accounts.messages import NewDevice, SignInProvider

_FOREIGN = "/api/v1/accounts/foreign"


class Entrance(Protocol):
    """How a device comes in: `signed` is what it signs in place of an e-mail."""

    async def enter(
        self, url: str, path: str, signed: str, body: Callable[[NewDevice], ForeignEnter]
    ) -> SignedIn:
        """Sign in. Raises AppError; then nothing is changed."""
        ...

    async def check_free(self) -> uuid.UUID:
        """Return the id that a new account is to have. Raises AppError for a library that is somebody's."""
        ...


async def finished(http: ServerHttp, url: str, body: ForeignFinish) -> ForeignProven:
    """Hand in what came back in the browser."""
    return await http.call("POST", f"{url}{_FOREIGN}/finish", body=body, answer=ForeignProven)


class ForeignEntry:
    """Every method raises AppError: what `visited` raises, and what the server says."""

    def __init__(self, http: ServerHttp, entrance: Entrance) -> None:
        self._http, self._entrance = http, entrance

    async def prove(self, server: FoundServer, provider: SignInProvider, browser: Browser) -> ForeignProven:
        """Send the browser to a provider, and return who came back."""

        async def begin(redirect_uri: str, challenge: str) -> ForeignBegun:
            body = ForeignBegin(provider.provider, redirect_uri, challenge)
            return await self._http.call(
                "POST", f"{server.url}{_FOREIGN}/begin", body=body, answer=ForeignBegun
            )

        return await visited(provider, browser, begin, lambda body: finished(self._http, server.url, body))

    async def enter(
        self,
        server: FoundServer,
        proven: ForeignProven,
        *,
        name: str = "",
        language: str = "en",
        invitation: str = "",
        password: str = "",
    ) -> SignedIn:
        """Sign in by what was shown, with what it still needs. Raises besides as `AccountsService.sign_in`."""
        user_id = await self._entrance.check_free() if proven.needs == "account" else None

        def body(device: NewDevice) -> ForeignEnter:
            return ForeignEnter(proven.ticket, device, name, language, user_id, invitation, password)

        return await self._entrance.enter(server.url, "foreign/enter", proven.ticket, body)
