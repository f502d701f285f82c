"""Revision 0009: answers of AI that are given again."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "ai_answer",
        sa.Column("scope", sa.String(45), nullable=False),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("material", sa.String(100), nullable=False),
        sa.Column("version", sa.String(100), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("expires_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name="pk_ai_answer"),
    )
    op.create_index("ix_ai_answer_material", "ai_answer", ["scope", "material"])
    op.create_index("ix_ai_answer_expires_ms", "ai_answer", ["expires_ms"])
