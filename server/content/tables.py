"""Tables of content: what is stored, through which scopes it is seen, what is on its way. Declarations only."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from server.storage.tables import METADATA, Id

BLOB = Table(
    "content_blob",
    METADATA,
    Column("sha256", LargeBinary(32), primary_key=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("blocks", LargeBinary, nullable=False),
    Column("lost", Integer, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
)
"""A stored file. `blocks` are the hashes of its blocks in one string; empty for a small one. `lost` is 1 when its bytes
were not found: whoever has it is asked for it again.
"""

LINK = Table(
    "content_link",
    METADATA,
    Column("scope", Text, primary_key=True),
    Column("sha256", LargeBinary(32), primary_key=True),
    Column("user_id", Id),
    Column("linked_ms", BigInteger, nullable=False),
    Column("unreferenced_ms", BigInteger),
    Index("ix_content_link_sha256", "sha256"),
    Index("ix_content_link_user_id", "user_id", "sha256"),
)
"""Whoever may read the scope may read the file. `user_id` is on whose space it counts; nobody's after an erasure."""

UPLOAD = Table(
    "content_upload",
    METADATA,
    Column("upload_id", Id, primary_key=True),
    Column("user_id", Id, nullable=False),
    Column("scope", Text, nullable=False),
    Column("sha256", LargeBinary(32), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("counts", Integer, nullable=False),
    Column("offset_bytes", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Index("ix_content_upload_user_id", "user_id", "scope", "sha256", unique=True),
    Index("ix_content_upload_expires_ms", "expires_ms"),
)
"""A file on its way. Its size is reserved; `counts` is 1 when it uses up one of the month's uploads."""

ACCOUNT = Table(
    "content_account",
    METADATA,
    Column("user_id", Id, primary_key=True),
    Column("month", Text, nullable=False),
    Column("uploads", Integer, nullable=False),
)
"""Uploads finished in a month (UTC, `2026-11`). Its row is locked by whatever decides on a person's space."""
