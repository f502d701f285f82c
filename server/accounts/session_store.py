"""SQL of sign-ins: one per device at a time, with the hashes of its refresh tokens."""

import uuid
from typing import Any

import msgspec
from sqlalchemy import and_, delete, insert, select, update

from server.accounts.tables import ACCOUNT, DEVICE, SESSION, TENANT
from server.storage.transaction import Transaction


class SessionRow(msgspec.Struct, frozen=True):
    """A sign-in; see `tables.SESSION`."""

    id: uuid.UUID
    user_id: uuid.UUID
    device_id: uuid.UUID
    mac_key: bytes
    number: int
    token_hash: bytes
    earlier_hash: bytes | None
    sealed_token: bytes | None
    rotated_ms: int
    arrived: bool
    created_ms: int
    expires_ms: int
    ended_ms: int | None = None
    end_reason: str | None = None


class SessionState(msgspec.Struct, frozen=True):
    """What decides whether an access token is still good."""

    number: int
    arrived: bool
    ended: bool
    suspended: bool
    deleted: bool
    generation: int


async def by_id(tx: Transaction, session_id: uuid.UUID) -> SessionRow | None:
    """Return a sign-in and keep others from changing it until the end of the transaction."""
    query = select(SESSION).where(SESSION.c.id == session_id).with_for_update()
    row = (await tx.connection.execute(query)).mappings().first()
    return None if row is None else SessionRow(**row)


async def state(tx: Transaction, session_id: uuid.UUID) -> SessionState | None:
    """Return what a check of an access token needs, in one look."""
    joined = SESSION.join(ACCOUNT, SESSION.c.user_id == ACCOUNT.c.id)
    joined = joined.outerjoin(TENANT, ACCOUNT.c.tenant_id == TENANT.c.id)
    query = (
        select(
            SESSION.c.number,
            SESSION.c.arrived,
            SESSION.c.ended_ms,
            ACCOUNT.c.suspended_ms,
            ACCOUNT.c.deleted_ms,
            ACCOUNT.c.generation,
            TENANT.c.suspended_ms.label("tenant_suspended_ms"),
        )
        .select_from(joined)
        .where(SESSION.c.id == session_id)
    )  # fmt: skip
    row = (await tx.connection.execute(query)).first()
    if row is None:
        return None
    return SessionState(
        number=row.number,
        arrived=row.arrived,
        ended=row.ended_ms is not None,
        suspended=row.suspended_ms is not None or row.tenant_suspended_ms is not None,
        deleted=row.deleted_ms is not None,
        generation=row.generation,
    )


async def add(tx: Transaction, row: SessionRow) -> None:
    """Keep a new sign-in."""
    await tx.connection.execute(insert(SESSION).values(msgspec.structs.asdict(row)))


async def change(tx: Transaction, session_id: uuid.UUID, **values: Any) -> None:
    """Set columns of a sign-in."""
    await tx.connection.execute(update(SESSION).where(SESSION.c.id == session_id).values(**values))


async def mark_arrived(tx: Transaction, session_id: uuid.UUID, number: int) -> None:
    """Note that a device uses the tokens of this number."""
    here = and_(SESSION.c.id == session_id, SESSION.c.number == number)
    await tx.connection.execute(update(SESSION).where(here).values(arrived=True))


async def end(
    tx: Transaction,
    reason: str,
    *,
    session_id: uuid.UUID | None = None,
    user_id: uuid.UUID | None = None,
    device_id: uuid.UUID | None = None,
    but: uuid.UUID | None = None,
) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """End one sign-in, all of a person, or those of a device, except `but`.

    Returns (session, device) of those that were ended now.
    """
    conditions = [SESSION.c.ended_ms.is_(None)]
    conditions += [SESSION.c.id == session_id] if session_id else []
    conditions += [SESSION.c.user_id == user_id] if user_id else []
    conditions += [SESSION.c.device_id == device_id] if device_id else []
    conditions += [SESSION.c.id != but] if but else []
    if not (session_id or user_id or device_id):
        raise ValueError("whose sign-ins?")
    query = select(SESSION.c.id, SESSION.c.device_id).where(*conditions).with_for_update()
    ended = [(row.id, row.device_id) for row in await tx.connection.execute(query)]
    if ended:
        values = {"ended_ms": tx.now_ms, "end_reason": reason, "sealed_token": None}
        await tx.connection.execute(update(SESSION).where(*conditions).values(**values))
    return ended


async def open_devices(tx: Transaction, user_id: uuid.UUID) -> set[uuid.UUID]:
    """Return the devices somebody is signed in on."""
    here = and_(SESSION.c.user_id == user_id, SESSION.c.ended_ms.is_(None), SESSION.c.expires_ms > tx.now_ms)
    return {row.device_id for row in await tx.connection.execute(select(SESSION.c.device_id).where(here))}


async def drop_over(tx: Transaction, before_ms: int) -> None:
    """Forget sign-ins that ended or ran out before a moment."""
    over = (SESSION.c.ended_ms < before_ms) | (SESSION.c.expires_ms < before_ms)
    await tx.connection.execute(delete(SESSION).where(over))


async def drop_forgotten_devices(tx: Transaction) -> None:
    """Forget the devices of deleted accounts once their last sign-in is forgotten."""
    gone = select(ACCOUNT.c.id).where(ACCOUNT.c.deleted_ms.is_not(None))
    used = select(SESSION.c.device_id)
    await tx.connection.execute(delete(DEVICE).where(DEVICE.c.user_id.in_(gone), DEVICE.c.id.not_in(used)))
