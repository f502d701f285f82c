"""Table of answers that are given again. Declarations only."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, String, Table

from server.storage.tables import METADATA

ANSWER = Table(
    "ai_answer",
    METADATA,
    Column("scope", String(45), primary_key=True),
    Column("key", LargeBinary(32), primary_key=True),
    Column("material", String(100), nullable=False),
    Column("version", String(100), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Index("ix_ai_answer_material", "scope", "material"),
    Index("ix_ai_answer_expires_ms", "expires_ms"),
)
"""`scope` is whose answers they are, `user:…` or `tenant:…`; `key` the SHA-256 of the whole request. `material` and its
`version` are what the answer was made from, empty when it was made from none.
"""
