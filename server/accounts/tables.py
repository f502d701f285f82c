"""The tables of the accounts. Times are Unix milliseconds, secrets are kept as SHA-256 or Argon2id only."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from server.storage.tables import METADATA, Id

TENANT = Table(
    "tenant",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("suspended_ms", BigInteger),
)

ACCOUNT = Table(
    "account",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("email", String(254), unique=True),
    Column("email_verified", Boolean, nullable=False),
    Column("name", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("role", String(20), nullable=False),
    Column("plan", String(20), nullable=False),
    Column("plan_until_ms", BigInteger, nullable=False),
    Column("tenant_id", Id, ForeignKey("tenant.id"), index=True),
    Column("password_hash", Text),
    # Counts changes of role, plan, school and standing: access tokens of an earlier count are refused.
    Column("generation", Integer, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("suspended_ms", BigInteger),
    Column("deleted_ms", BigInteger),
)

DEVICE = Table(
    "device",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("account.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    Column("revoked_ms", BigInteger),
)

SESSION = Table(
    "session",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("account.id"), nullable=False, index=True),
    Column("device_id", Id, ForeignKey("device.id"), nullable=False, index=True),
    # Refresh tokens of one sign-in are numbered; `mac_key` tells a genuine earlier one from an invented one.
    Column("mac_key", LargeBinary, nullable=False),
    Column("number", Integer, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    Column("earlier_hash", LargeBinary),
    # The present token, sealed with a key made from the one before: a lost answer can be given again.
    Column("sealed_token", LargeBinary),
    Column("rotated_ms", BigInteger, nullable=False),
    # Whether the device has shown that the present tokens reached it.
    Column("arrived", Boolean, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Column("ended_ms", BigInteger),
    Column("end_reason", String(20)),
)

MAIL_TOKEN = Table(
    "mail_token",
    METADATA,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("user_id", Id, ForeignKey("account.id"), nullable=False, index=True),
    Column("purpose", String(20), nullable=False),
    Column("email", String(254), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False, index=True),
    # A password that takes effect when the link is used, so that whoever reads the mail decides which.
    Column("password_hash", Text),
)

TENANT_INVITATION = Table(
    "tenant_invitation",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    # None: an invitation to the server, to no school.
    Column("tenant_id", Id, ForeignKey("tenant.id"), index=True),
    Column("email", String(254), nullable=False),
    Column("role", String(20), nullable=False),
    Column("invited_by", Id, ForeignKey("account.id"), nullable=False, index=True),
    Column("created_ms", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
)

AUDIT = Table(
    "audit",
    METADATA,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at_ms", BigInteger, nullable=False, index=True),
    Column("action", String(60), nullable=False),
    # No foreign keys: the log outlives what it speaks of.
    Column("actor_id", Id, index=True),
    Column("subject_id", Id, index=True),
    Column("tenant_id", Id, index=True),
    Column("device_id", Id),
    Column("address", String(64), nullable=False),
    Column("detail", Text, nullable=False),
)

SIGNING_KEY = Table(
    "signing_key",
    METADATA,
    Column("kid", String(64), primary_key=True),
    # "identity" (one, never changes) or "access" (changes every month).
    Column("purpose", String(20), nullable=False),
    Column("server_id", Id, nullable=False),
    Column("private_key", LargeBinary, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    # Signs until then, verifies some time longer; None for the identity.
    Column("signs_until_ms", BigInteger),
)

ATTEMPT = Table(
    "sign_in_attempt",
    METADATA,
    # SHA-256 of what is counted: an account from strangers, an account from a known place, an address.
    Column("key", LargeBinary, primary_key=True),
    Column("level_milli", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False, index=True),
)

KNOWN_PLACE = Table(
    "known_place",
    METADATA,
    Column("user_id", Id, ForeignKey("account.id"), primary_key=True),
    # SHA-256 of the network address somebody signed in from.
    Column("address_hash", LargeBinary, primary_key=True),
    Column("seen_ms", BigInteger, nullable=False),
)

Index(
    "uq_signing_key_identity",
    SIGNING_KEY.c.purpose,
    unique=True,
    sqlite_where=SIGNING_KEY.c.purpose == "identity",
    postgresql_where=SIGNING_KEY.c.purpose == "identity",
)
