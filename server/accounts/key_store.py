"""SQL of the signing keys."""

import uuid

import msgspec
from sqlalchemy import delete, select

from server.accounts.tables import SIGNING_KEY
from server.storage.transaction import Transaction

IDENTITY = "identity"
ACCESS = "access"


class KeyRow(msgspec.Struct, frozen=True):
    """A key pair, raw. `signs_until_ms` is None for the identity."""

    kid: str
    purpose: str
    server_id: uuid.UUID
    private_key: bytes
    public_key: bytes
    created_ms: int
    signs_until_ms: int | None


async def all_keys(tx: Transaction) -> list[KeyRow]:
    """Return every key, the newest first."""
    query = select(SIGNING_KEY).order_by(SIGNING_KEY.c.created_ms.desc(), SIGNING_KEY.c.kid)
    return [KeyRow(**row) for row in (await tx.connection.execute(query)).mappings()]


async def add(tx: Transaction, row: KeyRow) -> None:
    """Keep a key; a second identity is left out."""
    values = msgspec.structs.asdict(row)
    await tx.connection.execute(tx.insert(SIGNING_KEY).values(values).on_conflict_do_nothing())


async def drop_before(tx: Transaction, signed_until_ms: int) -> None:
    """Forget keys that stopped signing before a moment."""
    await tx.connection.execute(delete(SIGNING_KEY).where(SIGNING_KEY.c.signs_until_ms < signed_until_ms))
