"""What others use of payments: the inbox, who pays for what, and what administrators see. Joins the parts."""

import uuid
from collections.abc import AsyncIterator, Mapping

import msgspec

from server.accounts.service import AccountsService
from server.billing.ledger import Ledger
from server.billing.orders import Order
from server.config.payment_settings import PaymentsSection
from server.payments import event_store, standing, store
from server.payments.effects import INTERNAL, Effects, Outcome, Waiting
from server.payments.event_store import EventRow
from server.payments.events import Seen
from server.payments.inbox import Inbox
from server.payments.offers import OfferBook
from server.payments.provider import PaymentProvider
from server.payments.reconciling import Reconciling
from server.payments.standing import DAY_MS, SubscriptionRow
from server.payments.worker import Worker
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.metrics import Metrics
from server.web.principal import Principal
from shared.clock import Clock
from shared.errors import AppError
from shared.payments.admin_messages import (
    PAGE_MOST,
    EventQuery,
    InternalPlan,
    PlanNow,
    Settled,
    WebhookDetail,
    WebhookEvent,
    WebhookPage,
)
from shared.payments.messages import Provider
from shared.tasks import TaskScope

KEPT_MS = 90 * DAY_MS
"""How long a webhook that was done is kept: longer than any provider sends it again."""


class PaymentsService:
    """`providers` are those with a key; without any, webhooks are still taken."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        accounts: AccountsService,
        ledger: Ledger,
        config: PaymentsSection,
        metrics: Metrics,
        *,
        offers: OfferBook,
        providers: Mapping[Provider, PaymentProvider],
    ) -> None:
        self._database, self._accounts, self._ledger = database, accounts, ledger
        self.grace_ms = config.grace_days * DAY_MS
        self._effects = Effects(accounts, offers, self.grace_ms)
        self.inbox = Inbox(database, clock, config, metrics)
        self.worker = Worker(database, ledger, self._effects, providers, metrics)
        self.reconciling = Reconciling(database, clock, self.inbox, self.worker, providers)

    async def start(self, scope: TaskScope) -> None:
        """Begin to bring in what providers send."""
        await self.wake_offers()
        self.worker.start(scope)

    async def wake_offers(self) -> None:
        """What waited for an offer may find it in the new settings."""
        async with self._database.write() as tx:
            await event_store.wake(tx, "offer:%")

    async def receive(self, provider: Provider, raw: bytes, headers: Mapping[str, str]) -> bool:
        """Keep a webhook and have it brought in; as `Inbox.receive`."""
        known = await self.inbox.receive(provider, raw, headers)
        self.worker.wake()
        return known

    # For those who sell

    async def seen(self, *seen: Seen) -> None:
        """Bring in what a provider answered, at once. What cannot be judged yet is left to its webhook."""
        try:
            await self.worker.bring_in(seen)
        except Waiting:
            return

    async def customer(self, user_id: uuid.UUID, provider: Provider) -> str:
        """Return a person's customer id at a provider, or ""."""
        async with self._database.read() as tx:
            return await store.customer_of(tx, provider, user_id)

    async def subscriptions(self, user_id: uuid.UUID) -> list[SubscriptionRow]:
        """Return a person's subscriptions at providers: the one that gives the plan first, ended ones last."""
        async with self._database.read() as tx:
            rows = [row for row in await store.subscriptions(tx, user_id) if row.provider != INTERNAL]
            now_ms = tx.now_ms

        def worth(row: SubscriptionRow) -> tuple[bool, int, int]:
            until_ms = standing.lives_until(row, self.grace_ms)
            lives = until_ms is not None and (until_ms == 0 or until_ms > now_ms)
            return lives, standing.size(row.plan), row.seen_ms

        return sorted(rows, key=worth, reverse=True)

    async def restricted(self, user_id: uuid.UUID) -> bool:
        """Whether a payment was taken back by a dispute that is not settled."""
        async with self._database.read() as tx:
            return await store.restricted(tx, user_id)

    # For another billing system

    async def give(self, body: InternalPlan) -> PlanNow:
        """Have another system's word count. Raises `AppError("accounts.user_not_found")`."""
        plan = "free" if body.action == "cancel" else body.plan

        async def work(tx: Transaction) -> list[Order]:
            outcome = Outcome()
            await self._effects.give(tx, body.user_id, plan, outcome)
            return outcome.orders

        await self._ledger.also([], work)
        async with self._database.read() as tx:
            now = await self._accounts.standing(tx, body.user_id)
            bought = (await self._accounts.plans(tx, [body.user_id])).get(body.user_id, ("free", 0, None))
        until_ms = bought[1] if bought[0] == now.plan else 0
        return PlanNow(user_id=body.user_id, plan=now.plan, plan_until_ms=until_ms)

    # For administrators

    async def events(self, query: EventQuery) -> WebhookPage:
        """Return webhooks, the newest first."""
        limit = min(max(query.limit, 1), PAGE_MOST)
        async with self._database.read() as tx:
            rows = await event_store.page(
                tx,
                provider=query.provider or "",
                state=query.state or "",
                text=query.text,
                before=query.before,
                limit=limit + 1,
            )
        return WebhookPage(tuple(_told(row) for row in rows[:limit]), len(rows) > limit)

    async def event(self, event_id: uuid.UUID) -> WebhookDetail:
        """Return a webhook with what was sent. Raises `AppError("payments.event_not_found")`."""
        async with self._database.read() as tx:
            row = await event_store.row(tx, event_id)
            body = await event_store.body(tx, event_id)
        if row is None:
            raise AppError("payments.event_not_found")
        return WebhookDetail(_told(row), body.decode(errors="replace"))

    async def replay(self, who: Principal, event_id: uuid.UUID) -> WebhookEvent:
        """Bring a webhook in once more, now. Raises `AppError("payments.event_not_found")`."""
        async with self._database.write() as tx:
            if not await event_store.again(tx, event_id):
                raise AppError("payments.event_not_found")
            await self._accounts.audit(tx, who, "payments.replayed", detail={"event": str(event_id)})
        await self.worker.do(event_id)
        return (await self.event(event_id)).event

    async def left(self) -> dict[str, int]:
        """How many webhooks are `new`, `waiting` and `dead`; states with none are missing."""
        async with self._database.read() as tx:
            return await event_store.counts(tx)

    async def settle(self, who: Principal, user_id: uuid.UUID) -> Settled:
        """Have a person's disputes restrict nothing any more. Raises `AppError("accounts.user_not_found")`."""
        disputes = 0

        async def work(tx: Transaction) -> list[Order]:
            nonlocal disputes
            await self._accounts.standing(tx, user_id)
            outcome, disputes = Outcome(), await store.settle(tx, user_id)
            detail = {"disputes": str(disputes)}
            await self._accounts.audit(tx, who, "payments.settled", user_id, detail=detail)
            await self._effects.stand(tx, user_id, outcome)
            return outcome.orders

        await self._ledger.also([], work)
        return Settled(disputes)

    # What the accounts tell

    async def linked(self, tx: Transaction, user_id: uuid.UUID, kind: str, subject: str) -> None:
        """An account at Whop was linked: it is the customer there, and what waited for it may go on.

        That somebody else began to buy what this account paid for counts less: the invoices are the payer's.
        """
        if kind != "whop":
            return
        if await store.link(tx, "whop", subject, user_id, proven=True):
            await event_store.wake(tx, f"customer:whop:{subject}")
            tx.after_commit(self.worker.wake)

    async def erase_user(self, tx: Transaction, user_id: uuid.UUID) -> None:
        """An account is deleted: what providers wrote about it goes, and what it pays for is ended there."""
        await store.erase(tx, user_id)

    async def exported(self, tx: Transaction, user_id: uuid.UUID) -> AsyncIterator[tuple[str, bytes]]:
        """Yield what is kept of a person's buying."""
        async for row in store.exported(tx, user_id):
            yield "payments.jsonl", msgspec.json.encode(row) + b"\n"

    async def tidy(self) -> None:
        """Daily: forget webhooks that were done with long ago."""
        async with self._database.write() as tx:
            await event_store.drop_old(tx, tx.now_ms - KEPT_MS)


def _told(row: EventRow) -> WebhookEvent:
    return msgspec.convert(msgspec.structs.asdict(row), WebhookEvent)
