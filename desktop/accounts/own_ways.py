"""How the person who is signed in can sign in: accounts elsewhere linked and unlinked, a first password."""

import uuid
from collections.abc import Awaitable, Callable

from desktop.accounts.browser_visit import Browser, visited
from desktop.accounts.own_account import Line
from shared.accounts.foreign_messages import (
    FirstPassword,
    ForeignBegun,
    ForeignFinish,
    ForeignProven,
    LinkWay,
    OwnForeignBegin,
    Ways,
)
from shared.accounts.messages import SignInProvider

_WAYS = "accounts/ways"


class OwnWays:
    """Every method raises AppError: what the server says, what connections raise, `accounts.signed_out`."""

    def __init__(self, line: Line, finish: Callable[[ForeignFinish], Awaitable[ForeignProven]]) -> None:
        self._line, self._finish = line, finish

    async def ways(self) -> Ways:
        """Return how one can sign in."""
        return await self._line.call("GET", _WAYS, answer=Ways)

    async def prove(self, provider: SignInProvider, browser: Browser, *, to_link: bool) -> ForeignProven:
        """Send the browser to a provider: to link the account there, or to show once more that it is oneself."""

        async def begin(redirect_uri: str, challenge: str) -> ForeignBegun:
            purpose = "link" if to_link else "prove"
            body = OwnForeignBegin(provider.provider, redirect_uri, challenge, purpose)
            return await self._line.call("POST", f"{_WAYS}/begin", body=body, answer=ForeignBegun)

        return await visited(provider, browser, begin, self._finish)

    async def link(self, proven: ForeignProven, password: str) -> Ways:
        """Link what was shown, with the account's password."""
        return await self._line.call("POST", _WAYS, body=LinkWay(proven.ticket, password), answer=Ways)

    async def unlink(self, way_id: uuid.UUID) -> Ways:
        """Take a way back."""
        return await self._line.call("DELETE", f"{_WAYS}/{way_id}", answer=Ways)

    async def first_password(self, proven: ForeignProven, password: str) -> Ways:
        """Choose a first password."""
        body = FirstPassword(proven.ticket, password)
        return await self._line.call("POST", f"{_WAYS}/password", body=body, answer=Ways)
