"""Stripe as a provider: its library's asynchronous calls, one method for each thing asked. Judges no event."""

import contextlib
import email.utils
import hashlib
import logging
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, NamedTuple

import aiohttp
import msgspec

from server.config.payment_settings import PaymentsSection
from server.payments import stripe_events
from server.payments.events import NEXT_KEY, OFFER_KEY, USER_KEY, Seen, SubscriptionSeen
from server.payments.offers import SoldOffer
from server.payments.provider import LISTED_MOST, Listed, Purchase
from server.payments.reaching import LoadedLate, down, reaching, refused, told_kindly
from server.payments.readings import Object, flag, inner, needed, number, seconds_ms, text
from server.payments.stripe_papers import URL_CHARS, invoice, is_top_up, receipt
from shared.clock import Clock
from shared.errors import AppError
from shared.payments.messages import Action, Interval, InvoiceEntry, PageToOpen, Price, Provider
from shared.payments.money import minor_digits

_PAGE = 100
_LANGUAGES = frozenset({"en", "es"})
_INTERVALS: dict[str, Interval] = {"month": "month", "year": "year"}
_DOWN = ("APIConnectionError", "APIError", "RateLimitError")
_LOG = logging.getLogger(__name__)
Ask = Callable[[Any], Awaitable[Any]]


class _Plan(NamedTuple):
    """What takes the place of a subscription's price; `offer` is empty when it was not planned from here."""

    price: str
    interval: str
    offer: str


@told_kindly
class Stripe:
    """Makes no connection before it is asked something."""

    name: Provider = "stripe"
    actions: frozenset[Action] = frozenset({"cancel_now", "cancel_at_end", "resume", "change", "portal"})

    def __init__(self, settings: PaymentsSection, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._loaded = LoadedLate(self._load)
        self._client: Any = None
        self._session: aiohttp.ClientSession | None = None

    # Selling

    async def price(self, sold_as: str) -> Listed:
        found = await self._ask(lambda v1: v1.prices.retrieve_async(sold_as))
        currency, recurring = needed(found, "currency").upper(), inner(found, "recurring")
        every = text(recurring, "interval") if number(recurring, "interval_count") == 1 else ""
        return Listed(
            Price(
                provider="stripe",
                currency=currency,
                amount_minor=number(found, "unit_amount"),
                digits=minor_digits(currency),
            ),
            "once" if not recurring else _INTERVALS.get(every),
        )

    async def customer_for(self, user_id: uuid.UUID, email: str) -> str:
        # Made before the checkout: otherwise each checkout makes one, and nobody could tell what else is open.
        params: dict[str, Any] = {"metadata": {USER_KEY: str(user_id)}}
        params |= {"email": email} if email else {}
        key = f"customer:{user_id}:{hashlib.sha256(email.encode()).hexdigest()[:16]}"
        return needed(
            await self._ask(lambda v1: v1.customers.create_async(params, {"idempotency_key": key})), "id"
        )

    async def live(self, user_id: uuid.UUID, customer: str) -> list[SubscriptionSeen]:
        del user_id
        if not customer:
            return []
        params = {"customer": customer, "limit": LISTED_MOST}
        found, at_ms = await self._ask_at(
            lambda v1: v1.subscriptions.list_async(params), missing=lambda _field: "payments.no_customer"
        )
        return [stripe_events.subscription_seen(each, at_ms) for each in _data(found)]

    async def checkout(self, purchase: Purchase) -> PageToOpen:
        try:
            return await self._checkout(purchase, purchase.customer)
        except AppError as error:
            if error.code != "payments.no_customer":
                raise
        # The customer was deleted at Stripe: they begin anew.
        return await self._checkout(purchase, "")

    async def _checkout(self, purchase: Purchase, customer: str) -> PageToOpen:
        about = {USER_KEY: str(purchase.user_id), OFFER_KEY: purchase.offer.id}
        once = purchase.offer.interval == "once"
        language = purchase.language.partition("-")[0]
        params: dict[str, Any] = {
            "mode": "payment" if once else "subscription",
            "line_items": [{"price": purchase.sold_as, "quantity": 1}],
            "client_reference_id": str(purchase.user_id),
            "metadata": about,
            "payment_intent_data" if once else "subscription_data": {"metadata": about},
            "success_url": purchase.thanks_url,
            "cancel_url": purchase.left_url,
            "allow_promotion_codes": True,
            "locale": language if language in _LANGUAGES else "auto",
        }
        if customer:
            params["customer"] = customer
        else:
            params |= {"customer_email": purchase.email} if purchase.email else {}
            params |= {"customer_creation": "always"} if once else {}
        if self._settings.stripe_tax:
            params["automatic_tax"] = {"enabled": True}
            params |= {"customer_update": {"address": "auto", "name": "auto"}} if customer else {}
        key = f"{purchase.key}:{customer}"
        found = await self._ask(
            lambda v1: v1.checkout.sessions.create_async(params, {"idempotency_key": key}),
            missing=lambda field: "payments.no_customer" if field == "customer" else "",
        )
        if customer and not once:
            await self._close_others(customer, needed(found, "id"))
        return _page(text(found, "url", most=URL_CHARS), seconds_ms(found, "expires_at"))

    async def _close_others(self, customer: str, kept: str) -> None:
        """Let nobody pay for a plan twice in two tabs: of the pages for plans only the newest stays."""
        params = {"customer": customer, "status": "open", "limit": LISTED_MOST}
        for each in _data(await self._ask(lambda v1: v1.checkout.sessions.list_async(params))):
            other = needed(each, "id")
            if other == kept or text(each, "mode") != "subscription":
                continue
            with contextlib.suppress(AppError):  # it was paid or ran out just now
                await self._ask(lambda v1, other=other: v1.checkout.sessions.expire_async(other))

    async def portal(self, customer: str, back_url: str) -> PageToOpen:
        params = {"customer": customer, "return_url": back_url}
        if self._settings.stripe_portal:
            params["configuration"] = self._settings.stripe_portal
        found = await self._ask(
            lambda v1: v1.billing_portal.sessions.create_async(params),
            missing=lambda field: "payments.no_customer" if field == "customer" else "",
        )
        return _page(text(found, "url", most=URL_CHARS), 0)

    # Subscriptions

    async def subscription(self, subscription_id: str) -> SubscriptionSeen:
        return stripe_events.subscription_seen(*await self._subscription(subscription_id))

    async def cancel(self, subscription_id: str, *, at_once: bool) -> SubscriptionSeen:
        found, at_ms = await self._subscription(subscription_id)
        seen = stripe_events.subscription_seen(found, at_ms)
        if seen.final:
            return seen
        await self._unscheduled(found)
        if at_once:
            return await self._changed(lambda v1: v1.subscriptions.cancel_async(subscription_id))
        return await self._update(subscription_id, {"cancel_at_period_end": True, "metadata": {NEXT_KEY: ""}})

    async def resume(self, subscription_id: str) -> SubscriptionSeen:
        found, _ = await self._subscription(subscription_id)
        await self._unscheduled(found)
        return await self._update(
            subscription_id, {"cancel_at_period_end": False, "metadata": {NEXT_KEY: ""}}
        )

    async def change(
        self, subscription_id: str, offer: SoldOffer, *, at_once: bool, key: str
    ) -> SubscriptionSeen:
        found, _ = await self._subscription(subscription_id)
        planned = await self._planned(found)
        try:
            await self._unscheduled(found)
            if not at_once:
                return await self._later(found, _Plan(offer.sold_as["stripe"], offer.interval, offer.id))
            return await self._now(found, offer, key)
        except AppError:
            await self._plan_again(found, planned)
            raise

    async def _now(self, found: Object, offer: SoldOffer, key: str) -> SubscriptionSeen:
        params: dict[str, Any] = {
            "items": [{"id": needed(found, "items", "id"), "price": offer.sold_as["stripe"]}],
            "cancel_at_period_end": False,
            # Paid now or not done at all: nobody gets a bigger plan with a card that was refused.
            "proration_behavior": "always_invoice",
            "payment_behavior": "error_if_incomplete",
            "metadata": {OFFER_KEY: offer.id, NEXT_KEY: ""},
        }
        return await self._update(needed(found, "id"), params, {"idempotency_key": key})

    async def _planned(self, found: Object) -> _Plan | None:
        """Return what a subscription becomes when its period ends."""
        schedule_id = text(found, "schedule")
        if not schedule_id:
            return None
        schedule = await self._ask(lambda v1: v1.subscription_schedules.retrieve_async(schedule_id))
        phases: Any = schedule.get("phases")
        price = text({"last": phases[-1:]}, "last", "items", "price") if isinstance(phases, list) else ""
        if not price or price == text(found, "items", "price"):
            return None
        interval = (await self.price(price)).interval
        return _Plan(price, interval, text(found, "metadata", NEXT_KEY)) if interval else None

    async def _plan_again(self, before: Object, planned: _Plan | None) -> None:
        """Put back what was planned before a change that failed; where that fails, promise it no longer."""
        subscription_id = needed(before, "id")
        try:
            now, _ = await self._subscription(subscription_id)
            if text(now, "items", "price") != text(before, "items", "price"):
                return  # it was changed after all
            await self._unscheduled(now)
            if planned is not None:
                await self._later(now, planned)
            elif flag(before, "cancel_at_period_end") and not flag(now, "cancel_at_period_end"):
                await self._update(subscription_id, {"cancel_at_period_end": True})
        except AppError as error:
            _LOG.warning("what was planned at Stripe could not be put back: %s", error.code)
            with contextlib.suppress(AppError):
                await self._update(subscription_id, {"metadata": {NEXT_KEY: ""}})

    async def _later(self, found: Object, plan: _Plan) -> SubscriptionSeen:
        """Have a schedule put the subscription on another price when its period ends, and then let go of it."""
        subscription_id, price = needed(found, "id"), text(found, "items", "price")
        if flag(found, "cancel_at_period_end"):
            await self._update(subscription_id, {"cancel_at_period_end": False})
        about = {"from_subscription": subscription_id}
        made = await self._ask(lambda v1: v1.subscription_schedules.create_async(about))
        now = {
            "items": [{"price": price, "quantity": 1}],
            "start_date": number(made, "phases", "start_date"),
            "end_date": number(made, "phases", "end_date"),
            "proration_behavior": "none",
        }
        then = {
            "items": [{"price": plan.price, "quantity": 1}],
            "duration": {"interval": plan.interval, "interval_count": 1},
            "metadata": {OFFER_KEY: plan.offer, NEXT_KEY: ""},
            "proration_behavior": "none",
        }
        phases = {"end_behavior": "release", "phases": [now, then]}
        schedule_id = needed(made, "id")
        await self._ask(lambda v1: v1.subscription_schedules.update_async(schedule_id, phases))
        return await self._update(subscription_id, {"metadata": {NEXT_KEY: plan.offer}})

    async def _unscheduled(self, found: Object) -> None:
        """Let go of a change that was planned: a subscription with a schedule can be changed in no other way."""
        schedule_id = text(found, "schedule")
        if schedule_id:
            await self._ask(lambda v1: v1.subscription_schedules.release_async(schedule_id))

    async def _subscription(self, subscription_id: str) -> tuple[Object, int]:
        return await self._ask_at(
            lambda v1: v1.subscriptions.retrieve_async(subscription_id),
            missing=lambda _field: "payments.no_subscription",
        )

    async def _update(
        self, subscription_id: str, params: dict[str, Any], options: dict[str, str] | None = None
    ) -> SubscriptionSeen:
        return await self._changed(
            lambda v1: v1.subscriptions.update_async(subscription_id, params, options or {})
        )

    async def _changed(self, ask: Ask) -> SubscriptionSeen:
        return stripe_events.subscription_seen(
            *await self._ask_at(ask, missing=lambda _field: "payments.no_subscription")
        )

    # What was paid

    async def invoices(self, customer: str) -> list[InvoiceEntry]:
        about: dict[str, Any] = {"customer": customer, "limit": LISTED_MOST}
        invoices = await self._ask(lambda v1: v1.invoices.list_async(about), missing=_nobody)
        charged = {**about, "expand": ["data.latest_charge"]}
        intents = await self._ask(lambda v1: v1.payment_intents.list_async(charged), missing=_nobody)
        entries = [entry for each in _data(invoices) if (entry := invoice(each))]
        entries += [receipt(each) for each in _data(intents) if is_top_up(each)]
        return sorted(entries, key=lambda entry: entry.at_ms, reverse=True)[:LISTED_MOST]

    async def invoice_page(self, customer: str, invoice_id: str) -> PageToOpen:
        if invoice_id.startswith("in_"):
            found = await self._ask(lambda v1: v1.invoices.retrieve_async(invoice_id), missing=_no_invoice)
            url = text(found, "hosted_invoice_url", most=URL_CHARS)
        else:
            params = {"expand": ["latest_charge"]}
            found = await self._ask(
                lambda v1: v1.payment_intents.retrieve_async(invoice_id, params), missing=_no_invoice
            )
            url = text(found, "latest_charge", "receipt_url", most=URL_CHARS)
        if text(found, "customer") != customer or not url:
            raise AppError("payments.no_invoice")
        return _page(url, 0)

    async def paid_since(self, since_ms: int) -> list[Seen]:
        since = {"created": {"gte": since_ms // 1_000}}
        at_ms = self._clock.now_ms()
        every = self._every
        return [
            *[
                stripe_events.invoice_paid(one)
                async for one in every("invoices", {**since, "status": "paid"})
            ],
            *[
                stripe_events.intent_paid(one)
                async for one in every("payment_intents", since)
                if is_top_up(one)
            ],
            *[stripe_events.refunded(one, at_ms) async for one in every("refunds", since)],
            *[stripe_events.disputed(one, at_ms) async for one in every("disputes", since)],
            *[stripe_events.subscription_seen(one, at_ms) async for one in every("subscriptions", since)],
        ]

    async def undelivered(self, since_ms: int) -> list[tuple[str, bytes]]:
        params = {"created": {"gte": since_ms // 1_000}, "delivery_success": False}
        return [
            (needed(each, "id"), msgspec.json.encode(each)) async for each in self._every("events", params)
        ]

    async def _every(self, listed_as: str, params: dict[str, Any]) -> AsyncIterator[Object]:
        """Yield what a list has, page after page; each page has the time of one call."""
        after: dict[str, Any] = {}
        while True:
            asked = {**params, **after, "limit": _PAGE}
            page = await self._ask(lambda v1, asked=asked: getattr(v1, listed_as).list_async(asked))
            listed: list[Object] = _data(page)
            for each in listed:
                yield each
            if not listed or not flag(page, "has_more"):
                return
            after = {"starting_after": needed(listed[-1], "id")}

    # The way there

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _load(self) -> Any:
        import stripe  # half a second and 30 MB: only where it is needed

        return stripe

    async def _opened(self) -> tuple[Any, Any]:
        """Return the library and its client."""
        stripe = await self._loaded.get()
        if self._client is None:
            timeout = aiohttp.ClientTimeout(total=self._settings.answer_s)
            self._session = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
            self._client = stripe.StripeClient(
                self._settings.stripe_key,
                base_addresses={"api": self._settings.stripe_url.rstrip("/")},
                max_network_retries=1,
                http_client=stripe.AIOHTTPClient(timeout=timeout, session=self._session),
            )
        return stripe, self._client

    async def _ask(self, ask: Ask, *, missing: Callable[[str], str] | None = None) -> Object:
        return (await self._ask_at(ask, missing=missing))[0]

    async def _ask_at(
        self, ask: Ask, *, missing: Callable[[str], str] | None = None
    ) -> tuple[dict[str, Any], int]:
        """Return what is answered, and when by Stripe's clock; `missing` names the code when it is not there."""
        stripe, client = await self._opened()
        try:
            async with reaching("stripe", self._settings.answer_s):
                answer = await ask(client.v1)
                found: Any = answer.to_dict(for_json=True) if hasattr(answer, "to_dict") else None
        except stripe.StripeError as cause:
            raise _told(cause, missing) from cause
        if not isinstance(found, dict):
            raise down("stripe", "no object")
        return found, self._time_of(answer)  # pyright: ignore[reportUnknownVariableType] - judged by who reads it

    def _time_of(self, answer: Any) -> int:
        """When this was so, by Stripe's clock; which of its milliseconds, ours tells as well as it can."""
        headers: Any = getattr(answer.last_response, "headers", None) or {}
        now_ms = self._clock.now_ms()
        try:
            at_ms = int(email.utils.parsedate_to_datetime(headers["Date"]).timestamp() * 1_000)
        except (KeyError, ValueError):
            return now_ms
        return max(at_ms, min(now_ms, at_ms + 999))


def _told(cause: Any, missing: Callable[[str], str] | None) -> AppError:
    kind = type(cause).__name__
    detail = f"{kind} {cause.code or ''} {getattr(cause, 'param', None) or ''}".strip()
    if cause.code == "idempotency_key_in_use":
        return AppError("payments.in_progress", provider="Stripe", detail=detail)
    if kind == "CardError":
        return AppError("payments.declined", detail=detail)
    if kind in _DOWN or (cause.http_status or 0) >= 500:
        return down("stripe", detail)
    code = missing(getattr(cause, "param", "") or "") if missing and cause.code == "resource_missing" else ""
    return AppError(code, detail=detail) if code else refused("stripe", detail)


def _data(page: Object) -> list[Object]:
    listed: Any = page.get("data")
    if not isinstance(listed, list):
        raise down("stripe", "no list")
    return listed  # pyright: ignore[reportUnknownVariableType] - judged by who reads it


def _nobody(_field: str) -> str:
    return "payments.no_customer"


def _no_invoice(_field: str) -> str:
    return "payments.no_invoice"


def _page(url: str, expires_ms: int) -> PageToOpen:
    if not url:
        raise refused("stripe", "no url")
    return PageToOpen(url=url, provider="stripe", expires_ms=expires_ms)
