"""Gives back what dead processes held, and tells of holds that live too long. Decides nothing about balances."""

import asyncio
import logging
import uuid

from server.billing import ledger_store
from server.billing.desk import whose_are
from server.billing.orders import LedgerFigures
from server.billing.postgres_ledger_store import PostgresLedgerStore
from server.storage.database import Database
from server.storage.transaction import Transaction
from shared.clock import Clock
from shared.errors import AppError

_LOG = logging.getLogger("lantern.ledger")
EVERY_S = 5.0
DEAD_MS = 30_000
"""A process that was not seen for this long is dead."""
_AT_ONCE = 1_000


class Recovery:
    """One per process. Where one process owns the file, all others are dead; else those not seen for `dead_ms`."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        boot: uuid.UUID,
        figures: LedgerFigures,
        *,
        dead_ms: int = DEAD_MS,
    ) -> None:
        self._database, self._clock, self._boot, self._figures = database, clock, boot, figures
        self._shared = database.dialect == "postgresql"
        self._dead_ms = dead_ms

    async def begin(self) -> int:
        """Say that this process is here, and give back what dead ones held; returns how many holds that were."""
        await self._database.transact(self._seen)
        return await self.recover()

    async def recover(self) -> int:
        """Give back what dead processes hold."""
        total = 0
        while count := await self._database.transact(self._some):
            total += count
        if total:
            self._figures.recovered += total
            _LOG.warning("%d holds of processes that ended were given back", total)
        return total

    async def watch(self) -> None:
        """Be seen, recover and look for what is overdue, for ever."""
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.look()
            except AppError as error:
                _LOG.warning("holds could not be looked at: %s", error.code)

    async def look(self) -> None:
        """One round."""
        if self._shared:
            await self._database.transact(self._seen)
            await self.recover()
        async with self._database.read() as tx:
            overdue = await ledger_store.overdue(tx, self._boot, self._clock.now_ms())
        if overdue > self._figures.overdue:
            _LOG.error("%d holds are open beyond the end of their work", overdue)
        self._figures.overdue = overdue

    async def tidy(self) -> None:
        """Drop old keys and processes."""

        async def tidy(tx: Transaction) -> None:
            await ledger_store.drop_old_keys(tx)
            await ledger_store.forget_dead(tx, await ledger_store.database_ms(tx))

        await self._database.transact(tidy)

    async def _seen(self, tx: Transaction) -> None:
        await ledger_store.seen(tx, self._boot, await ledger_store.database_ms(tx))

    async def _some(self, tx: Transaction) -> int:
        since_ms = await ledger_store.database_ms(tx) - self._dead_ms if self._shared else 1 << 62
        rows = await ledger_store.dead_holds(tx, self._boot, since_ms, _AT_ONCE)
        if rows and self._shared:
            store = PostgresLedgerStore()
            people = ledger_store.people_in(rows)
            # As orders do: people first, then whoever else gave something.
            await store.lock(tx, dict.fromkeys(people, "you"))
            await store.lock(tx, whose_are(ledger_store.owners_in(rows) - people))
            rows = await ledger_store.still_open(tx, [row[0] for row in rows])
        if rows:
            await ledger_store.give_back(tx, rows)
        return len(rows)
