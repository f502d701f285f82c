"""SQL of spoken sessions. Every function runs in the caller's transaction; decides nothing."""

import uuid
from typing import Any

import msgspec
from sqlalchemy import Select, delete, select, update
from sqlalchemy.engine import RowMapping

from server.billing.voice_tables import SESSION
from server.storage.transaction import Transaction
from shared.billing.voice_messages import Difficulty, EndReason


class SessionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A session as it is kept: see `voice_tables`."""

    session_id: uuid.UUID
    user_id: uuid.UUID
    tenant_id: uuid.UUID | None
    device_id: uuid.UUID | None
    topic: str
    difficulty: Difficulty
    active: bool
    epoch: int
    last_seq: int
    boot: uuid.UUID
    seen_monotonic_ms: int
    seen_ms: int
    started_ms: int
    spoken_ms: int = 0
    booked_ms: int = 0
    hold_id: uuid.UUID | None
    held_ms: int
    end_reason: EndReason | None = None
    ended_ms: int = 0

    @property
    def waiting_ms(self) -> int:
        """What is not booked yet."""
        return self.spoken_ms - self.booked_ms


def _row(found: RowMapping) -> SessionRow:
    return msgspec.convert(
        {name: found[name] for name in SessionRow.__struct_fields__}, SessionRow, strict=False
    )


def _stored(row: SessionRow) -> dict[str, Any]:
    return {**msgspec.structs.asdict(row), "active": int(row.active)}


async def _one(tx: Transaction, query: Select[Any], *, hold: bool) -> SessionRow | None:
    found = await tx.connection.execute(query.with_for_update() if hold else query)
    row = found.mappings().first()
    return None if row is None else _row(row)


async def active(tx: Transaction, user_id: uuid.UUID, *, hold: bool = False) -> SessionRow | None:
    """Return somebody's active session; with `hold` nobody else changes it before the commit."""
    query = select(SESSION).where(SESSION.c.user_id == user_id, SESSION.c.active == 1)
    return await _one(tx, query, hold=hold)


async def session(
    tx: Transaction, user_id: uuid.UUID, session_id: uuid.UUID, *, hold: bool = False
) -> SessionRow | None:
    """Return a session of somebody."""
    query = select(SESSION).where(SESSION.c.session_id == session_id, SESSION.c.user_id == user_id)
    return await _one(tx, query, hold=hold)


async def added(tx: Transaction, row: SessionRow) -> bool:
    """Begin a session, unless the person has an active one."""
    done = await tx.connection.execute(tx.insert(SESSION).values(_stored(row)).on_conflict_do_nothing())
    return done.rowcount == 1


async def put(tx: Transaction, row: SessionRow) -> None:
    """Replace a session."""
    values = _stored(row)
    del values["session_id"]
    await tx.connection.execute(update(SESSION).where(SESSION.c.session_id == row.session_id).values(values))


async def silent(tx: Transaction, before_ms: int, most: int) -> list[SessionRow]:
    """Return active sessions that were last heard of before a moment."""
    query = (
        select(SESSION)
        .where(SESSION.c.active == 1, SESSION.c.seen_ms < before_ms)
        .order_by(SESSION.c.seen_ms)
        .limit(most)
    )
    return [_row(found) for found in (await tx.connection.execute(query)).mappings()]


async def used_holds(tx: Transaction, hold_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of these holds an active session lives on."""
    query = select(SESSION.c.hold_id).where(SESSION.c.active == 1, SESSION.c.hold_id.in_(hold_ids))
    return {row.hold_id for row in await tx.connection.execute(query)}


async def erase(tx: Transaction, user_id: uuid.UUID) -> None:
    """Forget all sessions of a person; what they used stays in the ledger."""
    await tx.connection.execute(delete(SESSION).where(SESSION.c.user_id == user_id))


async def of_user(tx: Transaction, user_id: uuid.UUID) -> list[SessionRow]:
    """Return every session of a person, the oldest first."""
    query = select(SESSION).where(SESSION.c.user_id == user_id).order_by(SESSION.c.started_ms)
    return [_row(found) for found in (await tx.connection.execute(query)).mappings()]
