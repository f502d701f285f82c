"""What Stripe's events say, of the present API and of the older shapes that localstripe sends."""

import uuid

import pytest

from server.payments import stripe_events
from server.payments.events import CustomerSeen, Paid, Refunded, SubscriptionSeen
from shared.errors import AppError
from tests.support import stripe_bodies

USER = uuid.UUID(int=7)
MINE = {"lantern_user": str(USER), "lantern_offer": "more"}
AT_S = 1_795_000_000
PRICE = stripe_bodies.price("price_pro", 2_500)


def subscription(**changed):
    return stripe_bodies.subscription("sub_1", "cus_1", PRICE, begins=AT_S, metadata=MINE, **changed)


def told(kind, found):
    return stripe_events.told(stripe_bodies.event(kind, found, created=AT_S + 5))


def test_a_subscription_is_read_with_its_items_period():
    found = told("customer.subscription.updated", subscription())
    assert (found.event_id, found.object_id, found.created_ms) == ("evt_000001", "sub_1", (AT_S + 5) * 1_000)
    assert found.seen == (
        SubscriptionSeen(
            provider="stripe",
            id="sub_1",
            customer="cus_1",
            status="active",
            seen_ms=(AT_S + 5) * 1_000,
            sold=("price_pro", "prod_pro", "more"),
            user_id=USER,
            begins_ms=AT_S * 1_000,
            ends_ms=(AT_S + stripe_bodies.LENGTH_S["month"]) * 1_000,
        ),
    )


def test_an_older_shape_has_the_period_on_the_subscription_and_a_plan():
    old = {
        "id": "sub_1",
        "customer": "cus_1",
        "status": "active",
        "current_period_start": 10,
        "current_period_end": 20,
        "items": {"object": "list", "data": [{"plan": {"id": "pro_plan", "product": "prod_1"}}]},
        "metadata": {},
    }
    seen = stripe_events.subscription_seen(old, 5)
    assert (seen.sold, seen.begins_ms, seen.ends_ms) == (("pro_plan", "prod_1"), 10_000, 20_000)
    old_invoice = {
        "id": "in_1",
        "customer": "cus_1",
        "subscription": "sub_1",
        "currency": "usd",
        "created": 3,
    }
    assert stripe_events.invoice_paid(old_invoice).subscription == "sub_1"


@pytest.mark.parametrize(
    ("status", "means", "final"),
    [
        ("active", "active", False),
        ("trialing", "trialing", False),
        ("past_due", "past_due", False),
        ("incomplete", "incomplete", False),
        ("unpaid", "paused", False),
        ("canceled", "ended", True),
        ("incomplete_expired", "ended", True),
        ("of_next_year", "paused", False),
    ],
)
def test_every_status_has_a_meaning(status, means, final):
    seen = stripe_events.subscription_seen(subscription(status=status), 1)
    assert (seen.status, seen.final) == (means, final)


def test_an_end_within_the_period_is_an_end():
    seen = stripe_events.subscription_seen(subscription(cancel_at=AT_S + 60), 1)
    assert (seen.ends_ms, seen.ends_then) == ((AT_S + 60) * 1_000, True)
    assert stripe_events.subscription_seen(subscription(cancel_at_period_end=True), 1).ends_then


def test_an_invoice_names_its_subscription_and_its_person():
    found = stripe_bodies.invoice("in_1", "cus_1", subscription(), created=AT_S, amount=2_500)
    (paid,) = told("invoice.paid", found).seen
    assert paid == Paid(
        provider="stripe",
        id="stripe:invoice:in_1",
        customer="cus_1",
        at_ms=AT_S * 1_000,
        currency="USD",
        amount_minor=2_500,
        sold=("price_pro", "prod_pro"),
        user_id=USER,
        subscription="sub_1",
    )


def test_a_checkout_and_its_intent_are_one_payment():
    asked = {"mode": "payment", "payment_intent": "pi_1", "customer": "cus_1", "metadata": MINE}
    more = {"payment_status": "paid", "amount_total": 900, "currency": "usd"}
    session = stripe_bodies.session("cs_1", created=AT_S, url="", amount=900, **asked, **more)
    customer, paid = told("checkout.session.completed", session).seen
    assert customer == CustomerSeen(provider="stripe", customer="cus_1", user_id=USER)
    intent = stripe_bodies.payment_intent(
        "pi_1", "cus_1", created=AT_S, amount=900, currency="usd", metadata=MINE
    )
    assert told("payment_intent.succeeded", intent).seen == (paid,)
    assert (paid.id, paid.sold, paid.amount_minor) == ("stripe:pi:pi_1", ("more",), 900)
    unpaid = {**session, "payment_status": "unpaid"}
    assert told("checkout.session.completed", unpaid).seen == (customer,)
    free = {**session, "payment_intent": None, "customer": None, "payment_status": "no_payment_required"}
    assert [one.id for one in told("checkout.session.completed", free).seen] == ["stripe:session:cs_1"]


@pytest.mark.parametrize(
    ("status", "taken"), [("succeeded", True), ("pending", False), ("failed", False), ("canceled", False)]
)
def test_a_refund_takes_once_it_has_succeeded(status, taken):
    found = stripe_bodies.refund("re_1", "pi_1", created=AT_S, amount=300, currency="usd")
    (back,) = told("refund.updated", {**found, "status": status}).seen
    assert back == Refunded(
        provider="stripe",
        id="stripe:refund:re_1",
        of="stripe:pi:pi_1",
        kind="refund",
        taken=taken,
        seen_ms=(AT_S + 5) * 1_000,
        currency="USD",
        amount_minor=300,
    )


@pytest.mark.parametrize(
    ("status", "taken"),
    [("needs_response", True), ("lost", True), ("won", False), ("warning_needs_response", False)],
)
def test_a_dispute_takes_until_it_is_won(status, taken):
    found = stripe_bodies.dispute("dp_1", "pi_1", created=AT_S, amount=300, currency="usd", status=status)
    (back,) = told("charge.dispute.closed", found).seen
    assert (back.kind, back.taken) == ("dispute", taken)


def test_a_customer_is_told_by_metadata_only():
    (seen,) = told("customer.updated", {"id": "cus_1", "metadata": MINE, "email": "a@b.c"}).seen
    assert seen.user_id == USER
    assert told("customer.created", {"id": "cus_1", "metadata": {}, "email": "a@b.c"}).seen == ()


def test_other_types_say_nothing():
    assert told("price.updated", PRICE).seen == ()
    assert "price.updated" not in stripe_events.KINDS


@pytest.mark.parametrize("missing", ["id", "customer"])
def test_a_subscription_without_a_name_is_refused(missing):
    found = subscription()
    found.pop(missing)
    with pytest.raises(AppError) as refused:
        told("customer.subscription.updated", found)
    assert refused.value.code == "payments.bad_event"
