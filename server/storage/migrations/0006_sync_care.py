"""Revision 0006: devices that sync, ready snapshots, scopes that are to be cleared or were compacted."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables import Id

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sync_device",
        sa.Column("device_id", Id, nullable=False),
        sa.Column("author", sa.BigInteger, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("first_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("device_id", name="pk_sync_device"),
    )
    op.create_index("ix_sync_device_user_id", "sync_device", ["user_id"])
    op.create_table(
        "sync_snapshot",
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("chunks", sa.LargeBinary, nullable=False),
        sa.Column("made_ms", sa.BigInteger, nullable=False),
        sa.Column("replaced_ms", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("scope", "seq", name="pk_sync_snapshot"),
    )
    op.create_table(
        "sync_chunk",
        sa.Column("name", sa.LargeBinary(32), nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", "scope", "seq", name="pk_sync_chunk"),
    )
    op.create_index("ix_sync_chunk_scope_seq", "sync_chunk", ["scope", "seq"])
    op.create_table(
        "sync_dropped",
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("dropped_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_sync_dropped"),
    )
    op.create_table(
        "sync_care",
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("compacted_ms", sa.BigInteger, nullable=False),
        sa.Column("purged_seq", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_sync_care"),
    )
    op.create_index("ix_sync_care_compacted_ms", "sync_care", ["compacted_ms"])
