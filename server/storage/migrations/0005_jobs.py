"""Revision 0005: the rows by which periodic jobs have one owner among processes."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables import Id

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "job",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("owner", Id, nullable=True),
        sa.Column("until_ms", sa.BigInteger, nullable=False),
        sa.Column("due_ms", sa.BigInteger, nullable=False),
        sa.Column("started_ms", sa.BigInteger, nullable=True),
        sa.Column("ended_ms", sa.BigInteger, nullable=True),
        sa.Column("duration_ms", sa.BigInteger, nullable=True),
        sa.Column("succeeded_ms", sa.BigInteger, nullable=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("error", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_job"),
    )
