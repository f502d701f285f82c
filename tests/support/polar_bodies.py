"""Objects and events as Polar's API of 2026-10 has them, whole: its library reads nothing less. Pure.

Ids are UUIDs made of a kind and a number; times are Unix seconds where they are given.
"""

import datetime as dt
import uuid
from typing import Any

DAY_S = 86_400
LENGTH_S = {"month": 30 * DAY_S, "year": 365 * DAY_S}
ORGANIZATION = str(uuid.UUID(int=1))
_NAMESPACE = uuid.UUID(int=77)


def polar_id(name: str) -> str:
    """The id that stands for a name."""
    return str(uuid.uuid5(_NAMESPACE, name))


def iso(at_s: float) -> str:
    """A time as Polar writes it."""
    return dt.datetime.fromtimestamp(at_s, dt.UTC).isoformat().replace("+00:00", "Z")


def event(kind: str, found: dict[str, Any], *, at_s: float) -> dict[str, Any]:
    """What a webhook carries."""
    return {"type": kind, "timestamp": iso(at_s), "api_version": "2026-10", "data": found}


def listed(items: list[Any], *, page: int, limit: int) -> dict[str, Any]:
    """A page of a list."""
    shown = items[(page - 1) * limit : page * limit]
    pages = max(1, -(-len(items) // limit))
    return {"items": shown, "pagination": {"total_count": len(items), "max_page": pages}}


def product(name: str, amount: int, *, currency: str = "usd", interval: str = "month") -> dict[str, Any]:
    """A product with a fixed price; `interval` "once" is one of something bought once."""
    recurs = interval != "once"
    price = {
        "created_at": iso(1_760_000_000),
        "modified_at": None,
        "id": polar_id(f"price of {name}"),
        "source": "catalog",
        "amount_type": "fixed",
        "price_currency": currency,
        "tax_behavior": "location",
        "is_archived": False,
        "product_id": polar_id(name),
        "price_amount": amount,
    }
    return {
        "id": polar_id(name),
        "created_at": iso(1_760_000_000),
        "modified_at": None,
        "trial_interval": None,
        "trial_interval_count": None,
        "name": name,
        "description": None,
        "visibility": "public",
        "recurring_interval": interval if recurs else None,
        "recurring_interval_count": 1 if recurs else None,
        "meter_interval": None,
        "meter_interval_count": None,
        "is_recurring": recurs,
        "is_archived": False,
        "organization_id": ORGANIZATION,
        "metadata": {},
        "is_deletable": True,
        "prices": [price],
        "benefits": [],
        "medias": [],
        "attached_custom_fields": [],
    }


def customer(external_id: str, email: str, *, at_s: float) -> dict[str, Any]:
    """A customer of ours."""
    return {
        "id": polar_id(f"customer {external_id}"),
        "created_at": iso(at_s),
        "modified_at": None,
        "metadata": {},
        "external_id": external_id,
        "email": email,
        "email_verified": False,
        "type": "individual",
        "name": None,
        "billing_name": None,
        "billing_address": None,
        "tax_id": None,
        "locale": None,
        "organization_id": ORGANIZATION,
        "default_payment_method_id": None,
        "deleted_at": None,
        "first_user_event_at": None,
        "avatar_url": None,
    }


def subscription(
    subscription_id: str,
    of: dict[str, Any],
    whose: dict[str, Any],
    *,
    begins: float,
    metadata: dict[str, Any],
    **changed: Any,
) -> dict[str, Any]:
    """An active subscription of a product."""
    price = of["prices"][0]
    return {
        "created_at": iso(begins),
        "modified_at": iso(begins),
        "id": subscription_id,
        "amount": price["price_amount"],
        "currency": price["price_currency"],
        "recurring_interval": of["recurring_interval"],
        "recurring_interval_count": 1,
        "status": "active",
        "current_period_start": iso(begins),
        "current_period_end": iso(begins + LENGTH_S[of["recurring_interval"]]),
        "current_meter_period_start": None,
        "current_meter_period_end": None,
        "trial_start": None,
        "trial_end": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "started_at": iso(begins),
        "ends_at": None,
        "ended_at": None,
        "past_due_at": None,
        "pause_at_period_end": False,
        "paused_at": None,
        "resumes_at": None,
        "customer_id": whose["id"],
        "product_id": of["id"],
        "discount_id": None,
        "checkout_id": None,
        "seats": None,
        "units": None,
        "customer_cancellation_reason": None,
        "customer_cancellation_comment": None,
        "metadata": dict(metadata),
        "custom_field_data": {},
        "customer": whose,
        "product": of,
        "discount": None,
        "prices": of["prices"],
        "meters": [],
        "pending_update": None,
        **changed,
    }


def pending_update(of: dict[str, Any], *, applies_at: str, at_s: float) -> dict[str, Any]:
    """A change that waits for the period's end."""
    return {
        "created_at": iso(at_s),
        "modified_at": None,
        "id": polar_id(f"pending {of['id']} {at_s}"),
        "applies_at": applies_at,
        "product_id": of["id"],
        "seats": None,
        "units": None,
    }


def order(
    order_id: str,
    of: dict[str, Any],
    whose: dict[str, Any],
    *,
    at_s: float,
    metadata: dict[str, Any],
    subscribed: dict[str, Any] | None = None,
    number: int = 1,
    amount: int | None = None,
) -> dict[str, Any]:
    """A paid order, of a subscription or of something bought once."""
    price = of["prices"][0]
    whole = price["price_amount"] if amount is None else amount
    inner = {"product", "discount", "prices", "meters", "pending_update", "customer", "custom_field_data"}
    short = {"prices", "benefits", "medias", "attached_custom_fields", "is_deletable"}
    item = {
        "created_at": iso(at_s),
        "modified_at": None,
        "id": polar_id(f"item of {order_id}"),
        "label": of["name"],
        "amount": whole,
        "tax_amount": 0,
        "proration": False,
        "product_price_id": price["id"],
        "start_timestamp": None,
        "end_timestamp": None,
    }
    zero = ("discount_amount", "tax_amount", "applied_balance_amount", "due_amount", "refunded_amount")
    return {
        "id": order_id,
        "created_at": iso(at_s),
        "modified_at": None,
        "status": "paid",
        "paid": True,
        "subtotal_amount": whole,
        "net_amount": whole,
        "total_amount": whole,
        **dict.fromkeys(zero, 0),
        "refunded_tax_amount": 0,
        "currency": price["price_currency"],
        "billing_reason": "subscription_create" if subscribed else "purchase",
        "billing_name": None,
        "billing_address": None,
        "invoice_number": f"LANT-{number:04}",
        "is_invoice_generated": False,
        "receipt_number": None,
        "seats": None,
        "units": None,
        "customer_id": whose["id"],
        "product_id": of["id"],
        "discount_id": None,
        "subscription_id": subscribed["id"] if subscribed else None,
        "checkout_id": None,
        "next_payment_attempt_at": None,
        "metadata": dict(metadata),
        "custom_field_data": {},
        "platform_fee_amount": 0,
        "platform_fee_currency": None,
        "customer": whose,
        "product": {name: value for name, value in of.items() if name not in short},
        "discount": None,
        "subscription": {n: v for n, v in subscribed.items() if n not in inner} if subscribed else None,
        "items": [item],
        "description": of["name"],
        "refundable_amount": whole,
        "refundable_tax_amount": 0,
    }


def refund(refund_id: str, of: dict[str, Any], *, at_s: float, amount: int) -> dict[str, Any]:
    """A refund that succeeded."""
    return {
        "created_at": iso(at_s),
        "modified_at": None,
        "id": refund_id,
        "metadata": {},
        "status": "succeeded",
        "reason": "customer_request",
        "amount": amount,
        "tax_amount": 0,
        "currency": of["currency"],
        "organization_id": ORGANIZATION,
        "order_id": of["id"],
        "subscription_id": of["subscription_id"],
        "customer_id": of["customer_id"],
        "revoke_benefits": False,
        "dispute": None,
    }


def checkout(
    checkout_id: str, of: dict[str, Any], *, at_s: float, url: str, asked: dict[str, Any]
) -> dict[str, Any]:
    """An open checkout."""
    price = of["prices"][0]
    shown = {
        name: value
        for name, value in of.items()
        if name not in ("metadata", "is_deletable", "attached_custom_fields")
    }
    nothing = (
        *(
            "return_url",
            "embed_origin",
            "units",
            "min_units",
            "max_units",
            "tax_amount",
            "tax_behavior",
            "allow_trial",
        ),
        *("active_trial_interval", "active_trial_interval_count", "trial_end", "discount_id", "customer_id"),
        *("customer_name", "customer_email", "customer_ip_address", "customer_billing_name"),
        *(
            "customer_billing_address",
            "customer_tax_id",
            "trial_interval",
            "trial_interval_count",
            "discount",
        ),
        *("subscription_id", "external_customer_id", "modified_at", "payment_method_type"),
    )
    fields = ("country", "state", "city", "postal_code", "line1", "line2")
    return {
        **dict.fromkeys(nothing),
        "id": checkout_id,
        "created_at": iso(at_s),
        "payment_processor": "stripe",
        "status": "open",
        "client_secret": f"polar_c_{checkout_id}",
        "url": url,
        "expires_at": iso(at_s + DAY_S),
        "amount": price["price_amount"],
        "discount_amount": 0,
        "net_amount": price["price_amount"],
        "total_amount": price["price_amount"],
        "currency": price["price_currency"],
        "organization_id": ORGANIZATION,
        "product_id": of["id"],
        "product_price_id": price["id"],
        "allow_discount_codes": True,
        "require_billing_address": False,
        "is_discount_applicable": True,
        "is_free_product_price": False,
        "is_payment_required": True,
        "is_payment_setup_required": False,
        "is_payment_form_required": True,
        "is_business_customer": False,
        "payment_processor_metadata": {},
        "billing_address_fields": dict.fromkeys(fields, "optional"),
        "metadata": {},
        "products": [shown],
        "product": shown,
        "product_price": price,
        "prices": {of["id"]: of["prices"]},
        "attached_custom_fields": [],
        "customer_metadata": {},
        **{name: value for name, value in asked.items() if name != "products"},
    }


def session(whose: dict[str, Any], *, at_s: float, url: str) -> dict[str, Any]:
    """A way into the portal."""
    return {
        "created_at": iso(at_s),
        "modified_at": None,
        "id": polar_id(f"session {at_s}"),
        "token": "polar_cst_1",
        "expires_at": iso(at_s + 3_600),
        "return_url": None,
        "customer_portal_url": url,
        "customer_id": whose["id"],
        "customer": whose,
    }
