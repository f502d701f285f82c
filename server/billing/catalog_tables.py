"""Tables of what is charged for what: plans, prices, margins, models, prompts, tenants' caps. Declarations only."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, String, Table, Text

from server.storage.tables import METADATA, Id

PLAN = Table(
    "billing_plan",
    METADATA,
    Column("name", String(20), primary_key=True),
    Column("body", Text, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
)
"""Plans as a super admin edited them, as JSON of `shared.plans.Plan`; one that is not here is as shipped."""

PRICE = Table(
    "billing_price",
    METADATA,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("model", String(100), nullable=False),
    Column("prices", Text, nullable=False),
    Column("valid_from_ms", BigInteger, nullable=False),
    Column("origin", String(20), nullable=False),
    Column("sha256", LargeBinary(32), nullable=False),
    # For those that were not entered by a person: equal prices of one origin are one row, whoever starts first.
    Column("seed", LargeBinary(32), unique=True),
    Column("created_ms", BigInteger, nullable=False),
    Column("created_by", Id),
)
"""Versions of prices, as JSON of `shared.billing.prices.Prices`; only ever inserted, triggers refuse the rest."""

MARGIN = Table(
    "billing_margin",
    METADATA,
    # Empty: every model, every plan.
    Column("model", String(100), primary_key=True),
    Column("plan", String(20), primary_key=True),
    Column("margin_ppm", BigInteger, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
)

MODEL = Table(
    "ai_model",
    METADATA,
    Column("model", String(100), primary_key=True),
    Column("body", Text, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
)
"""Models as edited, as JSON of `shared.billing.messages.AiModel`; one that is not here is as shipped or configured."""

PROMPT = Table(
    "ai_prompt",
    METADATA,
    Column("context", String(40), primary_key=True),
    Column("text", Text, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
)

CAP = Table(
    "billing_cap",
    METADATA,
    Column("tenant_id", Id, primary_key=True),
    Column("meter", String(20), primary_key=True),
    Column("cap", BigInteger, nullable=False),
    Column("overdraft", BigInteger, nullable=False),
)
"""How much all people of a tenant may use together, and by how much it may be overdrawn."""

CATALOG = Table(
    "billing_catalog",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("edits", BigInteger, nullable=False),
    Column("budget_set", Boolean, nullable=False),
    Column("budget_micros", BigInteger),
)
"""One row. `edits` counts changes of all the tables here, for other processes to see. With `budget_set` the budget here
counts, none being no limit; else that of the configuration.
"""
