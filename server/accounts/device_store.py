"""SQL of devices and of the places somebody signs in from."""

import uuid
from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import and_, delete, func, select, update

from server.accounts.tables import DEVICE, KNOWN_PLACE
from server.storage.transaction import Transaction

_FIND = 400


class DeviceRow(msgspec.Struct, frozen=True):
    """A device and its key."""

    id: uuid.UUID
    user_id: uuid.UUID
    name: str
    platform: str
    public_key: bytes
    created_ms: int
    seen_ms: int
    revoked_ms: int | None = None


async def by_id(tx: Transaction, device_id: uuid.UUID) -> DeviceRow | None:
    """Return a device, a removed one too."""
    row = (await tx.connection.execute(select(DEVICE).where(DEVICE.c.id == device_id))).mappings().first()
    return None if row is None else DeviceRow(**row)


async def of_person(tx: Transaction, user_id: uuid.UUID) -> list[DeviceRow]:
    """Return somebody's devices that were not removed, the one seen last first."""
    here = and_(DEVICE.c.user_id == user_id, DEVICE.c.revoked_ms.is_(None))
    query = select(DEVICE).where(here).order_by(DEVICE.c.seen_ms.desc(), DEVICE.c.id)
    return [DeviceRow(**row) for row in (await tx.connection.execute(query)).mappings()]


async def count(tx: Transaction, user_id: uuid.UUID) -> int:
    """How many devices somebody has."""
    here = and_(DEVICE.c.user_id == user_id, DEVICE.c.revoked_ms.is_(None))
    query = select(func.count()).select_from(DEVICE).where(here)
    return (await tx.connection.execute(query)).scalar_one()


async def add(tx: Transaction, row: DeviceRow) -> bool:
    """Keep a new device. False: its id was taken in the meantime."""
    statement = tx.insert(DEVICE).values(msgspec.structs.asdict(row)).on_conflict_do_nothing()
    return (await tx.connection.execute(statement)).rowcount == 1


async def change(tx: Transaction, user_id: uuid.UUID, device_id: uuid.UUID, **values: Any) -> bool:
    """Set columns of somebody's device; False when there is none such."""
    here = and_(DEVICE.c.id == device_id, DEVICE.c.user_id == user_id, DEVICE.c.revoked_ms.is_(None))
    return (await tx.connection.execute(update(DEVICE).where(here).values(**values))).rowcount == 1


async def seen(tx: Transaction, device_ids: Collection[uuid.UUID]) -> None:
    """Note that devices were there now."""
    listed = sorted(device_ids)
    for at in range(0, len(listed), _FIND):
        here = and_(DEVICE.c.id.in_(listed[at : at + _FIND]), DEVICE.c.revoked_ms.is_(None))
        await tx.connection.execute(update(DEVICE).where(here).values(seen_ms=tx.now_ms))


async def blank(tx: Transaction, user_id: uuid.UUID) -> None:
    """Take the words off somebody's devices; ids and keys stay while their sign-ins are remembered."""
    await tx.connection.execute(
        update(DEVICE).where(DEVICE.c.user_id == user_id).values(name="", platform="")
    )


async def know_place(tx: Transaction, user_id: uuid.UUID, address_hash: bytes) -> None:
    """Remember that somebody signed in from an address."""
    values = {"user_id": user_id, "address_hash": address_hash, "seen_ms": tx.now_ms}
    statement = tx.insert(KNOWN_PLACE).values(values)
    keys = [KNOWN_PLACE.c.user_id, KNOWN_PLACE.c.address_hash]
    await tx.connection.execute(
        statement.on_conflict_do_update(index_elements=keys, set_={"seen_ms": tx.now_ms})
    )


async def knows_place(tx: Transaction, user_id: uuid.UUID, address_hash: bytes) -> bool:
    """Whether somebody signed in from an address before."""
    here = and_(KNOWN_PLACE.c.user_id == user_id, KNOWN_PLACE.c.address_hash == address_hash)
    return (await tx.connection.execute(select(KNOWN_PLACE.c.seen_ms).where(here))).first() is not None


async def forget_places(tx: Transaction, *, user_id: uuid.UUID | None = None, before_ms: int = 0) -> None:
    """Forget the places of somebody, or those not used since a moment."""
    here = KNOWN_PLACE.c.user_id == user_id if user_id else KNOWN_PLACE.c.seen_ms < before_ms
    await tx.connection.execute(delete(KNOWN_PLACE).where(here))
