"""Revision 0012: what devices may use up without a connection."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables import Id

revision = "0012"
down_revision = "0011a"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "lease",
        sa.Column("lease_id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("tenant_id", Id),
        sa.Column("device_id", Id, nullable=False),
        sa.Column("device_key", sa.LargeBinary(32), nullable=False),
        sa.Column("meter", sa.String(20), nullable=False),
        sa.Column("grant_amount", sa.BigInteger, nullable=False),
        sa.Column("issued_ms", sa.BigInteger, nullable=False),
        sa.Column("until_ms", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("counter", sa.BigInteger, nullable=False),
        sa.Column("spent", sa.BigInteger, nullable=False),
        sa.Column("head", sa.LargeBinary(32), nullable=False),
        sa.Column("wall_ms", sa.BigInteger, nullable=False),
        sa.Column("charged", sa.BigInteger, nullable=False),
        sa.Column("hold_id", Id),
        sa.Column("held", sa.BigInteger, nullable=False),
        sa.Column("period_key", sa.String(16), nullable=False),
        sa.Column("reported_ms", sa.BigInteger, nullable=False),
        sa.Column("ended_ms", sa.BigInteger, nullable=False),
        sa.Column("flags", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("lease_id", name="pk_lease"),
    )
    op.create_index(
        "uq_lease_device_id",
        "lease",
        ["device_id", "meter"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_lease_user_id", "lease", ["user_id", "state"])
    op.create_index("ix_lease_until_ms", "lease", ["state", "until_ms"])
    op.create_table(
        "lease_spend",
        sa.Column("lease_id", Id, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("spent", sa.BigInteger, nullable=False),
        sa.Column("wall_ms", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("lease_id", "number", name="pk_lease_spend"),
    )
