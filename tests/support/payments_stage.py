"""Payments on a real database for tests, with real accounts and the real ledger, and events as providers send them.

`stage.tell("stripe", event)` signs an event, gives it to the inbox and has everything that is due brought in.
"""

import json
import uuid
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import select

from server.accounts import account_store
from server.billing.ledger import Ledger
from server.config.payment_settings import OfferTable, PaymentsSection
from server.payments.event_store import EventRow
from server.payments.events import OFFER_KEY, USER_KEY
from server.payments.offers import OfferBook
from server.payments.service import PaymentsService
from server.payments.tables import EVENT, PAYMENT, RETURN, SUBSCRIPTION
from server.storage.database import Database
from server.web.metrics import Metrics
from shared.accounts.messages import UserChange
from shared.billing.meters import Meter
from shared.payments.admin_messages import EventQuery, WebhookEvent
from shared.payments.messages import Provider
from tests.support import stripe_bodies
from tests.support.accounts_stage import HOME
from tests.support.catalog_stage import UsageStage, usage_stage
from tests.support.clocks import ManualClock
from tests.support.webhook_signer import (
    POLAR_SECRET,
    STRIPE_SECRET,
    WHOP_SECRET,
    polar_headers,
    stripe_headers,
    whop_headers,
)

DAY_S = 86_400
TOP_UP_TOKENS = 100_000
SETTINGS = PaymentsSection(
    stripe_webhook_secret=STRIPE_SECRET,
    polar_webhook_secret=POLAR_SECRET,
    whop_webhook_secret=WHOP_SECRET,
    offers=(
        OfferTable(id="basic", plan="basic", stripe="price_basic", polar="polar_basic", whop="plan_basic"),
        OfferTable(id="pro", plan="pro", stripe="price_pro", polar="polar_pro", whop="plan_pro"),
        OfferTable(id="team", plan="enterprise", stripe="price_team"),
        OfferTable(
            id="more",
            interval="once",
            meter="ai_tokens",
            amount=TOP_UP_TOKENS,
            stripe="price_more",
            polar="polar_more",
            whop="plan_more",
        ),
    ),
)


@dataclass
class PaymentsStage:
    """`ana` is somebody without a plan; `providers` are asked by the worker, a test adds its own."""

    on: UsageStage
    payments: PaymentsService
    clock: ManualClock
    providers: dict[Provider, Any] = field(default_factory=dict)
    settings: PaymentsSection = SETTINGS
    numbers: int = 0

    @property
    def ana(self) -> uuid.UUID:
        return self.on.ana.user_id

    @property
    def database(self) -> Database:
        return self.on.on.database

    @property
    def ledger(self) -> Ledger:
        return self.on.billing.ledger

    @property
    def now_s(self) -> int:
        return self.clock.now_ms() // 1_000

    async def person(self, name: str) -> uuid.UUID:
        """Make one more account."""
        email = f"{name}@example.org"
        return await self.on.on.accounts.create_super_admin(email, name, "correct horse battery")

    async def receive(self, provider: Provider, event: Mapping[str, Any], event_id: str = "") -> bool:
        """Sign and keep an event, as the route does."""
        raw = json.dumps(event).encode()
        return await self.payments.inbox.receive(provider, raw, self.headers(provider, raw, event_id))

    def headers(self, provider: Provider, raw: bytes, event_id: str = "") -> dict[str, str]:
        self.numbers += 1
        at_s, known = self.now_s, event_id or f"msg_{self.numbers}"
        if provider == "stripe":
            return stripe_headers(raw, at_s=at_s)
        signer = polar_headers if provider == "polar" else whop_headers
        return signer(raw, event_id=known, at_s=at_s)

    async def tell(self, provider: Provider, event: Mapping[str, Any], event_id: str = "") -> None:
        """Have an event come and everything that is due brought in."""
        await self.receive(provider, event, event_id)
        await self.payments.worker.work_off()

    def stripe(self, kind: str, found: dict[str, Any], created: int | None = None) -> dict[str, Any]:
        """An event of Stripe with an id of its own."""
        self.numbers += 1
        return stripe_bodies.event(kind, found, created=created or self.now_s, number=self.numbers)

    def subscription(
        self, price: str = "price_pro", *, user: uuid.UUID | None = None, known: bool = True, **changed: Any
    ) -> dict[str, Any]:
        """A subscription at Stripe, Ana's unless said otherwise; `known`: its metadata says whose."""
        metadata = {USER_KEY: str(user or self.ana)} if known else {}
        of = stripe_bodies.price(price, 2_500)
        begins = changed.pop("begins", self.now_s)
        number = changed.pop("id", "sub_1")
        customer = changed.pop("customer", "cus_ana")
        return stripe_bodies.subscription(number, customer, of, begins=begins, metadata=metadata, **changed)

    def intent(self, number: str = "pi_1", *, user: uuid.UUID | None = None) -> dict[str, Any]:
        """A top-up that was paid at Stripe."""
        metadata = {USER_KEY: str(user or self.ana), OFFER_KEY: "more"}
        return stripe_bodies.payment_intent(
            number, "cus_ana", created=self.now_s, amount=1_000, currency="usd", metadata=metadata
        )

    def refund(self, number: str = "re_1", of: str = "pi_1", amount: int = 1_000) -> dict[str, Any]:
        return stripe_bodies.refund(number, of, created=self.now_s, amount=amount, currency="usd")

    def dispute(self, number: str = "dp_1", of: str = "pi_1", **changed: Any) -> dict[str, Any]:
        return stripe_bodies.dispute(
            number, of, created=self.now_s, amount=changed.pop("amount", 1_000), currency="usd", **changed
        )

    async def plan(self, user_id: uuid.UUID | None = None) -> tuple[str, int]:
        """The plan in force of an account, and until when."""
        async with self.database.read() as tx:
            found = (await self.on.on.accounts.plans(tx, [user_id or self.ana]))[user_id or self.ana]
        return found[0], found[1]

    def again(self, settings: PaymentsSection) -> PaymentsService:
        """The next start, with other settings."""
        return made(self.on, self.clock, settings, self.providers)

    async def erase(self, user_id: uuid.UUID) -> None:
        """Delete an account."""
        async with self.database.write() as tx:
            await account_store.change(
                tx, user_id, stale=True, email=None, plan="free", plan_until_ms=0, deleted_ms=tx.now_ms
            )
            await self.payments.erase_user(tx, user_id)

    async def give(self, plan: str, until_ms: int = 0) -> None:
        """What an administrator does."""
        body = UserChange(plan=plan, plan_until_ms=until_ms)
        await self.on.on.accounts.admin.change_user(self.on.on.root, self.ana, body, HOME)

    async def tokens(self, user_id: uuid.UUID | None = None) -> int:
        """What of AI tokens is left."""
        return await self.ledger.available(user_id or self.ana, None, Meter.AI_TOKENS)

    async def use(self, amount: int) -> None:
        """Use up tokens."""
        from tests.support.ledger_stage import request

        hold = await self.ledger.hold(request(amount, Meter.AI_TOKENS, user_id=self.ana))
        await self.ledger.settle(hold, {Meter.AI_TOKENS: amount})

    async def events(self, **query: Any) -> list[WebhookEvent]:
        """The inbox, the oldest first."""
        return list(reversed((await self.payments.events(EventQuery(**query))).events))

    async def rows(self) -> list[EventRow]:
        columns = [EVENT.c[name] for name in EventRow.__struct_fields__]
        async with self.database.read() as tx:
            found = await tx.connection.execute(select(*columns).order_by(EVENT.c.id))
            return [EventRow(**one) for one in found.mappings()]

    async def state(self, user_id: uuid.UUID) -> Any:
        """Everything that events may have changed for somebody, without names of people: to compare orders."""
        balances = await self.ledger.balances(user_id)
        found: list[Any] = [await self.plan(user_id)]
        found += [(each.meter.value, each.limit, each.used, each.free) for each in balances.meters]
        async with self.database.read() as tx:
            for table in (SUBSCRIPTION, PAYMENT):
                rows = await tx.connection.execute(select(table).where(table.c.user_id == user_id))
                found += sorted(_nameless(table.name, row) for row in rows.mappings())
            mine = select(PAYMENT.c.id).where(PAYMENT.c.user_id == user_id)
            rows = await tx.connection.execute(select(RETURN).where(RETURN.c.payment_id.in_(mine)))
            found += sorted(_nameless("return", row) for row in rows.mappings())
        return found


def _nameless(table: str, row: Mapping[str, Any]) -> str:
    told = {name: value for name, value in row.items() if name not in ("user_id", "closing")}
    return f"{table} {msgspec.json.encode(told, order='sorted').decode()}"


def made(
    on: UsageStage, clock: ManualClock, settings: PaymentsSection, providers: dict[Provider, Any]
) -> PaymentsService:
    return PaymentsService(
        on.on.database,
        clock,
        on.on.accounts,
        on.billing.ledger,
        settings,
        Metrics(),
        offers=OfferBook(settings.offers),
        providers=providers,
    )


@asynccontextmanager
async def payments_stage(
    database: Database, clock: ManualClock, settings: PaymentsSection = SETTINGS
) -> AsyncGenerator[PaymentsStage, None]:
    """Open all of it on a migrated database. The laws of the ledger are checked when the test has passed."""
    async with usage_stage(database, clock) as on:
        providers: dict[Provider, Any] = {}
        payments = made(on, clock, settings, providers)
        on.on.accounts.on_erase(payments.erase_user)
        yield PaymentsStage(on, payments, clock, providers, settings)


@asynccontextmanager
async def opened_payments(url: str, clock: ManualClock) -> AsyncGenerator[PaymentsStage, None]:
    """The same on the address of a migrated database."""
    database = await Database.open(url, clock)
    try:
        async with payments_stage(database, clock) as stage:
            yield stage
    finally:
        await database.close()
