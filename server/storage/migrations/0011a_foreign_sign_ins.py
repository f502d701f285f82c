"""Revision 0011a: signing in with accounts elsewhere."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables import Id

revision = "0011a"
down_revision = "0011"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sign_in_way",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("linked_ms", sa.BigInteger, nullable=False),
        sa.Column("used_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_way"),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name="fk_sign_in_way_user_id"),
        sa.UniqueConstraint("issuer", "subject", name="uq_sign_in_way_subject"),
    )
    op.create_index("ix_sign_in_way_user_id", "sign_in_way", ["user_id"])
    op.create_table(
        "sign_in_begun",
        sa.Column("state_hash", sa.LargeBinary, nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("user_id", Id),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("challenge", sa.String(64), nullable=False),
        sa.Column("redirect_uri", sa.String(200), nullable=False),
        sa.Column("expires_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name="pk_sign_in_begun"),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name="fk_sign_in_begun_user_id"),
    )
    op.create_index("ix_sign_in_begun_user_id", "sign_in_begun", ["user_id"])
    op.create_index("ix_sign_in_begun_expires_ms", "sign_in_begun", ["expires_ms"])
    op.create_table(
        "sign_in_proof",
        sa.Column("ticket_hash", sa.LargeBinary, nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("user_id", Id),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_verified", sa.Boolean, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("expires_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("ticket_hash", name="pk_sign_in_proof"),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name="fk_sign_in_proof_user_id"),
    )
    op.create_index("ix_sign_in_proof_user_id", "sign_in_proof", ["user_id"])
    op.create_index("ix_sign_in_proof_expires_ms", "sign_in_proof", ["expires_ms"])
