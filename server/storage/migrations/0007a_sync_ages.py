"""Revision 0007a: how long this server was seen to run, and where feeds stood at times of that age."""

import sqlalchemy as sa
from alembic import op

revision = "0007a"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sync_lived",
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("lived_ms", sa.BigInteger, nullable=False),
        sa.Column("seen_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_sync_lived"),
    )
    op.create_table(
        "sync_mark",
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("lived_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("scope", "seq", name="pk_sync_mark"),
    )
