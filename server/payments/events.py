"""What happened at a provider of payments, in one form for all of them. Declarations only; knows no provider's JSON.

Every number of money is in the currency's smallest unit, every time in Unix milliseconds of the provider's clock.
"""

import uuid
from typing import Literal

import msgspec

from shared.payments.messages import Provider, SubscriptionStatus

USER_KEY = "lantern_user"
"""Key of the provider's metadata under which a checkout says who buys (a UUID)."""
OFFER_KEY = "lantern_offer"
"""Key of the provider's metadata under which a checkout says which offer is bought (its id here)."""
NEXT_KEY = "lantern_next"
"""Key of a subscription's metadata at Stripe for the offer that takes its place when the period ends."""


class SubscriptionSeen(msgspec.Struct, frozen=True, kw_only=True):
    """How a subscription stood at `seen_ms`; never a change of it. The newest one counts.

    `sold`: the provider's ids of what is subscribed (a price, then its product) and our offer's id, as far as known.
    `begins_ms`, `ends_ms`: the period that is paid for; with `ends_then` it does not renew. `final`: nothing that
    comes later revives it. `past_due_ms`: since when, where the provider says it. `next_sold` takes its place later.
    """

    provider: Provider
    id: str
    customer: str
    status: SubscriptionStatus
    seen_ms: int
    sold: tuple[str, ...] = ()
    user_id: uuid.UUID | None = None
    begins_ms: int = 0
    ends_ms: int = 0
    ends_then: bool = False
    final: bool = False
    past_due_ms: int = 0
    next_sold: tuple[str, ...] = ()


class Paid(msgspec.Struct, frozen=True, kw_only=True):
    """A payment that succeeded. `id` names the business object for ever: `stripe:invoice:in_1`, `polar:order:…`.

    `sold` is empty where the event does not say what was bought; another one of the same payment may.
    """

    provider: Provider
    id: str
    customer: str
    at_ms: int
    currency: str
    amount_minor: int
    sold: tuple[str, ...] = ()
    user_id: uuid.UUID | None = None
    subscription: str = ""


class Refunded(msgspec.Struct, frozen=True, kw_only=True):
    """Money of the payment `of` that went back, at the seller's will or by a dispute (`id`: `stripe:refund:re_1`).

    `taken` is false when it did not go back after all: the refund failed, the dispute was won. The newest one counts.
    """

    provider: Provider
    id: str
    of: str
    kind: Literal["refund", "dispute"]
    taken: bool
    seen_ms: int
    currency: str
    amount_minor: int
    customer: str = ""


class CustomerSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Who a provider's customer is here; told by metadata or an external id of ours, never by an e-mail address."""

    provider: Provider
    customer: str
    user_id: uuid.UUID


Seen = SubscriptionSeen | Paid | Refunded | CustomerSeen
"""What a webhook, an answer of the provider or the nightly comparison can say."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook as it was read: its own id and type, what it is about, when it was made, and what it says.

    No `seen` at all: of a type that changes nothing here.
    """

    event_id: str
    kind: str
    object_id: str
    created_ms: int
    seen: tuple[Seen, ...] = ()
