"""What Polar's events and objects say (API 2026-10). Pure."""

from collections.abc import Callable
from typing import Any, cast

from server.payments.events import (
    OFFER_KEY,
    USER_KEY,
    CustomerSeen,
    Paid,
    Refunded,
    Seen,
    SubscriptionSeen,
    Told,
)
from server.payments.readings import Object, flag, inner, iso_ms, needed, number, sold, text, user
from shared.payments.messages import SubscriptionStatus

_STATUS: dict[str, SubscriptionStatus] = {
    "active": "active",
    "trialing": "trialing",
    "past_due": "past_due",
    "incomplete": "incomplete",
    "paused": "paused",
    "unpaid": "paused",
    "incomplete_expired": "ended",
    "canceled": "ended",
}
_DISPUTE_TAKES = frozenset({"needs_response", "under_review", "lost"})
_PAID = frozenset({"paid", "refunded", "partially_refunded"})


def told(event: Object, event_id: str) -> Told:
    """Read a webhook; its id comes as a header. Raises `AppError("payments.bad_event")`."""
    kind, created_ms = needed(event, "type"), iso_ms(event, "timestamp")
    found = inner(event, "data")
    read = _READERS.get(kind)
    return Told(
        event_id=event_id,
        kind=kind,
        object_id=text(found, "id"),
        created_ms=created_ms,
        seen=tuple(read(found, created_ms)) if read is not None else (),
    )


def subscription_seen(found: Object, at_ms: int) -> SubscriptionSeen:
    """A subscription as Polar changed it last, else as it stood at `at_ms`. Raises `payments.bad_event`."""
    status = _STATUS.get(text(found, "status"), "paused")
    return SubscriptionSeen(
        provider="polar",
        id=needed(found, "id"),
        customer=text(found, "customer_id") or needed(found, "customer"),
        status=status,
        seen_ms=iso_ms(found, "modified_at") or at_ms or iso_ms(found, "created_at"),
        sold=sold(text(found, "product_id"), text(found, "metadata", OFFER_KEY)),
        user_id=_user(found),
        begins_ms=iso_ms(found, "current_period_start"),
        ends_ms=iso_ms(found, "ends_at") or iso_ms(found, "current_period_end"),
        ends_then=flag(found, "cancel_at_period_end") or flag(found, "pause_at_period_end"),
        final=status == "ended",
        past_due_ms=iso_ms(found, "past_due_at"),
        next_sold=sold(text(found, "pending_update", "product_id")),
    )


def order_paid(found: Object) -> Paid:
    """An order that was paid. Raises `payments.bad_event`."""
    return Paid(
        provider="polar",
        id=f"polar:order:{needed(found, 'id')}",
        customer=text(found, "customer_id"),
        at_ms=iso_ms(found, "created_at"),
        currency=text(found, "currency").upper(),
        amount_minor=number(found, "total_amount"),
        sold=sold(text(found, "product_id"), text(found, "metadata", OFFER_KEY)),
        user_id=_user(found),
        subscription=text(found, "subscription_id"),
    )


def refunded(found: Object, at_ms: int) -> Refunded:
    """A refund as it stood; one that a dispute forced is a dispute. Raises `payments.bad_event`."""
    dispute = inner(found, "dispute")
    forced = text(dispute, "status") in _DISPUTE_TAKES
    return Refunded(
        provider="polar",
        id=f"polar:refund:{needed(found, 'id')}",
        of=f"polar:order:{needed(found, 'order_id')}",
        kind="dispute" if forced else "refund",
        taken=forced or (not dispute and text(found, "status") == "succeeded"),
        seen_ms=max(iso_ms(found, "modified_at"), iso_ms(dispute, "modified_at")) or at_ms,
        currency=text(found, "currency").upper(),
        amount_minor=number(found, "amount") + number(found, "tax_amount"),
        customer=text(found, "customer_id"),
    )


def _user(found: Object) -> Any:
    return user(found, "customer", "external_id") or user(found, "metadata", USER_KEY)


def _customer(found: Object, _at_ms: int) -> list[Seen]:
    user_id, customer = user(found, "external_id"), text(found, "id")
    if user_id is None or not customer:
        return []
    return [CustomerSeen(provider="polar", customer=customer, user_id=user_id)]


def _state(found: Object, at_ms: int) -> list[Seen]:
    """Everything of a customer at once; its subscriptions come without the customer's id."""
    seen = _customer(found, at_ms)
    listed = found.get("active_subscriptions")
    for each in cast("list[Any]", listed) if isinstance(listed, list) else []:
        if isinstance(each, dict):
            whole = {"customer_id": found.get("id"), **cast("dict[str, Any]", each)}
            seen.append(subscription_seen(whole, at_ms))
    return seen


def _subscription(found: Object, at_ms: int) -> list[Seen]:
    return [subscription_seen(found, at_ms)]


def _order(found: Object, _at_ms: int) -> list[Seen]:
    return [order_paid(found)] if text(found, "status") in _PAID else []


def _refund(found: Object, at_ms: int) -> list[Seen]:
    return [refunded(found, at_ms)]


_READERS: dict[str, Callable[[Object, int], list[Seen]]] = {
    **dict.fromkeys(("customer.created", "customer.updated"), _customer),
    "customer.state_changed": _state,
    **dict.fromkeys(
        (
            *("subscription.created", "subscription.active", "subscription.updated", "subscription.cycled"),
            *("subscription.canceled", "subscription.uncanceled", "subscription.revoked"),
            *(
                "subscription.past_due",
                "subscription.paused",
                "subscription.resumed",
                "subscription.migrated",
            ),
        ),
        _subscription,
    ),
    **dict.fromkeys(("order.created", "order.paid", "order.updated"), _order),
    **dict.fromkeys(("refund.created", "refund.updated"), _refund),
}
KINDS = tuple(_READERS)
"""The types of events that a webhook endpoint should be given."""
