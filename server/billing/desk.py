"""What both ways to the database have in common: gathering the books for orders, and deciding orders. Knows no SQL."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from server.billing import adjusting
from server.billing.batch import Batch, Frozen
from server.billing.book import OPEN, Book, OpenHold, PastHold
from server.billing.deciding import Decider
from server.billing.loading import STATE, Rows, Whose, as_id, open_hold, past_hold
from server.billing.orders import Charge, Hold, HoldRequest, Move, Order, PlanIs, Settle, Standing
from server.billing.periods import BUDGET
from server.storage.transaction import Transaction
from shared.billing.meters import Meter

T = TypeVar("T")
Books = Mapping[uuid.UUID, Book]
Standings = Callable[[Transaction, Sequence[uuid.UUID]], Awaitable[Mapping[uuid.UUID, Standing]]]
"""What the accounts know of people; who is missing is free and of no school."""
Work = Callable[[Transaction], Awaitable[Sequence[Order] | None]]
Done = Hold | Charge | bool
Look = Callable[[Decider, Books, Batch, int], T]


@dataclass(frozen=True, slots=True)
class Asked:
    """An order; what is known of a hold that was perhaps never written; the id that a hold is to have."""

    order: Order
    request: HoldRequest | None = None
    hold_id: uuid.UUID | None = None


@dataclass(slots=True)
class Known:
    """What the database says about orders before they are decided."""

    open: list[OpenHold] = field(default_factory=list[OpenHold])
    past: dict[uuid.UUID, PastHold] = field(default_factory=dict[uuid.UUID, PastHold])
    done: set[str] = field(default_factory=set[str])


class Store(Protocol):
    """What is asked of either database for orders."""

    async def holds(self, tx: Transaction, hold_ids: Iterable[uuid.UUID]) -> Rows:
        """Rows of holds."""
        ...

    async def done(self, tx: Transaction, idems: Iterable[str]) -> set[str]:
        """Which keys of entries exist."""
        ...

    async def write(self, tx: Transaction, frozen: Sequence[Frozen]) -> None:
        """Write batches in their order."""
        ...


class Desk(Protocol):
    """Where orders are handed in: one for a file that this process owns, one for a database that others share."""

    async def hold(self, request: HoldRequest) -> Hold:
        """Reserve."""
        ...

    def settle(self, order: Settle, request: HoldRequest | None) -> Awaitable[Charge]:
        """End a hold."""
        ...

    async def also(self, orders: Sequence[Order], work: Work | None) -> list[Done]:
        """Do orders in one transaction with other writes."""
        ...

    async def look(self, user_id: uuid.UUID, tenant_id: uuid.UUID | None, read: Look[T]) -> T:
        """Read from books that are up to date."""
        ...

    def standing_changed(self, user_id: uuid.UUID | None) -> None:
        """Read the account anew; None: all."""
        ...

    async def close(self) -> None:
        """Write what waits; end."""
        ...


def person_of(order: Order) -> uuid.UUID:
    """Whose balance an order concerns."""
    return order.user_id


def meters_of(order: Order) -> Iterable[Meter]:
    """Which meters a hold or its end touches."""
    if isinstance(order, HoldRequest):
        return [meter for meter, _ in order.amounts]
    return list(order.amounts or ()) if isinstance(order, Settle) else ()


def owners_of(asked: Iterable[Asked], standings: Mapping[uuid.UUID, Standing]) -> dict[uuid.UUID, Whose]:
    """People and schools whose books are needed; the budget comes besides."""
    wanted: dict[uuid.UUID, Whose] = {}
    for one in asked:
        user_id = person_of(one.order)
        wanted[user_id] = "you"
        request = one.order if isinstance(one.order, HoldRequest) else one.request
        for tenant_id in (
            request.tenant_id if request else None,
            standings[user_id].tenant_id if user_id in standings else None,
        ):
            if tenant_id is not None:
                wanted[tenant_id] = "tenant"
    return wanted


def whose_are(owners: Iterable[uuid.UUID]) -> dict[uuid.UUID, Whose]:
    """Say of owners of whom holds have something besides the person's what they are."""
    return {one: "budget" if one == BUDGET else "tenant" for one in owners}


def durable() -> Awaitable[None]:
    """What is written already."""
    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    future.set_result(None)
    return future


async def known_of(store: Store, tx: Transaction, asked: Sequence[Asked], books: Books) -> Known:
    """Look up holds that are in no book and keys that were used."""
    known = Known()
    held = {hold_id for book in books.values() for hold_id in book.holds}
    closed = [one.order.hold_id for one in asked if isinstance(one.order, Settle)]
    closed = [hold_id for hold_id in closed if hold_id not in held]
    for row in await store.holds(tx, closed):
        if row[STATE] == OPEN:
            known.open.append(open_hold(row))
        else:
            known.past[as_id(row[0])] = past_hold(row)
    known.done = await store.done(tx, [one.order.idem for one in asked if isinstance(one.order, Move)])
    return known


def decide(
    decider: Decider, books: Books, batch: Batch, one: Asked, known: Known, now_ms: int
) -> uuid.UUID | Charge | bool:
    """Do one order on the books; a hold's id stands for it. Raises AppError as `Decider.hold`."""
    order = one.order
    if isinstance(order, HoldRequest):
        return decider.hold(books, batch, order, now_ms, one.hold_id or order.hold_id).id
    if isinstance(order, Settle):
        charge = decider.settle(books, batch, order, now_ms, known.past.get(order.hold_id), one.request)
        ended = batch.ends.get(order.hold_id)
        if ended is not None:
            request = one.request or (
                known.past[order.hold_id].request if order.hold_id in known.past else None
            )
            if request is not None:
                known.past[order.hold_id] = PastHold(request, ended)
        return charge
    if isinstance(order, PlanIs):
        adjusting.plan_is(decider.periods, books, batch, order, now_ms)
        return True
    moved = adjusting.move(decider.periods, books, batch, order, known.done, now_ms)
    known.done.add(order.idem)
    return moved
