"""What three providers tell of one person in half a year: to be told in any order, any number of times.

Stripe's times are whole seconds, so several snapshots are of one moment.
"""

import json
import random
import uuid
from collections.abc import Callable
from typing import Any

from server.payments.events import OFFER_KEY, USER_KEY
from shared.payments.messages import Provider
from tests.support import stripe_bodies
from tests.support.payments_stage import DAY_S, PaymentsStage

Event = tuple[Provider, dict[str, Any], str]


def history(user: uuid.UUID, number: int, now_s: int) -> list[Event]:
    """The events of person `number` in the order in which they happened."""
    return [*_stripe(user, number, now_s), *_polar(user, number, now_s), *_whop(user, number, now_s)]


def _stripe(user: uuid.UUID, number: int, now_s: int) -> list[Event]:
    mine, customer = {USER_KEY: str(user)}, f"cus_{number}"
    team = stripe_bodies.price("price_team", 9_900)

    def subscription(price: str = "price_pro", at: int = 0, **changed: Any) -> dict[str, Any]:
        return stripe_bodies.subscription(
            f"sub_{number}",
            customer,
            stripe_bodies.price(price, 2_500),
            begins=now_s + at,
            metadata={},
            **changed,
        )

    intent = stripe_bodies.payment_intent(
        f"pi_{number}",
        customer,
        created=now_s,
        amount=900,
        currency="usd",
        metadata={**mine, OFFER_KEY: "more"},
    )
    bare = stripe_bodies.payment_intent(
        f"pi_b{number}", customer, created=now_s, amount=2_500, currency="usd", metadata={}
    )
    session = stripe_bodies.session(
        f"cs_{number}",
        created=now_s - 30,
        url="https://pay",
        amount=900,
        mode="payment",
        payment_status="paid",
        payment_intent=intent["id"],
        customer=customer,
        metadata=intent["metadata"],
        amount_total=900,
        currency="usd",
    )

    def refund(name: str, amount: int, **changed: Any) -> dict[str, Any]:
        of = stripe_bodies.refund(f"{name}_{number}", intent["id"], created=1, amount=amount, currency="usd")
        return {**of, **changed}

    def dispute(status: str) -> dict[str, Any]:
        return stripe_bodies.dispute(
            f"dp_{number}", bare["id"], created=now_s, amount=2_500, currency="usd", status=status
        )

    pro = subscription()
    told: list[tuple[str, dict[str, Any], int]] = [
        ("customer.created", {"id": customer, "object": "customer", "metadata": mine}, 0),
        ("customer.subscription.created", subscription(status="incomplete"), 0),
        ("customer.subscription.updated", pro, 0),
        (
            "invoice.paid",
            stripe_bodies.invoice(f"in_{number}", customer, pro, created=now_s, amount=2_500),
            1,
        ),
        ("payment_intent.succeeded", bare, 1),
        ("checkout.session.completed", session, 5),
        ("payment_intent.succeeded", intent, 5),
        ("refund.created", refund("re_a", 300), 10),
        ("refund.created", refund("re_b", 301, status="pending"), 11),
        ("refund.updated", refund("re_b", 301), 12),
        ("refund.created", refund("re_c", 200), 13),
        ("refund.failed", refund("re_c", 200, status="failed"), 14),
        ("charge.dispute.created", dispute("needs_response"), 15),
        ("charge.dispute.closed", dispute("won"), 16),
        ("customer.subscription.updated", subscription("price_team", status="past_due"), 20),
        ("customer.subscription.updated", subscription("price_team", at=DAY_S), 21),
        (
            "customer.subscription.updated",
            subscription("price_team", at=DAY_S, cancel_at_period_end=True),
            21,
        ),
        ("price.updated", team, 22),
    ]
    if number % 2 == 0:
        told = [one for one in told if one[0] != "price.updated"] + told[-1:]
    return [
        (
            "stripe",
            {
                **stripe_bodies.event(kind, found, created=now_s + at),
                "id": f"evt_{number}_{index}",
            },
            "",
        )
        for index, (kind, found, at) in enumerate(told)
    ]


def _polar(user: uuid.UUID, number: int, now_s: int) -> list[Event]:
    customer = {"id": f"polar_cus_{number}", "external_id": str(user)}

    def subscription(second: int, **changed: Any) -> dict[str, Any]:
        return {
            "id": f"polar_sub_{number}",
            "customer_id": customer["id"],
            "status": "active",
            "product_id": "polar_basic",
            "created_at": "2026-11-01T00:00:00Z",
            "modified_at": f"2026-11-01T00:00:{second:02}.5Z",
            "current_period_start": "2026-11-01T00:00:00Z",
            "current_period_end": "2027-11-01T00:00:00Z",
            "cancel_at_period_end": False,
            "metadata": {},
            **changed,
        }

    order = {
        "id": f"polar_order_{number}",
        "status": "paid",
        "customer_id": customer["id"],
        "customer": customer,
        "created_at": "2026-11-02T00:00:00Z",
        "currency": "usd",
        "total_amount": 1_000,
        "product_id": "polar_more",
        "metadata": {},
    }
    refund = {
        "id": f"polar_refund_{number}",
        "status": "succeeded",
        "order_id": order["id"],
        "customer_id": customer["id"],
        "created_at": "2026-11-03T00:00:00Z",
        "modified_at": None,
        "amount": 450,
        "tax_amount": 50,
        "currency": "usd",
        "dispute": None,
    }
    told = [
        ("customer.created", customer),
        ("subscription.created", subscription(1, status="incomplete")),
        ("subscription.active", subscription(2)),
        ("order.paid", order),
        ("order.updated", order),
        ("refund.created", refund),
        ("subscription.canceled", subscription(3, cancel_at_period_end=True)),
        ("subscription.revoked", subscription(4, status="canceled", ended_at="2026-11-01T00:00:04Z")),
        ("customer.state_changed", {**customer, "active_subscriptions": [subscription(2)]}),
    ]
    return [
        (
            "polar",
            {"type": kind, "timestamp": f"2026-11-03T00:00:{index:02}Z", "data": found},
            f"polar_{number}_{index}",
        )
        for index, (kind, found) in enumerate(told)
    ]


def _whop(user: uuid.UUID, number: int, now_s: int) -> list[Event]:
    def membership(second: int, status: str, **changed: Any) -> dict[str, Any]:
        return {
            "id": f"mem_{number}",
            "status": status,
            "user": {"id": f"user_{number}"},
            "plan_id": "plan_basic",
            "metadata": {USER_KEY: str(user)},
            "created_at": "2026-11-01T00:00:00Z",
            "updated_at": f"2026-11-01T00:00:{second:02}Z",
            "current_period_start": "2026-11-01T00:00:00Z",
            "current_period_end": "2028-11-01T00:00:00Z",
            "cancel_at_period_end": False,
            **changed,
        }

    payment = {
        "id": f"pay_{number}",
        "status": "paid",
        "user": {"id": f"user_{number}"},
        "plan_id": "plan_more",
        "membership_id": f"mem_more_{number}",
        "currency": "usd",
        "total": {"amount": "10.00", "currency": "usd", "decimals": 2},
        "metadata": None,
        "created_at": "2026-11-02T00:00:00Z",
        "paid_at": "2026-11-02T00:00:01Z",
    }
    told = [
        ("membership.activated", membership(1, "active")),
        ("payment.succeeded", payment),
        ("membership.deactivated", membership(2, "expired")),
        ("membership.activated", membership(3, "active")),
        ("membership.updated", membership(4, "past_due")),
        ("membership.activated", membership(5, "active")),
        ("membership.updated", membership(6, "past_due")),
    ]
    return [
        (
            "whop",
            {"type": kind, "api_version": "v1", "timestamp": "2026-11-03T00:00:00Z", "data": found},
            f"whop_{number}_{index}",
        )
        for index, (kind, found) in enumerate(told)
    ]


async def told_in_order(
    stage: PaymentsStage,
    number: int,
    reorder: Callable[[list[Event]], None],
    *,
    repeat: random.Random | None = None,
) -> Any:
    """Have a new person's history told in another order, some of it again; return the state that it comes to."""
    user = await stage.person(f"person{number}")
    events = history(user, number, stage.now_s)
    if repeat is not None:
        events += repeat.choices(events, k=len(events) // 3)
    reorder(events)
    for provider, event, event_id in events:
        await stage.receive(provider, event, event_id)
        if repeat is None or repeat.random() < 0.5:
            await stage.payments.worker.work_off()
    await stage.payments.worker.work_off()
    assert {row.state for row in await stage.rows()} <= {"done", "ignored"}
    text = json.dumps(await stage.state(user))
    return text.replace(f"_{number}", "_N").replace(f"_b{number}", "_bN")
