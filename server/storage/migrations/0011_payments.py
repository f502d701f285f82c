"""Revision 0011: selling."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables import Id

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables."""
    _event()
    _customer()
    _subscription()
    _payment()
    _return()
    _person()


def _event() -> None:
    op.create_table(
        "payment_event",
        sa.Column("id", Id, nullable=False),
        sa.Column("provider", sa.String(16), nullable=False),
        sa.Column("event_id", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("object_id", sa.String(255), nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.Column("received_ms", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_ms", sa.BigInteger, nullable=False),
        sa.Column("waits_for", sa.String(300), nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("user_id", Id),
        sa.Column("done_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_payment_event"),
    )
    op.create_index("uq_payment_event_provider", "payment_event", ["provider", "event_id"], unique=True)
    op.create_index("ix_payment_event_state", "payment_event", ["state", "due_ms"])
    op.create_index("ix_payment_event_waits_for", "payment_event", ["waits_for"])
    op.create_index("ix_payment_event_user_id", "payment_event", ["user_id"])


def _customer() -> None:
    op.create_table(
        "payment_customer",
        sa.Column("provider", sa.String(16), nullable=False),
        sa.Column("customer", sa.String(255), nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("provider", "customer", name="pk_payment_customer"),
    )
    op.create_index("ix_payment_customer_user_id", "payment_customer", ["user_id"])


def _subscription() -> None:
    op.create_table(
        "payment_subscription",
        sa.Column("provider", sa.String(16), nullable=False),
        sa.Column("id", sa.String(255), nullable=False),
        sa.Column("customer", sa.String(255), nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("offer", sa.String(60), nullable=False),
        sa.Column("plan", sa.String(20), nullable=False),
        sa.Column("next_offer", sa.String(60), nullable=False),
        sa.Column("begins_ms", sa.BigInteger, nullable=False),
        sa.Column("ends_ms", sa.BigInteger, nullable=False),
        sa.Column("ends_then", sa.Boolean, nullable=False),
        sa.Column("final", sa.Boolean, nullable=False),
        sa.Column("past_due_ms", sa.BigInteger, nullable=False),
        sa.Column("seen_ms", sa.BigInteger, nullable=False),
        sa.Column("closing", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("provider", "id", name="pk_payment_subscription"),
    )
    op.create_index("ix_payment_subscription_user_id", "payment_subscription", ["user_id"])
    op.create_index("ix_payment_subscription_closing", "payment_subscription", ["closing"])


def _payment() -> None:
    op.create_table(
        "payment",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("provider", sa.String(16), nullable=False),
        sa.Column("customer", sa.String(255), nullable=False),
        sa.Column("user_id", Id),
        sa.Column("subscription", sa.String(255), nullable=False),
        sa.Column("offer", sa.String(60), nullable=False),
        sa.Column("currency", sa.String(8), nullable=False),
        sa.Column("amount_minor", sa.BigInteger, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("meter", sa.String(20), nullable=False),
        sa.Column("granted", sa.BigInteger, nullable=False),
        sa.Column("taken_back", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_payment"),
    )
    op.create_index("ix_payment_user_id", "payment", ["user_id"])


def _return() -> None:
    op.create_table(
        "payment_return",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("payment_id", sa.String(200), nullable=False),
        sa.Column("provider", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("taken", sa.Boolean, nullable=False),
        sa.Column("settled", sa.Boolean, nullable=False),
        sa.Column("seen_ms", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.String(8), nullable=False),
        sa.Column("amount_minor", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_payment_return"),
    )
    op.create_index("ix_payment_return_payment_id", "payment_return", ["payment_id"])


def _person() -> None:
    op.create_table(
        "payment_person",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("base_plan", sa.String(20), nullable=False),
        sa.Column("base_until_ms", sa.BigInteger, nullable=False),
        sa.Column("given_plan", sa.String(20), nullable=False),
        sa.Column("given_until_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_payment_person"),
    )
    op.create_index("ix_payment_person_given_until_ms", "payment_person", ["given_until_ms"])
