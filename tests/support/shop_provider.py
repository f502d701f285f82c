"""A provider of payments in memory, for tests of what asks one: it answers as told and notes what it was asked."""

import uuid
from dataclasses import dataclass, field
from typing import Any

import msgspec

from server.payments.events import Seen, SubscriptionSeen
from server.payments.offers import SoldOffer
from server.payments.provider import Listed, Purchase
from shared.errors import AppError
from shared.payments.messages import Action, InvoiceEntry, PageToOpen, Price, Provider

ALL: frozenset[Action] = frozenset({"cancel_now", "cancel_at_end", "resume", "change", "portal"})


@dataclass
class Shop:
    """`failure`: the code that everything is refused with. `customer`: whom it makes of a person.

    `held` are its subscriptions by id.
    """

    name: Provider = "stripe"
    actions: frozenset[Action] = ALL
    failure: str = ""
    customer: str = ""
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    held: dict[str, SubscriptionSeen] = field(default_factory=dict)
    listed: list[InvoiceEntry] = field(default_factory=list)

    def _note(self, *what: Any) -> None:
        self.asked.append(what)
        if self.failure:
            raise AppError(self.failure, provider=self.name)

    async def price(self, sold_as: str) -> Listed:
        self._note("price", sold_as)
        price = Price(provider=self.name, currency="EUR", amount_minor=100 * len(self.asked))
        once, year = "more" in sold_as, "year" in sold_as
        return Listed(price, "once" if once else "year" if year else "month")

    async def customer_for(self, user_id: uuid.UUID, email: str) -> str:
        self._note("customer_for", user_id, email)
        return self.customer

    async def live(self, user_id: uuid.UUID, customer: str) -> list[SubscriptionSeen]:
        self._note("live", user_id, customer)
        return [each for each in self.held.values() if each.user_id == user_id and not each.final]

    async def checkout(self, purchase: Purchase) -> PageToOpen:
        self._note("checkout", purchase)
        return PageToOpen(url=f"https://{self.name}.example/{len(self.asked)}", provider=self.name)

    async def portal(self, customer: str, back_url: str) -> PageToOpen:
        self._note("portal", customer, back_url)
        return PageToOpen(url=f"https://{self.name}.example/portal", provider=self.name)

    async def subscription(self, subscription_id: str) -> SubscriptionSeen:
        self._note("subscription", subscription_id)
        return self.held[subscription_id]

    async def cancel(self, subscription_id: str, *, at_once: bool) -> SubscriptionSeen:
        self._note("cancel", subscription_id, at_once)
        if at_once:
            return self._now(subscription_id, status="ended", final=True)
        return self._now(subscription_id, ends_then=True)

    async def resume(self, subscription_id: str) -> SubscriptionSeen:
        self._note("resume", subscription_id)
        return self._now(subscription_id, ends_then=False, next_sold=())

    async def change(
        self, subscription_id: str, offer: SoldOffer, *, at_once: bool, key: str
    ) -> SubscriptionSeen:
        self._note("change", subscription_id, offer.id, at_once, key)
        if at_once:
            return self._now(subscription_id, sold=(offer.id,), next_sold=())
        return self._now(subscription_id, next_sold=(offer.id,))

    async def invoices(self, customer: str) -> list[InvoiceEntry]:
        self._note("invoices", customer)
        return self.listed

    async def invoice_page(self, customer: str, invoice_id: str) -> PageToOpen:
        self._note("invoice_page", customer, invoice_id)
        return PageToOpen(url=f"https://{self.name}.example/{invoice_id}", provider=self.name)

    async def paid_since(self, since_ms: int) -> list[Seen]:
        self._note("paid_since", since_ms)
        return []

    async def undelivered(self, since_ms: int) -> list[tuple[str, bytes]]:
        self._note("undelivered", since_ms)
        return []

    async def close(self) -> None:
        self._note("close")

    def _now(self, subscription_id: str, **changed: Any) -> SubscriptionSeen:
        before = self.held[subscription_id]
        seen = msgspec.structs.replace(before, seen_ms=before.seen_ms + 1, **changed)
        self.held[subscription_id] = seen
        return seen
