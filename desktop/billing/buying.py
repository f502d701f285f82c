"""What can be bought from what one has: the step from each plan card, what is waited for and when it came. Pure."""

from typing import Literal

import msgspec

from shared.billing.meters import Meter
from shared.billing.status import MeterStatus
from shared.payments.messages import MySubscription, Offer, Offers, Price, Provider
from shared.plans import PLANS, Plan

Period = Literal["month", "year"]
Step = Literal[
    "",
    "buy",
    "bigger",
    "smaller",
    "by_year",
    "by_month",
    "keep",
    "free",
    "provider_page",
    "elsewhere",
    "closed",
]
"""What a plan's card leads to.

`buy`: the provider's checkout. `bigger`, `by_year`: another offer for the subscription there is, charged and counted
at once; `smaller`, `by_month`: one that comes when the paid time ends.
`keep`: take back the cancelling or the smaller plan. `free`: cancel. `provider_page`: only the provider's own page can
do it. `elsewhere`: one pays at a provider who does not sell this. `closed`: nobody sells it just now. Empty: nothing.
"""
_PAID = ("active", "trialing")
AT_ONCE: tuple[Step, ...] = ("bigger", "by_year")
"""Charged to the card that is known: asked first, and waited for."""
_MONTHS = 12


class Choice(msgspec.Struct, frozen=True):
    """The card of a plan: its step, what is bought by it and what that costs. `next_ms`: this plan begins then."""

    step: Step = ""
    offer: Offer | None = None
    price: Price | None = None
    next_ms: int = 0


class Waiting(msgspec.Struct, frozen=True):
    """A purchase that was begun in the browser (`url`), or ordered from a subscription that runs (no `url`).

    `expires_ms` 0: the page is good for as long as it takes. `limit_before` is of the meter that a top-up adds to.
    """

    offer: Offer
    price: Price
    since_ms: int
    url: str = ""
    expires_ms: int = 0
    limit_before: int = 0

    def expired(self, now_ms: int) -> bool:
        """Whether the provider's page is closed, so that nobody can pay there any more."""
        return 0 < self.expires_ms <= now_ms


def main_subscription(offers: Offers | None) -> MySubscription | None:
    """The one that gives the plan."""
    return offers.subscriptions[0] if offers is not None and offers.subscriptions else None


def plan_offer(offers: Offers, plan: str, period: Period) -> Offer | None:
    """Return what is sold of a plan by the month or the year."""
    return next((one for one in offers.offers if one.plan == plan and one.interval == period), None)


def top_ups(offers: Offers, meters: tuple[MeterStatus, ...]) -> tuple[Offer, ...]:
    """Return what is sold once; of a meter without a limit nothing more can be of use."""
    unlimited = {status.meter for status in meters if status.limit is None}
    return tuple(
        one for one in offers.offers if one.meter is not None and one.prices and one.meter not in unlimited
    )


def sells_larger(offers: Offers) -> bool:
    """Whether a larger plan than one's own is sold."""
    sizes = list(PLANS)
    own = sizes.index(offers.plan) if offers.plan in sizes else 0
    return any(one.plan in sizes[own + 1 :] for one in offers.offers)


def offered_periods(offers: Offers) -> tuple[Period, ...]:
    """Return whether plans are sold by the month, the year or both."""
    sold = {one.interval for one in offers.offers if one.plan}
    periods: tuple[Period, ...] = ("month", "year")
    return tuple(period for period in periods if period in sold)


def price_at(offer: Offer, provider: Provider | None) -> Price | None:
    """What it costs there; without a provider at the one preferred. None: not sold there."""
    return next((one for one in offer.prices if provider in (None, one.provider)), None)


def months_free(monthly: Price | None, yearly: Price | None) -> int:
    """Return how many whole months a year leaves out; 0 when the two cannot be compared."""
    if monthly is None or yearly is None or monthly.currency != yearly.currency or monthly.amount_minor <= 0:
        return 0
    saved = monthly.amount_minor * _MONTHS - yearly.amount_minor
    return saved // monthly.amount_minor if saved > 0 else 0


def choice(offers: Offers, plans: tuple[Plan, ...], plan: Plan, period: Period) -> Choice:
    """Return what the card of a plan leads to, when its price by `period` is looked at."""
    mine = main_subscription(offers)
    offer = plan_offer(offers, plan.name, period)
    price = price_at(offer, mine.provider if mine is not None else None) if offer is not None else None
    shown = price or (price_at(offer, None) if offer is not None else None)
    if offers.restricted:
        return Choice(offer=offer, price=shown)
    if mine is None or mine.status == "incomplete":
        return Choice(_first_step(offers, plans, plan, offer), offer, shown)
    step = _next_step(mine, plans, plan, offer, price)
    begins_ms = mine.period_end_ms if _begins_then(mine, offers, plan, offer) else 0
    return Choice("" if begins_ms else step, offer, shown, begins_ms)


def _first_step(offers: Offers, plans: tuple[Plan, ...], plan: Plan, offer: Offer | None) -> Step:
    """The step of somebody who pays for nothing: a plan that is no larger than the one given by a school is none."""
    order = [one.name for one in plans]
    own = order.index(offers.plan) if offers.plan in order else 0
    if offer is None or order.index(plan.name) <= own:
        return ""
    return "buy" if offer.prices else "closed"


def _next_step(
    mine: MySubscription, plans: tuple[Plan, ...], plan: Plan, offer: Offer | None, price: Price | None
) -> Step:
    order = [one.name for one in plans]
    own = order.index(mine.plan) if mine.plan in order else 0
    there = order.index(plan.name)
    same = plan.name == mine.plan and (
        offer is None or offer.id == mine.offer or offer.interval == mine.interval
    )
    if same:
        taken_back = (mine.ends_then or bool(mine.next_offer)) and "resume" in mine.can
        return "keep" if taken_back else ""
    if not plan.monthly_cents and offer is None:
        return "" if mine.ends_then or not _may_cancel(mine) else "free"
    return _change_step(mine, offer, price, there - own) if offer is not None else ""


def _change_step(mine: MySubscription, offer: Offer, price: Price | None, larger: int) -> Step:
    """The step from a subscription to another offer; `larger` is above zero for a larger plan."""
    if price is None:
        return "elsewhere" if offer.prices else "closed"
    if "change" not in mine.can:
        return "provider_page" if "portal" in mine.can else ""
    if larger == 0 and mine.offer:
        return "by_year" if offer.interval == "year" else "by_month"
    # What one pays for and is not sold any more counts as the smallest.
    return "bigger" if larger > 0 or not mine.offer else "smaller"


def _may_cancel(mine: MySubscription) -> bool:
    return "cancel_at_end" in mine.can or "cancel_now" in mine.can


def _begins_then(mine: MySubscription, offers: Offers, plan: Plan, offer: Offer | None) -> bool:
    """Whether this is what comes when the paid time is over."""
    if mine.next_offer:
        coming = next((one for one in offers.offers if one.id == mine.next_offer), None)
        return offer is not None and coming is not None and coming.id == offer.id
    return mine.ends_then and not plan.monthly_cents and offer is None


def limit_of(meters: tuple[MeterStatus, ...], meter: Meter | None) -> int:
    """Return the limit of a meter, top-ups included; 0 for none."""
    return next((status.limit or 0 for status in meters if status.meter == meter), 0)


def has_come(waiting: Waiting, offers: Offers, plan: str, meters: tuple[MeterStatus, ...]) -> bool:
    """Whether what was bought counts now.

    A plan has come when a subscription of its offer is paid, and the `plan` that usage is counted by is no smaller; a
    top-up when the meter's limit rose by it.
    """
    offer = waiting.offer
    if offer.meter is not None:
        return limit_of(meters, offer.meter) >= waiting.limit_before + offer.amount
    paid = any(one.offer == offer.id for one in offers.subscriptions if one.status in _PAID)
    return paid and _size(plan) >= _size(offer.plan)


def _size(plan: str) -> int:
    """Return the place of a plan among all; one of a newer server counts as the largest."""
    sizes = list(PLANS)
    return sizes.index(plan) if plan in sizes else len(sizes)
