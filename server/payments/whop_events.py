"""What Whop's events and objects say (API v1, and the shapes of objects in its library 2.6). Pure."""

from collections.abc import Callable

from server.payments.events import OFFER_KEY, USER_KEY, Paid, Refunded, Seen, SubscriptionSeen, Told
from server.payments.readings import (
    Object,
    decimal_minor,
    flag,
    inner,
    iso_ms,
    needed,
    number,
    sold,
    text,
    user,
)
from shared.payments.messages import SubscriptionStatus

_STATUS: dict[str, SubscriptionStatus] = {
    "active": "active",
    "canceling": "active",
    "trialing": "trialing",
    "past_due": "past_due",
    "drafted": "incomplete",
    "unresolved": "paused",
    "completed": "ended",
    "canceled": "ended",
    "expired": "ended",
}
_DISPUTE_TAKES = frozenset({"needs_response", "under_review", "lost"})


def told(event: Object, event_id: str) -> Told:
    """Read a webhook; its id comes as a header. Raises `AppError("payments.bad_event")`."""
    kind = text(event, "type") or needed(event, "action")
    created_ms = iso_ms(event, "timestamp")
    found = inner(event, "data")
    read = _READERS.get(kind)
    return Told(
        event_id=event_id,
        kind=kind,
        object_id=text(found, "id"),
        created_ms=created_ms,
        seen=tuple(read(found, created_ms)) if read is not None else (),
    )


def membership_seen(found: Object, at_ms: int) -> SubscriptionSeen:
    """A membership as Whop changed it last, else as it stood at `at_ms`; an ended one can begin again."""
    status = text(found, "status")
    ends_ms = iso_ms(found, "expires_at") or iso_ms(found, "current_period_end")
    return SubscriptionSeen(
        provider="whop",
        id=needed(found, "id"),
        customer=_customer(found),
        status=_STATUS.get(status, "paused"),
        seen_ms=iso_ms(found, "updated_at") or at_ms or iso_ms(found, "created_at"),
        sold=_sold(found),
        user_id=user(found, "metadata", USER_KEY),
        begins_ms=iso_ms(found, "current_period_start") or iso_ms(found, "renewal_period_start"),
        ends_ms=ends_ms or iso_ms(found, "renewal_period_end"),
        ends_then=status == "canceling" or flag(found, "cancel_at_period_end"),
    )


def payment_paid(found: Object) -> Paid:
    """A payment that succeeded. Raises `payments.bad_event`."""
    currency = text(found, "currency") or text(found, "total", "currency")
    return Paid(
        provider="whop",
        id=f"whop:payment:{needed(found, 'id')}",
        customer=_customer(found),
        at_ms=iso_ms(found, "paid_at") or iso_ms(found, "created_at"),
        currency=currency.upper(),
        amount_minor=_money(found, "total", currency),
        sold=_sold(found),
        user_id=user(found, "metadata", USER_KEY) or user(found, "membership", "metadata", USER_KEY),
        subscription=text(found, "membership_id") or text(found, "membership"),
    )


def refunded(found: Object, at_ms: int) -> Refunded:
    """A refund as it stood. Raises `payments.bad_event`."""
    currency = text(found, "currency") or text(found, "original_amount", "currency")
    whole = _money(found, "original_amount", currency)
    return Refunded(
        provider="whop",
        id=f"whop:refund:{needed(found, 'id')}",
        of=f"whop:payment:{text(found, 'payment_id') or needed(found, 'payment')}",
        kind="refund",
        taken=text(found, "status") == "succeeded",
        seen_ms=iso_ms(found, "updated_at") or at_ms,
        currency=currency.upper(),
        amount_minor=_money(found, "amount", currency) or whole,
    )


def disputed(found: Object, at_ms: int) -> Refunded:
    """A dispute as it stood. Raises `payments.bad_event`."""
    currency = text(found, "currency")
    return Refunded(
        provider="whop",
        id=f"whop:dispute:{needed(found, 'id')}",
        of=f"whop:payment:{text(found, 'payment_id') or needed(found, 'payment')}",
        kind="dispute",
        taken=text(found, "status") in _DISPUTE_TAKES and not flag(found, "inquiry"),
        seen_ms=iso_ms(found, "updated_at") or at_ms,
        currency=currency.upper(),
        amount_minor=_money(found, "amount", currency),
    )


def _customer(found: Object) -> str:
    return text(found, "user") or text(found, "user_id")


def _sold(found: Object) -> tuple[str, ...]:
    plan = text(found, "plan_id") or text(found, "plan")
    product = text(found, "product_id") or text(found, "product")
    return sold(plan, product, text(found, "metadata", OFFER_KEY))


def _money(found: Object, name: str, currency: str) -> int:
    """Whop writes money as {amount: "10.00", decimals: 2, …}, in older shapes as a number of whole units."""
    money = inner(found, name)
    if "decimals" in money:
        return decimal_minor(money.get("amount"), currency, number(money, "decimals"))
    return decimal_minor(money.get("amount") if money else found.get(name), currency)


def _membership(found: Object, at_ms: int) -> list[Seen]:
    return [membership_seen(found, at_ms)]


def _payment(found: Object, _at_ms: int) -> list[Seen]:
    return [payment_paid(found)]


def _refund(found: Object, at_ms: int) -> list[Seen]:
    return [refunded(found, at_ms)]


def _dispute(found: Object, at_ms: int) -> list[Seen]:
    return [disputed(found, at_ms)]


_READERS: dict[str, Callable[[Object, int], list[Seen]]] = {
    **dict.fromkeys(
        (
            *("membership.activated", "membership.deactivated", "membership.updated"),
            "membership.cancel_at_period_end_changed",
        ),
        _membership,
    ),
    "payment.succeeded": _payment,
    **dict.fromkeys(("refund.created", "refund.updated"), _refund),
    **dict.fromkeys(("dispute.created", "dispute.updated"), _dispute),
}
KINDS = tuple(_READERS)
"""The types of events that a webhook endpoint should be given."""
