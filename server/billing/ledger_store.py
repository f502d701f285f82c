"""SQL of the ledger that is no order: holds told and given back, processes, a person's entries, keys that are old."""

import json
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, select, text, update

from server.billing.batch import ENTRY_COLUMNS, HOLD_COLUMNS, entry_hash
from server.billing.book import NO_HASH, OPEN, RECOVERED
from server.billing.loading import Rows, as_id
from server.billing.orders import KEPT_KINDS
from server.billing.tables import ACCOUNT, BOOT, ENTRY, HOLD, IDEM
from server.storage.transaction import Transaction
from shared.billing.meters import DAY_MS

_PAGE = 1_000


async def hold_row(tx: Transaction, hold_id: uuid.UUID) -> Sequence[Any] | None:
    """Return a hold in the order of `HOLD_COLUMNS`."""
    statement = select(*(HOLD.c[name] for name in HOLD_COLUMNS)).where(HOLD.c.id == hold_id)
    return (await tx.connection.execute(statement)).first()


async def response(tx: Transaction, user_id: uuid.UUID, key: str) -> bytes | None:
    """Return the answer that was kept under a key."""
    statement = select(IDEM.c.response).where(IDEM.c.user_id == user_id, IDEM.c.key == key)
    return (await tx.connection.execute(statement)).scalar_one_or_none()


async def drop_old_keys(tx: Transaction) -> None:
    """Forget keys of calls after a day."""
    await tx.connection.execute(delete(IDEM).where(IDEM.c.at_ms <= tx.now_ms - DAY_MS))


async def entries_of(tx: Transaction, user_id: uuid.UUID) -> AsyncIterator[dict[str, Any]]:
    """Yield a person's entries, the oldest first, for the person to take away."""
    names = [name for name in ENTRY_COLUMNS if name not in ("prev_hash", "hash", "owner_id", "actor")]
    order = (ENTRY.c.at_ms, ENTRY.c.chain_id, ENTRY.c.number)
    statement = select(*(ENTRY.c[name] for name in names)).where(ENTRY.c.owner_id == user_id).order_by(*order)
    result = await tx.connection.execute(statement)
    while rows := result.fetchmany(_PAGE):
        for row in rows:
            yield {
                name: str(value) if isinstance(value, uuid.UUID) else value
                for name, value in zip(names, row, strict=True)
            }


async def broken_link(tx: Transaction, chain_id: uuid.UUID) -> int | None:
    """Return the number of the first entry of a chain that is not what was written; None for a whole chain."""
    statement = (
        select(*(ENTRY.c[name] for name in ENTRY_COLUMNS))
        .where(ENTRY.c.chain_id == chain_id)
        .order_by(ENTRY.c.number)
    )
    before, expected = NO_HASH, 1
    for row in (await tx.connection.execute(statement)).all():
        plain = tuple(_plain(value) for value in row)
        if plain[1] != expected or plain[-2] != before or entry_hash(plain[:-1]) != plain[-1]:
            return expected
        before, expected = plain[-1], expected + 1
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return as_id(value)
    return value


# processes


async def database_ms(tx: Transaction) -> int:
    """Return one time for all processes: that of the database where there may be several."""
    if tx.connection.dialect.name != "postgresql":
        return tx.now_ms
    statement = text("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
    return int((await tx.connection.execute(statement)).scalar_one())


async def seen(tx: Transaction, boot: uuid.UUID, now_ms: int) -> None:
    """Tell the others that a process is alive."""
    statement = tx.insert(BOOT).values(id=boot, begun_ms=now_ms, seen_ms=now_ms)
    await tx.connection.execute(
        statement.on_conflict_do_update(index_elements=[BOOT.c.id], set_={"seen_ms": now_ms})
    )


def _ephemeral() -> ColumnElement[bool]:
    return (HOLD.c.state == OPEN) & HOLD.c.kind.not_in(KEPT_KINDS)


async def dead_holds(tx: Transaction, boot: uuid.UUID, alive_since_ms: int, most: int) -> Rows:
    """Return (id, user, parts) of open holds whose process is neither this one nor was seen since."""
    alive = select(BOOT.c.id).where((BOOT.c.seen_ms >= alive_since_ms) | (BOOT.c.id == boot))
    statement = (
        select(HOLD.c.id, HOLD.c.user_id, HOLD.c.alloc)
        .where(_ephemeral(), HOLD.c.owner_boot.not_in(alive))
        .order_by(HOLD.c.id)
        .limit(most)
    )
    return (await tx.connection.execute(statement)).all()


async def still_open(tx: Transaction, hold_ids: Sequence[uuid.UUID]) -> Rows:
    """Return those that nobody ended before they were locked."""
    statement = select(HOLD.c.id, HOLD.c.user_id, HOLD.c.alloc).where(
        HOLD.c.id.in_(hold_ids), HOLD.c.state == OPEN
    )
    return (await tx.connection.execute(statement)).all()


async def give_back(tx: Transaction, rows: Rows) -> None:
    """End holds without a charge and free what they hold."""
    freed: Counter[uuid.UUID] = Counter()
    for _id, _user_id, alloc in rows:
        for _owner_id, account_id, part in json.loads(alloc):
            freed[uuid.UUID(account_id)] += part
    if freed:
        statement = (
            update(ACCOUNT)
            .where(ACCOUNT.c.id == bindparam("of"))
            .values(held=ACCOUNT.c.held - bindparam("less"))
        )
        listed = [{"of": account_id, "less": less} for account_id, less in sorted(freed.items())]
        await tx.connection.execute(statement, listed)
    await tx.connection.execute(
        update(HOLD)
        .where(HOLD.c.id.in_([row[0] for row in rows]))
        .values(state=RECOVERED, ended_ms=tx.now_ms, flags="recovered", reason="process ended")
    )


def people_in(rows: Rows) -> set[uuid.UUID]:
    """Whose holds they are."""
    return {as_id(row[1]) for row in rows}


def owners_in(rows: Rows) -> set[uuid.UUID]:
    """Everybody of whom holds have something."""
    found = people_in(rows)
    for row in rows:
        found.update(uuid.UUID(owner_id) for owner_id, _account, _part in json.loads(row[2]))
    return found


async def overdue(tx: Transaction, boot: uuid.UUID, now_ms: int) -> int:
    """Count holds of a process that is alive whose work must be over: each is a bug."""
    statement = (
        select(func.count())
        .select_from(HOLD)
        .where(_ephemeral(), HOLD.c.owner_boot == boot, HOLD.c.deadline_ms > 0, HOLD.c.deadline_ms < now_ms)
    )
    return int((await tx.connection.execute(statement)).scalar_one())


async def forget_dead(tx: Transaction, alive_since_ms: int) -> None:
    """Drop processes that are long gone; their holds were given back."""
    open_boots = select(HOLD.c.owner_boot).where(HOLD.c.state == OPEN)
    await tx.connection.execute(
        delete(BOOT).where(BOOT.c.seen_ms < alive_since_ms - DAY_MS, BOOT.c.id.not_in(open_boots))
    )
