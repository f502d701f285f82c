"""The routes of sync on a server, as whoever is signed in. Knows bytes and routes, nothing of what they say."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Protocol, TypeVar
from urllib.parse import urlencode

import msgspec

from desktop.accounts.service import WhoIsIn
from desktop.runtime import web_socket
from desktop.runtime.server_http import ServerHttp
from desktop.runtime.web_socket import WebSocket
from shared.accounts.messages import Devices, ServerInfo
from shared.errors import ERRORS, AppError
from shared.sync.messages import (
    AUTHORS_PATH,
    CHUNKS_PATH,
    EXCHANGE_PATH,
    GRANT_PATH,
    HEARTBEAT_S,
    LIVE_PATH,
    MEDIA_TYPE,
    Authors,
    GrantDocument,
)
from sync.codec import MAX_BODY_BYTES

EXCHANGE_TIMEOUT_S = 180.0
"""Four megabytes at the pace of a school's line, both ways."""
CHUNK_TIMEOUT_S = 120.0
_MOST_BYTES = MAX_BODY_BYTES + 4096
_LIVE_FRAME_BYTES = 1 << 20
_UNAUTHORISED = 401

T = TypeVar("T")


class Accounts(Protocol):
    """What sync needs of the accounts service, which announces "account" on the bus."""

    @property
    def http(self) -> ServerHttp: ...
    @property
    def session(self) -> WhoIsIn | None: ...
    @property
    def ended(self) -> str:
        """The code of what ended the session, when it was not the person here; else empty."""
        ...

    def reload(self) -> None:
        """Read again what another process may have changed."""
        ...

    async def server(self) -> ServerInfo:
        """Return what the server says of itself."""
        ...

    async def access_token(self) -> str:
        """Return a valid access token. Raises AppError `accounts.signed_out` and network errors."""
        ...

    async def check_session(self) -> None:
        """Fetch another token. Raises as `access_token` does."""
        ...


class Line:
    """Requests of sync. All raise AppError: what the server says, what connections raise, `accounts.signed_out`."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def exchange(self, body: bytes) -> bytes:
        """Hand in one sealed request; returns the sealed answer."""

        async def send(token: str) -> bytes:
            answer = await self._accounts.http.send(
                "POST",
                self._url(EXCHANGE_PATH),
                token=token,
                data=body,
                content_type=MEDIA_TYPE,
                timeout_s=EXCHANGE_TIMEOUT_S,
                max_bytes=_MOST_BYTES,
            )
            if not answer.headers.get("content-type", "").startswith(MEDIA_TYPE):
                raise AppError("network.not_lantern", detail="the answer is no sync message")
            return answer.body

        return await self._as_account(send)

    async def chunk(self, name: bytes) -> bytes:
        """Fetch a part of a snapshot."""

        async def fetch(token: str) -> bytes:
            answer = await self._accounts.http.send(
                "GET",
                self._url(f"{CHUNKS_PATH}/{name.hex()}"),
                token=token,
                timeout_s=CHUNK_TIMEOUT_S,
                max_bytes=_MOST_BYTES,
            )
            return answer.body

        return await self._as_account(fetch)

    async def grant(self) -> GrantDocument:
        """Fetch the signed word on what this device may see."""

        async def ask(token: str) -> GrantDocument:
            return await self._accounts.http.call(
                "POST", self._url(GRANT_PATH), token=token, answer=GrantDocument
            )

        return await self._as_account(ask)

    async def authors(self, scope: str) -> Authors:
        """Ask whose numbers the stamps of a scope may have."""

        async def ask(token: str) -> Authors:
            url = f"{self._url(AUTHORS_PATH)}?{urlencode({'scope': scope})}"
            return await self._accounts.http.call("GET", url, token=token, answer=Authors)

        return await self._as_account(ask)

    async def devices(self) -> Devices:
        """Ask for the names of the person's devices."""

        async def ask(token: str) -> Devices:
            return await self._accounts.http.call(
                "GET", self._url("/api/v1/accounts/devices"), token=token, answer=Devices
            )

        return await self._as_account(ask)

    @asynccontextmanager
    async def live(self) -> AsyncIterator[WebSocket]:
        """Open the socket on which the server says that there is something new."""
        token = await self._accounts.access_token()
        url = self._url(LIVE_PATH).replace("http", "ws", 1)
        async with web_socket.connect(
            url,
            heartbeat_s=HEARTBEAT_S,
            max_frame_bytes=_LIVE_FRAME_BYTES,
            headers={"Authorization": f"Bearer {token}"},
        ) as socket:
            yield socket

    def _url(self, path: str) -> str:
        session = self._accounts.session
        if session is None:
            raise AppError("accounts.signed_out")
        return session.server_url + path

    async def _as_account(self, request: Callable[[str], Awaitable[T]]) -> T:
        """Send with a token; one that the server no longer likes is renewed once."""
        try:
            return await request(await self._accounts.access_token())
        except AppError as error:
            if error.code == "accounts.signed_out" or ERRORS[error.code].http_status != _UNAUTHORISED:
                raise
        await self._accounts.check_session()
        return await request(await self._accounts.access_token())


def decode_frame(frame: bytes, type_: type[T]) -> T | None:
    """Read a frame of the live socket; None for what a newer server says otherwise."""
    try:
        return msgspec.json.decode(frame, type=type_)
    except msgspec.MsgspecError:
        return None
