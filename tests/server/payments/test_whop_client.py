"""The real library of Whop against a local Whop: each thing that is asked, and each way it can fail."""

import uuid

import pytest

from server.config.payment_settings import OfferTable, PaymentsSection
from server.payments.events import OFFER_KEY, USER_KEY, SubscriptionSeen
from server.payments.offers import OfferBook
from server.payments.provider import Listed, Purchase
from server.payments.whop_client import Whop
from shared.clock import SystemClock
from shared.errors import AppError
from shared.payments.messages import Price
from tests.support.fake_whop import FakeWhop
from tests.support.whop_bodies import ACCOUNT, LENGTH_S

ANA = uuid.UUID(int=7)
NO_ANSWER = ("payments.provider_down", "payments.provider_refused")
BOOK = OfferBook(
    (
        OfferTable(id="pro-month", plan="pro", whop="plan_pro"),
        OfferTable(id="tokens", meter="ai_tokens", amount=100_000, interval="once", whop="plan_tokens"),
    )
)


def client_of(fake, key=""):
    return Whop(
        PaymentsSection(whop_key=key or fake.key, whop_url=fake.api, whop_account=ACCOUNT), SystemClock()
    )


@pytest.fixture
async def fake():
    async with FakeWhop.running() as fake:
        fake.sells("plan_pro", 2_550)
        fake.sells("plan_tokens", 900, currency="jpy", interval="once")
        yield fake


@pytest.fixture
async def whop(fake):
    client = client_of(fake)
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
        "sold_as": sold.sold_as["whop"],
        "key": "key-1",
        "thanks_url": "https://lantern.example/payments/thanks",
        "left_url": "https://lantern.example/payments/left",
    }
    return Purchase(**{**about, **changed})


async def subscribed(fake, whop):
    return (await fake.complete((await whop.checkout(purchase())).url))["membership_id"]


async def refused(code, awaitable):
    with pytest.raises(AppError) as caught:
        await awaitable
    assert caught.value.code == code
    return caught.value


async def test_prices_come_from_whop(whop):
    assert await whop.price("plan_pro") == Listed(
        Price(provider="whop", currency="USD", amount_minor=2_550), "month"
    )
    listed = await whop.price("plan_tokens")
    yen = listed.price
    assert listed.interval == "once"
    assert (yen.currency, yen.amount_minor, yen.digits) == ("JPY", 900, 0)
    await refused("payments.provider_refused", whop.price("plan_nobody"))


async def test_a_membership_is_bought_and_says_whose_it_is(fake, whop):
    page = await whop.checkout(purchase())
    asked = fake.asked[-1]
    assert asked.body["metadata"] == {USER_KEY: str(ANA), OFFER_KEY: "pro-month"}
    assert asked.body["redirect_url"].endswith("/payments/thanks")
    assert asked.headers["Idempotency-Key"] == "key-1"
    assert await whop.checkout(purchase()) == page
    payment = await fake.complete(page.url)
    seen = await whop.subscription(payment["membership_id"])
    assert (seen.status, seen.user_id, seen.customer) == ("active", ANA, "user_ana")
    assert seen.sold[0] == "plan_pro"
    assert seen.ends_ms - seen.begins_ms == LENGTH_S["month"] * 1_000
    assert fake.kinds() == ["membership.activated", "payment.succeeded"]
    await refused("payments.provider_refused", whop.checkout(purchase(sold_as="plan_x", key="key-2")))


async def test_the_page_where_a_membership_is_managed(fake, whop):
    await subscribed(fake, whop)
    page = await whop.portal("user_ana", "https://lantern.example/payments/left")
    assert page.url == f"{fake.url}/manage/user_ana"
    await refused("payments.no_customer", whop.portal("user_nobody", "https://lantern.example"))


async def test_the_subscriptions_of_a_person_now(fake, whop):
    assert await whop.customer_for(ANA, "ana@example.org") == ""
    assert await whop.live(ANA, "") == []
    subscription_id = await subscribed(fake, whop)
    assert [each.id for each in await whop.live(ANA, "user_ana")] == [subscription_id]
    await whop.cancel(subscription_id, at_once=True)
    assert await whop.live(ANA, "user_ana") == []


async def test_cancelling_at_the_end_resuming_and_ending_now(fake, whop):
    membership_id = await subscribed(fake, whop)
    for _ in range(2):
        seen = await whop.cancel(membership_id, at_once=False)
        assert (seen.ends_then, seen.status) == (True, "active")
    for _ in range(2):
        seen = await whop.resume(membership_id)
        assert (seen.ends_then, seen.status) == (False, "active")
    for _ in range(2):
        seen = await whop.cancel(membership_id, at_once=True)
        assert seen.status == "ended"
    await refused("payments.no_subscription", whop.cancel("mem_nobody", at_once=True))


async def test_another_offer_is_chosen_at_whop_itself(fake, whop):
    membership_id = await subscribed(fake, whop)
    assert "change" not in whop.actions
    change = whop.change(membership_id, BOOK.named("pro-month"), at_once=True, key="k")
    await refused("payments.cannot_change", change)


async def test_receipts_of_a_customer_and_of_nobody_else(fake, whop):
    await subscribed(fake, whop)
    payment = await fake.complete((await whop.checkout(purchase("tokens", key="key-2"))).url)
    await fake.give_back(payment["id"], 900)
    newest, oldest = await whop.invoices("user_ana")
    assert (newest.status, newest.amount_minor, newest.digits) == ("refunded", 900, 0)
    assert (oldest.status, oldest.amount_minor, oldest.digits) == ("paid", 2_550, 2)
    assert (await whop.invoice_page("user_ana", newest.id)).url == f"{fake.url}/pdf/{newest.id}"
    await refused("payments.no_invoice", whop.invoice_page("user_other", newest.id))
    await refused("payments.no_invoice", whop.invoice_page("user_ana", "pay_nothing"))
    assert await whop.invoices("user_nobody") == []


async def test_what_was_paid_since_then_is_listed_whole(fake, whop, monkeypatch):
    monkeypatch.setattr("server.payments.whop_client._PAGE", 2)
    membership_id = await subscribed(fake, whop)
    for _ in range(4):
        await fake.renew(membership_id)
    refund = await fake.give_back(next(iter(fake.payments)), 100)
    listed = await whop.paid_since(0)
    began = [each for each in listed if isinstance(each, SubscriptionSeen)]
    assert [each.id for each in began] == [membership_id]
    found = [each for each in listed if each not in began]
    assert sorted(each.id.rpartition(":")[0] for each in found) == [*["whop:payment"] * 5, "whop:refund"]
    assert f"whop:refund:{refund['id']}" in {each.id for each in found}
    assert await whop.paid_since((fake.now() + 60) * 1_000) == []
    assert await whop.undelivered(0) == []


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (500, "payments.provider_down"),
        (429, "payments.provider_down"),
        (401, "payments.provider_refused"),
        (403, "payments.provider_refused"),
        (409, "payments.in_progress"),
        (402, "payments.declined"),
    ],
)
async def test_troubles_of_whop_in_kind_words(fake, whop, trouble, code, monkeypatch):
    monkeypatch.setattr("whop_sdk.core.http_client.INITIAL_RETRY_DELAY_SECONDS", 0.0)
    fake.trouble = trouble
    await refused(code, whop.subscription("mem_1"))


@pytest.mark.parametrize(
    "garbage", [b"", b"<html>Bad gateway</html>", b"[]", b'"x"', b"{}", b'{"id": 5, "object": []}', b"\xff"]
)
async def test_nonsense_is_no_answer(fake, whop, garbage, monkeypatch):
    monkeypatch.setattr("whop_sdk.core.http_client.INITIAL_RETRY_DELAY_SECONDS", 0.0)
    fake.garbage = garbage
    for call in (whop.price("x"), whop.subscription("x"), whop.checkout(purchase()), whop.paid_since(0)):
        with pytest.raises(AppError) as caught:
            await call
        assert caught.value.code in NO_ANSWER


async def test_nobody_there(fake, unused_tcp_port, monkeypatch):
    monkeypatch.setattr("whop_sdk.core.http_client.INITIAL_RETRY_DELAY_SECONDS", 0.0)
    fake.url = f"http://127.0.0.1:{unused_tcp_port}"
    client = client_of(fake)
    assert (await refused("payments.provider_down", client.subscription("mem_1"))).retryable
    await client.close()
