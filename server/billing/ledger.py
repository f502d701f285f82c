"""The ledger: what is used up is held before the work and settled after it. Knows no price and no HTTP."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

import msgspec

from server.billing import ledger_store
from server.billing.batch import Batch
from server.billing.book import OPEN, Account, MeterBook
from server.billing.deciding import Decider, charge_of
from server.billing.desk import Books, Desk, Done, Standings, Work, durable
from server.billing.loading import STATE, open_hold, past_hold
from server.billing.orders import (
    Balances,
    Charge,
    GrantBalance,
    Hold,
    HoldRequest,
    LedgerFigures,
    MeterBalance,
    Move,
    Order,
    PlanIs,
    Settle,
)
from server.billing.owned_desk import OwnedDesk
from server.billing.periods import Limits
from server.billing.recovery import DEAD_MS, Recovery
from server.billing.shared_desk import SharedDesk
from server.storage.database import Database
from server.storage.transaction import Transaction
from shared.billing.grants import UNLIMITED, free
from shared.billing.meters import Meter, period_of
from shared.billing.usage import Usage
from shared.clock import Clock
from shared.ids import new_id
from shared.tasks import TaskScope

__all__ = ["Ledger", "Limits", "Standings"]


class Ledger:
    """Make it with `open`; close it before the database. `on_change` hears after the commit whose balance moved.

    Nothing of it may be awaited inside a write transaction of one's own: what belongs together goes through `also`.
    """

    def __init__(self, database: Database, desk: Desk, recovery: Recovery, boot: uuid.UUID) -> None:
        self._database, self._desk, self._recovery = database, desk, recovery
        self._scope = TaskScope("ledger.recovery")
        self.boot = boot
        self.figures = LedgerFigures()
        self.on_change: list[Callable[[uuid.UUID], None]] = []

    @classmethod
    async def open(
        cls,
        database: Database,
        clock: Clock,
        limits: Limits,
        standings: Standings,
        *,
        dead_ms: int = DEAD_MS,
        serves: bool = True,
    ) -> "Ledger":
        """Begin, and give back the open holds of processes that are dead (on PostgreSQL: for `dead_ms`).

        A tool that runs beside the server does not serve: it gives nothing back, for the server is alive.
        """
        boot, figures = new_id(), LedgerFigures()
        calls: list[Callable[[uuid.UUID], None]] = []

        def changed(user_id: uuid.UUID) -> None:
            for call in calls:
                call(user_id)

        kind = SharedDesk if database.dialect == "postgresql" else OwnedDesk
        desk = kind(database, Decider(limits, boot), standings, clock, figures, changed)
        recovery = Recovery(database, clock, boot, figures, dead_ms=dead_ms)
        ledger = cls(database, desk, recovery, boot)
        ledger.figures, ledger.on_change = figures, calls
        if serves:
            await recovery.begin()
        desk.start()
        if serves:
            ledger._scope.spawn(recovery.watch(), name="watch")
        return ledger

    async def hold(self, request: HoldRequest) -> Hold:
        """Reserve, all amounts or none.

        Raises AppError `billing.used_up`, `billing.reserved`, `billing.too_many_holds`, `billing.in_progress`,
        `billing.done_before`, `billing.key_reused`, `billing.unavailable`.
        """
        return await self._desk.hold(request)

    async def available(self, user_id: uuid.UUID, tenant_id: uuid.UUID | None, meter: Meter) -> int:
        """What one more hold may take at most now; below zero after an overrun."""
        return (await self.room(user_id, tenant_id, [meter]))[0]

    async def room(
        self, user_id: uuid.UUID, tenant_id: uuid.UUID | None, meters: Sequence[Meter]
    ) -> list[int]:
        """As `available`, of several meters at one moment: on PostgreSQL each look is a transaction."""

        def read(decider: Decider, books: Books, batch: Batch, now_ms: int) -> list[int]:
            user = books[user_id]
            return [decider.available(books, batch, user, (tenant_id, meter), now_ms) for meter in meters]

        return await self._desk.look(user_id, tenant_id, read)

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
        """End a hold with what was used up: in force at once, durable when awaited, needs no waiting.

        More than was held is charged, below zero if need be. `response` is kept under the request's key.
        """
        order = Settle(
            hold_id=hold.id,
            user_id=hold.request.user_id,
            amounts=amounts,
            usage=usage,
            provider_cost_nano=provider_cost_nano,
            flags=flags,
            response=response,
        )
        return self._desk.settle(order, hold.request)

    def void(self, hold: Hold, reason: str) -> Awaitable[Charge]:
        """End a hold without a charge; as `settle`."""
        order = Settle(hold_id=hold.id, user_id=hold.request.user_id, amounts=None, reason=reason)
        return self._desk.settle(order, None)

    async def find(self, hold_id: uuid.UUID) -> Hold | None:
        """Return an open hold that is durable, also one of an earlier run (leases, sessions, uploads)."""
        async with self._database.read() as tx:
            row = await ledger_store.hold_row(tx, hold_id)
        if row is None or row[STATE] != OPEN:
            return None
        request = open_hold(row).request
        return Hold(hold_id, request, dict(request.amounts), durable())

    async def charge(self, hold_id: uuid.UUID) -> Charge | None:
        """Tell how a hold stands or ended."""
        async with self._database.read() as tx:
            row = await ledger_store.hold_row(tx, hold_id)
        if row is None:
            return None
        past = past_hold(row)
        return charge_of(hold_id, past.request, past.ended if past.ended.state != OPEN else None)

    async def answered(self, user_id: uuid.UUID, key: str) -> bytes | None:
        """Return the answer that was kept with `settle(response=...)` under an idempotency key."""
        async with self._database.read() as tx:
            return await ledger_store.response(tx, user_id, key)

    async def move(self, order: Move) -> bool:
        """Top up, adjust, refund, free a level. Durable on return; False: it was done before."""
        return (await self.also([order]))[0] is True

    async def plan_is(self, user_id: uuid.UUID, plan: str, *, at_once: bool = False) -> None:
        """A person's account was given this plan: more counts now; less at each period's end, or `at_once`."""
        await self.also([PlanIs(user_id=user_id, plan=plan, at_once=at_once)])

    async def also(self, orders: Sequence[Order], work: Work | None = None) -> list[Done]:
        """Do orders, and those that `work` returns, in one transaction with what `work` writes: all or nothing.

        `work` may run again; it must change nothing but the database and wait for nothing else: others' orders wait
        for it. Accounts that it changed count for the orders.
        One result per order: a Hold, a Charge, or whether something moved. Raises what `work` and `hold` raise.
        """
        return await self._desk.also(orders, work)

    async def balances(self, user_id: uuid.UUID, tenant_id: uuid.UUID | None = None) -> Balances:
        """Everything of a person at this moment."""

        def read(decider: Decider, books: Books, batch: Batch, now_ms: int) -> Balances:
            user = books[user_id]
            meters = [
                _told(meter, decider.periods.live(books, batch, user, meter, now_ms), now_ms)
                for meter in Meter
            ]
            until_ms = user.standing.plan_until_ms
            return Balances(
                user_id=user_id,
                plan=user.standing.plan_at(now_ms),
                plan_until_ms=until_ms if until_ms > now_ms else 0,
                at_ms=now_ms,
                meters=tuple(meters),
                running=dict(user.running),
                open_holds=sum(user.running.values()),
            )

        return await self._desk.look(user_id, tenant_id, read)

    def standing_changed(self, user_id: uuid.UUID | None = None) -> None:
        """A plan or a school, of one or of anybody, changed (committed): read it anew before the next hold."""
        self._desk.standing_changed(user_id)

    async def tidy(self) -> None:
        """Drop what is of no use any more: keys of yesterday's calls, processes long gone."""
        await self._recovery.tidy()

    async def exported(self, tx: Transaction, user_id: uuid.UUID) -> AsyncIterator[tuple[str, bytes]]:
        """Yield a person's entries for the archive of everything of a person."""
        async for entry in ledger_store.entries_of(tx, user_id):
            yield "ledger.jsonl", msgspec.json.encode(entry) + b"\n"

    async def close(self) -> None:
        """Write what waits; end."""
        await self._scope.close()
        await self._desk.close()


def _told(meter: Meter, found: MeterBook | None, now_ms: int) -> MeterBalance:
    period = period_of(meter, now_ms)
    grants: list[Account] = found.grants if found is not None else []
    unlimited = any(grant.allowance is None for grant in grants)
    return MeterBalance(
        meter=meter,
        period_key=period.key,
        ends_ms=period.ends_ms,
        limit=None if unlimited else sum(grant.posted + grant.used for grant in grants),
        used=sum(grant.used for grant in grants),
        held=sum(grant.held for grant in grants),
        free=min(free(grants), UNLIMITED),
        grants=tuple(
            GrantBalance(
                source=grant.kind,  # pyright: ignore[reportArgumentType] - grants are of these three
                allowance=grant.allowance,
                used=grant.used,
                held=grant.held,
                posted=grant.posted,
                expires_ms=grant.expires_ms,
            )
            for grant in grants
        ),
    )
