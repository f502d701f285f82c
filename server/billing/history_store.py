"""SQL that reads the ledger for people: pages, use by day, cost by service, one budget's month. Writes nothing."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Select, case, cast, func, literal, or_, select

from server.billing.catalog_tables import PRICE
from server.billing.tables import ACCOUNT, ENTRY, HOLD
from server.storage.transaction import Transaction
from shared.billing.messages import LedgerEntry, ServiceCost, UsageDay
from shared.billing.meters import DAY_MS, Meter, period_of
from shared.billing.status import day_text

_GRANTS = ("plan", "topup", "adjust")
_PAGE = 500
_METERS = frozenset(Meter)
Place = tuple[int, int]
"""Where a page begins: (at_ms, number) of the entry before it."""


def _entries(user_id: uuid.UUID, meter: Meter | None, before: Place | None) -> Select[Any]:
    """A person's entries, the newest first. What leaves a grant is below zero."""
    leaves = select(ACCOUNT.c.id).where(ACCOUNT.c.owner_id == user_id, ACCOUNT.c.kind.in_(_GRANTS))
    signed = case((ENTRY.c.src.in_(leaves), -ENTRY.c.amount), else_=ENTRY.c.amount)
    query = (
        select(ENTRY, signed.label("signed"), func.coalesce(PRICE.c.model, "").label("model"))
        .select_from(ENTRY.outerjoin(PRICE, PRICE.c.number == ENTRY.c.price_version))
        .where(ENTRY.c.owner_id == user_id)
        .order_by(ENTRY.c.at_ms.desc(), ENTRY.c.number.desc())
    )
    if meter is not None:
        query = query.where(ENTRY.c.meter == meter.value)
    if before is not None:
        at_ms, number = before
        same = (ENTRY.c.at_ms == at_ms) & (ENTRY.c.number < number)
        query = query.where(or_(ENTRY.c.at_ms < at_ms, same))
    return query


async def page(
    tx: Transaction, user_id: uuid.UUID, *, meter: Meter | None, before: Place | None, limit: int
) -> list[LedgerEntry]:
    """Return entries, the newest first."""
    query = _entries(user_id, meter, before).limit(limit)
    return [_entry(row) for row in await tx.connection.execute(query)]


async def every(tx: Transaction, user_id: uuid.UUID) -> AsyncIterator[LedgerEntry]:
    """Yield all entries of a person, the newest first; never all of them in memory."""
    before: Place | None = None
    while True:
        found = await page(tx, user_id, meter=None, before=before, limit=_PAGE)
        for entry in found:
            yield entry
        if len(found) < _PAGE:
            return
        before = (found[-1].at_ms, found[-1].number)


async def days(tx: Transaction, user_id: uuid.UUID, first_ms: int) -> list[UsageDay]:
    """Sum use since a moment by day of UTC, meter and operation."""
    day = cast(ENTRY.c.at_ms // literal(DAY_MS, BigInteger), BigInteger)
    query = (
        select(day.label("day"), ENTRY.c.meter, ENTRY.c.operation, func.sum(ENTRY.c.amount))
        .where(ENTRY.c.owner_id == user_id, ENTRY.c.kind == "use", ENTRY.c.at_ms >= first_ms)
        .group_by(day, ENTRY.c.meter, ENTRY.c.operation)
        .order_by(day, ENTRY.c.meter, ENTRY.c.operation)
    )
    return [
        UsageDay(day=day_text(row[0] * DAY_MS), meter=Meter(row[1]), operation=row[2], amount=int(row[3]))
        for row in await tx.connection.execute(query)
        if row[1] in _METERS
    ]


async def services(tx: Transaction, user_id: uuid.UUID, first_ms: int) -> list[ServiceCost]:
    """Sum cost since a moment by operation and model, the dearest first."""
    model = func.coalesce(PRICE.c.model, "")
    charged = func.sum(case((ENTRY.c.meter == Meter.CHARGED_MICROS.value, ENTRY.c.amount), else_=0))
    tokens = func.sum(case((ENTRY.c.meter == Meter.AI_TOKENS.value, ENTRY.c.amount), else_=0))
    query = (
        select(ENTRY.c.operation, model, func.count(ENTRY.c.hold_id.distinct()), tokens, charged)
        .select_from(ENTRY.outerjoin(PRICE, PRICE.c.number == ENTRY.c.price_version))
        .where(ENTRY.c.owner_id == user_id, ENTRY.c.kind == "use", ENTRY.c.at_ms >= first_ms)
        .group_by(ENTRY.c.operation, model)
        .order_by(charged.desc(), tokens.desc(), ENTRY.c.operation, model)
    )
    return [
        ServiceCost(
            operation=row[0], model=row[1], calls=row[2], tokens=int(row[3]), charged_micros=int(row[4])
        )
        for row in await tx.connection.execute(query)
    ]


async def month_of(tx: Transaction, owner_id: uuid.UUID, meter: Meter) -> tuple[int, int]:
    """Return (used, held) of an owner's grant of this period."""
    key = period_of(meter, tx.now_ms).key
    query = select(ACCOUNT.c.used, ACCOUNT.c.held).where(
        ACCOUNT.c.owner_id == owner_id,
        ACCOUNT.c.meter == meter.value,
        ACCOUNT.c.kind == "plan",
        ACCOUNT.c.period_key == key,
    )
    row = (await tx.connection.execute(query)).first()
    return (0, 0) if row is None else (row.used, row.held)


async def level_of(tx: Transaction, owner_id: uuid.UUID, meter: Meter) -> int:
    """How much of a level an owner's live grants say is used."""
    query = select(func.sum(ACCOUNT.c.used)).where(
        ACCOUNT.c.owner_id == owner_id,
        ACCOUNT.c.meter == meter.value,
        ACCOUNT.c.kind.in_(_GRANTS),
        ACCOUNT.c.closed_ms == 0,
    )
    return int((await tx.connection.execute(query)).scalar() or 0)


async def lent(tx: Transaction, user_id: uuid.UUID) -> dict[Meter, int]:
    """Return what a person's devices were lent and have not given back, by meter."""
    mine = (HOLD.c.user_id == user_id) & (HOLD.c.state == 0) & (HOLD.c.kind == "lease")
    found: dict[Meter, int] = {}
    for row in await tx.connection.execute(select(HOLD.c.amounts).where(mine)):
        for meter, amount in msgspec.json.decode(row.amounts, type=list[tuple[Meter, int]]):
            found[meter] = found.get(meter, 0) + amount
    return found


async def open_holds(tx: Transaction, kind: str, older_ms: int) -> list[uuid.UUID]:
    """Return holds of a kind that are open since before a moment."""
    query = select(HOLD.c.id).where(HOLD.c.state == 0, HOLD.c.kind == kind, HOLD.c.created_ms < older_ms)
    return [row.id for row in await tx.connection.execute(query)]


async def is_booked(tx: Transaction, idem: str) -> bool:
    """Whether a movement with this key was booked."""
    return (
        await tx.connection.execute(select(ENTRY.c.number).where(ENTRY.c.idem == idem))
    ).first() is not None


def _entry(row: Any) -> LedgerEntry:
    return LedgerEntry(
        number=row.number,
        at_ms=row.at_ms,
        meter=Meter(row.meter),
        kind=row.kind,
        amount=row.signed,
        operation=row.operation,
        model=row.model,
        charge_id=row.hold_id,
        price_version=row.price_version,
        margin_ppm=row.margin_ppm,
        flags=tuple(filter(None, row.flags.split(","))),
        reason=row.reason,
    )
