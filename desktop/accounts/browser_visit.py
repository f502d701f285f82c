"""One visit of the browser to a provider: sent there, and back on this computer's own address with proof who it was.

Knows neither pages nor who is signed in. What came back is worth something only together with the verifier, which
never leaves this process before (RFC 7636).
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from desktop.accounts.addresses import is_private
from desktop.runtime.loopback import BackPage, Loopback, loopback
from shared.accounts.foreign_messages import ForeignBegun, ForeignFinish, ForeignProven
from shared.accounts.messages import SignInProvider
from shared.accounts.pkce import challenge_of, new_verifier
from shared.errors import AppError

WAIT_S = 15 * 60.0
"""Longer than any server keeps what was begun: it is the server that says when that is over."""
_BUSY = frozenset({"server_error", "temporarily_unavailable"})

Begin = Callable[[str, str], Awaitable[ForeignBegun]]
"""Given (address to come back to, challenge)."""
Finish = Callable[[ForeignFinish], Awaitable[ForeignProven]]


@dataclass(frozen=True)
class Browser:
    """How pages are opened, and what the browser shows at the end. `waiting` is told the address it was sent to."""

    open: Callable[[str], bool]
    agreed: BackPage
    refused: BackPage
    waiting: Callable[[str], None] = field(default=lambda _url: None)


async def visited(
    provider: SignInProvider, browser: Browser, begin: Begin, finish: Finish, *, wait_s: float = WAIT_S
) -> ForeignProven:
    """Go there and back. Cancelling it is fine at any time.

    Raises AppError `accounts.no_loopback`, `accounts.browser_missing`, `accounts.browser_closed` (nobody came back),
    `accounts.provider_refused`, `accounts.provider_unreachable`, `accounts.provider_failed`, and what `begin` and
    `finish` raise.
    """
    verifier = new_verifier()
    try:
        async with loopback(provider.redirect_uris) as back:
            begun = await begin(back.url, challenge_of(verifier))
            brought = await _brought(back, begun, provider, browser, wait_s)
    except OSError as cause:
        raise AppError("accounts.no_loopback", provider=provider.name) from cause
    if "code" not in brought:
        raise _refusal(brought.get("error", ""), provider)
    return await finish(ForeignFinish(begun.state, brought["code"], verifier, brought.get("iss", "")))


async def _brought(
    back: Loopback, begun: ForeignBegun, provider: SignInProvider, browser: Browser, wait_s: float
) -> dict[str, str]:
    def judge(query: Mapping[str, str]) -> BackPage | None:
        # Some providers forget the state when somebody says no. All that a forged no can do is end the wait.
        if "state" not in query and "error" in query and "code" not in query:
            return browser.refused
        if not begun.state or not hmac.compare_digest(query.get("state", "").encode(), begun.state.encode()):
            return None
        return browser.agreed if "code" in query else browser.refused

    if not _is_page(begun.url):
        raise AppError("accounts.provider_failed", provider=provider.name)
    try:
        async with asyncio.timeout(wait_s):
            back.expect(judge)
            if not browser.open(begun.url):
                raise AppError("accounts.browser_missing", provider=provider.name)
            browser.waiting(begun.url)
            return await back.brought()
    except TimeoutError as cause:
        raise AppError("accounts.browser_closed", provider=provider.name) from cause


def _is_page(url: str) -> bool:
    """Whether an address that a server named may be opened: a page on the web, never a file or a program."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_private(host)))


def _refusal(error: str, provider: SignInProvider) -> AppError:
    if error in _BUSY:
        return AppError("accounts.provider_unreachable", provider=provider.name)
    if error == "access_denied":
        return AppError("accounts.provider_refused", provider=provider.name)
    return AppError("accounts.provider_failed", provider=provider.name, detail=error[:60])
