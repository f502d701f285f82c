"""Somebody else's Stripe sells a plan and a top-up: its signed events change what a person may use, and end it."""

import asyncio
from typing import Any

import msgspec
import pytest

from server.payments.event_store import counts
from shared.billing.meters import Meter
from shared.payments.admin_messages import EventQuery
from shared.plans import FREE, PRO
from tests.support.catalog_stage import signed_up, super_admin
from tests.support.cloud_server import cloud_config, running_cloud
from tests.support.ledger_laws import check_ledger
from tests.support.localstripe import client, localstripe, send_webhooks
from tests.support.payments_stage import SETTINGS, TOP_UP_TOKENS
from tests.support.waiting import until_true
from tests.support.webhook_signer import STRIPE_SECRET

OFFERS = tuple(
    msgspec.structs.replace(offer, stripe="pro-monthly") if offer.id == "pro" else offer
    for offer in SETTINGS.offers
)


class Shop:
    """What a checkout does at Stripe, with Stripe's library."""

    def __init__(self, url: str, user_id: Any) -> None:
        self.v1 = client(url).v1
        self.metadata = {"lantern_user": str(user_id)}

    def opens(self) -> str:
        """Sell a plan by the month; return the customer with a card."""
        product = self.v1.products.create({"name": "Lantern Pro", "type": "service"})
        plan: Any = {"id": "pro-monthly", "amount": 2_500, "currency": "usd", "interval": "month"}
        self.v1.plans.create({**plan, "product": product.id})
        customer = self.v1.customers.create({"metadata": self.metadata, "email": "ana@example.org"})
        card: Any = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2040, "cvc": "123"}
        method = self.v1.payment_methods.create({"type": "card", "card": card})
        self.v1.payment_methods.attach(method.id, {"customer": customer.id})
        self.v1.customers.update(customer.id, {"invoice_settings": {"default_payment_method": method.id}})
        self.method = method.id
        return customer.id

    def subscribe(self, customer: str) -> str:
        items: Any = [{"plan": "pro-monthly"}]
        return self.v1.subscriptions.create({"customer": customer, "items": items}).id

    def top_up(self, customer: str) -> None:
        metadata = {**self.metadata, "lantern_offer": "more"}
        self.v1.payment_intents.create(
            {
                "amount": 1_000,
                "currency": "usd",
                "customer": customer,
                "payment_method": self.method,
                "confirm": True,
                "metadata": metadata,
            }
        )


@pytest.fixture
async def cloud(tmp_path):
    settings = msgspec.structs.replace(SETTINGS, offers=OFFERS)
    async with running_cloud(cloud_config(tmp_path / "cloud", payments=settings)) as running:
        yield running


async def test_a_plan_and_a_top_up_are_bought_and_ended(cloud, tmp_path):
    ana, root = await signed_up(cloud), await super_admin(cloud)
    services = cloud.services

    async def left() -> int:
        return await services.billing.ledger.available(ana.user_id, None, Meter.AI_TOKENS)

    async def has(plan: str, tokens: int) -> bool:
        return (await services.billing.status(ana.user_id)).plan == plan and await left() == tokens

    async def quiet(events: int) -> bool:
        async with services.database.read() as tx:
            waiting = await counts(tx)
        return not waiting and len((await services.payments.events(EventQuery(limit=200))).events) >= events

    async with localstripe(tmp_path) as url:
        await send_webhooks(url, f"{cloud.url}/api/v1/webhooks/stripe", STRIPE_SECRET)
        shop = Shop(url, ana.user_id)
        customer = await asyncio.to_thread(shop.opens)
        subscription = await asyncio.to_thread(shop.subscribe, customer)
        await until_true(lambda: has("pro", PRO.ai_tokens_per_month))
        await asyncio.to_thread(shop.top_up, customer)
        await until_true(lambda: has("pro", PRO.ai_tokens_per_month + TOP_UP_TOKENS))
        await asyncio.to_thread(shop.v1.subscriptions.cancel, subscription)
        await until_true(lambda: has("free", FREE.ai_tokens_per_month + TOP_UP_TOKENS))
        await until_true(lambda: quiet(8))
    listed = (await services.payments.events(EventQuery(limit=200))).events
    kinds = {event.kind for event in listed if event.state == "done"}
    assert {
        "customer.subscription.created",
        "customer.subscription.deleted",
        "payment_intent.succeeded",
    } <= kinds
    for event in listed:
        path = f"/api/v1/admin/payments/events/{event.id}/replay"
        replayed = await cloud.ask("POST", path, token=root.token)
        assert replayed.json["state"] == "done"
    assert await has("free", FREE.ai_tokens_per_month + TOP_UP_TOKENS)
    await check_ledger(services.database, services.billing.ledger)
