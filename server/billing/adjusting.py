"""Changes of a balance that are no use: top-ups, refunds, adjustments, freed levels, plans. Knows no database."""

from collections.abc import Set as AbstractSet

from server.billing.batch import Batch, Origin
from server.billing.book import Account, Book
from server.billing.orders import Move, PlanIs
from server.billing.periods import Books, Periods, chain
from shared.billing.grants import charge
from shared.billing.meters import FOREVER_MS, length_of, period_of
from shared.ids import new_id

TOPUP_MS = 366 * 86_400_000
"""Twelve months: how long what was bought may be used."""


def plan_is(periods: Periods, books: Books, batch: Batch, order: PlanIs, now_ms: int) -> None:
    """Follow a person's plan; the book's standing is the new one already."""
    user = books[order.user_id]
    for meter in list(user.meters):
        periods.live(books, batch, user, meter, now_ms)
    if order.at_once:
        periods.lower(books, batch, user, now_ms)
    batch.ops += 1
    batch.changed.add(user.id)


def move(
    periods: Periods, books: Books, batch: Batch, order: Move, done: AbstractSet[str], now_ms: int
) -> bool:
    """Do it once. `done` are the keys of entries that exist. False: it was done before."""
    if order.idem in done:
        return False
    if order.amount == 0 or (order.amount < 0 and order.kind != "adjust"):
        raise ValueError("an amount that moves nothing")
    user = books[order.user_id]
    found = periods.live(books, batch, user, order.meter, now_ms) or user.meter(order.meter)
    why = Origin(order.kind, now_ms, idem=order.idem, reason=order.reason, actor=order.actor)
    if order.kind == "topup" or (order.kind == "adjust" and order.amount > 0):
        grant = periods.opened(batch, user, _granted(order, now_ms))
        batch.post(chain(books, user), periods.other(batch, user, found, "source"), grant, order.amount, why)
    elif order.kind == "refund":
        _refund(periods, books, batch, order, why)
    elif order.kind == "adjust":
        source = periods.other(batch, user, found, "source")
        for grant, part, over in charge((), found.grants, -order.amount):
            why.flags = ("overrun",) if over else ()
            batch.post(chain(books, user), grant, source, part, why)
            why.idem = None
    else:
        _free_level(periods, books, batch, order, why)
    batch.ops += 1
    batch.changed.add(user.id)
    return True


def _granted(order: Move, now_ms: int) -> Account:
    kind = "topup" if order.kind == "topup" else "adjust"
    ends_ms = order.expires_ms
    if not ends_ms and kind == "topup":
        ends_ms = FOREVER_MS if length_of(order.meter) == "level" else now_ms + TOPUP_MS
    return Account(
        new_id(),
        order.user_id,
        order.meter,
        kind,
        order.idem,
        allowance=order.amount,
        expires_ms=ends_ms or period_of(order.meter, now_ms).ends_ms,
    )


def _refund(periods: Periods, books: Books, batch: Batch, order: Move, why: Origin) -> None:
    """Take back what was bought, spent or not. What has expired meanwhile is taken from there."""
    user = books[order.user_id]
    found = user.meter(order.meter)
    bought = next(
        (one for one in found.grants if one.kind == "topup" and one.period_key == order.of), None
    ) or periods.other(batch, user, found, "expired")
    if bought.kind == "topup" and bought.posted < order.amount:
        why.flags = ("overrun",)
    source = periods.other(batch, user, found, "source")
    batch.post(chain(books, user), bought, source, order.amount, why)


def _free_level(periods: Periods, books: Books, batch: Batch, order: Move, why: Origin) -> None:
    user: Book = books[order.user_id]
    found = user.meter(order.meter)
    grant = found.plan_grant()
    if grant is None:
        return
    # What was stored before it was counted frees nothing.
    amount = min(order.amount, grant.used)
    if amount > 0:
        grant.used -= amount
        batch.post(chain(books, user), periods.other(batch, user, found, "spent"), grant, amount, why)
