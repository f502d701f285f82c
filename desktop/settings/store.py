"""SQL of the settings that belong to the person."""

import aiosqlite

from desktop.storage.transaction import Transaction
from shared.settings.records import SETTING, setting_id


async def read_all(reader: aiosqlite.Connection) -> dict[str, str]:
    """Return every stored key with its JSON text."""
    rows = await reader.execute_fetchall("SELECT key, value FROM setting WHERE deleted = 0")
    return {row[0]: row[1] for row in rows}


def put(tx: Transaction, key: str, value: str) -> None:
    """Store one setting's JSON text."""
    tx.put(SETTING, setting_id(tx.user_id, key), key=key, value=value)
