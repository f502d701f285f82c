"""Tables of leases: what devices were lent, and what they said to have used of it. Declarations only."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, String, Table, Text, text

from server.storage.tables import METADATA, Id

LEASE = Table(
    "lease",
    METADATA,
    Column("lease_id", Id, primary_key=True),
    Column("user_id", Id, nullable=False),
    Column("tenant_id", Id),
    Column("device_id", Id, nullable=False),
    Column("device_key", LargeBinary(32), nullable=False),
    Column("meter", String(20), nullable=False),
    Column("grant_amount", BigInteger, nullable=False),
    Column("issued_ms", BigInteger, nullable=False),
    Column("until_ms", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("counter", BigInteger, nullable=False),
    Column("spent", BigInteger, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
    Column("wall_ms", BigInteger, nullable=False),
    Column("charged", BigInteger, nullable=False),
    Column("hold_id", Id),
    Column("held", BigInteger, nullable=False),
    Column("period_key", String(16), nullable=False),
    Column("reported_ms", BigInteger, nullable=False),
    Column("ended_ms", BigInteger, nullable=False),
    Column("flags", Text, nullable=False),
    Index(
        "uq_lease_device_id",
        "device_id",
        "meter",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    Index("ix_lease_user_id", "user_id", "state"),
    Index("ix_lease_until_ms", "state", "until_ms"),
)
"""One row per lease, kept as history. Of `grant_amount` the device said to have `spent`, of which `charged` is in the
ledger; `hold_id` holds the rest (`held`), taken in the period `period_key`.
"""

LEASE_SPEND = Table(
    "lease_spend",
    METADATA,
    Column("lease_id", Id, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("amount", BigInteger, nullable=False),
    Column("spent", BigInteger, nullable=False),
    Column("wall_ms", BigInteger, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
)
"""The entries of devices' chains as they were reported: evidence when two of them contradict each other."""
