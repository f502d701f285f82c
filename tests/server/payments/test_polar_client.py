"""The real library of Polar against a local Polar: each thing that is asked, and each way it can fail."""

import uuid

import pytest

from server.config.payment_settings import OfferTable, PaymentsSection
from server.payments.events import OFFER_KEY, USER_KEY, SubscriptionSeen
from server.payments.offers import OfferBook
from server.payments.polar_client import Polar
from server.payments.provider import Listed, Purchase
from shared.clock import SystemClock
from shared.errors import AppError
from shared.payments.messages import Price
from tests.support.fake_polar import FakePolar
from tests.support.polar_bodies import LENGTH_S, polar_id

ANA = uuid.UUID(int=7)
NO_ANSWER = ("payments.provider_down", "payments.provider_refused")
BOOK = OfferBook(
    (
        OfferTable(id="basic-month", plan="basic", polar=polar_id("Basic")),
        OfferTable(id="pro-month", plan="pro", polar=polar_id("Pro")),
        OfferTable(id="tokens", meter="ai_tokens", amount=100_000, interval="once", polar=polar_id("Tokens")),
    )
)


@pytest.fixture
async def fake():
    async with FakePolar.running() as fake:
        fake.sells("Basic", 1_500)
        fake.sells("Pro", 2_500)
        fake.sells("Tokens", 900, currency="jpy", interval="once")
        yield fake


@pytest.fixture
async def polar(fake):
    client = Polar(PaymentsSection(polar_key=fake.key, polar_url=f"{fake.url}/"), SystemClock())
    yield client
    await client.close()


def purchase(offer="pro-month", **changed):
    sold = BOOK.named(offer)
    about = {
        "user_id": ANA,
        "email": "ana@example.org",
        "language": "es",
        "customer": "",
        "offer": sold,
        "sold_as": sold.sold_as["polar"],
        "key": "key-1",
        "thanks_url": "https://lantern.example/payments/thanks",
        "left_url": "https://lantern.example/payments/left",
    }
    return Purchase(**{**about, **changed})


async def subscribed(fake, polar, offer="pro-month"):
    return (await fake.complete((await polar.checkout(purchase(offer))).url))["subscription_id"]


async def refused(code, awaitable):
    with pytest.raises(AppError) as caught:
        await awaitable
    assert caught.value.code == code
    return caught.value


async def test_prices_come_from_polar(fake, polar):
    assert await polar.price(polar_id("Pro")) == Listed(
        Price(provider="polar", currency="USD", amount_minor=2_500), "month"
    )
    listed = await polar.price(polar_id("Tokens"))
    yen = listed.price
    assert listed.interval == "once"
    assert (yen.currency, yen.amount_minor, yen.digits) == ("JPY", 900, 0)
    await refused("payments.provider_refused", polar.price(polar_id("Nobody")))
    fake.products[polar_id("Pro")]["prices"] = []
    await refused("payments.provider_refused", polar.price(polar_id("Pro")))


async def test_a_subscription_is_bought_and_says_whose_it_is(fake, polar):
    page = await polar.checkout(purchase())
    asked = fake.asked[-1].body
    assert asked["external_customer_id"] == str(ANA)
    assert asked["metadata"] == {USER_KEY: str(ANA), OFFER_KEY: "pro-month"}
    assert asked["customer_email"] == "ana@example.org"
    assert page.expires_ms > 0
    order = await fake.complete(page.url)
    seen = await polar.subscription(order["subscription_id"])
    assert (seen.status, seen.user_id, seen.customer) == ("active", ANA, order["customer_id"])
    assert seen.sold[0] == polar_id("Pro")
    assert seen.ends_ms - seen.begins_ms == LENGTH_S["month"] * 1_000
    assert fake.kinds() == ["customer.created", "subscription.created", "subscription.active", "order.paid"]


async def test_a_known_customer_is_not_asked_for_an_address(fake, polar):
    await polar.checkout(purchase("tokens", customer="cus"))
    assert "customer_email" not in fake.asked[-1].body
    await refused("payments.provider_refused", polar.checkout(purchase(sold_as=polar_id("Nobody"))))


async def test_the_portal_of_a_customer(fake, polar):
    await subscribed(fake, polar)
    customer = polar_id(f"customer {ANA}")
    page = await polar.portal(customer, "https://lantern.example/payments/left")
    assert page.url == f"{fake.url}/portal/{customer}"
    assert page.expires_ms > 0
    await refused("payments.no_customer", polar.portal(polar_id("nobody"), "https://lantern.example"))


async def test_the_subscriptions_of_a_person_now(fake, polar):
    assert await polar.customer_for(ANA, "ana@example.org") == ""
    assert await polar.live(ANA, "") == []
    subscription_id = await subscribed(fake, polar)
    assert [each.id for each in await polar.live(ANA, "")] == [subscription_id]
    await polar.cancel(subscription_id, at_once=True)
    assert await polar.live(ANA, "") == []


async def test_cancelling_at_the_end_resuming_and_ending_now(fake, polar):
    subscription_id = await subscribed(fake, polar)
    for _ in range(2):
        seen = await polar.cancel(subscription_id, at_once=False)
        assert (seen.ends_then, seen.status, seen.final) == (True, "active", False)
    for _ in range(2):
        seen = await polar.resume(subscription_id)
        assert (seen.ends_then, seen.status) == (False, "active")
    for _ in range(2):
        seen = await polar.cancel(subscription_id, at_once=True)
        assert (seen.status, seen.final) == ("ended", True)
    await refused(
        "payments.cannot_change",
        polar.change(subscription_id, BOOK.named("basic-month"), at_once=True, key=""),
    )
    await refused("payments.no_subscription", polar.cancel(polar_id("nobody"), at_once=True))


async def test_a_bigger_plan_at_once_and_a_smaller_one_later(fake, polar):
    subscription_id = await subscribed(fake, polar, "basic-month")
    await polar.cancel(subscription_id, at_once=False)
    seen = await polar.change(subscription_id, BOOK.named("pro-month"), at_once=True, key="k")
    assert fake.asked[-1].body == {"product_id": polar_id("Pro"), "proration_behavior": "invoice"}
    assert (seen.sold[0], seen.ends_then) == (polar_id("Pro"), False)
    seen = await polar.change(subscription_id, BOOK.named("basic-month"), at_once=False, key="k")
    assert (seen.sold[0], seen.next_sold) == (polar_id("Pro"), (polar_id("Basic"),))
    seen = await polar.resume(subscription_id)
    assert seen.next_sold == ()
    await polar.change(subscription_id, BOOK.named("basic-month"), at_once=False, key="k")
    await fake.renew(subscription_id)
    seen = await polar.subscription(subscription_id)
    assert (seen.sold[0], seen.next_sold) == (polar_id("Basic"), ())


async def test_a_card_that_is_refused_changes_nothing(fake, polar):
    subscription_id = await subscribed(fake, polar, "basic-month")
    fake.declines = True
    change = polar.change(subscription_id, BOOK.named("pro-month"), at_once=True, key="k")
    await refused("payments.declined", change)
    assert (await polar.subscription(subscription_id)).sold[0] == polar_id("Basic")


async def test_a_change_that_fails_leaves_what_was_planned(fake, polar):
    subscription_id = await subscribed(fake, polar, "basic-month")
    await polar.cancel(subscription_id, at_once=False)
    fake.declines = True
    change = polar.change(subscription_id, BOOK.named("pro-month"), at_once=True, key="k")
    await refused("payments.declined", change)
    assert (await polar.subscription(subscription_id)).ends_then
    fake.declines = False
    await polar.change(subscription_id, BOOK.named("pro-month"), at_once=True, key="k")
    later = polar.change(subscription_id, BOOK.named("basic-month"), at_once=False, key="k")
    assert (await later).next_sold == (polar_id("Basic"),)
    change = polar.change(subscription_id, BOOK.named("pro-month"), at_once=True, key="k")
    fake.declines = True
    await refused("payments.declined", change)
    seen = await polar.subscription(subscription_id)
    assert (seen.sold[0], seen.next_sold) == (polar_id("Pro"), (polar_id("Basic"),))


async def test_a_change_that_fails_says_why_though_nothing_can_be_put_back(fake, polar, monkeypatch):
    subscription_id = await subscribed(fake, polar, "basic-month")
    await polar.cancel(subscription_id, at_once=False)
    fake.declines, update = True, polar._update

    async def broken_then(which, **change):
        fake.breaks = "/subscriptions/" if change == {"cancel_at_period_end": True} else ""
        return await update(which, **change)

    monkeypatch.setattr(polar, "_update", broken_then)
    change = polar.change(subscription_id, BOOK.named("pro-month"), at_once=True, key="k")
    await refused("payments.declined", change)
    assert fake.breaks
    assert not (await polar.subscription(subscription_id)).ends_then


async def test_invoices_of_a_customer_and_of_nobody_else(fake, polar):
    await subscribed(fake, polar)
    page = await polar.checkout(purchase("tokens"))
    order = await fake.complete(page.url)
    await fake.give_back(order["id"])
    customer = order["customer_id"]
    newest, oldest = await polar.invoices(customer)
    assert (newest.status, newest.digits, newest.url) == ("refunded", 0, "")
    assert (oldest.status, oldest.amount_minor, oldest.number[:5]) == ("paid", 2_500, "LANT-")
    fake.orders[oldest.id]["is_invoice_generated"] = True
    assert (await polar.invoice_page(customer, oldest.id)).url == f"{fake.url}/invoice/{oldest.id}.pdf"
    assert (await polar.invoice_page(customer, newest.id)).url == f"{fake.url}/receipt/{newest.id}.pdf"
    await refused("payments.no_invoice", polar.invoice_page(polar_id("other"), newest.id))
    await refused("payments.no_invoice", polar.invoice_page(customer, polar_id("nothing")))
    assert await polar.invoices(polar_id("other")) == []


async def test_what_was_paid_since_then_is_listed_whole(fake, polar, monkeypatch):
    monkeypatch.setattr("server.payments.polar_client._PAGE", 2)
    subscription_id = await subscribed(fake, polar)
    for _ in range(4):
        await fake.renew(subscription_id)
    refund = await fake.give_back(next(iter(fake.orders)), 100)
    listed = await polar.paid_since(0)
    began = [each for each in listed if isinstance(each, SubscriptionSeen)]
    assert [each.id for each in began] == [subscription_id]
    found = [each for each in listed if each not in began]
    assert sorted(each.id.rpartition(":")[0] for each in found) == [*["polar:order"] * 5, "polar:refund"]
    assert f"polar:refund:{refund['id']}" in {each.id for each in found}
    assert await polar.paid_since((fake.now() + 60) * 1_000) == []
    assert await polar.undelivered(0) == []


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (500, "payments.provider_down"),
        (429, "payments.provider_down"),
        (401, "payments.provider_refused"),
        (403, "payments.provider_refused"),
    ],
)
async def test_troubles_of_polar_in_kind_words(fake, polar, trouble, code):
    fake.trouble = trouble
    error = await refused(code, polar.price(polar_id("Pro")))
    assert error.parameters == {"provider": "Polar"}


@pytest.mark.parametrize(
    "garbage", [b"", b"<html>Bad gateway</html>", b"[]", b'"x"', b"{}", b'{"id": 5, "object": []}', b"\xff"]
)
async def test_nonsense_is_no_answer(fake, polar, garbage):
    fake.garbage = garbage
    for call in (polar.price("x"), polar.subscription("x"), polar.checkout(purchase()), polar.paid_since(0)):
        with pytest.raises(AppError) as caught:
            await call
        assert caught.value.code in NO_ANSWER


async def test_nobody_there(unused_tcp_port):
    settings = PaymentsSection(polar_key="k", polar_url=f"http://127.0.0.1:{unused_tcp_port}")
    client = Polar(settings, SystemClock())
    assert (await refused("payments.provider_down", client.subscription("x"))).retryable
    await client.close()
