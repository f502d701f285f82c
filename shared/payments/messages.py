"""Bodies of the REST operations about buying: offers, checkout, subscriptions, payments. Declarations only."""

import uuid
from typing import Annotated, Literal

import msgspec

from shared.billing.meters import Meter

OFFERS_PATH = "/api/v1/payments/offers"
CHECKOUT_PATH = "/api/v1/payments/checkout"
CHANGE_PATH = "/api/v1/payments/change"
PORTAL_PATH = "/api/v1/payments/portal"
CANCEL_PATH = "/api/v1/payments/cancel"
RESUME_PATH = "/api/v1/payments/resume"
HISTORY_PATH = "/api/v1/payments/history"
INVOICES_PATH = "/api/v1/payments/invoices"
THANKS_PATH = "/payments/thanks"
LEFT_PATH = "/payments/left"

Provider = Literal["stripe", "polar", "whop"]
PROVIDERS: tuple[Provider, ...] = Provider.__args__
Interval = Literal["month", "year", "once"]
SubscriptionStatus = Literal["active", "trialing", "past_due", "incomplete", "paused", "ended"]
"""`past_due`: a payment failed, `grace_until_ms` says how long the plan stays. `incomplete`: the first one is open."""
Action = Literal["cancel_now", "cancel_at_end", "resume", "change", "portal"]
PaymentKind = Literal["paid", "refunded", "disputed"]
InvoiceStatus = Literal["paid", "open", "void", "refunded"]
OfferId = Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
SubscriptionId = Annotated[str, msgspec.Meta(min_length=1, max_length=255, pattern=r"^[!-~]+$")]


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """What an offer costs at a provider, in the currency's smallest unit: 1500 is 15.00 EUR, or 1500 JPY (`digits` 0).

    Taxes may come on top; the provider's page says the whole.
    """

    provider: Provider
    currency: str
    amount_minor: int
    digits: int = 2


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is sold: a `plan` by the month or the year, or once so much (`amount`) of a `meter`.

    `prices` has one for each provider that could be asked, the preferred one first; none: not to be bought just now.
    """

    id: str
    interval: Interval
    plan: str = ""
    meter: Meter | None = None
    amount: int = 0
    prices: tuple[Price, ...] = ()


class MySubscription(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription of the person who asks.

    `offer` is empty when it is of something that is not sold any more. `period_end_ms`: when it renews, or ends with
    `ends_then`. `next_offer` takes its place then. `can`: what this provider allows here; the rest is on its portal.
    """

    id: str
    provider: Provider
    plan: str
    status: SubscriptionStatus
    offer: str = ""
    interval: Interval = "month"
    period_end_ms: int = 0
    ends_then: bool = False
    grace_until_ms: int = 0
    next_offer: str = ""
    can: tuple[Action, ...] = ()


class Offers(msgspec.Struct, frozen=True, kw_only=True):
    """What is sold here, and what the person who asks has. No `offers`: this server sells nothing.

    `subscriptions` are those that live, the one that gives the plan first. `unreachable` names providers whose
    prices could not be asked. `restricted`: after a payment was taken back, nothing can be bought until the
    operator has settled it.
    """

    offers: tuple[Offer, ...]
    plan: str
    plan_until_ms: int
    subscriptions: tuple[MySubscription, ...] = ()
    unreachable: tuple[Provider, ...] = ()
    restricted: bool = False


class Checkout(msgspec.Struct, frozen=True, kw_only=True):
    """Begin to buy. Without a `provider` the first of the offer's prices counts.

    The same `request_id` again gives the same checkout: nobody buys twice by pressing twice.
    """

    offer: OfferId
    request_id: uuid.UUID
    provider: Provider | None = None


class PageToOpen(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the provider to open in the browser. `expires_ms` 0: the provider does not say."""

    url: str
    provider: Provider
    expires_ms: int = 0


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Put a subscription on another offer: a bigger plan at once, a smaller one when the period ends.

    An empty `subscription` is the only one there is.
    """

    offer: OfferId
    request_id: uuid.UUID
    subscription: SubscriptionId | None = None


class Portal(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for the provider's own page about one's subscriptions, cards and invoices; by default where one pays."""

    provider: Provider | None = None


class Cancel(msgspec.Struct, frozen=True, kw_only=True):
    """End a subscription: now, or when what is paid for ends."""

    at_once: bool
    subscription: SubscriptionId | None = None


class Resume(msgspec.Struct, frozen=True, kw_only=True):
    """Take back the cancelling, or the smaller plan, while the subscription still runs."""

    subscription: SubscriptionId | None = None


class Subscribed(msgspec.Struct, frozen=True):
    """How a subscription stands after one did something to it."""

    subscription: MySubscription


class PaymentEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Money that moved: paid, or given back (`refunded`, `disputed`). Empty `offer`: not sold here any more."""

    id: str
    provider: Provider
    kind: PaymentKind
    at_ms: int
    currency: str
    amount_minor: int
    digits: int = 2
    offer: str = ""
    title: str = ""


class PaymentHistory(msgspec.Struct, frozen=True, kw_only=True):
    """The newest first, a hundred of each provider at the most. `unreachable`: those are missing."""

    payments: tuple[PaymentEntry, ...]
    unreachable: tuple[Provider, ...] = ()


class InvoiceEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice or receipt, and its page. No `url`: `INVOICES_PATH/<provider>/<id>` gives it as a `PageToOpen`."""

    id: str
    provider: Provider
    number: str
    at_ms: int
    status: InvoiceStatus
    currency: str
    amount_minor: int
    digits: int = 2
    url: str = ""


class InvoiceList(msgspec.Struct, frozen=True, kw_only=True):
    """The newest first, a hundred of each provider at the most. `unreachable`: those are missing."""

    invoices: tuple[InvoiceEntry, ...]
    unreachable: tuple[Provider, ...] = ()
