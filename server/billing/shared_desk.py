"""The ledger of a database that several processes share: every decision is made behind the locks of one transaction.

Orders of this process that arrive during a commit are decided together in the next one, in the order they came.
Memory only tells who has so much left that the work may begin before the decision is durable.
"""

import asyncio
import logging
import uuid
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from server.billing.batch import Batch
from server.billing.book import Book
from server.billing.deciding import Decider
from server.billing.desk import (
    Asked,
    Done,
    Look,
    Standings,
    T,
    Work,
    decide,
    durable,
    known_of,
    meters_of,
    owners_of,
    whose_are,
)
from server.billing.loading import Rows, Whose, books_of
from server.billing.orders import Charge, Hold, HoldRequest, LedgerFigures, Order, PlanIs, Settle, Standing
from server.billing.periods import BUDGET
from server.billing.postgres_ledger_store import Needs, PostgresLedgerStore
from server.storage.database import Database
from server.storage.transaction import Transaction
from shared.billing.meters import Meter
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import new_id
from shared.tasks import TaskScope

_LOG = logging.getLogger("lantern.ledger")
BATCH_OPS = 512
COVERS = 4
"""Work begins before its hold is durable only if what was last known to be free is enough for so many of it."""
FRESH_MS = 5_000
"""How long what was last known is good for that."""
_KNOWN = 10_000
_PAUSE_S, _LONGEST_PAUSE_S = 0.05, 5.0
_Result = uuid.UUID | Charge | bool | AppError


@dataclass(slots=True)
class _Waiting:
    asked: Asked
    future: "asyncio.Future[Any]"


class SharedDesk:
    """Make it on the loop and `start` it; `close` it before the database."""

    def __init__(
        self,
        database: Database,
        decider: Decider,
        standings: Standings,
        clock: Clock,
        figures: LedgerFigures,
        changed: Callable[[uuid.UUID], None],
    ) -> None:
        self._database, self._decider, self._standings = database, decider, standings
        self._clock, self._figures, self._changed = clock, figures, changed
        self._store = PostgresLedgerStore()
        self._queue: deque[_Waiting] = deque()
        self._wake = asyncio.Event()
        self._scope = TaskScope("ledger", on_error=_told)
        self._seen: dict[uuid.UUID, Book] = {}
        self._promised: Counter[Meter] = Counter()
        self._closing = False
        self._writer: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()

    def start(self) -> None:
        """Begin to write."""
        self._writer = self._scope.spawn(self._write_all(), name="writer")

    async def hold(self, request: HoldRequest) -> Hold:
        """Decided by the database; waited for unless the person has plenty."""
        hold_id = new_id()
        plenty = not request.idem and self._plenty(request)
        future = self._put(Asked(request, hold_id=hold_id))
        self._promised.update(dict(request.amounts))
        if not plenty:
            try:
                await asyncio.shield(future)
            except asyncio.CancelledError:
                # Nobody will end it.
                void = Settle(hold_id=hold_id, user_id=request.user_id, amounts=None, reason="left")
                self._quietly(self._put(Asked(void)))
                raise
        self._quietly(future)
        return Hold(hold_id, request, dict(request.amounts), future)

    def settle(self, order: Settle, request: HoldRequest | None) -> Awaitable[Charge]:
        """Decided in the order it came, so after its hold."""
        if self._closing:
            future: asyncio.Future[Charge] = self._loop.create_future()
            _fail(future)
            return future
        return self._put(Asked(order, request))

    async def also(self, orders: Sequence[Order], work: Work | None) -> list[Done]:
        """Do orders, behind the other writes, in a transaction of their own."""
        if self._closing:
            raise AppError("billing.unavailable")

        async def both(tx: Transaction) -> tuple[list[Asked], list[_Result], Batch]:
            more = await work(tx) if work is not None else None
            asked = [Asked(order) for order in [*orders, *(more or ())]]
            results, batch, books = await self._decided(tx, asked)
            if (error := next((one for one in results if isinstance(one, AppError)), None)) is not None:
                raise error
            await self._store.write(tx, [batch.freeze()])
            tx.after_commit(lambda: self._saw(books, batch))
            return asked, results, batch

        asked, results, _batch = await self._database.transact(both)
        done: list[Done] = []
        for one, result in zip(asked, results, strict=True):
            if isinstance(result, uuid.UUID):
                request = cast("HoldRequest", one.order)
                done.append(Hold(result, request, dict(request.amounts), durable()))
            else:
                done.append(cast("Charge | bool", result))
        return done

    async def look(self, user_id: uuid.UUID, tenant_id: uuid.UUID | None, read: Look[T]) -> T:
        """Read what is committed. What a new period would grant is shown; it is written by the first hold."""
        probe = HoldRequest(user_id=user_id, tenant_id=tenant_id, amounts=(), operation="")
        async with self._database.read() as tx:
            standings = await self._standings(tx, [user_id])
            wanted = owners_of([Asked(probe)], standings)
            wanted[BUDGET] = "budget"
            books = await self._books(tx, wanted, standings, Needs(running=True), ())
            return read(self._decider, books, Batch(), self._clock.now_ms())

    def standing_changed(self, user_id: uuid.UUID | None) -> None:
        """Accounts are read with every decision; only what was last known is forgotten."""
        if user_id is None:
            self._seen.clear()
        else:
            self._seen.pop(user_id, None)

    async def close(self) -> None:
        """Write what waits. What cannot be written is given back by another process."""
        self._closing = True
        self._wake.set()
        if self._writer is not None:
            await asyncio.wait([self._writer])
        await self._scope.close()
        for waiting in self._queue:
            _fail(waiting.future)

    # what was last known

    def _plenty(self, request: HoldRequest) -> bool:
        user = self._seen.get(request.user_id)
        if user is None or request.open_at_most is not None:
            return False
        oldest_ms = self._clock.monotonic_ms() - FRESH_MS
        batch, now_ms = Batch(), self._clock.now_ms()
        for meter, amount in request.amounts:
            try:
                payers = self._decider.payers(self._seen, user, request, meter, now_ms)
            except KeyError:
                return False
            if any(payer.used_ms < oldest_ms for payer in payers):
                return False
            free = self._decider.available(self._seen, batch, user, (request.tenant_id, meter), now_ms)
            if free - self._promised[meter] < amount * COVERS:
                return False
        return True

    def _saw(self, books: Mapping[uuid.UUID, Book], batch: Batch) -> None:
        """Runs after the commit."""
        steady_ms = self._clock.monotonic_ms()
        if len(self._seen) > _KNOWN:
            self._seen.clear()
        for owner_id, book in books.items():
            book.used_ms = steady_ms
            self._seen[owner_id] = book
        self._figures.batches += 1
        self._figures.ops += batch.ops
        for user_id in batch.changed:
            self._changed(user_id)

    # what is written

    def _put(self, asked: Asked) -> "asyncio.Future[Any]":
        if self._closing:
            raise AppError("billing.unavailable")
        future: asyncio.Future[Any] = self._loop.create_future()
        self._queue.append(_Waiting(asked, future))
        self._wake.set()
        return future

    def _quietly(self, future: "asyncio.Future[Any]") -> None:
        """Nobody has to hear of a refusal that nobody waits for."""
        future.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _write_all(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            pause_s = _PAUSE_S
            while self._queue:
                some = [self._queue.popleft() for _ in range(min(len(self._queue), BATCH_OPS))]
                if not self._queue:
                    self._promised.clear()
                if await self._write(some):
                    pause_s = _PAUSE_S
                elif self._closing:
                    break
                else:
                    await asyncio.sleep(pause_s)
                    pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
            if self._closing:
                return

    async def _write(self, some: list[_Waiting]) -> bool:
        """Decide and commit; False when the database cannot be reached: ends of holds wait, holds fail."""
        asked = [one.asked for one in some]

        async def work(tx: Transaction) -> list[_Result]:
            results, batch, books = await self._decided(tx, asked)
            await self._store.write(tx, [batch.freeze()])
            tx.after_commit(lambda: self._saw(books, batch))
            return results

        try:
            results = await self._database.transact(work)
        except AppError as error:
            self._failed(some, error)
            return False
        except Exception as error:  # noqa: BLE001 - one order that cannot be written takes no other with it
            if len(some) > 1:
                return all([await self._write([one]) for one in some])
            _LOG.exception("an order of the ledger could not be written")
            if not some[0].future.done():
                some[0].future.set_exception(error)
            return True
        for one, result in zip(some, results, strict=True):
            if one.future.done():
                continue
            if isinstance(result, AppError):
                one.future.set_exception(result)
            else:
                one.future.set_result(None if isinstance(one.asked.order, HoldRequest) else result)
        return True

    def _failed(self, some: list[_Waiting], error: AppError) -> None:
        self._figures.failures += 1
        _LOG.error("the ledger could not be written: %s", error)
        self._seen.clear()
        again: list[_Waiting] = []
        for one in some:
            if isinstance(one.asked.order, HoldRequest):
                _fail(one.future)
                hold_id = cast("uuid.UUID", one.asked.hold_id)
                # Perhaps it was written after all.
                void = Settle(hold_id=hold_id, user_id=one.asked.order.user_id, amounts=None, reason="failed")
                again.append(_Waiting(Asked(void), self._loop.create_future()))
            else:
                again.append(one)
        self._queue.extendleft(reversed(again))

    async def _decided(
        self, tx: Transaction, asked: list[Asked]
    ) -> tuple[list[_Result], Batch, dict[uuid.UUID, Book]]:
        """Lock everybody whom the orders concern, read them, and decide in the order they came.

        People are locked first: how they stand is read behind that lock, or an order that waited for a smaller plan
        would be decided by the larger one. Schools and the budget follow, all in one go.
        """
        users: dict[uuid.UUID, Whose] = {one.order.user_id: "you" for one in asked}
        locked = list(await self._store.lock(tx, users)) if users else []
        standings: Mapping[uuid.UUID, Standing] = await self._standings(tx, list(users)) if users else {}
        now_ms = self._clock.now_ms()
        known = await known_of(self._store, tx, asked, {})
        wanted = owners_of(asked, standings)
        wanted |= whose_are({owner_id for held in known.open for owner_id, _, _ in held.parts} - set(wanted))
        if any(self._needs_budget(one, standings, now_ms) for one in asked):
            wanted[BUDGET] = "budget"
        others: dict[uuid.UUID, Whose] = {one: whose for one, whose in wanted.items() if one not in users}
        if others:
            locked += await self._store.lock(tx, others)
        requests = [one.order for one in asked if isinstance(one.order, HoldRequest)]
        needs = Needs(
            {one.idem for one in requests} | {held.request.idem for held in known.open},
            running=any(request.open_at_most is not None for request in requests),
        )
        books = await self._books(tx, wanted, standings, needs, locked)
        for held in known.open:
            books[held.request.user_id].holds[held.id] = held
        batch = Batch()
        results: list[_Result] = []
        for one in asked:
            try:
                results.append(decide(self._decider, books, batch, one, known, now_ms))
            except AppError as error:
                results.append(error)
        return results, batch, books

    def _needs_budget(self, one: Asked, standings: Mapping[uuid.UUID, Standing], now_ms: int) -> bool:
        standing = standings.get(one.order.user_id, Standing())
        return (
            not isinstance(one.order, PlanIs)
            and Meter.CHARGED_MICROS in meters_of(one.order)
            and standing.plan_at(now_ms) == "free"
        )

    async def _books(
        self,
        tx: Transaction,
        wanted: Mapping[uuid.UUID, Whose],
        standings: Mapping[uuid.UUID, Standing],
        needs: Needs,
        locked: Rows,
    ) -> dict[uuid.UUID, Book]:
        books = books_of(await self._store.read(tx, wanted, locked, needs), wanted).books
        for user_id, standing in standings.items():
            if user_id in books:
                books[user_id].standing = standing
        return books


def _fail(future: "asyncio.Future[Any]") -> None:
    if not future.done():
        future.set_exception(AppError("billing.unavailable"))
        # Nobody has to wait for it.
        future.exception()


def _told(error: BaseException) -> None:
    """Whoever waits for a task hears of it; this is for the log."""
    if not isinstance(error, AppError):
        _LOG.error("the ledger failed", exc_info=error)
