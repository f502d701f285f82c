"""What other slices register with the accounts: who they tell of ends, and whom they ask for data. Knows no slice."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from server.storage.transaction import Transaction

Exporter = Callable[[Transaction, uuid.UUID], AsyncIterator[tuple[str, bytes]]]
"""Yields (file name in the archive, bytes); pieces of one file come one after another, at most 1 MiB each."""
Eraser = Callable[[Transaction, uuid.UUID], Awaitable[None]]
"""Erases what a slice keeps of a person, inside the transaction that deletes the account."""


class CarriedFile(NamedTuple):
    """A file that goes into the export as it is. `opened` yields its bytes; AppError `content.lost`: it has none."""

    name: str
    size_bytes: int
    opened: Callable[[], AsyncIterator[bytes]]


Carrier = Callable[[Transaction, uuid.UUID], Awaitable[list[CarriedFile]]]
"""Names the files of a person; they are read after the transaction, one after another."""
SessionEnded = Callable[[uuid.UUID, uuid.UUID | None], None]
"""Told (user, device) after the commit that ended sign-ins; no device: all of them."""
PlanGiven = Callable[[uuid.UUID], None]
"""Told of a person after the commit that gave another plan."""
ForeignLinked = Callable[[Transaction, uuid.UUID, str, str], Awaitable[None]]
"""Told (transaction, user, kind of provider, subject there) when an account elsewhere was linked: "whop", "user_…"."""
ProfileChanged = Callable[[Transaction, uuid.UUID, str, str], Awaitable[None]]
"""Told (transaction, user, name, language) when the account's own name or language changed on the server."""

TenantChanged = Callable[[uuid.UUID], None]
"""Told of a person after the commit by which they joined or left a tenant: what they may see may be another."""


@dataclass
class Hooks:
    """Called in the order of registration."""

    exporters: list[Exporter] = field(default_factory=list[Exporter])
    carriers: list[Carrier] = field(default_factory=list[Carrier])
    erasers: list[Eraser] = field(default_factory=list[Eraser])
    session_ended: list[SessionEnded] = field(default_factory=list[SessionEnded])
    profile_changed: list[ProfileChanged] = field(default_factory=list[ProfileChanged])
    tenant_changed: list[TenantChanged] = field(default_factory=list[TenantChanged])
    standing_changed: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])
    plan_given: list[PlanGiven] = field(default_factory=list[PlanGiven])
    foreign_linked: list[ForeignLinked] = field(default_factory=list[ForeignLinked])

    def ended(self, transaction: Transaction, user_id: uuid.UUID, device_id: uuid.UUID | None = None) -> None:
        """Tell of an end once the transaction is committed."""

        def tell() -> None:
            for call in self.session_ended:
                call(user_id, device_id)

        transaction.after_commit(tell)

    def moved(self, transaction: Transaction, user_id: uuid.UUID) -> None:
        """Tell of another tenant once the transaction is committed."""

        def tell() -> None:
            for call in self.tenant_changed:
                call(user_id)

        transaction.after_commit(tell)

    def given(self, transaction: Transaction, user_id: uuid.UUID) -> None:
        """Tell of a plan once the transaction is committed."""

        def tell() -> None:
            for call in self.plan_given:
                call(user_id)

        transaction.after_commit(tell)

    async def profile(self, transaction: Transaction, user_id: uuid.UUID, name: str, language: str) -> None:
        """Tell of a changed name or language."""
        for call in self.profile_changed:
            await call(transaction, user_id, name, language)

    async def linked(self, transaction: Transaction, user_id: uuid.UUID, kind: str, subject: str) -> None:
        """Tell of an account elsewhere that was linked."""
        for call in self.foreign_linked:
            await call(transaction, user_id, kind, subject)
