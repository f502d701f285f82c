"""The table of spoken sessions. Declarations only."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text, text

from server.storage.tables import METADATA, Id

SESSION = Table(
    "voice_session",
    METADATA,
    Column("session_id", Id, primary_key=True),
    Column("user_id", Id, nullable=False),
    Column("tenant_id", Id),
    Column("device_id", Id),
    Column("topic", Text, nullable=False),
    Column("difficulty", String(16), nullable=False),
    Column("active", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("boot", Id, nullable=False),
    Column("seen_monotonic_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    Column("started_ms", BigInteger, nullable=False),
    Column("spoken_ms", BigInteger, nullable=False),
    Column("booked_ms", BigInteger, nullable=False),
    Column("hold_id", Id),
    Column("held_ms", BigInteger, nullable=False),
    Column("end_reason", String(16)),
    Column("ended_ms", BigInteger, nullable=False),
    Index(
        "uq_voice_session_active",
        "user_id",
        unique=True,
        sqlite_where=text("active = 1"),
        postgresql_where=text("active = 1"),
    ),
    Index("ix_voice_session_user_id", "user_id", "started_ms"),
    Index("ix_voice_session_seen_ms", "active", "seen_ms"),
)
"""One row per session, kept as history; at most one of a person is active. `spoken_ms` counts up, `booked_ms` of it is
in the ledger, the rest is covered by the open hold. `seen_monotonic_ms` is on the clock of the process `boot`.
"""
