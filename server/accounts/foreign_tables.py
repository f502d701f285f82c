"""Tables of signing in with accounts elsewhere: who is linked, what was begun, what was shown. Declarations only."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from server.storage.tables import METADATA, Id

WAY = Table(
    "sign_in_way",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("account.id"), nullable=False, index=True),
    # The configuration's name of the provider, and what it is: "whop", or "oidc" for any other.
    Column("provider", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    # Who somebody is elsewhere: these two together, never the e-mail (OpenID Connect Core, 5.7).
    Column("issuer", String(500), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("email", String(254), nullable=False),
    Column("linked_ms", BigInteger, nullable=False),
    Column("used_ms", BigInteger, nullable=False),
    UniqueConstraint("issuer", "subject", name="uq_sign_in_way_subject"),
)

BEGUN = Table(
    "sign_in_begun",
    METADATA,
    # SHA-256 of the state that went through the browser.
    Column("state_hash", LargeBinary, primary_key=True),
    Column("provider", String(40), nullable=False),
    Column("purpose", String(10), nullable=False),
    # Who began it, when somebody was signed in.
    Column("user_id", Id, ForeignKey("account.id"), index=True),
    Column("nonce", String(64), nullable=False),
    Column("challenge", String(64), nullable=False),
    Column("redirect_uri", String(200), nullable=False),
    Column("expires_ms", BigInteger, nullable=False, index=True),
)

PROOF = Table(
    "sign_in_proof",
    METADATA,
    # SHA-256 of the ticket that its device holds.
    Column("ticket_hash", LargeBinary, primary_key=True),
    Column("provider", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("purpose", String(10), nullable=False),
    Column("user_id", Id, ForeignKey("account.id"), index=True),
    Column("issuer", String(500), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("email", String(254), nullable=False),
    Column("email_verified", Boolean, nullable=False),
    Column("name", Text, nullable=False),
    Column("expires_ms", BigInteger, nullable=False, index=True),
)
