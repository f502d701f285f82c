"""What is wrong, or only risky, about the settings of selling: what is offered, keys without their other half."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from server.config.declarations import ServerConfig
from server.config.payment_settings import OfferTable
from server.config.web_addresses import is_web
from shared.errors import AppError
from shared.plans import PLANS

_OFFER_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
_SECRET_CHARS = 32
_PROVIDERS = ("stripe", "polar", "whop")
Found = Iterator[tuple[str, AppError]]


def payment_mistakes(config: ServerConfig) -> Found:
    """What keeps the server from being started."""
    payments = config.payments
    keys = {"stripe": payments.stripe_key, "polar": payments.polar_key, "whop": payments.whop_key}
    secrets = {
        "stripe": payments.stripe_webhook_secret,
        "polar": payments.polar_webhook_secret,
        "whop": payments.whop_webhook_secret,
    }
    for key, url in _addresses(config):
        if not is_web(url):
            yield key, AppError("server.setting_not_scheme", key=key, schemes="http://, https://")
    for name in _PROVIDERS:
        key, needed = f"payments.{name}_key", f"payments.{name}_webhook_secret"
        if keys[name] and not secrets[name]:
            yield key, AppError("server.setting_needs", key=key, needed=needed)
        offered = next((n for n, offer in enumerate(payments.offers) if getattr(offer, name)), None)
        if offered is not None and not keys[name]:
            place = f"payments.offers[{offered}].{name}"
            yield place, AppError("server.setting_needs", key=place, needed=key)
    if payments.whop_key and not payments.whop_account:
        yield (
            "payments.whop_key",
            AppError("server.setting_needs", key="payments.whop_key", needed="payments.whop_account"),
        )
    if payments.internal_secret and len(payments.internal_secret) < _SECRET_CHARS:
        yield (
            "payments.internal_secret",
            AppError("server.setting_short", key="payments.internal_secret", least=_SECRET_CHARS),
        )
    yield from _wrong_offers(payments.offers)


def payment_warnings(config: ServerConfig) -> Found:
    """What an operator may regret."""
    payments = config.payments
    keys = {"stripe": payments.stripe_key, "polar": payments.polar_key, "whop": payments.whop_key}
    for name in _PROVIDERS:
        if keys[name] and not any(getattr(offer, name) for offer in payments.offers):
            yield f"payments.{name}_key", AppError("server.warn_nothing_offered", key=f"payments.{name}_key")
    for key, url in _addresses(config):
        name = key.removeprefix("payments.").removesuffix("_url")
        host = urlsplit(url).hostname or "" if is_web(url) else ""
        if keys[name] and url.startswith("http://") and host not in ("localhost", "127.0.0.1", "::1"):
            yield key, AppError("server.warn_plain_provider", host=host)
    if any(keys.values()) and not config.server.public_url:
        yield "server.public_url", AppError("server.warn_unreachable_shop")
    if re.match(r"[sr]k_test_", payments.stripe_key) and config.server.public_url.startswith("https://"):
        yield "payments.stripe_key", AppError("server.warn_test_key")


def _wrong_offers(offers: tuple[OfferTable, ...]) -> Found:
    seen: dict[tuple[str, str], str] = {}
    for number, offer in enumerate(offers):
        place = f"payments.offers[{number}]"
        if not _OFFER_ID.fullmatch(offer.id):
            yield f"{place}.id", AppError("server.offer_bad_id", key=f"{place}.id", value=offer.id)
        problem = _wrong_offer(offer)
        if problem:
            yield place, AppError(problem, key=place, offer=offer.id, plans=", ".join(_sold_plans()))
        if not any(getattr(offer, name) for name in _PROVIDERS):
            yield place, AppError("server.offer_nowhere", key=place, offer=offer.id)
        for name in ("id", *_PROVIDERS):
            value = getattr(offer, name)
            other = seen.setdefault((name, value), place)
            if value and other != place:
                yield (
                    f"{place}.{name}",
                    AppError("server.setting_twice", key=f"{place}.{name}", other=f"{other}.{name}"),
                )


def _wrong_offer(offer: OfferTable) -> str:
    if bool(offer.plan) == bool(offer.meter):
        return "server.offer_unclear"
    if offer.plan and (offer.plan not in _sold_plans() or offer.interval == "once"):
        return "server.offer_bad_plan"
    if offer.meter and (offer.interval != "once" or offer.amount == 0):
        return "server.offer_bad_top_up"
    return ""


def _sold_plans() -> tuple[str, ...]:
    return tuple(name for name, plan in PLANS.items() if plan.monthly_cents)


def _addresses(config: ServerConfig) -> tuple[tuple[str, str], ...]:
    payments = config.payments
    return (
        ("payments.stripe_url", payments.stripe_url),
        ("payments.polar_url", payments.polar_url),
        ("payments.whop_url", payments.whop_url),
    )
