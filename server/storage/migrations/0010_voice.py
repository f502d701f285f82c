"""Revision 0010: spoken sessions."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables import Id

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "voice_session",
        sa.Column("session_id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("tenant_id", Id),
        sa.Column("device_id", Id),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("difficulty", sa.String(16), nullable=False),
        sa.Column("active", sa.Integer, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("last_seq", sa.BigInteger, nullable=False),
        sa.Column("boot", Id, nullable=False),
        sa.Column("seen_monotonic_ms", sa.BigInteger, nullable=False),
        sa.Column("seen_ms", sa.BigInteger, nullable=False),
        sa.Column("started_ms", sa.BigInteger, nullable=False),
        sa.Column("spoken_ms", sa.BigInteger, nullable=False),
        sa.Column("booked_ms", sa.BigInteger, nullable=False),
        sa.Column("hold_id", Id),
        sa.Column("held_ms", sa.BigInteger, nullable=False),
        sa.Column("end_reason", sa.String(16)),
        sa.Column("ended_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("session_id", name="pk_voice_session"),
    )
    op.create_index(
        "uq_voice_session_active",
        "voice_session",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("active = 1"),
        postgresql_where=sa.text("active = 1"),
    )
    op.create_index("ix_voice_session_user_id", "voice_session", ["user_id", "started_ms"])
    op.create_index("ix_voice_session_seen_ms", "voice_session", ["active", "seen_ms"])
