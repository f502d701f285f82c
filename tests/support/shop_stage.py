"""What a server sells in tests of buying: plans by the month and the year, and things sold once."""

from typing import Any

from shared.billing.meters import Meter
from shared.payments.messages import (
    InvoiceEntry,
    MySubscription,
    Offer,
    Offers,
    PageToOpen,
    PaymentEntry,
    Price,
    Provider,
    Subscribed,
)
from tests.support.billing_stage import NOVEMBER_20_MS

DAY_MS = 86_400_000
DECEMBER_20_MS = NOVEMBER_20_MS + 30 * DAY_MS
PAGE = PageToOpen(url="https://checkout.stripe.example/c/pay/1", provider="stripe")
_MONTHLY = {"basic": 1_500, "pro": 2_500, "enterprise": 4_999}


def price(amount_minor: int, provider: Provider = "stripe", currency: str = "EUR") -> Price:
    return Price(provider=provider, currency=currency, amount_minor=amount_minor)


def plan_sold(plan: str, interval: Any = "month", **more: Any) -> Offer:
    cents = _MONTHLY[plan] * (10 if interval == "year" else 1)
    prices = more.pop("prices", (price(cents),))
    return Offer(id=f"{plan}-{interval}", plan=plan, interval=interval, prices=prices)


def top_up(amount: int = 50_000, cents: int = 500, meter: Meter = Meter.AI_TOKENS) -> Offer:
    return Offer(
        id=f"more-{meter.value}-{amount}", interval="once", meter=meter, amount=amount, prices=(price(cents),)
    )


SOLD = (
    *(plan_sold(plan, interval) for interval in ("month", "year") for plan in _MONTHLY),
    top_up(),
    top_up(200_000, 1_500),
    top_up(3_600_000, 800, Meter.VOICE_MS),
)


def subscribed(plan: str = "pro", **more: Any) -> MySubscription:
    given: dict[str, Any] = {
        "id": "sub_1",
        "provider": "stripe",
        "status": "active",
        "offer": f"{plan}-{more.get('interval', 'month')}",
        "period_end_ms": DECEMBER_20_MS,
        "can": ("cancel_now", "cancel_at_end", "change", "portal"),
        **more,
    }
    return MySubscription(plan=plan, **given)


def sold(mine: MySubscription | None = None, offers: tuple[Offer, ...] = SOLD, **more: Any) -> Offers:
    """What is sold to somebody who has that subscription."""
    given: dict[str, Any] = {
        "plan": mine.plan if mine is not None else "free",
        "plan_until_ms": mine.period_end_ms if mine is not None else 0,
        "subscriptions": (mine,) if mine is not None else (),
        **more,
    }
    return Offers(offers=offers, **given)


def answered(mine: MySubscription) -> Subscribed:
    return Subscribed(subscription=mine)


def payment(number: int, **more: Any) -> PaymentEntry:
    given: dict[str, Any] = {
        "provider": "stripe",
        "kind": "paid",
        "at_ms": NOVEMBER_20_MS - number * 30 * DAY_MS,
        "currency": "EUR",
        "amount_minor": 2_500,
        "offer": "pro-month",
        **more,
    }
    return PaymentEntry(id=f"in_{number}", **given)


def invoice(which: int, **more: Any) -> InvoiceEntry:
    given: dict[str, Any] = {
        "provider": "stripe",
        "number": f"LANTERN-{which:04}",
        "at_ms": NOVEMBER_20_MS - which * 30 * DAY_MS,
        "status": "paid",
        "currency": "EUR",
        "amount_minor": 2_500,
        "url": f"https://invoice.stripe.example/i/{which}",
        **more,
    }
    return InvoiceEntry(id=f"in_{which}", **given)
