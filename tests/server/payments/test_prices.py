"""Prices: asked once in some minutes, kept while a provider does not answer."""

import asyncio

import pytest

from server.config.payment_settings import OfferTable
from server.payments.offers import OfferBook
from server.payments.prices import FRESH_MS, RETRY_MS, PriceList
from tests.support.shop_provider import Shop

BOOK = OfferBook(
    (
        OfferTable(id="pro", plan="pro", stripe="price_1", polar="product_1"),
        OfferTable(id="basic", plan="basic", polar="product_2"),
    )
)


@pytest.fixture
def shops():
    return {"stripe": Shop("stripe"), "polar": Shop("polar")}


async def amounts(prices):
    found = await prices.of(BOOK.offers)
    return {offer: [(each.provider, each.amount_minor) for each in listed] for offer, listed in found.items()}


async def test_each_price_is_asked_once_until_it_is_old(shops, clock):
    prices = PriceList(shops, clock)
    first, second = await asyncio.gather(amounts(prices), amounts(prices))
    assert first == second
    assert [each[0] for each in first["pro"]] == ["stripe", "polar"]
    assert (len(shops["stripe"].asked), len(shops["polar"].asked)) == (1, 2)
    clock.advance(FRESH_MS - 1)
    assert await amounts(prices) == first
    clock.advance(1)
    assert (await amounts(prices))["pro"][0] == ("stripe", 200)
    assert prices.unreachable() == ()


async def test_an_old_price_is_shown_while_its_provider_does_not_answer(shops, clock):
    prices = PriceList(shops, clock)
    before = await amounts(prices)
    shops["polar"].failure = "payments.provider_down"
    clock.advance(FRESH_MS)
    again = await amounts(prices)
    assert (again["pro"][1], again["basic"]) == (before["pro"][1], before["basic"])
    assert prices.unreachable() == ("polar",)
    asked = len(shops["polar"].asked)
    clock.advance(RETRY_MS - 1)
    await amounts(prices)
    assert len(shops["polar"].asked) == asked
    shops["polar"].failure = ""
    clock.advance(1)
    await amounts(prices)
    assert prices.unreachable() == ()


async def test_what_a_provider_does_not_sell_has_no_price(shops, clock):
    shops["stripe"].failure = "payments.provider_refused"
    shops["polar"].failure = "payments.provider_down"
    prices = PriceList(shops, clock)
    assert await amounts(prices) == {"pro": [], "basic": []}
    assert prices.unreachable() == ("polar",)


async def test_a_price_of_another_interval_is_not_shown(shops, clock):
    book = OfferBook(
        (OfferTable(id="pro-year", plan="pro", interval="year", stripe="price_month", polar="a_year"),)
    )
    found = await PriceList(shops, clock).of(book.offers)
    assert [each.provider for each in found["pro-year"]] == ["polar"]


async def test_a_page_does_not_wait_for_a_provider_that_hangs(shops, clock, monkeypatch):
    monkeypatch.setattr("server.payments.prices._WAIT_S", 0.01)

    async def hangs(_sold_as):
        await asyncio.Event().wait()

    shops["stripe"].price = hangs
    prices = PriceList(shops, clock)
    assert [each[0] for each in (await amounts(prices))["pro"]] == ["polar"]
    assert prices.unreachable() == ("stripe",)
