"""Tables of selling: webhooks as they came, customers, subscriptions, payments and what of them went back.

Declarations only. Times are Unix milliseconds, money is in the currency's smallest unit.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, Text

from server.storage.tables import METADATA, Id

EVENT = Table(
    "payment_event",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("provider", String(16), nullable=False),
    Column("event_id", String(200), nullable=False),
    Column("kind", String(100), nullable=False),
    Column("object_id", String(255), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_ms", BigInteger, nullable=False),
    Column("waits_for", String(300), nullable=False),
    Column("error", Text, nullable=False),
    Column("user_id", Id),
    Column("done_ms", BigInteger, nullable=False),
    Index("uq_payment_event_provider", "provider", "event_id", unique=True),
    Index("ix_payment_event_state", "state", "due_ms"),
    Index("ix_payment_event_waits_for", "waits_for"),
    Index("ix_payment_event_user_id", "user_id"),
)
"""The inbox. `state`: new, waiting (for `waits_for`, looked at again at `due_ms`), done, ignored, dead (given up)."""

CUSTOMER = Table(
    "payment_customer",
    METADATA,
    Column("provider", String(16), primary_key=True),
    Column("customer", String(255), primary_key=True),
    Column("user_id", Id, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Index("ix_payment_customer_user_id", "user_id"),
)
"""Who a provider's customer is here. Outlives the account, so that a late event is not taken for a stranger's."""

SUBSCRIPTION = Table(
    "payment_subscription",
    METADATA,
    Column("provider", String(16), primary_key=True),
    Column("id", String(255), primary_key=True),
    Column("customer", String(255), nullable=False),
    Column("user_id", Id, nullable=False),
    Column("status", String(16), nullable=False),
    Column("offer", String(60), nullable=False),
    Column("plan", String(20), nullable=False),
    Column("next_offer", String(60), nullable=False),
    Column("begins_ms", BigInteger, nullable=False),
    Column("ends_ms", BigInteger, nullable=False),
    Column("ends_then", Boolean, nullable=False),
    Column("final", Boolean, nullable=False),
    Column("past_due_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    Column("closing", Boolean, nullable=False),
    Index("ix_payment_subscription_user_id", "user_id"),
    Index("ix_payment_subscription_closing", "closing"),
)
"""The newest that was seen of each. `final` is a tombstone. `closing`: the account is gone, the provider is to be told.

Provider "internal" stands for another system that gives plans; the id is the person's.
"""

PAYMENT = Table(
    "payment",
    METADATA,
    Column("id", String(200), primary_key=True),
    Column("provider", String(16), nullable=False),
    Column("customer", String(255), nullable=False),
    Column("user_id", Id),
    Column("subscription", String(255), nullable=False),
    Column("offer", String(60), nullable=False),
    Column("currency", String(8), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("meter", String(20), nullable=False),
    Column("granted", BigInteger, nullable=False),
    Column("taken_back", BigInteger, nullable=False),
    Index("ix_payment_user_id", "user_id"),
)
"""By business object. `at_ms` 0: it is known only from what went back. `granted` of `meter` was bought with it."""

RETURN = Table(
    "payment_return",
    METADATA,
    Column("id", String(200), primary_key=True),
    Column("payment_id", String(200), nullable=False),
    Column("provider", String(16), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("taken", Boolean, nullable=False),
    Column("settled", Boolean, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    Column("currency", String(8), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Index("ix_payment_return_payment_id", "payment_id"),
)
"""Money that went back: a refund, or a dispute, which restricts the person until it is won or `settled` by hand."""

PERSON = Table(
    "payment_person",
    METADATA,
    Column("user_id", Id, primary_key=True),
    Column("base_plan", String(20), nullable=False),
    Column("base_until_ms", BigInteger, nullable=False),
    Column("given_plan", String(20), nullable=False),
    Column("given_until_ms", BigInteger, nullable=False),
    Index("ix_payment_person_given_until_ms", "given_until_ms"),
)
"""What was last given by payments, and what an administrator had given before. The row is also a person's lock."""
