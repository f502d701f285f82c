"""The account of the open profile: signing in, the session, this person's devices. Knows no page and no SQL."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import msgspec
from filelock import FileLock, Timeout

from desktop.accounts import device_key
from desktop.accounts.access import AccessToken
from desktop.accounts.addresses import host_of, is_plain
from desktop.accounts.calling import Calls, WhoIsIn
from desktop.accounts.finding import FoundServer, ServerFinder
from desktop.accounts.foreign import ForeignEntry, finished
from desktop.accounts.introduction import Body, Introduction
from desktop.accounts.joining import LocalIdentity, LocalProfile
from desktop.accounts.own_account import OwnAccount
from desktop.accounts.own_ways import OwnWays
from desktop.accounts.session_store import Remembered, SessionStore, SignedIn, signed_in, updated
from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from desktop.runtime.secrets import Place
from desktop.runtime.server_http import ServerHttp
from shared.accounts.messages import (
    Account,
    DeleteAccount,
    Device,
    NewDevice,
    PasswordReset,
    Refresh,
    ServerInfo,
    Session,
    SignIn,
    SignUp,
)
from shared.accounts.proofs import refresh_message
from shared.clock import Clock
from shared.errors import ERRORS, AppError

__all__ = [
    "AccountsService",
    "Calls",
    "Device",
    "FoundServer",
    "LocalIdentity",
    "LocalProfile",
    "ServerInfo",
    "SignedIn",
    "WhoIsIn",
    "host_of",
    "is_plain",
]

T = TypeVar("T")
API = "/api/v1"
LOCK_TIMEOUT_S = 60.0
GOODBYE_TIMEOUT_S = 8.0
_UNAUTHORISED = 401
_DELETED = "accounts.deleted"


class AccountsService:
    """Announces the kind "account" on the bus. Signing in and what follows needs `join` before.

    What a person does with the account they have is in `own`, how they can sign in to it in `ways`; signing in with an
    account elsewhere is in `foreign`.
    """

    def __init__(
        self, paths: ProfilePaths, clock: Clock, bus: ChangeBus, *, http: ServerHttp | None = None
    ) -> None:
        self.http = http or ServerHttp()
        self._store = SessionStore(paths.root)
        self._clock = clock
        self._bus = bus
        self._profile: LocalProfile | None = None
        self._remembered = self._store.read()
        self._access = AccessToken(clock)
        self._refreshing = asyncio.Lock()
        self._farewells: list[Callable[[], Awaitable[None]]] = []
        self._server: ServerInfo | None = None
        self._finder = ServerFinder(self.http)
        self.own = OwnAccount(self, self._take)
        self.foreign = ForeignEntry(self.http, self)
        self.ways = OwnWays(self, lambda body: finished(self.http, self._signed_in().server_url, body))

    def join(self, profile: LocalProfile) -> None:
        """Bind the account to the library; called once, when the services are wired together."""
        self._profile = profile

    @property
    def session(self) -> SignedIn | None:
        """Who is signed in here; stays with no connection."""
        return self._remembered.account if self._remembered.signed_in else None

    @property
    def last(self) -> SignedIn | None:
        """Whose library this is, signed in or not; None when it never met an account."""
        return self._remembered.account

    @property
    def ended(self) -> str:
        """The error code of what ended the session, when it was not the person at this computer; else empty."""
        return self._remembered.ended

    def reload(self) -> None:
        """Read again what another process may have changed."""
        before, self._remembered = self._remembered, self._store.read()
        if before != self._remembered:
            self._access.clear()
            self._bus.announce("account")

    # Signing in and out

    async def find_server(self, typed: str) -> FoundServer:
        """Ask who answers at an address a person typed.

        Raises AppError `accounts.bad_address`, `accounts.insecure_address`, `accounts.no_server` (nobody there, and
        nobody ever was), `network.not_lantern`, and what connections raise.
        """
        return await self._finder.find(typed, self.last.server_url if self.last is not None else "")

    async def sign_up(
        self,
        server: FoundServer,
        *,
        email: str,
        password: str,
        name: str,
        language: str,
        invitation: str = "",
    ) -> SignedIn:
        """Make an account; what is in the library becomes its work. Raises AppError, then nothing is changed."""
        user_id = await self.check_free()

        def body(device: NewDevice) -> SignUp:
            return SignUp(email, password, name, device, language, user_id, invitation)

        return await self.enter(server.url, "sign-up", email, body)

    async def sign_in(self, server: FoundServer, *, email: str, password: str) -> SignedIn:
        """Sign in to an existing account. Raises AppError (`sync.other_account` when the library is another's)."""
        return await self.enter(server.url, "sign-in", email, lambda device: SignIn(email, password, device))

    async def pending(self) -> int:
        """Return how many things here have changes that the server does not have yet."""
        return await self._joined().pending()

    def before_sign_out(self, call: Callable[[], Awaitable[None]]) -> None:
        """Have something told to the server while this computer may still speak as the account, if it is reached."""
        self._farewells.append(call)

    async def _farewell(self) -> None:
        for call in self._farewells if self.session is not None else ():
            with contextlib.suppress(AppError, TimeoutError):
                async with asyncio.timeout(GOODBYE_TIMEOUT_S):
                    await call()

    async def sign_out(self) -> None:
        """Forget the session here; works offline too. The library stays as it is."""
        await self._farewell()
        async with self._alone():
            session, token = self.session, self._access.token
            if session is not None and token:
                try:
                    await self._post(session.server_url, "sign-out", token, timeout_s=GOODBYE_TIMEOUT_S)
                except AppError as error:
                    # Offline: the token is forgotten here, and the server forgets it in time.
                    if not error.retryable and ERRORS[error.code].http_status != _UNAUTHORISED:
                        raise
            await self._forget()

    async def sign_out_everywhere(self) -> None:
        """End every session of the account, this one too. Raises AppError when the server is not reached."""
        await self.access_token()
        await self._farewell()
        async with self._alone():
            await self._call(self._refresh_alone, "POST", "accounts/sign-out-everywhere", answer=type(None))
            await self._forget()

    async def access_token(self) -> str:
        """Return a token good for half a minute at least.

        Raises AppError `accounts.signed_out`, `accounts.keyring_failed` and what connections raise. One refresh
        serves everybody who waits.
        """
        if not self._access.good:
            async with self._refreshing:
                if not self._access.good:
                    async with self._locked():
                        await self._refresh_alone()
        return self._access.token

    async def check_session(self) -> None:
        """Ask the server whether this device is still signed in; `ended` tells when it is not."""
        self._access.clear()
        await self.access_token()

    async def call(
        self,
        method: str,
        path: str,
        *,
        body: msgspec.Struct | None = None,
        answer: type[T],
        timeout_s: float = 30.0,
    ) -> T:
        """Call `/api/v1/<path>` as the account. A token the server no longer likes is renewed once."""
        await self.access_token()
        return await self._call(
            self.check_session, method, path, body=body, answer=answer, timeout_s=timeout_s
        )

    async def _call(
        self,
        renew: Callable[[], Awaitable[None]],
        method: str,
        path: str,
        *,
        body: msgspec.Struct | None = None,
        answer: type[T],
        timeout_s: float = 30.0,
    ) -> T:
        url, token = f"{self._signed_in().server_url}{API}/{path}", self._access.token
        try:
            return await self.http.call(
                method, url, token=token, body=body, answer=answer, timeout_s=timeout_s
            )
        except AppError as error:
            if ERRORS[error.code].http_status != _UNAUTHORISED:
                raise
            await renew()
        return await self.http.call(
            method, url, token=self._access.token, body=body, answer=answer, timeout_s=timeout_s
        )

    # The account

    async def server(self) -> ServerInfo:
        """Return what the server says of itself, asked once per run."""
        if self._server is None:
            self._server = (await self._finder.ask(self._signed_in().server_url)).info
        return self._server

    async def request_password_reset(self, server: FoundServer, email: str) -> None:
        """Have a mail with a link sent, if there is such an account. Raises `AppError("accounts.mail_off")`."""
        if not server.info.mail:
            raise AppError("accounts.mail_off")
        url = f"{server.url}{API}/accounts/password-reset"
        await self.http.call("POST", url, body=PasswordReset(email), answer=type(None))

    async def save(
        self, path: str, target: Path, on_progress: Callable[[int, int | None], None] | None = None
    ) -> int:
        """Stream `/api/v1/<path>` as the account into a new file; returns its size in bytes."""
        token = await self.access_token()
        url = f"{self._signed_in().server_url}{API}/{path}"
        return await self.http.save(url, target, token=token, on_progress=on_progress)

    async def delete_account(self, password: str) -> None:
        """Erase the account and what the server has of it. The library here stays, without an account."""
        body = DeleteAccount(password)
        await self.access_token()
        async with self._alone():
            await self._call(self._refresh_alone, "DELETE", "accounts/me", body=body, answer=type(None))
            await self._release()

    async def sign(self, message: bytes) -> tuple[str, str]:
        """Return (this device's public key, its signature of `message`), base64url.

        `message` begins with a domain of its own. Raises AppError `accounts.signed_out`, `accounts.keyring_failed`.
        """
        key = await self._store.device_key((await self._joined().identity()).database_id)
        if key is None:
            raise AppError("accounts.signed_out", detail="the key store holds no device key")
        return device_key.public_key(key), device_key.sign(key, message)

    async def key_place(self) -> Place | None:
        """Where the sign-in of this computer is kept; None before the first one, or when the keyring is shut."""
        try:
            return await self._store.place((await self._joined().identity()).database_id)
        except AppError:
            return None

    async def close(self) -> None:
        """Close connections."""
        await self.http.close()

    # How a session begins

    async def check_free(self) -> uuid.UUID:
        """Return the id that a new account is to have. Raises AppError when the library is somebody's already."""
        await self._check_owner(None)
        return (await self._joined().identity()).user_id

    async def enter(self, url: str, path: str, signed: str, body: Body) -> SignedIn:
        """Sign this device in at `/api/v1/accounts/<path>`. Raises AppError, then nothing is changed."""
        introduction = Introduction(self.http, self._store, self._joined(), self._clock)
        session = await introduction.make(f"{url}{API}/accounts/{path}", signed, body)
        try:
            await self._check_owner(session.account.user_id)
            await self._joined().adopt(session.account.user_id)
        except AppError:
            await self._post(url, "sign-out", session.access_token, timeout_s=GOODBYE_TIMEOUT_S)
            raise
        await self._keep_session(url, session)
        return self._signed_in()

    async def _keep_session(self, url: str, session: Session) -> None:
        await self._store.keep_refresh_token(session.refresh_token)
        self._access.take(session)
        self._server = session.server
        identity = await self._joined().identity()
        account = signed_in(url, identity.device_id, session.account, session.server)
        await self._remember(Remembered(account, signed_in=True))

    # How it goes on

    @asynccontextmanager
    async def _alone(self) -> AsyncGenerator[None]:
        """Keep refreshes out while the session ends: they would take the end for another device's doing."""
        async with self._refreshing, self._locked():
            yield

    @asynccontextmanager
    async def _locked(self) -> AsyncGenerator[None]:
        lock = FileLock(self._store.lock_file, timeout=LOCK_TIMEOUT_S, thread_local=False)
        try:
            await asyncio.to_thread(lock.acquire)
        except Timeout as cause:
            raise AppError("network.timed_out", detail="another process is signing in") from cause
        try:
            yield
        finally:
            await asyncio.to_thread(lock.release)

    async def _refresh_alone(self) -> None:
        self.reload()
        session = self._signed_in()
        identity = await self._joined().identity()
        token = await self._store.refresh_token()
        key = await self._store.device_key(identity.database_id)
        if token is None or key is None:
            # The folder came from another computer, or the key store was emptied.
            await self._end("accounts.signed_out")
            raise AppError("accounts.signed_out", detail="the key store holds no sign-in")
        proof = device_key.sign(key, refresh_message(token))
        url = f"{session.server_url}{API}/accounts/refresh"
        try:
            renewed = await self.http.call("POST", url, body=Refresh(token, proof), answer=Session)
        except AppError as error:
            if ERRORS[error.code].http_status == _UNAUTHORISED:
                # Of an account that is no more nothing can come: what was made here goes on without one.
                await (self._release if error.code == _DELETED else self._end)(error.code)
                raise AppError("accounts.signed_out", detail=error.code) from error
            raise
        await self._store.keep_refresh_token(renewed.refresh_token)
        self._access.take(renewed)
        self._server = renewed.server
        await self._take(renewed.account)

    async def _take(self, account: Account) -> SignedIn:
        before = self._signed_in()
        after = updated(before, account)
        if after != before:
            await self._remember(Remembered(after, signed_in=True))
        return after

    async def _end(self, code: str) -> None:
        self._access.clear()
        await self._store.forget_refresh_token()
        await self._remember(Remembered(self._remembered.account, ended=code))

    async def _release(self, code: str = "") -> None:
        await self._joined().release()
        self._access.clear()
        await self._store.forget_refresh_token()
        await self._remember(Remembered(ended=code))

    async def _forget(self) -> None:
        self._access.clear()
        await self._store.forget_refresh_token()
        await self._remember(Remembered(self._remembered.account))

    async def _remember(self, remembered: Remembered) -> None:
        self._remembered = remembered
        await self._store.write(remembered)
        self._bus.announce("account")

    async def _check_owner(self, user_id: uuid.UUID | None) -> None:
        """Refuse another account than the library's; None stands for one that is not made yet."""
        owner = self._remembered.account
        if owner is not None and owner.user_id != user_id:
            raise AppError("accounts.other_library", email=owner.email)
        if user_id is not None:
            await self._joined().check_account(user_id)

    async def _post(self, url: str, path: str, token: str, *, timeout_s: float) -> None:
        await self.http.call(
            "POST", f"{url}{API}/accounts/{path}", token=token, answer=type(None), timeout_s=timeout_s
        )

    def _signed_in(self) -> SignedIn:
        if self.session is None:
            raise AppError("accounts.signed_out")
        return self.session

    def _joined(self) -> LocalProfile:
        if self._profile is None:
            raise RuntimeError("the account is joined to no library")
        return self._profile
