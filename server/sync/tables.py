"""Tables of sync beside the engine's own: devices, ready snapshots, scopes to be cleared. Declarations only."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from server.storage.tables import METADATA, Id

SYNC_DEVICE = Table(
    "sync_device",
    METADATA,
    Column("device_id", Id, primary_key=True),
    # The number by which stamps name the device: the person's own edits are known by it for ever.
    Column("author", BigInteger, nullable=False),
    Column("user_id", Id, nullable=False, index=True),
    Column("first_ms", BigInteger, nullable=False),
)

SYNC_SNAPSHOT = Table(
    "sync_snapshot",
    METADATA,
    Column("scope", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("rows", Integer, nullable=False),
    # msgpack: [[name, size_bytes], …]
    Column("chunks", LargeBinary, nullable=False),
    Column("made_ms", BigInteger, nullable=False),
    # When a newer one took its place; devices that began to fetch it may finish.
    Column("replaced_ms", BigInteger),
)

SYNC_CHUNK = Table(
    "sync_chunk",
    METADATA,
    Column("name", LargeBinary(32), primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
)
Index("ix_sync_chunk_scope_seq", SYNC_CHUNK.c.scope, SYNC_CHUNK.c.seq)

SYNC_DROPPED = Table(
    "sync_dropped",
    METADATA,
    Column("scope", Text, primary_key=True),
    Column("dropped_ms", BigInteger, nullable=False),
)
"""Scopes that are no more and of which rows are left to be removed."""

SYNC_CARE = Table(
    "sync_care",
    METADATA,
    Column("scope", Text, primary_key=True),
    Column("compacted_ms", BigInteger, nullable=False, index=True),
    # Where the feed stood when something was last erased: an older snapshot still has it.
    Column("purged_seq", BigInteger, nullable=False),
)
"""When a scope was last compacted, and from where on its snapshots may be offered."""

SYNC_LIVED = Table(
    "sync_lived",
    METADATA,
    Column("no", Integer, primary_key=True),
    Column("lived_ms", BigInteger, nullable=False),
    # The time of the last look, by the clock of whoever looked.
    Column("seen_ms", BigInteger, nullable=False),
)
"""One row: how long this server was seen to run."""

SYNC_MARK = Table(
    "sync_mark",
    METADATA,
    Column("scope", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("lived_ms", BigInteger, nullable=False),
)
"""Where a scope's feed stood when the server was of an age: see `sync.ages`."""
