"""Revision 0001: accounts, their devices and sign-ins, tenants, the audit log, signing keys."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables import Id

revision = "0001"
down_revision = None

# The last 30 days of the audit log cannot be taken away by anything that this program's account may do.
_KEPT_MS = 30 * 24 * 60 * 60 * 1000
_SQLITE = f"""
CREATE TRIGGER audit_keep BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_hold BEFORE DELETE ON audit
WHEN OLD.at_ms > CAST(strftime('%s', 'now') AS INTEGER) * 1000 - {_KEPT_MS}
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
"""
_POSTGRESQL = f"""
CREATE FUNCTION audit_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' AND OLD.at_ms <= extract(epoch FROM now()) * 1000 - {_KEPT_MS} THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE TRIGGER audit_keep BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_keep();
CREATE TRIGGER audit_hold BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_keep();
"""


def upgrade() -> None:
    """Make the tables."""
    _accounts()
    _devices()
    _sessions()
    _mail_tokens()
    _invitations()
    _audit()
    _keys()
    _attempts()


def _accounts() -> None:
    op.create_table(
        "tenant",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.Column("suspended_ms", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_tenant"),
    )
    op.create_table(
        "account",
        sa.Column("id", Id, nullable=False),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("email_verified", sa.Boolean, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("plan", sa.String(20), nullable=False),
        sa.Column("plan_until_ms", sa.BigInteger, nullable=False),
        sa.Column("tenant_id", Id, nullable=True),
        sa.Column("password_hash", sa.Text, nullable=True),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.Column("suspended_ms", sa.BigInteger, nullable=True),
        sa.Column("deleted_ms", sa.BigInteger, nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_account_tenant_id"),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("email", name="uq_account_email"),
    )
    op.create_index("ix_account_tenant_id", "account", ["tenant_id"])


def _devices() -> None:
    op.create_table(
        "device",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.Column("seen_ms", sa.BigInteger, nullable=False),
        sa.Column("revoked_ms", sa.BigInteger, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name="fk_device_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
    )
    op.create_index("ix_device_user_id", "device", ["user_id"])


def _sessions() -> None:
    op.create_table(
        "session",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("device_id", Id, nullable=False),
        sa.Column("mac_key", sa.LargeBinary, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("earlier_hash", sa.LargeBinary, nullable=True),
        sa.Column("sealed_token", sa.LargeBinary, nullable=True),
        sa.Column("rotated_ms", sa.BigInteger, nullable=False),
        sa.Column("arrived", sa.Boolean, nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.Column("expires_ms", sa.BigInteger, nullable=False),
        sa.Column("ended_ms", sa.BigInteger, nullable=True),
        sa.Column("end_reason", sa.String(20), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name="fk_session_device_id"),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name="fk_session_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
    )
    op.create_index("ix_session_device_id", "session", ["device_id"])
    op.create_index("ix_session_user_id", "session", ["user_id"])


def _mail_tokens() -> None:
    op.create_table(
        "mail_token",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.Column("expires_ms", sa.BigInteger, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name="fk_mail_token_user_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_mail_token"),
    )
    op.create_index("ix_mail_token_expires_ms", "mail_token", ["expires_ms"])
    op.create_index("ix_mail_token_user_id", "mail_token", ["user_id"])


def _invitations() -> None:
    op.create_table(
        "tenant_invitation",
        sa.Column("id", Id, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("tenant_id", Id, nullable=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("invited_by", Id, nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.Column("expires_ms", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["invited_by"], ["account.id"], name="fk_tenant_invitation_invited_by"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_tenant_invitation_tenant_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tenant_invitation"),
        sa.UniqueConstraint("token_hash", name="uq_tenant_invitation_token_hash"),
    )
    op.create_index("ix_tenant_invitation_invited_by", "tenant_invitation", ["invited_by"])
    op.create_index("ix_tenant_invitation_tenant_id", "tenant_invitation", ["tenant_id"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("actor_id", Id, nullable=True),
        sa.Column("subject_id", Id, nullable=True),
        sa.Column("tenant_id", Id, nullable=True),
        sa.Column("device_id", Id, nullable=True),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    for column in ("actor_id", "at_ms", "subject_id", "tenant_id"):
        op.create_index(f"ix_audit_{column}", "audit", [column])
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        for statement in _SQLITE.split("END;")[:-1]:
            bind.exec_driver_sql(f"{statement}END")
    else:
        function, _, triggers = _POSTGRESQL.partition("$$;")
        for statement in (f"{function}$$", *triggers.strip().rstrip(";").split(";")):
            bind.exec_driver_sql(statement)


def _keys() -> None:
    op.create_table(
        "signing_key",
        sa.Column("kid", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("server_id", Id, nullable=False),
        sa.Column("private_key", sa.LargeBinary, nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.Column("signs_until_ms", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("kid", name="pk_signing_key"),
    )
    identity = sa.text("purpose = 'identity'")
    op.create_index(
        "uq_signing_key_identity",
        "signing_key",
        ["purpose"],
        unique=True,
        sqlite_where=identity,
        postgresql_where=identity,
    )


def _attempts() -> None:
    op.create_table(
        "sign_in_attempt",
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("level_milli", sa.BigInteger, nullable=False),
        sa.Column("updated_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_sign_in_attempt"),
    )
    op.create_index("ix_sign_in_attempt_updated_ms", "sign_in_attempt", ["updated_ms"])
    op.create_table(
        "known_place",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("address_hash", sa.LargeBinary, nullable=False),
        sa.Column("seen_ms", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name="fk_known_place_user_id"),
        sa.PrimaryKeyConstraint("user_id", "address_hash", name="pk_known_place"),
    )
