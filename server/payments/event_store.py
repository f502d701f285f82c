"""SQL of the inbox: webhooks as they came, what became of each, and which wait for what."""

import uuid
from typing import Any

import msgspec
from sqlalchemy import Select, delete, func, select, update

from server.payments.events import Told
from server.payments.tables import EVENT
from server.storage.transaction import Transaction
from shared.ids import new_id

_LISTED = tuple(EVENT.c[name] for name in EVENT.c.keys() if name != "body")  # noqa: SIM118 - keys of columns


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook without its body."""

    id: uuid.UUID
    provider: str
    event_id: str
    kind: str
    object_id: str
    created_ms: int
    received_ms: int
    state: str
    attempts: int
    due_ms: int
    waits_for: str
    error: str
    user_id: uuid.UUID | None
    done_ms: int


async def add(tx: Transaction, provider: str, told: Told, body: bytes, state: str) -> bool:
    """Keep a webhook. False: it is here already."""
    statement = tx.insert(EVENT).values(
        id=new_id(),
        provider=provider,
        event_id=told.event_id,
        kind=told.kind[:100],
        object_id=told.object_id,
        created_ms=told.created_ms,
        received_ms=tx.now_ms,
        body=body,
        state=state,
        attempts=0,
        due_ms=tx.now_ms,
        waits_for="",
        error="",
        user_id=None,
        done_ms=tx.now_ms if state == "ignored" else 0,
    )
    return (await tx.connection.execute(statement.on_conflict_do_nothing())).rowcount == 1


async def due(tx: Transaction, limit: int) -> list[tuple[EventRow, bytes]]:
    """Return what is to be looked at now with what came, in the order it became due."""
    statement = (
        select(EVENT)
        .where(EVENT.c.state.in_(("new", "waiting")), EVENT.c.due_ms <= tx.now_ms)
        .order_by(EVENT.c.due_ms, EVENT.c.id)
        .limit(limit)
    )
    found = [dict(row) for row in (await tx.connection.execute(statement)).mappings()]
    bodies = [one.pop("body") for one in found]
    return [(EventRow(**one), raw) for one, raw in zip(found, bodies, strict=True)]


async def row(tx: Transaction, event: uuid.UUID) -> EventRow | None:
    """Return a webhook without its body."""
    found = (await tx.connection.execute(select(*_LISTED).where(EVENT.c.id == event))).mappings().first()
    return None if found is None else EventRow(**found)


async def body(tx: Transaction, event: uuid.UUID) -> bytes:
    """Return what came; empty when it was erased with its person."""
    return await tx.connection.scalar(select(EVENT.c.body).where(EVENT.c.id == event)) or b""


async def take(tx: Transaction, event: uuid.UUID) -> EventRow | None:
    """Return a webhook that is still to be done, and keep other processes from it; None: it is not."""
    statement = (
        select(*_LISTED)
        .where(EVENT.c.id == event, EVENT.c.state.in_(("new", "waiting")))
        .with_for_update(skip_locked=True)
    )
    found = (await tx.connection.execute(statement)).mappings().first()
    return None if found is None else EventRow(**found)


async def end(tx: Transaction, event: uuid.UUID, state: str, user_id: uuid.UUID | None) -> None:
    """Note that a webhook is done, and whom it concerned."""
    await _set(tx, event, state=state, done_ms=tx.now_ms, waits_for="", error="", user_id=user_id)


async def wait(tx: Transaction, event: uuid.UUID, key: str, due_ms: int) -> None:
    """Have a webhook looked at when `key` is known, and at a later time all the same."""
    await _set(tx, event, state="waiting", waits_for=key, due_ms=due_ms, error="")


async def fail(
    tx: Transaction, event: uuid.UUID, error: str, *, attempts: int, due_ms: int, dead: bool
) -> None:
    """Note what went wrong, and when to try again unless it is given up."""
    state = "dead" if dead else "new"
    await _set(tx, event, state=state, error=error, due_ms=due_ms, attempts=attempts, waits_for="")


async def again(tx: Transaction, event: uuid.UUID) -> bool:
    """Have a webhook done once more from the beginning. False: there is none."""
    return await _set(tx, event, state="new", attempts=0, due_ms=tx.now_ms, waits_for="", error="", done_ms=0)


async def wake(tx: Transaction, key: str) -> bool:
    """Have looked at what waits for a key (with `%`: for any like it); tells whether there is any."""
    matches = EVENT.c.waits_for.like(key) if key.endswith("%") else EVENT.c.waits_for == key
    statement = update(EVENT).where(EVENT.c.state == "waiting", matches).values(due_ms=tx.now_ms)
    return (await tx.connection.execute(statement)).rowcount > 0


async def counts(tx: Transaction) -> dict[str, int]:
    """Return how many webhooks are in each state that somebody may have to look at."""
    statement = (
        select(EVENT.c.state, func.count())
        .where(EVENT.c.state.in_(("new", "waiting", "dead")))
        .group_by(EVENT.c.state)
    )
    return {state: number for state, number in (await tx.connection.execute(statement)).all()}  # noqa: C416 - rows


async def page(
    tx: Transaction, *, provider: str, state: str, text: str, before: uuid.UUID | None, limit: int
) -> list[EventRow]:
    """Return webhooks, the newest first; `text` is an id or the beginning of a type."""
    query: Select[Any] = select(*_LISTED).order_by(EVENT.c.id.desc()).limit(limit)
    for column, wanted in ((EVENT.c.provider, provider), (EVENT.c.state, state)):
        query = query.where(column == wanted) if wanted else query
    if text:
        like = EVENT.c.kind.startswith(text, autoescape=True)
        query = query.where(like | (EVENT.c.event_id == text) | (EVENT.c.object_id == text))
    if before is not None:
        query = query.where(EVENT.c.id < before)
    return [EventRow(**found) for found in (await tx.connection.execute(query)).mappings()]


async def drop_old(tx: Transaction, before_ms: int) -> None:
    """Forget webhooks that were done with long ago; others stay."""
    over = EVENT.c.state.in_(("done", "ignored"))
    await tx.connection.execute(delete(EVENT).where(over, EVENT.c.received_ms < before_ms))


async def _set(tx: Transaction, event: uuid.UUID, **values: Any) -> bool:
    done = await tx.connection.execute(update(EVENT).where(EVENT.c.id == event).values(**values))
    return done.rowcount == 1
