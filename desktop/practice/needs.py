"""What a talk needs of other parts of the program. Declarations only."""

from typing import Protocol, TypeVar

import msgspec

from desktop.accounts.service import Calls, WhoIsIn
from desktop.leases.service import Lent
from desktop.media.service import Dictated
from shared.billing import voice as rules
from shared.errors import AppError

T = TypeVar("T")


class Accounts(Calls, Protocol):
    """What is needed of the accounts service."""

    @property
    def session(self) -> WhoIsIn | None: ...


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
