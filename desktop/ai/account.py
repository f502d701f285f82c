"""Models through the account's server: which it offers, and engines that call them in the person's name."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal, Protocol, TypeVar

import msgspec

from desktop.ai.anthropic_engine import AnthropicEngine
from desktop.ai.openai_engine import OpenAIEngine
from desktop.ai.providers import PROVIDERS
from desktop.ai.sdk_engine import SdkEngine
from shared.clock import Clock
from shared.errors import ERRORS, AppError

T = TypeVar("T")
Wire = Literal["anthropic", "openai"]
NAME = "lantern"
"""Of the provider, and of the model that a server recommends."""
_GOOD_MS = 10 * 60_000
_BAD_MS = 15_000
_LOOK_TIMEOUT_S = 10.0
_BASES: Mapping[Wire, str] = {"anthropic": "/ai/anthropic", "openai": "/ai/openai/v1"}
_MODELS: Mapping[Wire, str] = {"anthropic": "/ai/anthropic/v1/models", "openai": "/ai/openai/v1/models"}
# What the gateway calls the uses of AI. The others are not named: they count as a chat, without its instructions.
_OPERATIONS: Mapping[str, str] = {"chat": "chat", "generate_quiz": "generate_cards", "voice": "voice"}


class Offered(msgspec.Struct, frozen=True):
    """A model of the server, and which interface it is asked through."""

    name: str
    wire: Wire


class _Model(msgspec.Struct):
    id: str
    kind: str = "chat"


class _Models(msgspec.Struct):
    data: list[_Model]


class SignedIn(Protocol):
    """What is needed of who is signed in."""

    @property
    def user_id(self) -> uuid.UUID: ...
    @property
    def server_url(self) -> str: ...


class Http(Protocol):
    """What is needed of the way to the server."""

    async def call(
        self, method: str, url: str, *, token: str = "", answer: type[T], timeout_s: float = 30.0
    ) -> T: ...


class Accounts(Protocol):
    """What is needed of the accounts service."""

    @property
    def session(self) -> SignedIn | None: ...
    @property
    def http(self) -> Http: ...

    async def access_token(self) -> str: ...


class AccountModels:
    """What the server one is signed in to offers; asked now and then, and again soon after it was not reached."""

    def __init__(self, accounts: Accounts | None, clock: Clock) -> None:
        self._accounts = accounts
        self._clock = clock
        self._looking = asyncio.Lock()
        self._of: tuple[str, uuid.UUID] | None = None
        self._models: tuple[Offered, ...] = ()
        self._again_ms = 0

    @property
    def models(self) -> tuple[Offered, ...]:
        """The models as they were last seen, the recommended one first; none when nobody is signed in."""
        return self._models if self.who is not None and self.who == self._of else ()

    @property
    def who(self) -> tuple[str, uuid.UUID] | None:
        """The server's address and the person; None when nobody is signed in."""
        session = None if self._accounts is None else self._accounts.session
        return None if session is None else (session.server_url, session.user_id)

    async def look(self) -> bool:
        """Ask the server unless it was asked just now. Whether something else is offered than before."""
        async with self._looking:
            who, accounts = self.who, self._accounts
            if (
                who is None
                or accounts is None
                or (who == self._of and self._clock.monotonic_ms() < self._again_ms)
            ):
                return False
            before = self.models
            try:
                self._models = await _ask(accounts, who[0])
            except AppError:
                # No connection, or a server without AI: answers come from the material until it is back.
                self._models = ()
            self._of = who
            self._again_ms = self._clock.monotonic_ms() + (_GOOD_MS if self._models else _BAD_MS)
            return self._models != before

    def engine(self, offered: Offered) -> SdkEngine:
        """Make the engine of a model. Raises `AppError("accounts.signed_out")`."""
        who, accounts = self.who, self._accounts
        if who is None or accounts is None:
            raise AppError("accounts.signed_out")
        kind = _AccountAnthropic if offered.wire == "anthropic" else _AccountOpenAI
        return kind(who[0] + _BASES[offered.wire], offered.name, accounts.access_token)


async def _ask(accounts: Accounts, server_url: str) -> tuple[Offered, ...]:
    found: list[Offered] = []
    for wire, path in _MODELS.items():
        token = await accounts.access_token()
        answer = await accounts.http.call(
            "GET", server_url + path, token=token, answer=_Models, timeout_s=_LOOK_TIMEOUT_S
        )
        found += [Offered(each.id, wire) for each in answer.data if each.kind == "chat"]
    found.sort(key=lambda each: each.name != NAME)
    return tuple(found)


class _InOnesName(SdkEngine):
    """What both engines do otherwise than with a key: a fresh token for every call, and the server's own failures."""

    def __init__(self, base_url: str, model: str, token: Callable[[], Awaitable[str]]) -> None:
        super().__init__(PROVIDERS[NAME], base_url, model, NAME)
        self._token = token

    async def _headers(self, operation: str) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {await self._token()}"}
        if operation in _OPERATIONS:
            headers["X-Lantern-Operation"] = _OPERATIONS[operation]
        return headers

    def _refused(self, status: int, body: object, headers: Mapping[str, str], message: str) -> AppError:
        return own_failure(body) or super()._refused(status, body, headers, message)


class _AccountAnthropic(_InOnesName, AnthropicEngine):
    """Models that are asked as Anthropic's are."""


class _AccountOpenAI(_InOnesName, OpenAIEngine):
    """Models that are asked as OpenAI's are."""


def own_failure(body: object) -> AppError | None:
    """Read a failure that the server itself told, with its code and parameters; None for a provider's."""
    error: Any = body.get("error", body) if isinstance(body, Mapping) else None
    if not isinstance(error, Mapping) or error.get("code") not in ERRORS:
        return None
    code = str(error["code"])
    failure = AppError(code)
    given = error.get("parameters")
    for name, value in given.items() if isinstance(given, Mapping) else ():
        if isinstance(value, str | int | float):
            failure.parameters[str(name)] = value
    return failure
