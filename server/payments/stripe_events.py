"""What Stripe's events and objects say. Pure: reads the API of 2026-10-28 and, where fields moved, the older ones."""

from collections.abc import Callable
from typing import Literal

from server.payments.events import (
    NEXT_KEY,
    OFFER_KEY,
    USER_KEY,
    CustomerSeen,
    Paid,
    Refunded,
    Seen,
    SubscriptionSeen,
    Told,
)
from server.payments.readings import Object, flag, inner, needed, number, seconds_ms, sold, text, user
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
"""An inquiry (`warning_…`) takes nothing yet; one that was won or prevented takes nothing any more."""


def told(event: Object) -> Told:
    """Read a webhook. Raises `AppError("payments.bad_event")`."""
    kind, created_ms = needed(event, "type"), seconds_ms(event, "created")
    found = inner(event, "data", "object")
    read = _READERS.get(kind)
    return Told(
        event_id=needed(event, "id"),
        kind=kind,
        object_id=text(found, "id"),
        created_ms=created_ms,
        seen=tuple(read(found, created_ms)) if read is not None else (),
    )


def subscription_seen(found: Object, at_ms: int) -> SubscriptionSeen:
    """A subscription as it stood at `at_ms`. Raises `AppError("payments.bad_event")`."""
    item = inner(found, "items")
    status = _STATUS.get(text(found, "status"), "paused")
    begins_ms = seconds_ms(item, "current_period_start") or seconds_ms(found, "current_period_start")
    ends_ms = seconds_ms(item, "current_period_end") or seconds_ms(found, "current_period_end")
    cancel_ms = seconds_ms(found, "cancel_at")
    return SubscriptionSeen(
        provider="stripe",
        id=needed(found, "id"),
        customer=needed(found, "customer"),
        status=status,
        seen_ms=at_ms,
        sold=sold(
            text(item, "price"),
            text(item, "plan"),
            text(item, "price", "product"),
            text(item, "plan", "product"),
            text(found, "metadata", OFFER_KEY),
        ),
        user_id=user(found, "metadata", USER_KEY),
        begins_ms=begins_ms,
        ends_ms=min(ends_ms, cancel_ms) if cancel_ms and ends_ms else ends_ms,
        ends_then=flag(found, "cancel_at_period_end") or 0 < cancel_ms <= ends_ms,
        final=status == "ended",
        next_sold=sold(text(found, "metadata", NEXT_KEY)),
    )


def invoice_paid(found: Object) -> Paid:
    """An invoice that was paid; what it was for is the subscription's business. Raises `payments.bad_event`."""
    details = inner(found, "parent", "subscription_details")
    line = inner(found, "lines")
    return Paid(
        provider="stripe",
        id=f"stripe:invoice:{needed(found, 'id')}",
        customer=text(found, "customer"),
        at_ms=seconds_ms(found, "status_transitions", "paid_at") or seconds_ms(found, "created"),
        currency=text(found, "currency").upper(),
        amount_minor=number(found, "amount_paid"),
        sold=sold(
            text(line, "pricing", "price_details", "price"),
            text(line, "price"),
            text(line, "plan"),
            text(line, "pricing", "price_details", "product"),
        ),
        user_id=user(details, "metadata", USER_KEY) or user(found, "metadata", USER_KEY),
        subscription=text(details, "subscription") or text(found, "subscription"),
    )


def intent_paid(found: Object) -> Paid:
    """A payment intent that succeeded; one of an invoice does not say what was sold. Raises `payments.bad_event`."""
    return Paid(
        provider="stripe",
        id=f"stripe:pi:{needed(found, 'id')}",
        customer=text(found, "customer"),
        at_ms=seconds_ms(found, "created"),
        currency=text(found, "currency").upper(),
        amount_minor=number(found, "amount_received") or number(found, "amount"),
        sold=sold(text(found, "metadata", OFFER_KEY)),
        user_id=user(found, "metadata", USER_KEY),
    )


def refunded(found: Object, at_ms: int) -> Refunded:
    """A refund as it stood. Raises `payments.bad_event`."""
    taken = text(found, "status") in ("succeeded", "")
    return _back(found, at_ms, "refund", taken=taken)


def disputed(found: Object, at_ms: int) -> Refunded:
    """A dispute as it stood. Raises `payments.bad_event`."""
    return _back(found, at_ms, "dispute", taken=text(found, "status") in _DISPUTE_TAKES)


def _back(found: Object, at_ms: int, kind: Literal["refund", "dispute"], *, taken: bool) -> Refunded:
    intent = text(found, "payment_intent", most=150)
    return Refunded(
        provider="stripe",
        id=f"stripe:{kind}:{needed(found, 'id')}",
        of=f"stripe:pi:{intent}" if intent else f"stripe:charge:{needed(found, 'charge')}",
        kind=kind,
        taken=taken,
        seen_ms=at_ms,
        currency=text(found, "currency").upper(),
        amount_minor=number(found, "amount"),
    )


def _customer(found: Object, _at_ms: int) -> list[Seen]:
    return _linked(text(found, "id"), found)


def _linked(customer: str, found: Object) -> list[Seen]:
    user_id = user(found, "metadata", USER_KEY) or user(found, "client_reference_id")
    if user_id is None or not customer:
        return []
    return [CustomerSeen(provider="stripe", customer=customer, user_id=user_id)]


def _session(found: Object, _at_ms: int) -> list[Seen]:
    customer = text(found, "customer")
    seen = _linked(customer, found)
    if text(found, "mode") == "payment" and text(found, "payment_status") in ("paid", "no_payment_required"):
        intent = text(found, "payment_intent", most=150)
        seen.append(
            Paid(
                provider="stripe",
                id=f"stripe:pi:{intent}" if intent else f"stripe:session:{needed(found, 'id')}",
                customer=customer,
                at_ms=seconds_ms(found, "created"),
                currency=text(found, "currency").upper(),
                amount_minor=number(found, "amount_total"),
                sold=sold(text(found, "metadata", OFFER_KEY)),
                user_id=user(found, "metadata", USER_KEY) or user(found, "client_reference_id"),
            )
        )
    return seen


def _subscription(found: Object, at_ms: int) -> list[Seen]:
    return [subscription_seen(found, at_ms)]


def _invoice(found: Object, _at_ms: int) -> list[Seen]:
    return [invoice_paid(found)]


def _intent(found: Object, _at_ms: int) -> list[Seen]:
    return [intent_paid(found)]


def _refund(found: Object, at_ms: int) -> list[Seen]:
    return [refunded(found, at_ms)]


def _dispute(found: Object, at_ms: int) -> list[Seen]:
    return [disputed(found, at_ms)]


_Reader = Callable[[Object, int], list[Seen]]
_READERS: dict[str, _Reader] = {
    **dict.fromkeys(("customer.created", "customer.updated"), _customer),
    **dict.fromkeys(("checkout.session.completed", "checkout.session.async_payment_succeeded"), _session),
    **dict.fromkeys(
        (
            *(
                "customer.subscription.created",
                "customer.subscription.updated",
                "customer.subscription.deleted",
            ),
            *("customer.subscription.paused", "customer.subscription.resumed"),
        ),
        _subscription,
    ),
    **dict.fromkeys(("invoice.paid", "invoice.payment_succeeded"), _invoice),
    "payment_intent.succeeded": _intent,
    **dict.fromkeys(("refund.created", "refund.updated", "refund.failed", "charge.refund.updated"), _refund),
    **dict.fromkeys(
        (
            *("charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed"),
            *("charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated"),
        ),
        _dispute,
    ),
}
KINDS = tuple(_READERS)
"""The types of events that a webhook endpoint should be given."""
