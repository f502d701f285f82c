"""Objects and events as Whop's API v1 has them (library 2.6). Pure; times are Unix seconds."""

import datetime as dt
from typing import Any

ACCOUNT = "biz_lantern"
DAY_S = 86_400
LENGTH_S = {"month": 30 * DAY_S, "year": 365 * DAY_S}


def iso(at_s: float) -> str:
    """A time as Whop writes it."""
    return dt.datetime.fromtimestamp(at_s, dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def money(amount_minor: int, currency: str) -> dict[str, Any]:
    """An amount of money."""
    decimals = 0 if currency == "jpy" else 2
    amount = f"{amount_minor / 10**decimals:.{decimals}f}"
    return {"amount": amount, "currency": currency, "decimals": decimals, "display_decimals": decimals}


def event(kind: str, found: dict[str, Any], *, at_s: float, event_id: str) -> dict[str, Any]:
    """What a webhook carries."""
    return {
        "id": event_id,
        "api_version": "v1",
        "type": kind,
        "timestamp": iso(at_s),
        "account_id": ACCOUNT,
        "data": found,
    }


def listed(data: list[Any], *, cursor: str = "") -> dict[str, Any]:
    """A page of a list; `cursor` is where the next begins."""
    info = {
        "end_cursor": cursor or None,
        "start_cursor": None,
        "has_next_page": bool(cursor),
        "has_previous_page": False,
    }
    return {"data": data, "page_info": info}


def variant(
    variant_id: str, amount: int, *, currency: str = "usd", interval: str = "month"
) -> dict[str, Any]:
    """A variant; `interval` "once" is one of something bought once."""
    once = interval == "once"
    whole = float(money(amount, currency)["amount"])
    return {
        "id": variant_id,
        "account": {"id": ACCOUNT, "title": "Lantern", "route": "lantern"},
        "adaptive_pricing_enabled": False,
        "billing_period": None if once else LENGTH_S[interval] / DAY_S,
        "collect_tax": False,
        "created_at": iso(1_760_000_000),
        "currency": currency,
        "custom_fields": [],
        "formatted_price": f"{whole} {currency}",
        "initial_price": whole if once else 0.0,
        "initial_price_due": money(amount, currency),
        "plan_type": "one_time" if once else "renewal",
        "purchase_url": f"https://whop.example/{variant_id}",
        "release_method": "buy_now",
        "renewal_price": 0.0 if once else whole,
        "tax_type": "unspecified",
        "unlimited_stock": True,
        "updated_at": iso(1_760_000_000),
        "visibility": "visible",
    }


def membership(
    membership_id: str, of: dict[str, Any], user: str, *, begins: float, metadata: dict[str, Any], url: str
) -> dict[str, Any]:
    """A membership that gives access: one that renews is active, one bought once is completed."""
    once = of["plan_type"] == "one_time"
    days = of["billing_period"] or 0
    return {
        "id": membership_id,
        "account": {"id": ACCOUNT, "title": "Lantern", "route": "lantern"},
        "cancel_at_period_end": False,
        "canceled_at": None,
        "created_at": iso(begins),
        "current_period_end": None if once else iso(begins + days * DAY_S),
        "current_period_start": None if once else iso(begins),
        "expires_at": None,
        "initial_price": of["initial_price_due"],
        "manage_url": url,
        "metadata": dict(metadata),
        "plan_id": of["id"],
        "product": {"id": "prod_lantern", "title": "Lantern"},
        "product_id": "prod_lantern",
        "status": "completed" if once else "active",
        "updated_at": iso(begins),
        "user_id": user,
    }


def payment(
    payment_id: str, of: dict[str, Any], user: str, *, at_s: float, metadata: dict[str, Any], membership: str
) -> dict[str, Any]:
    """A payment that succeeded."""
    currency = of["currency"]
    return {
        "id": payment_id,
        "account_id": ACCOUNT,
        "amount_after_fees": of["initial_price_due"],
        "auto_refunded": False,
        "billing_reason": "one_time" if of["plan_type"] == "one_time" else "subscription_create",
        "created_at": iso(at_s),
        "currency": currency,
        "holds": [],
        "line_items": [],
        "membership_id": membership,
        "metadata": dict(metadata),
        "paid_at": iso(at_s),
        "payment_rule_matches": [],
        "payments_failed": 0,
        "plan_id": of["id"],
        "product_id": "prod_lantern",
        "refundable": True,
        "retryable": False,
        "status": "paid",
        "substatus": "succeeded",
        "tax_refunded_amount": money(0, currency),
        "three_ds_verified": False,
        "total": of["initial_price_due"],
        "updated_at": iso(at_s),
        "user": {
            "id": user,
            "name": "Ana",
            "profile_picture": {"url": "https://whop.example/ana.png"},
            "username": "ana",
        },
        "voidable": False,
    }


def refund(refund_id: str, of: dict[str, Any], *, at_s: float, amount: int) -> dict[str, Any]:
    """A refund that succeeded."""
    return {
        "id": refund_id,
        "account_id": ACCOUNT,
        "amount": money(amount, of["currency"]),
        "created_at": iso(at_s),
        "original_amount": money(amount, of["currency"]),
        "payment_id": of["id"],
        "provider": "stripe",
        "status": "succeeded",
        "updated_at": iso(at_s),
        "visa_rdr": False,
    }


def checkout(checkout_id: str, *, at_s: float, url: str, asked: dict[str, Any]) -> dict[str, Any]:
    """A checkout configuration."""
    return {
        "id": checkout_id,
        "account_id": ACCOUNT,
        "created_at": iso(at_s),
        "metadata": asked.get("metadata"),
        "mode": "payment",
        "purchase_url": url,
        "redirect_url": asked.get("redirect_url"),
        "updated_at": iso(at_s),
    }
