"""SQL of the answers that are given again."""

import msgspec
from sqlalchemy import delete, select

from server.ai.tables import ANSWER
from server.storage.transaction import Transaction


class KeptAnswer(msgspec.Struct, frozen=True):
    """An answer as the provider gave it."""

    media_type: str
    body: bytes


async def find(tx: Transaction, scope: str, key: bytes) -> KeptAnswer | None:
    """Return an answer that has not expired."""
    query = select(ANSWER.c.media_type, ANSWER.c.body).where(
        ANSWER.c.scope == scope, ANSWER.c.key == key, ANSWER.c.expires_ms > tx.now_ms
    )
    row = (await tx.connection.execute(query)).one_or_none()
    return None if row is None else KeptAnswer(row.media_type, row.body)


async def keep(
    tx: Transaction, scope: str, key: bytes, made_from: tuple[str, str], answer: KeptAnswer, expires_ms: int
) -> None:
    """Keep an answer; those made from another version of its material are dropped."""
    material, version = made_from
    if material:
        older = (ANSWER.c.scope == scope, ANSWER.c.material == material, ANSWER.c.version != version)
        await tx.connection.execute(delete(ANSWER).where(*older))
    values = {
        "material": material,
        "version": version,
        "media_type": answer.media_type,
        "body": answer.body,
        "expires_ms": expires_ms,
    }
    statement = tx.insert(ANSWER).values(scope=scope, key=key, **values)
    await tx.connection.execute(
        statement.on_conflict_do_update(index_elements=[ANSWER.c.scope, ANSWER.c.key], set_=values)
    )


async def drop_scope(tx: Transaction, scope: str) -> None:
    """Forget whatever somebody was answered."""
    await tx.connection.execute(delete(ANSWER).where(ANSWER.c.scope == scope))


async def drop_expired(tx: Transaction) -> None:
    """Forget what is too old."""
    await tx.connection.execute(delete(ANSWER).where(ANSWER.c.expires_ms <= tx.now_ms))
