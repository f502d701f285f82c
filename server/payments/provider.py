"""What is asked of a provider of payments, whichever it is. Declarations only."""

import uuid
from typing import Protocol

import msgspec

from server.payments.events import Seen, SubscriptionSeen
from server.payments.offers import SoldOffer
from shared.payments.messages import Action, Interval, InvoiceEntry, PageToOpen, Price, Provider

NAMES: dict[Provider, str] = {"stripe": "Stripe", "polar": "Polar", "whop": "Whop"}
"""As people know them."""
LISTED_MOST = 100
"""Invoices of one person that are listed."""


class Purchase(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is about to buy. `key` is the same for the same purchase, tried again.

    `customer` is empty when this provider does not know the person yet. People come back to `thanks_url`, or to
    `left_url` without having bought.
    """

    user_id: uuid.UUID
    email: str
    language: str
    customer: str
    offer: SoldOffer
    sold_as: str
    key: str
    thanks_url: str
    left_url: str


class Listed(msgspec.Struct, frozen=True):
    """What a provider says of something that is sold there; no `interval`: neither a month, nor a year, nor once."""

    price: Price
    interval: Interval | None


class PaymentProvider(Protocol):
    """One provider with the keys of the configuration. Every call ends within `payments.answer_s`.

    Every call raises AppError `payments.provider_down` (try again later), `payments.provider_refused` (a setting or
    key is wrong there), and those named below. `key` makes a repeated call the same call.
    """

    name: Provider
    actions: frozenset[Action]

    async def price(self, sold_as: str) -> Listed:
        """Return what something costs, and how often."""
        ...

    async def customer_for(self, user_id: uuid.UUID, email: str) -> str:
        """Return the customer that a person who never bought buys as; empty where the provider makes it by itself."""
        ...

    async def live(self, user_id: uuid.UUID, customer: str) -> list[SubscriptionSeen]:
        """Return the subscriptions of a person that have not ended, as the provider has them now."""
        ...

    async def checkout(self, purchase: Purchase) -> PageToOpen:
        """Begin to sell, and return the page where it is paid. Earlier pages for plans are closed where that can be."""
        ...

    async def portal(self, customer: str, back_url: str) -> PageToOpen:
        """Return the page where people see to their subscriptions and cards. Raises `payments.no_customer`."""
        ...

    async def subscription(self, subscription_id: str) -> SubscriptionSeen:
        """Return how a subscription stands. Raises `payments.no_subscription`."""
        ...

    async def cancel(self, subscription_id: str, *, at_once: bool) -> SubscriptionSeen:
        """End a subscription; one that has ended stays as it is. Raises `payments.no_subscription`."""
        ...

    async def resume(self, subscription_id: str) -> SubscriptionSeen:
        """Let a subscription go on as it is. Raises `payments.no_subscription`, `payments.cannot_change`."""
        ...

    async def change(
        self, subscription_id: str, offer: SoldOffer, *, at_once: bool, key: str
    ) -> SubscriptionSeen:
        """Put a subscription on another offer, now or when its period ends.

        Raises AppError `payments.no_subscription`, `payments.cannot_change`, `payments.declined`.
        """
        ...

    async def invoices(self, customer: str) -> list[InvoiceEntry]:
        """Return invoices, the newest first, `LISTED_MOST` at the most. No `url`: `invoice_page` has it."""
        ...

    async def invoice_page(self, customer: str, invoice_id: str) -> PageToOpen:
        """Return where an invoice of this customer is. Raises `payments.no_invoice`."""
        ...

    async def paid_since(self, since_ms: int) -> list[Seen]:
        """Return all that was paid and that went back from then on, and the subscriptions that began since."""
        ...

    async def undelivered(self, since_ms: int) -> list[tuple[str, bytes]]:
        """Return (event id, body) of webhooks that did not get through, as far as this provider says it."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
