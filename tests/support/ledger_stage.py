"""A ledger for tests: limits that a test edits, people and how they stand, an open ledger on a database."""

import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import msgspec

from server.billing.batch import Batch
from server.billing.book import Book, OpenHold
from server.billing.deciding import Decider
from server.billing.ledger import Ledger
from server.billing.orders import Charge, HoldRequest, Move, Settle, Standing
from server.billing.periods import BUDGET
from server.storage.database import Database
from server.storage.transaction import Transaction
from shared.billing.meters import DAY_MS, Meter
from shared.clock import Clock
from shared.plans import PLANS, Plan, plan_named

TOKENS, OPERATIONS, MONEY = Meter.AI_TOKENS, Meter.AI_OPERATIONS, Meter.CHARGED_MICROS
STORAGE, VOICE = Meter.STORAGE_BYTES, Meter.VOICE_MS
USER, TENANT = uuid.UUID(int=1), uuid.UUID(int=1 << 64)
NOON_MS = 1_763_640_000_000
"""20 November 2025, 12:00 UTC."""


@dataclass
class TestLimits:
    """Plans as shipped, no caps, no budget; a test changes them."""

    __test__ = False
    plans: dict[str, Plan] = field(default_factory=lambda: dict(PLANS))
    caps: dict[tuple[uuid.UUID, Meter], tuple[int, int]] = field(default_factory=dict)
    budget: int | None = None

    def plan(self, name: str) -> Plan:
        return self.plans.get(name) or plan_named(name)

    def cap(self, tenant_id: uuid.UUID, meter: Meter) -> tuple[int, int] | None:
        return self.caps.get((tenant_id, meter))

    def budget_micros(self) -> int | None:
        return self.budget

    def edit(self, name: str, **changes: int | None) -> None:
        self.plans[name] = msgspec.structs.replace(self.plan(name), **changes)


@dataclass
class People:
    """How people stand; what the accounts would say."""

    standing: dict[uuid.UUID, Standing] = field(default_factory=dict)

    async def __call__(self, _tx: Transaction, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Standing]:
        return {one: self.standing[one] for one in ids if one in self.standing}


@dataclass
class Stage:
    database: Database
    clock: Clock
    limits: TestLimits
    people: People
    ledger: Ledger

    async def restart(self, *, crash: bool = False) -> None:
        """End the process and begin another; a crash closes nothing."""
        if crash:
            await kill(self.ledger)
        else:
            await self.ledger.close()
        self.ledger = await Ledger.open(self.database, self.clock, self.limits, self.people, dead_ms=-DAY_MS)

    def plan(self, plan: str, user_id: uuid.UUID = USER, tenant_id: uuid.UUID | None = None) -> None:
        self.people.standing[user_id] = Standing(plan, 0, tenant_id)
        self.ledger.standing_changed(user_id)

    async def used(self, amount: int, meter: Meter = TOKENS, *, held: int | None = None) -> None:
        """Hold and settle."""
        hold = await self.ledger.hold(request(amount if held is None else held, meter))
        await self.ledger.settle(hold, {meter: amount})

    async def free(self, meter: Meter = TOKENS, user_id: uuid.UUID = USER) -> int:
        return await self.ledger.available(user_id, None, meter)


async def kill(ledger: Ledger) -> None:
    """End its tasks where they are, as a crash does: nothing that waits is written."""
    await ledger._scope.close()
    await ledger._desk._scope.close()


@asynccontextmanager
async def staged(database: Database, clock: Clock) -> AsyncIterator[Stage]:
    limits, people = TestLimits(), People()
    ledger = await Ledger.open(database, clock, limits, people)
    stage = Stage(database, clock, limits, people, ledger)
    try:
        yield stage
    finally:
        await stage.ledger.close()


def request(amount: int, meter: Meter = TOKENS, user_id: uuid.UUID = USER, **more) -> HoldRequest:
    return HoldRequest(
        user_id=user_id, amounts=((meter, amount),), operation=more.pop("operation", "chat"), **more
    )


def topup(amount: int, idem: str, meter: Meter = TOKENS, user_id: uuid.UUID = USER, **more) -> Move:
    return Move(user_id=user_id, kind="topup", meter=meter, amount=amount, idem=idem, **more)


def refund(amount: int, of: str, meter: Meter = TOKENS, user_id: uuid.UUID = USER) -> Move:
    return Move(user_id=user_id, kind="refund", meter=meter, amount=amount, idem=f"refund:{of}", of=of)


@dataclass
class Books:
    """Books in memory and nothing else, for rules that need no database."""

    limits: TestLimits = field(default_factory=TestLimits)
    batch: Batch = field(default_factory=Batch)
    now_ms: int = NOON_MS

    def __post_init__(self) -> None:
        self.decider = Decider(self.limits, uuid.UUID(int=99))
        self.books = {USER: Book(USER, "you"), TENANT: Book(TENANT, "tenant"), BUDGET: Book(BUDGET, "budget")}

    @property
    def user(self) -> Book:
        return self.books[USER]

    def hold(self, amount: int, meter: Meter = TOKENS, **more) -> OpenHold:
        return self.decider.hold(self.books, self.batch, request(amount, meter, **more), self.now_ms)

    def settle(self, held: OpenHold, amount: int | None, meter: Meter = TOKENS) -> Charge:
        amounts = None if amount is None else {meter: amount}
        order = Settle(hold_id=held.id, user_id=USER, amounts=amounts)
        return self.decider.settle(self.books, self.batch, order, self.now_ms)

    def free(self, meter: Meter = TOKENS) -> int:
        return self.decider.available(self.books, self.batch, self.user, (None, meter), self.now_ms)

    def posted(self) -> int:
        return sum(account.posted for book in self.books.values() for account in book.accounts.values())
