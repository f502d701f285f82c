"""What Polar's events say."""

import uuid

import pytest

from server.payments import polar_events
from server.payments.events import CustomerSeen, Paid, SubscriptionSeen
from shared.errors import AppError

USER = uuid.UUID(int=7)
NOON_MS = 1_795_176_000_000
NOON = "2026-11-20T12:00:00Z"
CUSTOMER = {"id": "cus", "external_id": str(USER)}
SUBSCRIPTION = {
    "id": "sub",
    "status": "active",
    "customer_id": "cus",
    "customer": CUSTOMER,
    "product_id": "prod",
    "created_at": NOON,
    "modified_at": "2026-11-20T12:00:01Z",
    "current_period_start": NOON,
    "current_period_end": "2026-12-20T12:00:00Z",
    "cancel_at_period_end": False,
    "ends_at": None,
    "metadata": {"lantern_offer": "pro"},
}
ORDER = {
    "id": "ord",
    "status": "paid",
    "customer_id": "cus",
    "customer": CUSTOMER,
    "product_id": "prod",
    "subscription_id": None,
    "created_at": NOON,
    "currency": "eur",
    "total_amount": 1_190,
    "metadata": {},
}
REFUND = {
    "id": "ref",
    "status": "succeeded",
    "order_id": "ord",
    "customer_id": "cus",
    "created_at": NOON,
    "modified_at": None,
    "amount": 1_000,
    "tax_amount": 190,
    "currency": "eur",
    "dispute": None,
}


def seen(kind, found):
    return polar_events.told({"type": kind, "timestamp": NOON, "data": found}, "msg_1").seen


def test_a_subscription_is_as_polar_changed_it_last():
    assert seen("subscription.active", SUBSCRIPTION) == (
        SubscriptionSeen(
            provider="polar",
            id="sub",
            customer="cus",
            status="active",
            seen_ms=NOON_MS + 1_000,
            sold=("prod", "pro"),
            user_id=USER,
            begins_ms=NOON_MS,
            ends_ms=NOON_MS + 30 * 86_400_000,
        ),
    )
    never = {**SUBSCRIPTION, "modified_at": None}
    assert seen("subscription.created", never)[0].seen_ms == NOON_MS


def test_one_that_will_end_and_one_that_has_ended():
    (ends,) = seen("subscription.canceled", {**SUBSCRIPTION, "cancel_at_period_end": True, "ends_at": NOON})
    assert (ends.status, ends.ends_then, ends.ends_ms, ends.final) == ("active", True, NOON_MS, False)
    (gone,) = seen("subscription.revoked", {**SUBSCRIPTION, "status": "canceled"})
    assert (gone.status, gone.final) == ("ended", True)
    (due,) = seen("subscription.past_due", {**SUBSCRIPTION, "status": "past_due", "past_due_at": NOON})
    assert (due.status, due.past_due_ms) == ("past_due", NOON_MS)


def test_an_order_counts_when_it_is_paid():
    (paid,) = seen("order.paid", ORDER)
    assert paid == Paid(
        provider="polar",
        id="polar:order:ord",
        customer="cus",
        at_ms=NOON_MS,
        currency="EUR",
        amount_minor=1_190,
        sold=("prod",),
        user_id=USER,
    )
    assert seen("order.updated", {**ORDER, "status": "partially_refunded"}) == (paid,)
    assert seen("order.created", {**ORDER, "status": "pending"}) == ()


def test_a_refund_includes_the_tax_and_may_be_forced():
    (back,) = seen("refund.created", REFUND)
    assert (back.of, back.kind, back.taken, back.amount_minor) == ("polar:order:ord", "refund", True, 1_190)
    (waiting,) = seen("refund.created", {**REFUND, "status": "pending"})
    assert not waiting.taken
    for status, kind, taken in (("lost", "dispute", True), ("won", "refund", False)):
        (forced,) = seen("refund.updated", {**REFUND, "dispute": {"id": "dis", "status": status}})
        assert (forced.kind, forced.taken) == (kind, taken)


def test_a_customers_state_tells_of_all_its_subscriptions():
    bare = {name: value for name, value in SUBSCRIPTION.items() if name not in ("customer", "customer_id")}
    found = {**CUSTOMER, "active_subscriptions": [bare, "nonsense"]}
    customer, subscription = seen("customer.state_changed", found)
    assert customer == CustomerSeen(provider="polar", customer="cus", user_id=USER)
    assert (subscription.id, subscription.customer) == ("sub", "cus")


def test_strangers_and_other_types_say_nothing():
    assert seen("customer.created", {"id": "cus", "external_id": "somebody else's"}) == ()
    assert seen("benefit.created", {"id": "b"}) == ()
    assert polar_events.subscription_seen({**SUBSCRIPTION, "customer": {"id": "cus"}}, 1).user_id is None


def test_what_has_no_name_is_refused():
    with pytest.raises(AppError) as refused:
        seen("order.paid", {**ORDER, "id": None})
    assert refused.value.code == "payments.bad_event"
