"""Brings in what is in the inbox, one webhook after another, each in one transaction with all that it changes.

What cannot be done yet waits; what fails is tried again, later and later, and after the tenth time left to people.
"""

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Mapping, Sequence

import msgspec

from server.billing.ledger import Ledger
from server.billing.orders import Order
from server.payments import event_store, inbox, store
from server.payments.effects import Effects, Outcome, Waiting
from server.payments.event_store import EventRow
from server.payments.events import Seen, SubscriptionSeen
from server.payments.provider import PaymentProvider
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.metrics import Metrics
from shared.errors import AppError
from shared.payments.messages import Provider
from shared.tasks import TaskScope

_LOG = logging.getLogger("lantern.payments")
ATTEMPTS = 10
FIRST_PAUSE_MS = 15_000
LONGEST_PAUSE_MS = 6 * 3_600_000
WAITING_MS = 6 * 3_600_000
"""What waits for somebody is looked at again after this long, whether or not its key was heard of."""
_LOOK_S = 30.0
_AT_ONCE = 10
_PEOPLE_AT_ONCE = 500
_TRANSIENT = ("server.", "billing.unavailable", "payments.provider_down")


class Worker:
    """`wake` when something was put into the inbox. `providers` are asked how a doubtful subscription stands."""

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        effects: Effects,
        providers: Mapping[Provider, PaymentProvider],
        metrics: Metrics,
    ) -> None:
        self._database, self._ledger, self._effects = database, ledger, effects
        self._providers = providers
        self._wake = asyncio.Event()
        self._done = metrics.counter(
            "payment_events", "Webhooks by how their turn went.", ("provider", "outcome")
        )
        self._left = metrics.gauge("payment_events_left", "Webhooks that are not done.")
        self._dead = metrics.gauge("payment_events_dead", "Webhooks that were given up.")

    def wake(self) -> None:
        """Look into the inbox now."""
        self._wake.set()

    def start(self, scope: TaskScope) -> None:
        """Work until the scope ends."""
        scope.spawn(self._run(), name="payments")

    async def work_off(self) -> int:
        """Do everything that is due now; returns how many were looked at."""
        looked = 0
        while True:
            async with self._database.read() as tx:
                due = await event_store.due(tx, _AT_ONCE)
            for row, raw in due:
                await self._do(row, raw)
            looked += len(due)
            if len(due) < _AT_ONCE and not self._wake.is_set():
                return looked
            self._wake.clear()

    async def do(self, event: uuid.UUID) -> None:
        """Give one webhook its turn. Raises AppError only when the database cannot be reached."""
        async with self._database.read() as tx:
            row = await event_store.row(tx, event)
            raw = await event_store.body(tx, event)
        if row is not None:
            await self._do(row, raw)

    async def _do(self, row: EventRow, raw: bytes) -> None:
        try:
            told = inbox.read(_provider(row), row.event_id, inbox.decoded(raw))
            seen = await self.certain(told.seen)
            went = await self._apply(row, seen)
        except Waiting as waits:
            went = "waiting"
            await self._note_waiting(row, waits.key)
        except AppError as error:
            went = await self._note_failure(row, error.code, transient=error.code.startswith(_TRANSIENT))
        except Exception as error:  # noqa: BLE001 - one webhook that cannot be brought in holds up no other
            _LOG.exception("a webhook of %s could not be brought in", row.provider)
            went = await self._note_failure(row, type(error).__name__, transient=False)
        self._done.labels(row.provider, went).inc()

    async def bring_in(self, seen: Sequence[Seen]) -> None:
        """Bring in what somebody asked the provider for. Raises `Waiting`, and AppError of the database."""
        outcome = Outcome()

        async def work(tx: Transaction) -> list[Order]:
            nonlocal outcome
            outcome = Outcome()
            for each in seen:
                await self._effects.apply(tx, each, outcome)
            return outcome.orders

        await self._ledger.also([], work)
        if outcome.woken:
            self.wake()

    async def certain(self, seen: Sequence[Seen]) -> list[Seen]:
        """Have snapshots that contradict what is known replaced by what the provider says now, where it answers."""
        found: list[Seen] = []
        for each in seen:
            provider = self._providers.get(each.provider)
            if isinstance(each, SubscriptionSeen) and provider is not None:
                async with self._database.read() as tx:
                    doubtful = await self._effects.doubtful(tx, each)
                if doubtful:
                    with contextlib.suppress(AppError):
                        found.append(await provider.subscription(each.id))
                        continue
            found.append(each)
        return found

    async def follow_time(self) -> None:
        """Take back plans that have run out since the last look."""
        async with self._database.read() as tx:
            users = await store.run_out(tx, _PEOPLE_AT_ONCE)
        for user_id in users:
            outcome = Outcome()

            async def work(
                tx: Transaction, user_id: uuid.UUID = user_id, outcome: Outcome = outcome
            ) -> list[Order]:
                outcome.orders.clear()
                await self._effects.stand(tx, user_id, outcome)
                return outcome.orders

            await self._ledger.also([], work)

    async def _run(self) -> None:
        looked_s = -_LOOK_S
        while True:
            self._wake.clear()
            try:
                await self.work_off()
                now_s = asyncio.get_running_loop().time()
                if now_s - looked_s >= _LOOK_S:
                    looked_s = now_s
                    await self.follow_time()
                    await self._count()
            except AppError as error:
                _LOG.warning("the inbox of payments could not be looked into: %s", error.code)
            except Exception:  # noqa: BLE001 - one bad turn must not end all later ones
                _LOG.exception("the inbox of payments could not be looked into")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_S):
                    await self._wake.wait()

    async def _count(self) -> None:
        async with self._database.read() as tx:
            counts = await event_store.counts(tx)
        self._left.set(counts.get("new", 0) + counts.get("waiting", 0))
        self._dead.set(counts.get("dead", 0))

    async def _apply(self, row: EventRow, seen: Sequence[Seen]) -> str:
        outcome, taken = Outcome(), False

        async def work(tx: Transaction) -> list[Order]:
            nonlocal outcome, taken
            outcome = Outcome()
            taken = await event_store.take(tx, row.id) is not None
            if not taken:
                return []
            for each in seen:
                await self._effects.apply(tx, each, outcome)
            user_id = outcome.users[0] if outcome.users else None
            await event_store.end(tx, row.id, "done", user_id)
            return outcome.orders

        await self._ledger.also([], work)
        if outcome.woken:
            self.wake()
        return "done" if taken else "taken"

    async def _note_waiting(self, row: EventRow, key: str) -> None:
        _LOG.info("a webhook of %s waits: %s", row.provider, key.partition(":")[0])
        kind, _, customer = key.partition(":")
        async with self._database.write() as tx:
            if await event_store.take(tx, row.id) is None:
                return
            # Perhaps the link came between the look and this.
            known = kind == "customer" and await store.user_of(tx, *customer.split(":", 1)) is not None
            await event_store.wait(tx, row.id, key[:300], tx.now_ms + (0 if known else WAITING_MS))
        if known:
            self.wake()

    async def _note_failure(self, row: EventRow, error: str, *, transient: bool) -> str:
        """A database that is away is no fault of the webhook."""
        attempts = row.attempts + (not transient)
        pause_ms = min(FIRST_PAUSE_MS << min(max(attempts - 1, 0) * 2, 20), LONGEST_PAUSE_MS)
        dead = attempts >= ATTEMPTS
        async with self._database.write() as tx:
            if await event_store.take(tx, row.id) is not None:
                due_ms = tx.now_ms + pause_ms
                await event_store.fail(tx, row.id, error, attempts=attempts, due_ms=due_ms, dead=dead)
        if dead:
            _LOG.error("a webhook of %s was given up: %s", row.provider, error)
        return "dead" if dead else "failed"


def _provider(row: EventRow) -> Provider:
    return msgspec.convert(row.provider, Provider)
