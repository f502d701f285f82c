"""What content needs of whoever counts what people store. Declarations only; knows no ledger."""

import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import msgspec

from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.plans import Plan


class Stored(msgspec.Struct, frozen=True):
    """What came of a reservation: bytes that count from now on, and uploads of this month."""

    reservation: uuid.UUID
    user_id: uuid.UUID
    stored_bytes: int
    uploads: int = 0


Work = Callable[[Transaction], Awaitable[Sequence[Stored]]]
"""Writes, and returns what is to be booked with it. It may run again, and changes nothing but the database."""


class SpaceMeter(Protocol):
    """Counts bytes as a level and uploads by month, for a person and for the tenant."""

    async def allowance(self, who: Principal) -> Plan:
        """The plan in force, with what was given or taken besides."""
        ...

    async def reserve(self, who: Principal, stored_bytes: int, uploads: int) -> uuid.UUID:
        """Keep room before the first byte. Raises AppError `billing.used_up`, `billing.reserved`."""
        ...

    async def release(self, reservation: uuid.UUID) -> None:
        """Give room back; one that was used, or is unknown, stays as it is."""
        ...

    async def write(self, work: Work) -> None:
        """Run `work` in a transaction that books what it returns as well: both or neither."""
        ...

    async def level(self, user_id: uuid.UUID, stored: Callable[[Transaction], Awaitable[int]]) -> None:
        """Have the books say what is stored, after things went away; `stored` holds it until the commit."""
        ...

    async def forgotten(self, older_ms: int) -> list[uuid.UUID]:
        """Reservations that are still open and were made before a moment."""
        ...
