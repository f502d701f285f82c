"""SQL of backups: which files the database knows, who uses it, and the new epoch of one that was put back."""

import secrets

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from server.backup.archive import ContentFile
from server.content.tables import BLOB
from server.storage.transaction import Transaction


async def files(transaction: Transaction) -> list[ContentFile]:
    """Every file that content knows, in the order of its hash."""
    statement = select(BLOB.c.sha256, BLOB.c.size_bytes).where(BLOB.c.lost == 0).order_by(BLOB.c.sha256)
    rows = (await transaction.connection.execute(statement)).all()
    return [ContentFile(bytes(row.sha256).hex(), row.size_bytes) for row in rows]


async def postgres_servers(connection: AsyncConnection) -> int:
    """How many other connections of servers a PostgreSQL database has."""
    statement = text(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'lantern-server' "
        "AND datname = current_database() AND pid <> pg_backend_pid()"
    )
    return int((await connection.execute(statement)).scalar_one())


async def begin_epoch(transaction: Transaction) -> None:
    """Mark a PostgreSQL database as restored, as `sync.sqlite_store.begin_new_epoch` marks a file."""
    epoch = transaction.now_ms // 1000 << 16 | secrets.randbits(16)
    await transaction.connection.execute(
        text("UPDATE sync_authority SET epoch = CASE WHEN epoch < :epoch THEN :epoch ELSE epoch + 1 END"),
        {"epoch": epoch},
    )
