"""Revision 0007: who was removed from which group, so that an older link does not let them in again."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables import Id

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "group_removed",
        sa.Column("group_id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("removed_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("group_id", "user_id", name="pk_group_removed"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["study_group.group_id"], name="fk_group_removed_group_id_study_group"
        ),
    )
    op.create_index("ix_group_removed_user_id", "group_removed", ["user_id"])
