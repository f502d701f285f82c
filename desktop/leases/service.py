"""Minutes that this computer may use up without a connection: asked for, spent, told of, given back. No page."""

import asyncio
import random
from pathlib import Path

import msgspec

from desktop.leases import store
from desktop.leases.exchange import METER, Accounts, Exchange, check_device, is_missing
from desktop.leases.marks import Mark, Marks, is_restored
from desktop.leases.signed import verified
from desktop.leases.store import LeaseRow
from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.storage.database import Database
from desktop.storage.transaction import Transaction
from shared.billing import leases as rules
from shared.billing.leases import Lease, Spend, Tick
from shared.clock import Clock
from shared.errors import AppError
from shared.tasks import TaskScope

__all__ = ["KIND", "LeasesService", "Lent", "Pace"]

KIND = "lease"
"""What is announced on the bus when anything below changed."""


class Pace(msgspec.Struct, frozen=True):
    """How often the server is asked, in seconds."""

    renew_s: float = rules.RENEWED_MS / 1000
    first_retry_s: float = 30.0
    longest_retry_s: float = 900.0


class Lent(msgspec.Struct, frozen=True):
    """What this computer was lent, in the meter's unit, and until when. `left` may be spent now."""

    grant: int
    spent: int
    left: int
    until_ms: int


class LeasesService:
    """Announces the kind "lease". Nothing is lent until somebody wants it (`want`); from then on it is renewed."""

    def __init__(
        self,
        database: Database,
        accounts: Accounts,
        root: Path,
        clock: Clock,
        bus: ChangeBus,
        *,
        pace: Pace | None = None,
    ) -> None:
        self._database, self._accounts, self._clock, self._bus = database, accounts, clock, bus
        self._pace = pace or Pace()
        self._marks = Marks(root)
        self._exchange = Exchange(database, accounts, clock, self._marks, self._told_time)
        self._row: LeaseRow | None = None
        self._lease: Lease | None = None
        self._mark: Mark | None = None
        self._newest_ms = 0
        self._skewed = self._wanted = False
        self._absent = ""
        self._begun = self._tick()
        self._renewing = asyncio.Lock()
        self._wake = asyncio.Event()
        self._scope = TaskScope("leases")
        self._unsubscribe = bus.subscribe(self._changed)
        self.problem: AppError | None = None
        """Why nothing could be lent, or renewed, when it was last tried."""

    # How it stands

    @property
    def lent(self) -> Lent | None:
        """What is lent here, as far as it was looked up; None when nothing is."""
        row, lease = self._row, self._lease
        if row is None or lease is None:
            return None
        left = 0 if self.refusal is not None else lease.grant - row.spent
        return Lent(lease.grant, row.spent, left, lease.until_ms)

    @property
    def left(self) -> int:
        """What may be spent now."""
        return self.lent.left if self.lent is not None else 0

    @property
    def refusal(self) -> AppError | None:
        """Why nothing may be spent now."""
        row, lease, now = self._row, self._lease, self._tick()
        if row is None or lease is None or row.state != "open":
            return AppError("leases.none")
        if is_restored(row, self._mark):
            return AppError("leases.restored")
        early = now.wall_ms < lease.begins_ms - rules.DRIFT_MS
        if early or self._skewed or rules.is_set_back(now, self._begun, self._newest_ms):
            return AppError("leases.clock")
        if now.wall_ms > lease.until_ms:
            return AppError("leases.ended")
        return AppError("leases.used_up") if row.spent >= lease.grant else None

    async def look(self) -> None:
        """Read what is here, in the library and beside it. Raises AppError for an unreadable library."""
        who = self._accounts.session
        if who is None:
            self._row = self._lease = self._mark = None
            self._bus.announce(KIND)
            return
        mark = await self._marks.read()
        async with self._database.reader() as reader:
            row = await store.live(reader, METER)
            newest_ms, keys = await store.newest_ms(reader), await store.keys(reader)
        if row is not None and (row.user_id, row.server) != (who.user_id, who.server_url):
            row = None
        self._mark, self._row = mark, row
        self._newest_ms = max(newest_ms, mark.newest_ms if mark is not None else 0)
        self._lease = None
        if row is not None and row.token:
            try:
                lease = verified(row.token, keys, row.lease_id, row.user_id)
                # A folder that was carried to another computer comes without the key of this one.
                await check_device(lease, self._accounts)
                self._lease = lease
            except AppError as error:
                self.problem = error
        self._bus.announce(KIND)

    # Spending

    async def spend(self, amount: int) -> int:
        """Note that so much was used, in milliseconds; durable on return. Returns what is left.

        The last entry is cut to what there was. Raises AppError `leases.…`, then nothing was noted.
        """
        refusal, lease, now = self.refusal, self._lease, self._tick()
        if refusal is not None or lease is None:
            raise refusal or AppError("leases.none")

        def work(tx: Transaction) -> LeaseRow:
            row = store.live_in(tx, METER)
            if row is None or row.lease_id != lease.lease_id or row.state != "open":
                raise AppError("leases.none")
            part = min(amount, lease.grant - row.spent)
            if part <= 0:
                raise AppError("leases.used_up")
            spend = Spend(
                number=row.counter + 1,
                amount=part,
                wall_ms=now.wall_ms,
                monotonic_ms=now.monotonic_ms,
                previous=row.head,
            )
            link, chain = rules.linked(row.chain, spend)
            store.spend(tx, row.lease_id, link)
            tx.changed(KIND)
            return msgspec.structs.replace(row, counter=chain.counter, spent=chain.spent, head=chain.head)

        row = self._row = await self._database.write(work)
        self._newest_ms = max(self._newest_ms, now.wall_ms)
        self._note(Mark(row.lease_id, row.counter, row.spent, self._newest_ms))
        return lease.grant - row.spent

    # Life

    def start(self) -> None:
        """Look now; where something is lent, renew it now and every six hours."""
        self._scope.spawn(self._run(), name="leases")

    def want(self) -> None:
        """Have something lent from now on: somebody speaks on this computer."""
        if not self._wanted:
            self._wanted = True
            self._wake.set()

    def wake(self) -> None:
        """Tell the server soon: the connection is back, or something was spent."""
        self._wake.set()

    def usage_changed(self) -> None:
        """There may be something to lend where there was not."""
        if self._wanted and self._lease is None:
            self._wake.set()

    async def close(self) -> None:
        """Ask no more."""
        self._unsubscribe()
        await self._scope.close()

    async def _run(self) -> None:
        failures = 0
        while True:
            self._wake.clear()
            try:
                await self.look()
                if self._wanted or self._row is not None or self._mark is not None:
                    await self.renew()
            except AppError as error:
                failures = failures + 1 if error.retryable else 0
            else:
                failures = 0
            await self._rest(failures)

    async def _rest(self, failures: int) -> None:
        patience_s = self._pace.renew_s
        if failures:
            doubled = self._pace.first_retry_s * 2 ** min(failures - 1, 10)
            patience_s = min(doubled, self._pace.longest_retry_s) * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
        try:
            async with asyncio.timeout(patience_s):
                await self._wake.wait()
        except TimeoutError:
            return

    # What the server is told and asked

    async def renew(self) -> None:
        """Tell what was spent, and have it lent anew. Raises AppError as connections and the server do."""
        async with self._renewing:
            await self._tried(give_back=False)

    async def give_back(self) -> None:
        """End the lease: the rest of it is there online again, here and on other devices. Raises AppError."""
        async with self._renewing:
            self._wanted = False
            await self._tried(give_back=True)

    async def _tried(self, *, give_back: bool) -> None:
        who = self._accounts.session
        if who is None or self._absent == who.server_url:
            return
        try:
            await self.look()
            await self._exchange.run(who, self._row, self._mark, give_back=give_back)
        except AppError as error:
            if is_missing(error):
                self._absent = who.server_url
                return
            self.problem = error
            # Part of it may have been done.
            await self.look()
            raise
        self.problem = None
        await self.look()

    # Within

    def _told_time(self, server_ms: int) -> bool:
        """A connection heals a clock that was set back, when it is right now."""
        now = self._tick()
        self._skewed = not rules.is_right(now.wall_ms, server_ms)
        if not self._skewed:
            self._begun, self._newest_ms = now, now.wall_ms
        return not self._skewed

    def _note(self, mark: Mark) -> None:
        self._mark = mark
        if not self._scope.closed:
            self._scope.spawn(self._marks.keep(mark), name="mark")

    def _tick(self) -> Tick:
        return Tick(self._clock.now_ms(), self._clock.monotonic_ms())

    def _changed(self, changes: ChangeSet) -> None:
        if changes.touches("account") and not changes.everything:
            self._row = self._lease = None
            self._wake.set()
