"""Revision 0004: content."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables import Id

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Stored files, links of scopes to them, uploads on their way, and what counts on people."""
    op.create_table(
        "content_blob",
        sa.Column("sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("blocks", sa.LargeBinary, nullable=False),
        sa.Column("lost", sa.Integer, nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_content_blob"),
    )
    op.create_table(
        "content_link",
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("user_id", Id),
        sa.Column("linked_ms", sa.BigInteger, nullable=False),
        sa.Column("unreferenced_ms", sa.BigInteger),
        sa.PrimaryKeyConstraint("scope", "sha256", name="pk_content_link"),
    )
    op.create_index("ix_content_link_sha256", "content_link", ["sha256"])
    op.create_index("ix_content_link_user_id", "content_link", ["user_id", "sha256"])
    op.create_table(
        "content_upload",
        sa.Column("upload_id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("counts", sa.Integer, nullable=False),
        sa.Column("offset_bytes", sa.BigInteger, nullable=False),
        sa.Column("expires_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("upload_id", name="pk_content_upload"),
    )
    op.create_index(
        "ix_content_upload_user_id", "content_upload", ["user_id", "scope", "sha256"], unique=True
    )
    op.create_index("ix_content_upload_expires_ms", "content_upload", ["expires_ms"])
    op.create_table(
        "content_account",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("month", sa.Text, nullable=False),
        sa.Column("uploads", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_content_account"),
    )
