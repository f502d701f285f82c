"""One row per periodic job: whose turn it is, when it runs next, and how it went."""

from sqlalchemy import BigInteger, Column, Integer, String, Table

from server.storage.tables import METADATA, Id

JOB = Table(
    "job",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("owner", Id, nullable=True),
    Column("until_ms", BigInteger, nullable=False),
    Column("due_ms", BigInteger, nullable=False),
    Column("started_ms", BigInteger, nullable=True),
    Column("ended_ms", BigInteger, nullable=True),
    Column("duration_ms", BigInteger, nullable=True),
    Column("succeeded_ms", BigInteger, nullable=True),
    Column("failures", Integer, nullable=False),
    Column("error", String(64), nullable=True),
)
