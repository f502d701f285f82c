"""What an operator is told of offers that a provider does not know."""

import pytest

from server.config.payment_settings import OfferTable, PaymentsSection
from server.payments.checking import checked
from shared.clock import SystemClock
from tests.support.fake_stripe import FakeStripe


@pytest.fixture
async def stripe():
    async with FakeStripe.running() as fake:
        fake.sells("price_pro", 2_500)
        yield fake


async def told(stripe, *names, **settings):
    offers = tuple(OfferTable(id=f"offer-{name}", plan="pro", stripe=name) for name in names)
    section = PaymentsSection(
        **{"stripe_key": stripe.key, "stripe_url": stripe.url, **settings}, offers=offers
    )
    return [
        (each.provider, each.offers, each.error and (each.error.code, each.error.parameters.get("offer")))
        async for each in checked(section, SystemClock())
    ]


async def test_what_is_known_is_well(stripe):
    assert await told(stripe, "price_pro") == [("Stripe", 1, None)]
    assert await told(stripe, "price_pro", stripe_key="") == []


async def test_each_offer_that_is_not_known_is_told(stripe):
    assert await told(stripe, "price_pro", "price_a", "price_b") == [
        ("Stripe", 3, ("payments.unsellable", "offer-price_a")),
        ("Stripe", 3, ("payments.unsellable", "offer-price_b")),
    ]


async def test_a_price_of_another_interval_is_told(stripe):
    stripe.sells("price_year", 25_000, interval="year")
    stripe.sells("price_once", 900, interval="once")
    assert await told(stripe, "price_year", "price_once") == [
        ("Stripe", 2, ("payments.other_interval", "offer-price_year")),
        ("Stripe", 2, ("payments.other_interval", "offer-price_once")),
    ]


async def test_a_provider_that_is_down_is_told_once(stripe, monkeypatch):
    monkeypatch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.0)
    stripe.trouble = 503
    assert await told(stripe, "price_a", "price_b") == [("Stripe", 2, ("payments.provider_down", None))]
