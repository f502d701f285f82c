"""What the clients of all providers share: a library that is loaded late, a time limit, failures in kind words."""

import asyncio
import functools
import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeVar

import aiohttp

from server.payments.provider import NAMES
from shared.errors import AppError
from shared.payments.messages import Provider

T = TypeVar("T")


class LoadedLate(Generic[T]):
    """Something whose library takes a second and tens of megabytes: made when it is first needed, beside the loop."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make, self._lock = make, asyncio.Lock()
        self.made: T | None = None

    async def get(self) -> T:
        """Return it; it is made once."""
        async with self._lock:
            if self.made is None:
                self.made = await asyncio.to_thread(self._make)
            return self.made


@asynccontextmanager
async def reaching(provider: Provider, answer_s: float) -> AsyncGenerator[None]:
    """Limit the time of a call. Raises `AppError("payments.provider_down")` when there is no answer, or nonsense."""
    try:
        async with asyncio.timeout(answer_s):
            yield
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as cause:
        raise down(provider, type(cause).__name__) from cause


def told_kindly(client: type[T]) -> type[T]:
    """Have every call of a client say `payments.provider_down` when what was answered cannot be read."""
    for name, method in list(vars(client).items()):
        if inspect.iscoroutinefunction(method) and not name.startswith("_"):
            setattr(client, name, _readable(method))
    return client


def _readable(method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(method)
    async def called(self: Any, *given: Any, **more: Any) -> Any:
        try:
            return await method(self, *given, **more)
        except AppError as error:
            if error.code != "payments.bad_event":
                raise
            raise down(self.name, f"unreadable: {error.parameters.get('field', '')}") from error

    return called


def down(provider: Provider, detail: str) -> AppError:
    """It cannot be reached, or has troubles of its own; `detail` is for the log."""
    return AppError("payments.provider_down", provider=NAMES[provider], detail=detail)


def refused(provider: Provider, detail: str) -> AppError:
    """It will not do this, now or later: a key, a name or a right is wrong there."""
    return AppError("payments.provider_refused", provider=NAMES[provider], detail=detail)
