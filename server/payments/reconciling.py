"""Compares with the providers what nobody may miss: payments, lost webhooks, subscriptions that should have ended."""

import logging
from collections.abc import Mapping

from server.payments import inbox, store
from server.payments.effects import Waiting
from server.payments.events import Seen
from server.payments.inbox import Inbox
from server.payments.provider import PaymentProvider
from server.payments.standing import DAY_MS
from server.payments.store import SubscriptionRow
from server.payments.worker import Worker
from server.storage.database import Database
from shared.clock import Clock
from shared.errors import AppError
from shared.payments.messages import Provider

_LOG = logging.getLogger("lantern.payments")
LOOK_BACK_MS = 30 * DAY_MS
_AT_ONCE = 500


class Reconciling:
    """What it finds goes the way of the webhooks, so finding it twice changes nothing."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        box: Inbox,
        worker: Worker,
        providers: Mapping[Provider, PaymentProvider],
    ) -> None:
        self._database, self._clock, self._inbox, self._worker = database, clock, box, worker
        self._providers = providers

    async def run(self) -> None:
        """Nightly. One provider that is down is left for the next night; the others are compared."""
        failed: AppError | None = None
        for provider in self._providers.values():
            try:
                await self._compare(provider)
            except AppError as error:
                _LOG.warning("payments at %s could not be compared: %s", provider.name, error.code)
                failed = error
        await self._worker.work_off()
        if failed is not None:
            raise failed

    async def close(self) -> None:
        """Hourly: have providers end subscriptions of accounts that were deleted, so that nobody pays on."""
        async with self._database.read() as tx:
            rows = await store.closing(tx, _AT_ONCE)
        for row in rows:
            provider = self._provider(row)
            if provider is None:
                continue
            try:
                await self._bring_in(await provider.cancel(row.id, at_once=True))
            except AppError as error:
                if error.code == "payments.no_subscription":
                    await self._forget(row)
                else:
                    _LOG.warning("a subscription at %s could not be ended: %s", row.provider, error.code)

    async def _compare(self, provider: PaymentProvider) -> None:
        since_ms = self._clock.now_ms() - LOOK_BACK_MS
        for event_id, raw in await provider.undelivered(since_ms):
            try:
                told, state = inbox.heading(provider.name, event_id, raw)
            except AppError as error:
                _LOG.warning("a lost webhook of %s is none: %s", provider.name, error.code)
                continue
            await self._inbox.keep(provider.name, told, raw, state)
        for seen in await provider.paid_since(since_ms):
            await self._bring_in(seen)
        async with self._database.read() as tx:
            unsure = await store.unsure(tx, provider.name, tx.now_ms, _AT_ONCE)
        for row in unsure:
            try:
                await self._bring_in(await provider.subscription(row.id))
            except AppError as error:
                if error.code != "payments.no_subscription":
                    raise

    async def _bring_in(self, seen: Seen) -> None:
        try:
            await self._worker.bring_in([seen])
        except Waiting as waits:
            _LOG.info("what %s tells waits: %s", seen.provider, waits.key.partition(":")[0])

    async def _forget(self, row: SubscriptionRow) -> None:
        async with self._database.write() as tx:
            await store.gone(tx, row.provider, row.id)

    def _provider(self, row: SubscriptionRow) -> PaymentProvider | None:
        return next((one for one in self._providers.values() if one.name == row.provider), None)
