"""What a talk needs of other parts of the program. Declarations only."""

import uuid
from typing import Protocol, TypeVar

import msgspec

from desktop.leases.service import Lent
from desktop.media.service import Dictated
from shared.billing import voice as rules
from shared.errors import AppError

T = TypeVar("T")


class SignedIn(Protocol):
    """What is needed of who is signed in."""

    @property
    def user_id(self) -> uuid.UUID: ...
    @property
    def device_id(self) -> uuid.UUID: ...
    @property
    def server_url(self) -> str: ...


class Accounts(Protocol):
    """What is needed of the accounts service."""

    @property
    def session(self) -> SignedIn | None: ...

    async def call(
        self,
        method: str,
        path: str,
        *,
        body: msgspec.Struct | None = None,
        answer: type[T],
        timeout_s: float = 30.0,
    ) -> T:
        """Call `/api/v1/<path>` as the account. Raises AppError."""
        ...


class Listener(Protocol):
    """What is needed of the recogniser."""

    @property
    def ready(self) -> bool: ...

    async def words(self, pcm: bytes, *, rate: int, channels: int) -> Dictated: ...


class Leases(Protocol):
    """What is needed of the minutes that are set aside here for use without a connection."""

    problem: AppError | None

    @property
    def lent(self) -> Lent | None: ...
    @property
    def left(self) -> int: ...
    @property
    def refusal(self) -> AppError | None: ...

    async def look(self) -> None: ...
    async def spend(self, amount: int) -> int: ...
    def want(self) -> None: ...
    def wake(self) -> None: ...


class Pace(msgspec.Struct, frozen=True):
    """How often the server hears of a talk, and when nobody seems to be there."""

    beat_s: float = rules.HEARTBEAT_MS / 1000
    retry_s: float = 5.0
    least_s: float = 1.0
    idle_ms: int = 5 * 60_000
