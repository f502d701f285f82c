"""Revision 0002: groups, their members, open invitations, and which groups were deleted."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables import Id

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "study_group",
        sa.Column("group_id", Id, nullable=False),
        sa.Column("tenant_id", Id, nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("group_id", name="pk_study_group"),
    )
    op.create_table(
        "group_member",
        sa.Column("group_id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("name", sa.String(400), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("joined_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("group_id", "user_id", name="pk_group_member"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["study_group.group_id"], name="fk_group_member_group_id_study_group"
        ),
    )
    op.create_index("ix_group_member_user_id", "group_member", ["user_id"])
    _invitations()
    op.create_table(
        "group_gone",
        sa.Column("group_id", Id, nullable=False),
        sa.Column("gone_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("group_id", name="pk_group_gone"),
    )


def _invitations() -> None:
    op.create_table(
        "group_invitation",
        sa.Column("invitation_id", Id, nullable=False),
        sa.Column("group_id", Id, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("uses_left", sa.Integer, nullable=False),
        sa.Column("expires_ms", sa.BigInteger, nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("invitation_id", name="pk_group_invitation"),
        sa.UniqueConstraint("token_hash", name="uq_group_invitation_token_hash"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["study_group.group_id"], name="fk_group_invitation_group_id_study_group"
        ),
    )
    op.create_index("ix_group_invitation_group_id", "group_invitation", ["group_id"])
    op.create_index("ix_group_invitation_created_by", "group_invitation", ["created_by"])
    op.create_index("ix_group_invitation_expires_ms", "group_invitation", ["expires_ms"])
