"""Polar as a provider: its library's asynchronous calls, one method for each thing asked. Judges no event."""

import dataclasses
import logging
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from server.config.payment_settings import PaymentsSection
from server.payments import polar_events
from server.payments.events import OFFER_KEY, USER_KEY, Seen, SubscriptionSeen
from server.payments.offers import SoldOffer
from server.payments.provider import LISTED_MOST, Listed, Purchase
from server.payments.reaching import LoadedLate, down, reaching, refused, told_kindly
from server.payments.readings import Object, iso_ms, needed, number, text
from shared.clock import Clock
from shared.errors import AppError
from shared.payments.messages import (
    Action,
    Interval,
    InvoiceEntry,
    InvoiceStatus,
    PageToOpen,
    Price,
    Provider,
)
from shared.payments.money import minor_digits

_PAGE = 100
_URL_CHARS = 4_000
_DAY_MS = 86_400_000
_REFUND_DAYS = 120
"""How old an order may be whose refund is looked for."""
_INTERVALS: dict[str, Interval] = {"month": "month", "year": "year"}
_STATUS: dict[str, InvoiceStatus] = {
    "paid": "paid",
    "refunded": "refunded",
    "partially_refunded": "paid",
    "pending": "open",
    "void": "void",
}
_PAID = frozenset({"paid", "refunded", "partially_refunded"})
_LOG = logging.getLogger(__name__)
Ask = Callable[[Any], Awaitable[Any]]


@told_kindly
class Polar:
    """Makes no connection before it is asked something."""

    name: Provider = "polar"
    actions: frozenset[Action] = frozenset({"cancel_now", "cancel_at_end", "resume", "change", "portal"})

    def __init__(self, settings: PaymentsSection, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._loaded = LoadedLate(self._load)

    # Selling

    async def price(self, sold_as: str) -> Listed:
        found = await self._ask(lambda polar: polar.products.get(sold_as))
        listed: list[Object] = found.get("prices", [])
        price = next((one for one in listed if text(one, "amount_type") == "fixed"), None)
        if price is None:
            raise refused("polar", "product without a fixed price")
        currency = needed(price, "price_currency").upper()
        every = text(found, "recurring_interval") if number(found, "recurring_interval_count") == 1 else ""
        return Listed(
            Price(
                provider="polar",
                currency=currency,
                amount_minor=number(price, "price_amount"),
                digits=minor_digits(currency),
            ),
            _INTERVALS.get(every) if found.get("is_recurring") else "once",
        )

    async def customer_for(self, user_id: uuid.UUID, email: str) -> str:
        del user_id, email  # Polar makes one for the external id.
        return ""

    async def live(self, user_id: uuid.UUID, customer: str) -> list[SubscriptionSeen]:
        del customer
        at_ms = self._clock.now_ms()
        found = await self._ask(
            lambda polar: polar.subscriptions.list(external_customer_id=str(user_id), limit=LISTED_MOST)
        )
        seen = [polar_events.subscription_seen(each, at_ms) for each in found["items"]]
        return [each for each in seen if not each.final]

    async def checkout(self, purchase: Purchase) -> PageToOpen:
        params: dict[str, Any] = {
            "products": [purchase.sold_as],
            "external_customer_id": str(purchase.user_id),
            "metadata": {USER_KEY: str(purchase.user_id), OFFER_KEY: purchase.offer.id},
            "success_url": purchase.thanks_url,
            "return_url": purchase.left_url,
        }
        if purchase.email and not purchase.customer:
            params["customer_email"] = purchase.email
        found = await self._ask(lambda polar: polar.checkouts.create(**params))
        return _page(text(found, "url", most=_URL_CHARS), iso_ms(found, "expires_at"))

    async def portal(self, customer: str, back_url: str) -> PageToOpen:
        found = await self._ask(
            lambda polar: polar.customer_sessions.create(customer_id=customer, return_url=back_url),
            missing="payments.no_customer",
        )
        return _page(text(found, "customer_portal_url", most=_URL_CHARS), iso_ms(found, "expires_at"))

    # Subscriptions

    async def subscription(self, subscription_id: str) -> SubscriptionSeen:
        return await self._seen(lambda polar: polar.subscriptions.get(subscription_id))

    async def cancel(self, subscription_id: str, *, at_once: bool) -> SubscriptionSeen:
        seen = await self.subscription(subscription_id)
        if seen.final or (seen.ends_then and not at_once):
            return seen
        if at_once:
            return await self._seen(lambda polar: polar.subscriptions.revoke(subscription_id))
        return await self._update(subscription_id, cancel_at_period_end=True)

    async def resume(self, subscription_id: str) -> SubscriptionSeen:
        return await self._let_go(await self.subscription(subscription_id))

    async def _let_go(self, seen: SubscriptionSeen) -> SubscriptionSeen:
        """Have nothing planned any more: with something planned a subscription can be changed in no other way."""
        subscription_id = seen.id
        if seen.next_sold:
            seen = await self._update(subscription_id, pending_update=None)
        if seen.ends_then:
            seen = await self._update(subscription_id, cancel_at_period_end=False)
        return seen

    async def change(
        self, subscription_id: str, offer: SoldOffer, *, at_once: bool, key: str
    ) -> SubscriptionSeen:
        del key  # Polar knows no such keys; the same change again changes nothing.
        before = await self.subscription(subscription_id)
        when, product = "invoice" if at_once else "next_period", offer.sold_as["polar"]
        try:
            await self._let_go(before)
            return await self._update(subscription_id, product_id=product, proration_behavior=when)
        except AppError:
            await self._plan_again(before)
            raise

    async def _plan_again(self, before: SubscriptionSeen) -> None:
        """Put back what was planned before a change that failed, as far as Polar lets it be done."""
        if not (before.next_sold or before.ends_then):
            return
        try:
            now = await self.subscription(before.id)
            if now.sold != before.sold:
                return  # it was changed after all
            if before.next_sold and now.next_sold != before.next_sold:
                then = before.next_sold[0]
                await self._update(before.id, product_id=then, proration_behavior="next_period")
            if before.ends_then and not now.ends_then:
                await self._update(before.id, cancel_at_period_end=True)
        except AppError as error:
            _LOG.warning("what was planned at Polar could not be put back: %s", error.code)

    async def _update(self, subscription_id: str, **change: Any) -> SubscriptionSeen:
        return await self._seen(lambda polar: polar.subscriptions.update(subscription_id, **change))

    async def _seen(self, ask: Ask) -> SubscriptionSeen:
        at_ms = self._clock.now_ms()
        return polar_events.subscription_seen(await self._ask(ask, missing="payments.no_subscription"), at_ms)

    # What was paid

    async def invoices(self, customer: str) -> list[InvoiceEntry]:
        found = await self._ask(
            lambda polar: polar.orders.list(customer_id=customer, limit=LISTED_MOST),
            missing="payments.no_customer",
        )
        return [_invoice(each) for each in found.get("items", []) if text(each, "status") in _STATUS]

    async def invoice_page(self, customer: str, invoice_id: str) -> PageToOpen:
        order = await self._ask(lambda polar: polar.orders.get(invoice_id), missing="payments.no_invoice")
        if text(order, "customer_id") != customer:
            raise AppError("payments.no_invoice")
        if order.get("is_invoice_generated") is True:
            found = await self._ask(lambda polar: polar.orders.invoice(invoice_id))
        else:
            found = await self._ask(
                lambda polar: polar.orders.receipt(invoice_id), missing="payments.no_invoice"
            )
        return _page(text(found, "url", most=_URL_CHARS), 0)

    async def paid_since(self, since_ms: int) -> list[Seen]:
        at_ms = self._clock.now_ms()
        orders = self._every(lambda polar: polar.orders, since_ms)
        refunds = self._every(lambda polar: polar.refunds, since_ms - _REFUND_DAYS * _DAY_MS)
        began = self._every(lambda polar: polar.subscriptions, since_ms)
        return [
            *[polar_events.subscription_seen(one, at_ms) async for one in began],
            *[polar_events.order_paid(one) async for one in orders if text(one, "status") in _PAID],
            *[
                polar_events.refunded(one, at_ms)
                async for one in refunds
                if max(iso_ms(one, "created_at"), iso_ms(one, "modified_at")) >= since_ms
            ],
        ]

    async def undelivered(self, since_ms: int) -> list[tuple[str, bytes]]:
        del since_ms  # Polar tries again by itself; what was paid is listed whole.
        return []

    async def _every(self, service: Callable[[Any], Any], since_ms: int) -> AsyncIterator[Object]:
        """Yield what a list has, the newest first, until it is older; each page has the time of one call."""
        number_of = 1
        while True:
            found = await self._ask(lambda polar, page=number_of: service(polar).list(page=page, limit=_PAGE))
            listed: list[Object] = found.get("items", [])
            for each in listed:
                if iso_ms(each, "created_at") < since_ms:
                    return
                yield each
            number_of += 1
            if number_of > number(found, "pagination", "max_page"):
                return

    # The way there

    async def close(self) -> None:
        if self._loaded.made is not None:
            await self._loaded.made.__aexit__()

    def _load(self) -> Any:
        from polar.v2026_10 import PolarAsync  # a second and a half, 70 MB: only where it is needed

        return PolarAsync(
            self._settings.polar_key,
            base_url=self._settings.polar_url.rstrip("/"),
            timeout=self._settings.answer_s,
        )

    async def _ask(self, ask: Ask, *, missing: str = "") -> dict[str, Any]:
        polar = await self._loaded.get()
        from polar.base import PolarError

        try:
            async with reaching("polar", self._settings.answer_s):
                return dataclasses.asdict(await ask(polar))
        except PolarError as cause:
            raise _told(cause, missing) from cause


def _told(cause: Any, missing: str) -> AppError:
    status = getattr(cause, "status_code", 0)
    detail = f"{type(cause).__name__} {status or ''}".strip()
    if status in {0, 429} or status >= 500:
        return down("polar", detail)
    if status == 402:
        return AppError("payments.declined", detail=detail)
    if status == 404 and missing:
        return AppError(missing, detail=detail)
    if status in (403, 409) and type(cause).__name__.startswith(
        ("SubscriptionsUpdate", "Subscription", "Already")
    ):
        return AppError("payments.cannot_change", provider="Polar", detail=detail)
    return refused("polar", detail)


def _page(url: str, expires_ms: int) -> PageToOpen:
    if not url:
        raise refused("polar", "no url")
    return PageToOpen(url=url, provider="polar", expires_ms=expires_ms)


def _invoice(found: Object) -> InvoiceEntry:
    currency = text(found, "currency").upper()
    return InvoiceEntry(
        id=needed(found, "id"),
        provider="polar",
        number=text(found, "invoice_number"),
        at_ms=iso_ms(found, "created_at"),
        status=_STATUS[text(found, "status")],
        currency=currency,
        amount_minor=number(found, "total_amount"),
        digits=minor_digits(currency),
    )
