"""Objects and events as Stripe's API of 2026-10-28 has them. Pure; times are Unix seconds.

Only fields that this API knows: tests/support/fake_stripe.py is tested against the library's own declarations.
"""

from typing import Any

API_VERSION = "2026-10-28.endive"
DAY_S = 86_400
LENGTH_S = {"month": 30 * DAY_S, "year": 365 * DAY_S}


def event(kind: str, found: dict[str, Any], *, created: int, number: int = 1) -> dict[str, Any]:
    """What a webhook carries."""
    return {
        "id": f"evt_{number:06}",
        "object": "event",
        "api_version": API_VERSION,
        "created": created,
        "data": {"object": found},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": f"req_{number:06}", "idempotency_key": None},
        "type": kind,
    }


def listed(data: list[Any], url: str, *, more: bool = False) -> dict[str, Any]:
    """A page of a list."""
    return {"object": "list", "data": data, "has_more": more, "url": url}


def price(price_id: str, amount: int, *, currency: str = "usd", interval: str = "month") -> dict[str, Any]:
    """A price; `interval` "once" is one of something bought once."""
    recurring = {"interval": interval, "interval_count": 1, "meter": None, "trial_period_days": None}
    once = interval == "once"
    return {
        "id": price_id,
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": 1_760_000_000,
        "currency": currency,
        "livemode": False,
        "metadata": {},
        "nickname": None,
        "product": f"prod_{price_id.removeprefix('price_')}",
        "recurring": None if once else {**recurring, "usage_type": "licensed"},
        "tax_behavior": "unspecified",
        "type": "one_time" if once else "recurring",
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }


def subscription(
    subscription_id: str,
    customer: str,
    of: dict[str, Any],
    *,
    begins: int,
    metadata: dict[str, str],
    **changed: Any,
) -> dict[str, Any]:
    """An active subscription of a price; its period is on its item."""
    ends = begins + LENGTH_S[of["recurring"]["interval"]]
    item = {
        "id": f"si_{subscription_id.removeprefix('sub_')}",
        "object": "subscription_item",
        "created": begins,
        "current_period_end": ends,
        "current_period_start": begins,
        "metadata": {},
        "price": of,
        "quantity": 1,
        "subscription": subscription_id,
        "tax_rates": [],
    }
    return {
        "id": subscription_id,
        "object": "subscription",
        "automatic_tax": {"enabled": False, "liability": None},
        "billing_cycle_anchor": begins,
        "billing_mode": {"type": "flexible", "flexible": {"proration_discounts": "included"}},
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "collection_method": "charge_automatically",
        "created": begins,
        "currency": of["currency"],
        "customer": customer,
        "discounts": [],
        "ended_at": None,
        "items": listed([item], f"/v1/subscription_items?subscription={subscription_id}"),
        "latest_invoice": None,
        "livemode": False,
        "metadata": dict(metadata),
        "schedule": None,
        "start_date": begins,
        "status": "active",
        "trial_end": None,
        "trial_start": None,
        **changed,
    }


def invoice(
    invoice_id: str, customer: str, of: dict[str, Any], *, created: int, amount: int, url: str = ""
) -> dict[str, Any]:
    """A paid invoice of a subscription."""
    item = of["items"]["data"][0]
    line = {
        "id": f"il_{invoice_id.removeprefix('in_')}",
        "object": "line_item",
        "amount": amount,
        "currency": of["currency"],
        "description": "1 × Plan",
        "metadata": {},
        "period": {"end": item["current_period_end"], "start": item["current_period_start"]},
        "pricing": {
            "type": "price_details",
            "price_details": {"price": item["price"]["id"], "product": item["price"]["product"]},
            "unit_amount_decimal": str(amount),
        },
        "quantity": 1,
    }
    details = {"subscription": of["id"], "metadata": dict(of["metadata"])}
    return {
        "id": invoice_id,
        "object": "invoice",
        "amount_due": amount,
        "amount_paid": amount,
        "amount_remaining": 0,
        "attempted": True,
        "billing_reason": "subscription_cycle",
        "created": created,
        "currency": of["currency"],
        "customer": customer,
        "customer_email": None,
        "hosted_invoice_url": url or None,
        "lines": listed([line], f"/v1/invoices/{invoice_id}/lines"),
        "livemode": False,
        "metadata": {},
        "number": f"LANT-{invoice_id.removeprefix('in_')}",
        "parent": {"type": "subscription_details", "subscription_details": details},
        "period_end": created,
        "period_start": created,
        "status": "paid",
        "status_transitions": {"finalized_at": created, "paid_at": created, "voided_at": None},
        "subtotal": amount,
        "total": amount,
    }


def payment_intent(
    intent_id: str, customer: str, *, created: int, amount: int, currency: str, metadata: dict[str, str]
) -> dict[str, Any]:
    """A payment intent that succeeded."""
    return {
        "id": intent_id,
        "object": "payment_intent",
        "amount": amount,
        "amount_received": amount,
        "created": created,
        "currency": currency,
        "customer": customer,
        "latest_charge": f"ch_{intent_id.removeprefix('pi_')}",
        "livemode": False,
        "metadata": dict(metadata),
        "payment_method_types": ["card"],
        "status": "succeeded",
    }


def charge(intent: dict[str, Any], *, url: str = "", refunded: bool = False) -> dict[str, Any]:
    """The charge of a payment intent."""
    return {
        "id": intent["latest_charge"],
        "object": "charge",
        "amount": intent["amount"],
        "amount_refunded": intent["amount"] if refunded else 0,
        "created": intent["created"],
        "currency": intent["currency"],
        "customer": intent["customer"],
        "disputed": False,
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "paid": True,
        "payment_intent": intent["id"],
        "receipt_number": None,
        "receipt_url": url or None,
        "refunded": refunded,
        "status": "succeeded",
    }


def refund(refund_id: str, intent: str, *, created: int, amount: int, currency: str) -> dict[str, Any]:
    """A refund that succeeded."""
    return {
        "id": refund_id,
        "object": "refund",
        "amount": amount,
        "charge": f"ch_{intent.removeprefix('pi_')}",
        "created": created,
        "currency": currency,
        "metadata": {},
        "payment_intent": intent,
        "reason": "requested_by_customer",
        "status": "succeeded",
    }


def dispute(
    dispute_id: str, intent: str, *, created: int, amount: int, currency: str, status: str = "needs_response"
) -> dict[str, Any]:
    """A dispute: the bank took the money back, for now."""
    return {
        "id": dispute_id,
        "object": "dispute",
        "amount": amount,
        "charge": f"ch_{intent.removeprefix('pi_')}",
        "created": created,
        "currency": currency,
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": intent,
        "reason": "fraudulent",
        "status": status,
    }


def session(session_id: str, *, created: int, url: str, **asked: Any) -> dict[str, Any]:
    """An open checkout."""
    return {
        "id": session_id,
        "object": "checkout.session",
        "amount_subtotal": asked.pop("amount"),
        "amount_total": None,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "cancel_url": None,
        "client_reference_id": None,
        "created": created,
        "currency": None,
        "custom_fields": [],
        "customer": None,
        "customer_email": None,
        "expires_at": created + DAY_S,
        "invoice": None,
        "livemode": False,
        "metadata": {},
        "mode": "subscription",
        "payment_intent": None,
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "status": "open",
        "subscription": None,
        "success_url": None,
        "ui_mode": "hosted_page",
        "url": url,
        **asked,
    }
