"""SQL of leases and of what was reported of them. Every function runs in the caller's transaction; decides nothing."""

import uuid
from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Select, delete, select, update
from sqlalchemy.engine import RowMapping

from server.billing.lease_tables import LEASE, LEASE_SPEND
from server.storage.transaction import Transaction
from shared.billing.lease_messages import LeaseState
from shared.billing.leases import Chain, Link, Past
from shared.billing.meters import Meter


class LeaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A lease as it is kept: see `lease_tables`."""

    lease_id: uuid.UUID
    user_id: uuid.UUID
    tenant_id: uuid.UUID | None
    device_id: uuid.UUID
    device_key: bytes
    meter: Meter
    grant_amount: int
    issued_ms: int
    until_ms: int
    state: LeaseState = "open"
    counter: int = 0
    spent: int = 0
    head: bytes
    wall_ms: int = 0
    charged: int = 0
    hold_id: uuid.UUID | None
    held: int
    period_key: str
    reported_ms: int
    ended_ms: int = 0
    flags: str = ""

    @property
    def chain(self) -> Chain:
        """How far the device's chain is known."""
        return Chain(self.counter, self.spent, self.head, self.wall_ms)


def _row(found: RowMapping) -> LeaseRow:
    return msgspec.convert({name: found[name] for name in LeaseRow.__struct_fields__}, LeaseRow, strict=False)


def _stored(row: LeaseRow) -> dict[str, Any]:
    return {**msgspec.structs.asdict(row), "meter": row.meter.value}


async def _rows(tx: Transaction, query: Select[Any]) -> list[LeaseRow]:
    return [_row(found) for found in (await tx.connection.execute(query)).mappings()]


async def lease(tx: Transaction, lease_id: uuid.UUID, *, hold: bool = False) -> LeaseRow | None:
    """Return a lease; with `hold` nobody else changes it before the commit."""
    query = select(LEASE).where(LEASE.c.lease_id == lease_id)
    found = await _rows(tx, query.with_for_update() if hold else query)
    return found[0] if found else None


async def open_leases(tx: Transaction, user_id: uuid.UUID, *, hold: bool = False) -> list[LeaseRow]:
    """Return the open leases of a person, the newest first."""
    mine = (LEASE.c.user_id == user_id) & (LEASE.c.state == "open")
    query = select(LEASE).where(mine).order_by(LEASE.c.issued_ms.desc(), LEASE.c.lease_id)
    return await _rows(tx, query.with_for_update() if hold else query)


async def added(tx: Transaction, row: LeaseRow) -> bool:
    """Keep a new lease, unless its device has an open one of this meter."""
    done = await tx.connection.execute(tx.insert(LEASE).values(_stored(row)).on_conflict_do_nothing())
    return done.rowcount == 1


async def put(tx: Transaction, row: LeaseRow) -> None:
    """Replace a lease."""
    values = _stored(row)
    del values["lease_id"]
    await tx.connection.execute(update(LEASE).where(LEASE.c.lease_id == row.lease_id).values(values))


async def past(tx: Transaction, lease_id: uuid.UUID) -> Past:
    """Return what was reported of a lease: number -> (hash, sum up to it)."""
    query = select(LEASE_SPEND.c.number, LEASE_SPEND.c.hash, LEASE_SPEND.c.spent)
    rows = await tx.connection.execute(query.where(LEASE_SPEND.c.lease_id == lease_id))
    return {row.number: (bytes(row.hash), row.spent) for row in rows}


async def add_links(tx: Transaction, lease_id: uuid.UUID, links: Iterable[Link]) -> None:
    """Keep entries that were reported."""
    values = [
        {
            "lease_id": lease_id,
            "number": link.spend.number,
            "amount": link.spend.amount,
            "spent": link.spent,
            "wall_ms": link.spend.wall_ms,
            "hash": link.hash,
        }
        for link in links
    ]
    if values:
        await tx.connection.execute(tx.insert(LEASE_SPEND), values)


async def silent(tx: Transaction, until_before_ms: int, most: int) -> list[uuid.UUID]:
    """Return open leases that ended before a moment."""
    ended = (LEASE.c.state == "open") & (LEASE.c.until_ms < until_before_ms)
    query = select(LEASE.c.lease_id).where(ended).order_by(LEASE.c.until_ms).limit(most)
    return [row.lease_id for row in await tx.connection.execute(query)]


async def used_holds(tx: Transaction, hold_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of these holds an open lease lives on."""
    query = select(LEASE.c.hold_id).where(LEASE.c.state == "open", LEASE.c.hold_id.in_(hold_ids))
    return {row.hold_id for row in await tx.connection.execute(query)}


async def erase(tx: Transaction, user_id: uuid.UUID) -> None:
    """Forget the leases of a person; what they used stays in the ledger."""
    mine = select(LEASE.c.lease_id).where(LEASE.c.user_id == user_id)
    await tx.connection.execute(delete(LEASE_SPEND).where(LEASE_SPEND.c.lease_id.in_(mine)))
    await tx.connection.execute(delete(LEASE).where(LEASE.c.user_id == user_id))


async def of_user(tx: Transaction, user_id: uuid.UUID) -> list[LeaseRow]:
    """Return every lease of a person, the oldest first."""
    return await _rows(tx, select(LEASE).where(LEASE.c.user_id == user_id).order_by(LEASE.c.issued_ms))
