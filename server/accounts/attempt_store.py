"""SQL of the levels of failed sign-ins: one leaking bucket per key."""

import msgspec
from sqlalchemy import delete, select

from server.accounts.tables import ATTEMPT
from server.storage.transaction import Transaction


class Level(msgspec.Struct, frozen=True):
    """Thousandths of an attempt, as they were at a moment."""

    level_milli: int
    updated_ms: int


async def level(tx: Transaction, key: bytes) -> Level:
    """Return a level and keep others from changing it; a key that was never counted is at 0."""
    first = {"key": key, "level_milli": 0, "updated_ms": tx.now_ms}
    await tx.connection.execute(tx.insert(ATTEMPT).values(first).on_conflict_do_nothing())
    query = select(ATTEMPT.c.level_milli, ATTEMPT.c.updated_ms).where(ATTEMPT.c.key == key).with_for_update()
    row = (await tx.connection.execute(query)).one()
    return Level(row.level_milli, row.updated_ms)


async def set_level(tx: Transaction, key: bytes, level_milli: int) -> None:
    """Write a level as of now."""
    values = {"level_milli": level_milli, "updated_ms": tx.now_ms}
    statement = tx.insert(ATTEMPT).values(key=key, **values)
    await tx.connection.execute(statement.on_conflict_do_update(index_elements=[ATTEMPT.c.key], set_=values))


async def forget(tx: Transaction, *, key: bytes | None = None, before_ms: int = 0) -> None:
    """Forget one key, or those not counted since a moment."""
    here = ATTEMPT.c.key == key if key else ATTEMPT.c.updated_ms < before_ms
    await tx.connection.execute(delete(ATTEMPT).where(here))
