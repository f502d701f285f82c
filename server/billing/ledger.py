"""The ledger: what is used up is held before the work and settled after it. Knows no price and no HTTP."""

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from server.billing.orders import Balances, Charge, Hold, HoldRequest, LedgerFigures, Move, Order, Standing
from server.storage.database import Database
from server.storage.transaction import Transaction
from shared.billing.meters import Meter
from shared.billing.usage import Usage
from shared.clock import Clock
from shared.plans import Plan


class Limits(Protocol):
    """What the catalog says; asked at every hold, so that an edit counts at once. Must not wait."""

    def plan(self, name: str) -> Plan:
        """A plan; an unknown one is free."""
        ...

    def cap(self, tenant_id: uuid.UUID, meter: Meter) -> tuple[int, int] | None:
        """What a school's people may use up together in a period of the meter, and its overdraft; None: no limit."""
        ...

    def budget_micros(self) -> int | None:
        """What free use may cost in a month altogether, at the customer's price; None: no limit."""
        ...


Standings = Callable[[Transaction, Sequence[uuid.UUID]], Awaitable[Mapping[uuid.UUID, Standing]]]
"""What the accounts know of people; who is missing is free and of no school."""


class Ledger:
    """Make it with `open`; close it before the database. `on_change` hears after the commit whose balance moved."""

    figures: LedgerFigures
    boot: uuid.UUID
    on_change: list[Callable[[uuid.UUID], None]]

    @classmethod
    async def open(
        cls, database: Database, clock: Clock, limits: Limits, standings: Standings, *, shared: bool = True
    ) -> "Ledger":
        """Begin, and void the open holds of processes that are dead."""
        raise NotImplementedError

    async def hold(self, request: HoldRequest) -> Hold:
        """Reserve, all amounts or none.

        Raises AppError `billing.used_up`, `billing.reserved`, `billing.too_many_holds`, `billing.in_progress`, `billing.done_before`, `billing.key_reused`,
        `billing.unavailable`.
        """
        raise NotImplementedError

    async def available(self, user_id: uuid.UUID, tenant_id: uuid.UUID | None, meter: Meter) -> int:
        """What one more hold may take at most now."""
        raise NotImplementedError

    def settle(
        self,
        hold: Hold,
        amounts: Mapping[Meter, int],
        *,
        usage: Usage | None = None,
        provider_cost_nano: int = 0,
        flags: tuple[str, ...] = (),
        response: bytes | None = None,
    ) -> Awaitable[Charge]:
        """End a hold with what was used up. In force at once, durable when awaited."""
        raise NotImplementedError

    def void(self, hold: Hold, reason: str) -> Awaitable[None]:
        """End a hold without a charge."""
        raise NotImplementedError

    async def find(self, hold_id: uuid.UUID) -> Hold | None:
        """Return an open hold, also one of another process (leases, sessions, uploads)."""
        raise NotImplementedError

    async def charge(self, hold_id: uuid.UUID) -> Charge | None:
        """Tell how a hold stands or ended."""
        raise NotImplementedError

    async def answered(self, user_id: uuid.UUID, key: str) -> bytes | None:
        """Return the answer that was kept with `settle(response=...)` under an idempotency key."""
        raise NotImplementedError

    async def move(self, order: Move) -> bool:
        """Top up, adjust, refund, free a level. Durable on return; False: it was done before."""
        raise NotImplementedError

    async def plan_is(self, user_id: uuid.UUID, plan: str, *, at_once: bool = False) -> None:
        """A person's plan changed (the account's row is changed by the caller, before or in `also`)."""
        raise NotImplementedError

    async def also(
        self,
        orders: Sequence[Order],
        work: Callable[[Transaction], Awaitable[Sequence[Order] | None]] | None = None,
    ) -> list[Hold | Charge | bool]:
        """Do orders, and those that `work` returns, in one transaction with what `work` writes: all or nothing.

        `work` must change nothing but the database: it may run again. One result per order.
        """
        raise NotImplementedError

    async def balances(self, user_id: uuid.UUID) -> Balances:
        """Everything of a person at this moment."""
        raise NotImplementedError

    def standing_changed(self, user_id: uuid.UUID) -> None:
        """The account's plan or school may have changed: read it anew before the next hold."""
        raise NotImplementedError

    async def close(self) -> None:
        """Write what waits; end."""
        raise NotImplementedError
