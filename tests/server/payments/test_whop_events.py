"""What Whop's events say, in the shapes of its webhooks and of its objects."""

import uuid

import pytest

from server.payments import whop_events
from server.payments.events import Paid, SubscriptionSeen
from shared.errors import AppError

USER = uuid.UUID(int=7)
NOON_MS = 1_795_176_000_000
NOON = "2026-11-20T12:00:00Z"
MEMBERSHIP = {
    "id": "mem_1",
    "status": "active",
    "user": {"id": "user_1", "username": "ana"},
    "plan": {"id": "plan_1"},
    "product": {"id": "prod_1"},
    "metadata": {"lantern_user": str(USER)},
    "created_at": NOON,
    "updated_at": NOON,
    "renewal_period_start": NOON,
    "renewal_period_end": "2026-12-20T12:00:00Z",
    "cancel_at_period_end": False,
}
PAYMENT = {
    "id": "pay_1",
    "status": "paid",
    "user": {"id": "user_1"},
    "membership_id": "mem_1",
    "plan_id": "plan_1",
    "product_id": "prod_1",
    "currency": "usd",
    "total": {"amount": "10.00", "currency": "usd", "decimals": 2, "display_decimals": 2},
    "metadata": {"lantern_user": str(USER), "lantern_offer": "more"},
    "created_at": NOON,
    "paid_at": NOON,
}
REFUND = {
    "id": "ref_1",
    "status": "succeeded",
    "payment_id": "pay_1",
    "amount": {"amount": "2.50", "currency": "usd", "decimals": 2},
    "original_amount": {"amount": "10.00", "currency": "usd", "decimals": 2},
    "created_at": NOON,
    "updated_at": NOON,
}
DISPUTE = {
    "id": "dspt_1",
    "status": "needs_response",
    "payment": {"id": "pay_1"},
    "amount": 10.0,
    "currency": "usd",
    "inquiry": False,
    "created_at": NOON,
    "updated_at": NOON,
}


def seen(kind, found, **event):
    event = {"type": kind, "timestamp": NOON, "api_version": "v1", "data": found, **event}
    return whop_events.told(event, "msg_1").seen


def test_a_membership_is_a_subscription():
    wanted = SubscriptionSeen(
        provider="whop",
        id="mem_1",
        customer="user_1",
        status="active",
        seen_ms=NOON_MS,
        sold=("plan_1", "prod_1"),
        user_id=USER,
        begins_ms=NOON_MS,
        ends_ms=NOON_MS + 30 * 86_400_000,
    )
    assert seen("membership.activated", MEMBERSHIP) == (wanted,)
    flat = {
        **MEMBERSHIP,
        "user": None,
        "user_id": "user_1",
        "plan_id": "plan_1",
        "product_id": "prod_1",
        "current_period_start": NOON,
        "current_period_end": "2026-12-20T12:00:00Z",
    }
    assert whop_events.membership_seen(flat, 0) == wanted


@pytest.mark.parametrize(
    ("status", "means", "ends"),
    [
        ("trialing", "trialing", False),
        ("canceling", "active", True),
        ("past_due", "past_due", False),
        ("expired", "ended", False),
        ("completed", "ended", False),
        ("drafted", "incomplete", False),
        ("unresolved", "paused", False),
    ],
)
def test_every_status_has_a_meaning_and_none_is_final(status, means, ends):
    (found,) = seen("membership.updated", {**MEMBERSHIP, "status": status})
    assert (found.status, found.ends_then, found.final) == (means, ends, False)


def test_a_payment_says_what_was_bought():
    assert seen("payment.succeeded", PAYMENT) == (
        Paid(
            provider="whop",
            id="whop:payment:pay_1",
            customer="user_1",
            at_ms=NOON_MS,
            currency="USD",
            amount_minor=1_000,
            sold=("plan_1", "prod_1", "more"),
            user_id=USER,
            subscription="mem_1",
        ),
    )
    assert seen("payment.succeeded", {**PAYMENT, "total": 10})[0].amount_minor == 1_000


def test_refunds_and_disputes_name_their_payment():
    (back,) = seen("refund.created", REFUND)
    assert (back.of, back.kind, back.taken, back.amount_minor) == ("whop:payment:pay_1", "refund", True, 250)
    (dispute,) = seen("dispute.created", DISPUTE)
    assert (dispute.of, dispute.kind, dispute.taken) == ("whop:payment:pay_1", "dispute", True)
    assert dispute.amount_minor == 1_000
    assert not seen("dispute.updated", {**DISPUTE, "status": "won"})[0].taken
    assert not seen("dispute.created", {**DISPUTE, "inquiry": True})[0].taken


def test_other_types_say_nothing_and_what_has_no_name_is_refused():
    assert seen("product.created", {"id": "prod_1"}) == ()
    with pytest.raises(AppError) as refused:
        seen("payment.succeeded", {**PAYMENT, "id": ""})
    assert refused.value.code == "payments.bad_event"
