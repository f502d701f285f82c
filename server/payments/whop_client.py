"""Whop as a provider: its library's asynchronous calls, one method for each thing asked. Judges no event.

Whop changes no subscription to another offer and has no portal of the seller's: both are on its own pages.
"""

import datetime as dt
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from server.config.payment_settings import PaymentsSection
from server.payments import whop_events
from server.payments.events import OFFER_KEY, USER_KEY, Seen, SubscriptionSeen
from server.payments.offers import SoldOffer
from server.payments.provider import LISTED_MOST, Listed, Purchase
from server.payments.reaching import LoadedLate, down, reaching, refused, told_kindly
from server.payments.readings import Object, decimal_minor, inner, iso_ms, needed, number, text
from shared.clock import Clock
from shared.errors import AppError
from shared.payments.messages import Action, Interval, InvoiceEntry, PageToOpen, Price, Provider

_PAGE = 100
_URL_CHARS = 4_000
_INTERVALS: dict[int, Interval] = {
    **dict.fromkeys((28, 29, 30, 31), "month"),
    **dict.fromkeys((365, 366), "year"),
}
"""By the days of a period, as Whop has them."""
_LIVE = ("active", "trialing", "past_due", "canceling")
Ask = Callable[[Any], Awaitable[Any]]


@told_kindly
class Whop:
    """Makes no connection before it is asked something. A customer is a user of Whop."""

    name: Provider = "whop"
    actions: frozenset[Action] = frozenset({"cancel_now", "cancel_at_end", "resume", "portal"})

    def __init__(self, settings: PaymentsSection, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._account = settings.whop_account
        self._loaded = LoadedLate(self._load)

    # Selling

    async def price(self, sold_as: str) -> Listed:
        found = await self._ask(lambda whop: whop.variants.retrieve(sold_as))
        currency = needed(found, "currency").upper()
        digits = number(found, "initial_price_due", "decimals")
        once = text(found, "plan_type") == "one_time"
        amount = found.get("initial_price" if once else "renewal_price")
        price = Price(
            provider="whop",
            currency=currency,
            amount_minor=decimal_minor(amount, currency, digits),
            digits=digits,
        )
        return Listed(price, "once" if once else _INTERVALS.get(number(found, "billing_period")))

    async def customer_for(self, user_id: uuid.UUID, email: str) -> str:
        del user_id, email  # People bring the account they have at Whop.
        return ""

    async def live(self, user_id: uuid.UUID, customer: str) -> list[SubscriptionSeen]:
        del user_id
        if not customer:
            return []
        at_ms = self._clock.now_ms()
        found = await self._list("memberships", user_id=customer, statuses=list(_LIVE), first=LISTED_MOST)
        return [whop_events.membership_seen(each, at_ms) for each in found["data"]]

    async def checkout(self, purchase: Purchase) -> PageToOpen:
        about = {USER_KEY: str(purchase.user_id), OFFER_KEY: purchase.offer.id}
        found = await self._ask(
            lambda whop: whop.checkout_configurations.create(
                account_id=self._account,
                plan_id=purchase.sold_as,
                metadata=about,
                redirect_url=purchase.thanks_url,
                request_options=_once(purchase.key),
            )
        )
        return _page(text(found, "purchase_url", most=_URL_CHARS), 0)

    async def portal(self, customer: str, back_url: str) -> PageToOpen:
        del back_url  # Whop's own page, with its own way back.
        found = await self._list("memberships", user_id=customer, first=1)
        url = text(found, "data", "manage_url", most=_URL_CHARS)
        if not url:
            raise AppError("payments.no_customer")
        return _page(url, 0)

    # Subscriptions

    async def subscription(self, subscription_id: str) -> SubscriptionSeen:
        return await self._seen(lambda whop: whop.memberships.retrieve(subscription_id))

    async def cancel(self, subscription_id: str, *, at_once: bool) -> SubscriptionSeen:
        seen = await self.subscription(subscription_id)
        if seen.status == "ended" or (seen.ends_then and not at_once):
            return seen
        return await self._seen(
            lambda whop: whop.memberships.cancel(subscription_id, cancel_at_period_end=not at_once)
        )

    async def resume(self, subscription_id: str) -> SubscriptionSeen:
        seen = await self.subscription(subscription_id)
        if not seen.ends_then:
            return seen
        return await self._seen(
            lambda whop: whop.memberships.update(subscription_id, cancel_at_period_end=False)
        )

    async def change(
        self, subscription_id: str, offer: SoldOffer, *, at_once: bool, key: str
    ) -> SubscriptionSeen:
        del subscription_id, offer, at_once, key
        raise AppError("payments.cannot_change", provider="Whop")

    async def _seen(self, ask: Ask) -> SubscriptionSeen:
        at_ms = self._clock.now_ms()
        return whop_events.membership_seen(await self._ask(ask, missing="payments.no_subscription"), at_ms)

    # What was paid

    async def invoices(self, customer: str) -> list[InvoiceEntry]:
        found = await self._list("payments", user_id=customer, status="paid", first=LISTED_MOST)
        listed: list[Object] = found["data"]
        return [_receipt(each) for each in listed]

    async def invoice_page(self, customer: str, invoice_id: str) -> PageToOpen:
        found = await self._ask(
            lambda whop: whop.payments.retrieve(invoice_id), missing="payments.no_invoice"
        )
        if whop_events.payment_paid(found).customer != customer:
            raise AppError("payments.no_invoice")
        made = await self._ask(lambda whop: whop.payments.generate_pdf(invoice_id))
        return _page(text(made, "url", most=_URL_CHARS), iso_ms(made, "expires_at"))

    async def paid_since(self, since_ms: int) -> list[Seen]:
        at_ms = self._clock.now_ms()
        after = dt.datetime.fromtimestamp(since_ms / 1_000, dt.UTC)
        paid = self._every("payments", status="paid", created_after=after)
        back = self._every("refunds", created_after=after)
        disputes = self._every("disputes", created_after=after.isoformat())
        began = self._every("memberships", created_after=after.isoformat())
        return [
            *[whop_events.membership_seen(each, at_ms) async for each in began],
            *[whop_events.payment_paid(each) async for each in paid],
            *[whop_events.refunded(each, at_ms) async for each in back],
            *[whop_events.disputed(each, at_ms) async for each in disputes],
        ]

    async def undelivered(self, since_ms: int) -> list[tuple[str, bytes]]:
        del since_ms  # Whop tries again by itself; what was paid is listed whole.
        return []

    async def _list(self, listed_as: str, **params: Any) -> dict[str, Any]:
        """Return one page as it came, of this account's."""
        return await self._ask(
            lambda whop: getattr(whop, listed_as).list(account_id=self._account, **params), page=True
        )

    async def _every(self, listed_as: str, **params: Any) -> AsyncIterator[Object]:
        """Yield what a list has, page after page; each page has the time of one call."""
        after: dict[str, str] = {}
        while True:
            found = await self._list(listed_as, **params, **after, first=_PAGE)
            for each in found["data"]:
                yield each
            cursor = text(found, "page_info", "end_cursor")
            if not cursor or not inner(found, "page_info").get("has_next_page"):
                return
            after = {"after": cursor}

    # The way there

    async def close(self) -> None:
        if self._loaded.made is not None:
            await self._loaded.made[1].aclose()

    def _load(self) -> tuple[Any, Any]:
        import httpx
        from whop_sdk import AsyncWhop  # a second and 45 MB: only where it is needed
        from whop_sdk.environment import WhopEnvironment

        url = self._settings.whop_url.rstrip("/")
        connections = httpx.AsyncClient(timeout=self._settings.answer_s)
        client = AsyncWhop(
            token=self._settings.whop_key,
            environment=WhopEnvironment(api=url, vault=url),
            max_retries=1,
            httpx_client=connections,
        )
        return client, connections

    async def _ask(self, ask: Ask, *, missing: str = "", page: bool = False) -> dict[str, Any]:
        whop, _ = await self._loaded.get()
        import httpx
        from whop_sdk.core.api_error import ApiError
        from whop_sdk.core.parse_error import ParsingError

        try:
            async with reaching("whop", self._settings.answer_s):
                answer = await ask(whop)
                return (answer.response if page else answer).model_dump(mode="json")
        except (httpx.HTTPError, ParsingError) as cause:
            raise down("whop", type(cause).__name__) from cause
        except ApiError as cause:
            raise _told(cause.status_code or 0, missing) from cause


def _told(status: int, missing: str) -> AppError:
    detail = f"status {status}"
    if status in {0, 429} or status >= 500:
        return down("whop", detail)
    if status == 402:
        return AppError("payments.declined", detail=detail)
    if status == 404 and missing:
        return AppError(missing, detail=detail)
    if status == 409:
        return AppError("payments.in_progress", provider="Whop", detail=detail)
    return refused("whop", detail)


def _once(key: str) -> dict[str, Any]:
    return {"additional_headers": {"Idempotency-Key": key}}


def _page(url: str, expires_ms: int) -> PageToOpen:
    if not url:
        raise refused("whop", "no url")
    return PageToOpen(url=url, provider="whop", expires_ms=expires_ms)


def _receipt(found: Object) -> InvoiceEntry:
    paid = whop_events.payment_paid(found)
    return InvoiceEntry(
        id=needed(found, "id"),
        provider="whop",
        number="",
        at_ms=paid.at_ms,
        status="refunded" if text(found, "substatus") in ("refunded", "auto_refunded") else "paid",
        currency=paid.currency,
        amount_minor=paid.amount_minor,
        digits=number(found, "total", "decimals"),
    )
