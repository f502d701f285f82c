"""Revision 0008: the ledger, and the catalog of what is charged."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables import Id

revision = "0008"
down_revision = "0007a"

_FIXED = ("ledger_entry", "billing_price")
"""Tables to which rows are only ever added."""


def upgrade() -> None:
    """Make the tables and what keeps them from being changed."""
    _owners_and_accounts()
    _entries()
    _holds()
    _prices()
    _catalog()
    for table in _FIXED:
        _only_grows(table)


def _owners_and_accounts() -> None:
    op.create_table(
        "ledger_owner",
        sa.Column("id", Id, nullable=False),
        sa.Column("whose", sa.String(8), nullable=False),
        sa.Column("entries", sa.BigInteger, nullable=False),
        sa.Column("head", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_owner"),
    )
    op.create_table(
        "ledger_account",
        sa.Column("id", Id, nullable=False),
        sa.Column("owner_id", Id, nullable=False),
        sa.Column("meter", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("period_key", sa.String(200), nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("allowance", sa.BigInteger),
        sa.Column("posted", sa.BigInteger, nullable=False),
        sa.Column("held", sa.BigInteger, nullable=False),
        sa.Column("used", sa.BigInteger, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("floor", sa.BigInteger, nullable=False),
        sa.Column("expires_ms", sa.BigInteger, nullable=False),
        sa.Column("closed_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_account"),
        sa.UniqueConstraint("owner_id", "meter", "kind", "period_key", name="uq_ledger_account_owner_id"),
        sa.CheckConstraint("held >= 0", name=op.f("ck_ledger_account_held")),
    )
    op.create_index("ix_ledger_account_open", "ledger_account", ["owner_id", "closed_ms"])


def _entries() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("chain_id", Id, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("owner_id", Id, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("meter", sa.String(20), nullable=False),
        sa.Column("src", Id, nullable=False),
        sa.Column("dst", Id, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("src_seq", sa.BigInteger, nullable=False),
        sa.Column("src_after", sa.BigInteger, nullable=False),
        sa.Column("dst_seq", sa.BigInteger, nullable=False),
        sa.Column("dst_after", sa.BigInteger, nullable=False),
        sa.Column("idem", sa.String(200)),
        sa.Column("hold_id", Id),
        sa.Column("operation", sa.String(40), nullable=False),
        sa.Column("price_version", sa.BigInteger, nullable=False),
        sa.Column("margin_ppm", sa.BigInteger, nullable=False),
        sa.Column("usage_json", sa.Text, nullable=False),
        sa.Column("provider_cost_nano", sa.BigInteger, nullable=False),
        sa.Column("flags", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("actor", Id),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "number", name="pk_ledger_entry"),
        sa.UniqueConstraint("idem", name="uq_ledger_entry_idem"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_ledger_entry_amount")),
    )
    op.create_index("ix_ledger_entry_hold_id", "ledger_entry", ["hold_id"])
    op.create_index("ix_ledger_entry_owner_id", "ledger_entry", ["owner_id", "at_ms"])


def _holds() -> None:
    op.create_table(
        "ledger_hold",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("tenant_id", Id),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.Integer, nullable=False),
        sa.Column("amounts", sa.Text, nullable=False),
        sa.Column("alloc", sa.Text, nullable=False),
        sa.Column("operation", sa.String(40), nullable=False),
        sa.Column("owner_boot", Id, nullable=False),
        sa.Column("idem", sa.String(200), nullable=False),
        sa.Column("price_version", sa.BigInteger, nullable=False),
        sa.Column("margin_ppm", sa.BigInteger, nullable=False),
        sa.Column("deadline_ms", sa.BigInteger, nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.Column("ended_ms", sa.BigInteger, nullable=False),
        sa.Column("charged", sa.Text, nullable=False),
        sa.Column("usage_json", sa.Text, nullable=False),
        sa.Column("provider_cost_nano", sa.BigInteger, nullable=False),
        sa.Column("flags", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_hold"),
    )
    op.create_index("ix_ledger_hold_open", "ledger_hold", ["state", "owner_boot"])
    op.create_index("ix_ledger_hold_user_id", "ledger_hold", ["user_id", "state"])
    op.create_table(
        "ledger_idem",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("hold_id", Id, nullable=False),
        sa.Column("request_sha256", sa.LargeBinary, nullable=False),
        sa.Column("response", sa.LargeBinary),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "key", name="pk_ledger_idem"),
    )
    op.create_index("ix_ledger_idem_at_ms", "ledger_idem", ["at_ms"])
    op.create_table(
        "ledger_boot",
        sa.Column("id", Id, nullable=False),
        sa.Column("begun_ms", sa.BigInteger, nullable=False),
        sa.Column("seen_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_boot"),
    )


def _prices() -> None:
    op.create_table(
        "billing_price",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("prices", sa.Text, nullable=False),
        sa.Column("valid_from_ms", sa.BigInteger, nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("seed", sa.LargeBinary(32), nullable=True),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.Column("created_by", Id, nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_billing_price"),
        sa.UniqueConstraint("seed", name="uq_billing_price_seed"),
    )
    op.create_table(
        "billing_margin",
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("plan", sa.String(20), nullable=False),
        sa.Column("margin_ppm", sa.BigInteger, nullable=False),
        sa.Column("changed_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("model", "plan", name="pk_billing_margin"),
    )


def _catalog() -> None:
    op.create_table(
        "billing_plan",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("changed_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_billing_plan"),
    )
    op.create_table(
        "ai_model",
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("changed_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("model", name="pk_ai_model"),
    )
    op.create_table(
        "ai_prompt",
        sa.Column("context", sa.String(40), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("changed_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("context", name="pk_ai_prompt"),
    )
    op.create_table(
        "billing_cap",
        sa.Column("tenant_id", Id, nullable=False),
        sa.Column("meter", sa.String(20), nullable=False),
        sa.Column("cap", sa.BigInteger, nullable=False),
        sa.Column("overdraft", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "meter", name="pk_billing_cap"),
    )
    op.create_table(
        "billing_catalog",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("edits", sa.BigInteger, nullable=False),
        sa.Column("budget_set", sa.Boolean, nullable=False),
        sa.Column("budget_micros", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_billing_catalog"),
    )


def _only_grows(table: str) -> None:
    """Have the database itself refuse to change or delete rows."""
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_only_grows() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{table} only grows'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_grows()"
    )
