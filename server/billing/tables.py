"""Tables of the ledger: owners with their chains, accounts, entries, holds, keys, processes. Declarations only."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from server.storage.tables import METADATA, Id

OWNER = Table(
    "ledger_owner",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("whose", String(8), nullable=False),
    Column("entries", BigInteger, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
)
"""Whose accounts are locked together: a person, a school, the budget. `head` ends the chain of its `entries`."""

ACCOUNT = Table(
    "ledger_account",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("owner_id", Id, nullable=False),
    Column("meter", String(20), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("period_key", String(200), nullable=False),
    Column("plan", String(64), nullable=False),
    Column("allowance", BigInteger),
    Column("posted", BigInteger, nullable=False),
    Column("held", BigInteger, nullable=False),
    Column("used", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("floor", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Column("closed_ms", BigInteger, nullable=False),
    CheckConstraint("held >= 0", name="held"),
    UniqueConstraint("owner_id", "meter", "kind", "period_key", name="uq_ledger_account_owner_id"),
    Index("ix_ledger_account_open", "owner_id", "closed_ms"),
)
"""`kind`: plan, topup, adjust are grants; spent, expired, source their other sides. `posted` is what came minus what
went, `used` what was spent of it, `seq` how many entries touch it. `closed_ms` is 0 until the grant has expired.
"""

ENTRY = Table(
    "ledger_entry",
    METADATA,
    Column("chain_id", Id, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("owner_id", Id, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("meter", String(20), nullable=False),
    Column("src", Id, nullable=False),
    Column("dst", Id, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("src_seq", BigInteger, nullable=False),
    Column("src_after", BigInteger, nullable=False),
    Column("dst_seq", BigInteger, nullable=False),
    Column("dst_after", BigInteger, nullable=False),
    Column("idem", String(200), unique=True),
    Column("hold_id", Id),
    Column("operation", String(40), nullable=False),
    Column("price_version", BigInteger, nullable=False),
    Column("margin_ppm", BigInteger, nullable=False),
    Column("usage_json", Text, nullable=False),
    Column("provider_cost_nano", BigInteger, nullable=False),
    Column("flags", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("actor", Id),
    Column("at_ms", BigInteger, nullable=False),
    Column("prev_hash", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    CheckConstraint("amount > 0", name="amount"),
    Index("ix_ledger_entry_owner_id", "owner_id", "at_ms"),
    Index("ix_ledger_entry_hold_id", "hold_id"),
)
"""`amount` moved from `src` to `dst`; never changed, never deleted (triggers). `number` counts within the chain, which
is the school's or the person's own. `usage_json` and the provider's cost stand at the first entry of a call.
"""

HOLD = Table(
    "ledger_hold",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, nullable=False),
    Column("tenant_id", Id),
    Column("kind", String(16), nullable=False),
    Column("state", Integer, nullable=False),
    Column("amounts", Text, nullable=False),
    Column("alloc", Text, nullable=False),
    Column("operation", String(40), nullable=False),
    Column("owner_boot", Id, nullable=False),
    Column("idem", String(200), nullable=False),
    Column("price_version", BigInteger, nullable=False),
    Column("margin_ppm", BigInteger, nullable=False),
    Column("deadline_ms", BigInteger, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("ended_ms", BigInteger, nullable=False),
    Column("charged", Text, nullable=False),
    Column("usage_json", Text, nullable=False),
    Column("provider_cost_nano", BigInteger, nullable=False),
    Column("flags", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_ledger_hold_open", "state", "owner_boot"),
    Index("ix_ledger_hold_user_id", "user_id", "state"),
)
"""`state`: 0 open, 1 settled, 2 voided, 3 recovered. `alloc` is [[account, amount], ...] of what it holds."""

IDEM = Table(
    "ledger_idem",
    METADATA,
    Column("user_id", Id, primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("hold_id", Id, nullable=False),
    Column("request_sha256", LargeBinary, nullable=False),
    Column("response", LargeBinary),
    Column("at_ms", BigInteger, nullable=False),
    Index("ix_ledger_idem_at_ms", "at_ms"),
)
"""Keys that clients gave their calls; dropped after a day."""

BOOT = Table(
    "ledger_boot",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("begun_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
)
"""Processes that hold. One that was not seen for long is dead, and its holds are given back."""
