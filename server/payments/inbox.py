"""What providers send: verified, kept on disk before it is answered, read when its turn comes. Knows no effect."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import msgspec

from server.config.payment_settings import PaymentsSection
from server.payments import event_store, polar_events, signatures, stripe_events, whop_events
from server.payments.events import Told
from server.payments.readings import Object, text
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.metrics import Metrics
from shared.clock import Clock
from shared.errors import AppError
from shared.payments.messages import Provider

_LOG = logging.getLogger("lantern.payments")


class Inbox:
    """`receive` is all that a webhook waits for."""

    def __init__(self, database: Database, clock: Clock, config: PaymentsSection, metrics: Metrics) -> None:
        self._database, self._clock = database, clock
        self._secrets: dict[Provider, str] = {
            "stripe": config.stripe_webhook_secret,
            "polar": config.polar_webhook_secret,
            "whop": config.whop_webhook_secret,
        }
        self._waiting: list[_Entry] = []
        self._turn = asyncio.Lock()
        self._received = metrics.counter(
            "payment_webhooks", "Webhooks by what became of them at the door.", ("provider", "outcome")
        )

    async def receive(self, provider: Provider, raw: bytes, headers: Mapping[str, str]) -> bool:
        """Keep a webhook. False: it is of a type that changes nothing here.

        Raises AppError `payments.webhooks_off`, `payments.bad_signature`, `payments.stale_webhook`,
        `payments.bad_event`, and what a database says that cannot be written.
        """
        secret = self._secrets[provider]
        if not secret:
            raise AppError("payments.webhooks_off")
        try:
            event_id = signatures.check(provider, raw, headers, secret, self._clock.now_ms())
            told, state = heading(provider, event_id, raw)
        except AppError as error:
            self._received.labels(provider, error.code.partition(".")[2]).inc()
            _LOG.warning("a webhook of %s was refused: %s", provider, error.code)
            raise
        new = await self.keep(provider, told, raw, state)
        self._received.labels(provider, state if new else "repeated").inc()
        return state != "ignored"

    async def keep(self, provider: Provider, told: Told, raw: bytes, state: str) -> bool:
        """Put a webhook into the inbox, with others that come at this moment in one commit. False: it was there."""
        entry = _Entry(provider, told, raw, state)
        self._waiting.append(entry)
        try:
            async with self._turn:
                if entry.new is None:
                    await self._write([one for one in self._waiting if one.new is None])
        finally:
            self._waiting.remove(entry)
        return entry.new is True

    async def _write(self, entries: "list[_Entry]") -> None:
        async def work(tx: Transaction) -> list[bool]:
            return [await event_store.add(tx, one.provider, one.told, one.raw, one.state) for one in entries]

        for one, new in zip(entries, await self._database.transact(work), strict=True):
            one.new = new


@dataclass(eq=False)
class _Entry:
    """What is to be kept, and then whether it was new. Whoever waits for it tries again if another's turn failed."""

    provider: Provider
    told: Told
    raw: bytes
    state: str
    new: bool | None = None


def heading(provider: Provider, event_id: str, raw: bytes) -> tuple[Told, str]:
    """What a webhook is, and the state it begins in. Raises `AppError("payments.bad_event")` for none.

    One that cannot be read in full is kept all the same: its turn will tell.
    """
    event = decoded(raw)
    try:
        told = read(provider, event_id, event)
    except AppError:
        found = event_id or text(event, "id", most=200)
        if not found:
            raise
        return Told(event_id=found, kind=text(event, "type") or "?", object_id="", created_ms=0), "new"
    return told, "new" if told.seen or provider_knows(provider, told.kind) else "ignored"


def provider_knows(provider: Provider, kind: str) -> bool:
    """Whether webhooks of this type can change something here."""
    return kind in {"stripe": stripe_events, "polar": polar_events, "whop": whop_events}[provider].KINDS


def read(provider: Provider, event_id: str, event: Object) -> Told:
    """Read a webhook. Raises `AppError("payments.bad_event")`."""
    if provider == "stripe":
        return stripe_events.told(event)
    return (polar_events if provider == "polar" else whop_events).told(event, event_id)


def decoded(raw: bytes) -> Object:
    """The JSON object of a body. Raises `AppError("payments.bad_event")`."""
    try:
        event = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
        raise AppError("payments.bad_event", field="json") from cause
    if not isinstance(event, dict):
        raise AppError("payments.bad_event", field="json")
    return cast("dict[str, Any]", event)
