"""The ledger of a file that this process owns: memory decides without waiting, one commit makes many durable.

When a commit fails, memory is ahead of the file: nothing is granted until it was read anew, and every end of a hold
that was not written is written again.
"""

import asyncio
import logging
import uuid
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from server.billing.batch import Batch, Frozen
from server.billing.deciding import Decider
from server.billing.desk import Asked, Done, Look, Standings, T, Work, decide, durable, known_of, owners_of
from server.billing.orders import Charge, Hold, HoldRequest, LedgerFigures, Order, Settle
from server.billing.owned_books import Copies, OwnedBooks
from server.billing.sqlite_ledger_store import SqliteLedgerStore
from server.storage.database import Database
from server.storage.transaction import Transaction
from shared.clock import Clock
from shared.errors import AppError
from shared.tasks import TaskScope

_LOG = logging.getLogger("lantern.ledger")
BATCH_OPS = 512
"""The most orders of one commit."""
_PAUSE_S, _LONGEST_PAUSE_S = 0.05, 5.0
Waiting = tuple["asyncio.Future[Any]", Any, Asked]
"""Who waits for an order's commit, and what is told then."""


@dataclass(slots=True)
class _Sealed:
    """What one commit writes, and who waits for it."""

    frozen: list[Frozen]
    waiting: list[Waiting]
    changed: set[uuid.UUID]
    touched: set[uuid.UUID]
    ops: int


@dataclass(slots=True)
class _Retry:
    """An end of a hold that is still to be written."""

    asked: Asked
    future: "asyncio.Future[Charge] | None" = None


class OwnedDesk:
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
        self._database, self._decider = database, decider
        self._clock, self._figures, self._changed = clock, figures, changed
        self._store = SqliteLedgerStore()
        self._memory = OwnedBooks(database, self._store, standings)
        self._books = self._memory.books
        self._batch = Batch()
        self._waiting: list[Waiting] = []
        self._sealed: deque[_Sealed] = deque()
        self._turn = asyncio.Lock()
        self._wake = asyncio.Event()
        self._scope = TaskScope("ledger", on_error=_told)
        self._retries: list[_Retry] | None = None
        self._closing = False
        self._writer: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()

    def start(self) -> None:
        """Begin to write."""
        self._writer = self._scope.spawn(self._write_all(), name="writer")

    async def hold(self, request: HoldRequest) -> Hold:
        """Decide without waiting, once the books are in memory."""
        await self._ready(request.user_id, request.tenant_id)
        held = self._decider.hold(self._books, self._batch, request, self._clock.now_ms())
        return Hold(held.id, request, dict(request.amounts), self._noted(held.id, Asked(request)))

    def settle(self, order: Settle, request: HoldRequest | None) -> Awaitable[Charge]:
        """In force at once; the answer is durable when awaited."""
        asked = Asked(order, request)
        ended = self._writer is None or self._writer.done()
        if self._retries is not None or ended:
            return self._put_off(asked)
        user = self._books.get(order.user_id)
        held = user.holds.get(order.hold_id) if user is not None else None
        if user is None or held is None or not self._memory.has(user, held.request.tenant_id):
            future: asyncio.Future[Charge] = self._loop.create_future()
            self._scope.spawn(self._settle_later(asked, future), name="settle")
            return future
        user.used_ms = self._clock.monotonic_ms()
        charge = self._decider.settle(self._books, self._batch, order, self._clock.now_ms())
        return self._noted(charge, asked)

    async def also(self, orders: Sequence[Order], work: Work | None) -> list[Done]:
        """Decide on copies, which count once the transaction is about to commit."""
        if self._retries is not None or self._closing:
            raise AppError("billing.unavailable")
        task = self._scope.spawn(self._transact([Asked(order) for order in orders], work), name="also")
        # A caller who leaves does not leave the others' orders in the middle of a commit.
        return await asyncio.shield(task)

    async def look(self, user_id: uuid.UUID, tenant_id: uuid.UUID | None, read: Look[T]) -> T:
        """Read from memory; what that grants for a new period is written like everything else."""
        await self._ready(user_id, tenant_id)
        found = read(self._decider, self._books, self._batch, self._clock.now_ms())
        if self._batch:
            self._wake.set()
        return found

    def standing_changed(self, user_id: uuid.UUID | None) -> None:
        """Read the account anew before the next hold."""
        self._memory.standing_changed(user_id)

    async def close(self) -> None:
        """Write what waits. What cannot be written is given back when the next process starts."""
        self._closing = True
        self._wake.set()
        if self._writer is not None:
            await asyncio.wait([self._writer])
        await self._scope.close()
        for retry in self._retries or ():
            _fail(retry.future)
        for future, _value, _asked in self._waiting:
            _fail(future)

    async def _ready(self, user_id: uuid.UUID, tenant_id: uuid.UUID | None) -> None:
        """Have a person's books in memory; waits only the first time."""
        while True:
            if self._retries is not None or self._closing:
                raise AppError("billing.unavailable")
            if self._memory.ready(user_id, tenant_id, self._clock.monotonic_ms()) is not None:
                return
            await self._memory.fetch(user_id, tenant_id)

    # what is written

    def _noted(self, value: Any, asked: Asked) -> "asyncio.Future[Any]":
        future: asyncio.Future[Any] = self._loop.create_future()
        self._waiting.append((future, value, asked))
        if self._batch.ops >= BATCH_OPS:
            self._sealed.append(self._seal())
        self._wake.set()
        return future

    def _seal(self) -> _Sealed:
        """Fix what was decided so far as the rows of one commit."""
        batch, self._batch = self._batch, Batch()
        waiting, self._waiting = self._waiting, []
        frozen = [batch.freeze()] if batch else []
        return _Sealed(frozen, waiting, batch.changed, _touched(batch), batch.ops)

    def _take_all(self) -> _Sealed:
        taken = self._seal()
        while self._sealed:
            earlier = self._sealed.pop()
            taken.frozen[:0], taken.waiting[:0] = earlier.frozen, earlier.waiting
            taken.changed |= earlier.changed
            taken.ops += earlier.ops
        return taken

    async def _write_all(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._batch or self._sealed or self._waiting:
                await self._write_once()
            if self._closing:
                return

    async def _write_once(self) -> None:
        taken: _Sealed | None = None
        async with self._turn:
            try:
                async with self._database.write() as tx:
                    taken = self._sealed.popleft() if self._sealed else self._seal()
                    await self._store.write(tx, taken.frozen)
            except BaseException as error:
                self._break(taken, error)
                if not isinstance(error, Exception):
                    raise
            else:
                self._committed(taken)

    def _committed(self, taken: _Sealed) -> None:
        self._figures.batches += 1
        self._figures.ops += taken.ops
        for future, value, asked in taken.waiting:
            if not future.done():
                future.set_result(None if isinstance(asked.order, HoldRequest) else value)
        for user_id in taken.changed:
            self._changed(user_id)
        self._memory.sweep(_touched(self._batch).union(*(work.touched for work in self._sealed)))

    async def _transact(self, asked: list[Asked], work: Work | None) -> list[Done]:
        """Do orders in one transaction with other writes, and with everything decided so far."""
        taken: _Sealed | None = None
        users: set[uuid.UUID] = set()
        async with self._turn:
            try:
                async with self._database.write() as tx:
                    more = await work(tx) if work is not None else None
                    asked = [*asked, *(Asked(order) for order in more or ())]
                    users = {one.order.user_id for one in asked}
                    batch, results, copies = await self._decided(tx, asked)
                    # Nothing is awaited between the decision and this: what was decided before stands before it.
                    taken = self._take_all()
                    self._memory.install(copies)
                    taken.frozen.append(batch.freeze())
                    taken.changed |= batch.changed
                    taken.ops += batch.ops
                    await self._store.write(tx, taken.frozen)
            except BaseException as error:
                for user_id in users:
                    self.standing_changed(user_id)
                if taken is not None:
                    self._break(taken, error)
                raise
            self._committed(taken)
        return results

    async def _decided(self, tx: Transaction, asked: list[Asked]) -> tuple[Batch, list[Done], Copies]:
        fresh, standings = await self._memory.gather(tx, owners_of(asked, {}))
        people = {one.order.user_id: self._books.get(one.order.user_id) for one in asked}
        here = {key: book for key, book in people.items() if book is not None}
        known = await known_of(self._store, tx, asked, fresh | here)
        for key, book in fresh.items():
            self._books.setdefault(key, book)
        copies = Copies(self._books)
        for user_id, standing in standings.items():
            copies[user_id].standing, copies[user_id].stale = standing, False
        batch, now_ms = Batch(), self._clock.now_ms()
        results: list[Done] = []
        for one in asked:
            done = decide(self._decider, copies, batch, one, known, now_ms)
            if isinstance(done, uuid.UUID):
                request = cast("HoldRequest", one.order)
                results.append(Hold(done, request, dict(request.amounts), durable()))
            else:
                results.append(done)
        return batch, results, copies

    # when something could not be written

    async def _settle_later(self, asked: Asked, future: "asyncio.Future[Charge]") -> None:
        """The end of a hold that is not in memory: of an earlier run, given up, or ended already."""
        try:
            done = await self._transact([asked], None)
        except AppError as error:
            self._mend([_Retry(asked, future)], error)
        else:
            _tell(future, done[0])

    def _put_off(self, asked: Asked) -> "asyncio.Future[Charge]":
        future: asyncio.Future[Charge] = self._loop.create_future()
        if self._retries is None or self._closing:
            _fail(future)
        else:
            self._retries.append(_Retry(asked, future))
        return future

    def _break(self, taken: _Sealed | None, error: BaseException) -> None:
        """Stop granting: memory is ahead of the file. What was awaited and answered is durable and stays."""
        waiting = [*(taken.waiting if taken else ()), *self._take_all().waiting]
        self._memory.clear()
        retries: list[_Retry] = []
        for future, value, asked in waiting:
            if isinstance(asked.order, HoldRequest):
                _fail(future)
                # Perhaps it was written after all.
                void = Settle(hold_id=value, user_id=asked.order.user_id, amounts=None, reason="failed")
                retries.append(_Retry(Asked(void)))
            else:
                retries.append(_Retry(asked, future))
        self._mend(retries, error)

    def _mend(self, retries: list[_Retry], error: BaseException) -> None:
        self._figures.failures += 1
        _LOG.error("the ledger could not be written: %s", error)
        if self._retries is not None:
            self._retries += retries
            return
        self._retries = retries
        if not self._closing and not self._scope.closed:
            self._scope.spawn(self._mended(retries), name="mend")

    async def _mended(self, retries: list[_Retry]) -> None:
        pause_s = _PAUSE_S
        while True:
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
            try:
                await self._try_again(retries)
            except AppError as error:
                _LOG.warning("the ledger still cannot be written: %s", error.code)
            else:
                self._retries = None
                return

    async def _try_again(self, retries: list[_Retry]) -> None:
        """Write what was not written. Raises AppError while that is not possible."""
        async with self._database.write() as tx:
            await self._store.write(tx, ())
        while retries:
            retry = retries[0]
            try:
                done = await self._transact([retry.asked], None)
            except AppError:
                raise
            except Exception as error:  # noqa: BLE001 - one that can never be written holds up no other
                _LOG.exception("an end of a hold could not be written")
                if retry.future is not None and not retry.future.done():
                    retry.future.set_exception(error)
            else:
                _tell(retry.future, done[0])
            retries.remove(retry)


def _touched(batch: Batch) -> set[uuid.UUID]:
    """Of whom something is to be written."""
    return {account.owner_id for account in batch.accounts.values()}


def _tell(future: "asyncio.Future[Charge] | None", done: Done) -> None:
    if future is not None and not future.done() and isinstance(done, Charge):
        future.set_result(done)


def _fail(future: "asyncio.Future[Any] | None") -> None:
    if future is not None and not future.done():
        future.set_exception(AppError("billing.unavailable"))
        # Nobody has to wait for it.
        future.exception()


def _told(error: BaseException) -> None:
    """Whoever waits for a task hears of it; this is for the log."""
    if not isinstance(error, AppError):
        _LOG.error("the ledger failed", exc_info=error)
