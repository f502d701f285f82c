"""The real library of Stripe against a local Stripe: each thing that is asked, and each way it can fail."""

import uuid

import msgspec
import pytest
import stripe as library

from server.config.payment_settings import OfferTable, PaymentsSection
from server.payments.events import NEXT_KEY, OFFER_KEY, USER_KEY, SubscriptionSeen
from server.payments.offers import OfferBook
from server.payments.provider import Listed, Purchase
from server.payments.stripe_client import Stripe
from shared.clock import SystemClock
from shared.errors import AppError
from shared.payments.messages import Price
from tests.support import stripe_bodies
from tests.support.fake_stripe import FakeStripe, parse_form

ANA = uuid.UUID(int=7)
NO_ANSWER = ("payments.provider_down", "payments.provider_refused")
BOOK = OfferBook(
    (
        OfferTable(id="basic-month", plan="basic", stripe="price_basic"),
        OfferTable(id="pro-month", plan="pro", stripe="price_pro"),
        OfferTable(id="pro-year", plan="pro", interval="year", stripe="price_year"),
        OfferTable(id="tokens", meter="ai_tokens", amount=100_000, interval="once", stripe="price_tokens"),
        OfferTable(id="gone", plan="pro", stripe="price_gone"),
    )
)
MONTH_MS = stripe_bodies.LENGTH_S["month"] * 1_000


@pytest.fixture
async def fake():
    async with FakeStripe.running() as fake:
        fake.sells("price_basic", 1_500)
        fake.sells("price_pro", 2_500)
        fake.sells("price_year", 25_000, interval="year")
        fake.sells("price_tokens", 900, currency="jpy", interval="once")
        yield fake


@pytest.fixture
async def stripe(fake):
    client = Stripe(PaymentsSection(stripe_key=fake.key, stripe_url=f"{fake.url}/"), SystemClock())
    yield client
    await client.close()


def purchase(offer="pro-month", **changed):
    sold = BOOK.named(offer)
    about = {
        "user_id": ANA,
        "email": "ana@example.org",
        "language": "es-MX",
        "customer": "",
        "offer": sold,
        "sold_as": sold.sold_as["stripe"],
        "key": "key-1",
        "thanks_url": "https://lantern.example/payments/thanks",
        "left_url": "https://lantern.example/payments/left",
    }
    return Purchase(**{**about, **changed})


def posted(fake):
    """The checkout that was asked for last."""
    return next(one.body for one in reversed(fake.asked) if one.path == "/v1/checkout/sessions" and one.body)


async def subscribed(fake, stripe, offer="pro-month"):
    page = await stripe.checkout(purchase(offer))
    return (await fake.complete(page.url))["subscription"]


async def refused(code, awaitable):
    with pytest.raises(AppError) as caught:
        await awaitable
    assert caught.value.code == code
    return caught.value


async def test_prices_come_from_stripe(stripe):
    assert await stripe.price("price_pro") == Listed(
        Price(provider="stripe", currency="USD", amount_minor=2_500), "month"
    )
    listed = await stripe.price("price_tokens")
    yen = listed.price
    assert listed.interval == "once"
    assert (yen.currency, yen.amount_minor, yen.digits) == ("JPY", 900, 0)
    error = await refused("payments.provider_refused", stripe.price("price_nobody"))
    assert "resource_missing" in error.detail


async def test_a_subscription_is_bought_and_says_whose_it_is(fake, stripe):
    page = await stripe.checkout(purchase())
    asked = fake.asked[-1].body
    assert asked["mode"] == "subscription"
    assert asked["line_items"] == [{"price": "price_pro", "quantity": "1"}]
    about = {USER_KEY: str(ANA), OFFER_KEY: "pro-month"}
    assert asked["metadata"] == asked["subscription_data"]["metadata"] == about
    assert (asked["client_reference_id"], asked["customer_email"]) == (str(ANA), "ana@example.org")
    assert (asked["locale"], asked["success_url"][-7:]) == ("es", "/thanks")
    assert page.url.startswith(fake.url)
    assert page.expires_ms > 0
    session = await fake.complete(page.url)
    seen = await stripe.subscription(session["subscription"])
    assert (seen.status, seen.user_id, seen.customer) == ("active", ANA, session["customer"])
    assert seen.sold[0] == "price_pro"
    assert seen.ends_ms - seen.begins_ms == MONTH_MS
    assert fake.kinds() == [
        "customer.created",
        "customer.subscription.created",
        "payment_intent.succeeded",
        "invoice.paid",
        "checkout.session.completed",
    ]


async def test_a_top_up_is_bought_once(fake, stripe):
    page = await stripe.checkout(purchase("tokens"))
    asked = fake.asked[-1].body
    assert (asked["mode"], asked["customer_creation"]) == ("payment", "always")
    assert asked["payment_intent_data"]["metadata"][OFFER_KEY] == "tokens"
    assert "subscription_data" not in asked
    session = await fake.complete(page.url)
    (receipt,) = await stripe.invoices(session["customer"])
    assert (receipt.currency, receipt.amount_minor, receipt.digits) == ("JPY", 900, 0)


async def test_the_same_purchase_again_is_the_same_checkout(fake, stripe):
    first, again = await stripe.checkout(purchase()), await stripe.checkout(purchase())
    assert first == again
    assert len(fake.sessions) == 1
    await stripe.checkout(purchase(key="key-2"))
    assert len(fake.sessions) == 2


async def test_a_known_customer_buys_as_such_and_a_deleted_one_anew(fake, stripe):
    fake.customers["cus_ana"] = {"id": "cus_ana"}
    await stripe.checkout(purchase(customer="cus_ana"))
    asked = posted(fake)
    assert asked["customer"] == "cus_ana"
    assert "customer_email" not in asked
    await stripe.checkout(purchase(customer="cus_deleted", key="key-2"))
    assert "customer" not in posted(fake)


async def test_a_customer_is_made_once_and_says_who_it_is(fake, stripe):
    customer = await stripe.customer_for(ANA, "ana@example.org")
    assert await stripe.customer_for(ANA, "ana@example.org") == customer
    assert fake.asked[-1].body == {"metadata": {USER_KEY: str(ANA)}, "email": "ana@example.org"}
    assert list(fake.customers) == [customer]
    assert fake.deliveries[0].event["data"]["object"]["metadata"] == {USER_KEY: str(ANA)}
    assert await stripe.customer_for(ANA, "new@example.org") != customer
    await stripe.customer_for(ANA, "")
    assert "email" not in fake.asked[-1].body


async def test_of_the_open_pages_for_plans_the_newest_stays(fake, stripe):
    customer = await stripe.customer_for(ANA, "")
    pages = [
        await stripe.checkout(purchase(offer, customer=customer, key=offer))
        for offer in ("pro-month", "tokens", "basic-month")
    ]
    states = [fake.sessions[page.url.rpartition("/")[2]]["status"] for page in pages]
    assert states == ["expired", "open", "open"]


async def test_the_subscriptions_of_a_customer_now(fake, stripe):
    assert await stripe.live(ANA, "") == []
    subscription_id = await subscribed(fake, stripe)
    customer = fake.subscriptions[subscription_id]["customer"]
    assert [each.id for each in await stripe.live(ANA, customer)] == [subscription_id]
    await stripe.cancel(subscription_id, at_once=True)
    assert await stripe.live(ANA, customer) == []
    await refused("payments.no_customer", stripe.live(ANA, "cus_nobody"))


async def test_taxes_are_added_when_the_server_wants_them(fake):
    settings = PaymentsSection(stripe_key=fake.key, stripe_url=fake.url, stripe_tax=True)
    client = Stripe(settings, SystemClock())
    fake.customers["cus_ana"] = {"id": "cus_ana"}
    await client.checkout(purchase(customer="cus_ana", language=""))
    asked = posted(fake)
    assert asked["automatic_tax"] == {"enabled": "true"}
    assert asked["customer_update"]["address"] == "auto"
    assert asked["locale"] == "auto"
    await client.close()


async def test_the_portal_of_a_customer(fake, stripe):
    subscription_id = await subscribed(fake, stripe)
    customer = fake.subscriptions[subscription_id]["customer"]
    page = await stripe.portal(customer, "https://lantern.example/payments/left")
    assert page.url == f"{fake.url}/portal/{customer}"
    assert "configuration" not in fake.asked[-1].body
    await refused("payments.no_customer", stripe.portal("cus_nobody", "https://lantern.example"))


async def test_cancelling_at_the_end_resuming_and_ending_now(fake, stripe):
    subscription_id = await subscribed(fake, stripe)
    seen = await stripe.cancel(subscription_id, at_once=False)
    assert (seen.ends_then, seen.status, seen.final) == (True, "active", False)
    seen = await stripe.resume(subscription_id)
    assert (seen.ends_then, seen.status) == (False, "active")
    seen = await stripe.cancel(subscription_id, at_once=True)
    assert (seen.status, seen.final) == ("ended", True)
    again = await stripe.cancel(subscription_id, at_once=True)
    assert again.final
    await refused("payments.no_subscription", stripe.cancel("sub_nobody", at_once=True))


async def test_a_bigger_plan_is_paid_and_given_at_once(fake, stripe):
    subscription_id = await subscribed(fake, stripe, "basic-month")
    seen = await stripe.change(subscription_id, BOOK.named("pro-month"), at_once=True, key="key-9")
    asked = next(one for one in reversed(fake.asked) if one.method == "POST")
    assert asked.body["payment_behavior"] == "error_if_incomplete"
    assert asked.body["proration_behavior"] == "always_invoice"
    assert seen.sold[0] == "price_pro"
    assert fake.subscriptions[subscription_id]["metadata"][OFFER_KEY] == "pro-month"
    again = await stripe.change(subscription_id, BOOK.named("pro-month"), at_once=True, key="key-9")
    assert again.sold == seen.sold
    assert fake.kinds().count("invoice.paid") == 2


async def test_a_card_that_is_refused_changes_nothing(fake, stripe):
    subscription_id = await subscribed(fake, stripe, "basic-month")
    fake.declines = True
    await refused(
        "payments.declined", stripe.change(subscription_id, BOOK.named("pro-month"), at_once=True, key="k")
    )
    assert (await stripe.subscription(subscription_id)).sold[0] == "price_basic"


async def test_a_smaller_plan_begins_when_the_period_ends(fake, stripe):
    subscription_id = await subscribed(fake, stripe, "pro-month")
    await stripe.cancel(subscription_id, at_once=False)
    seen = await stripe.change(subscription_id, BOOK.named("basic-month"), at_once=False, key="k")
    assert (seen.sold[0], seen.next_sold, seen.ends_then) == ("price_pro", ("basic-month",), False)
    await fake.renew(subscription_id)
    seen = await stripe.subscription(subscription_id)
    assert (seen.sold[0], seen.next_sold) == ("price_basic", ())
    assert fake.subscriptions[subscription_id]["metadata"][OFFER_KEY] == "basic-month"


@pytest.mark.parametrize("way", ["resume", "cancel", "other", "now"])
async def test_what_was_planned_is_let_go_of(fake, stripe, way):
    subscription_id = await subscribed(fake, stripe, "pro-year")
    await stripe.change(subscription_id, BOOK.named("pro-month"), at_once=False, key="k1")
    if way == "resume":
        seen = await stripe.resume(subscription_id)
    elif way == "cancel":
        seen = await stripe.cancel(subscription_id, at_once=False)
    elif way == "other":
        seen = await stripe.change(subscription_id, BOOK.named("basic-month"), at_once=False, key="k2")
    else:
        seen = await stripe.change(subscription_id, BOOK.named("pro-month"), at_once=True, key="k3")
    assert seen.next_sold == (("basic-month",) if way == "other" else ())
    planned = fake.subscriptions[subscription_id]
    assert bool(planned["schedule"]) is (way == "other")
    assert planned["metadata"].get(NEXT_KEY, "") == ("basic-month" if way == "other" else "")


async def planned(fake, stripe, what):
    """Somebody on Pro who has cancelled, or planned to go on with Basic."""
    subscription_id = await subscribed(fake, stripe, "pro-month")
    if what == "cancel":
        await stripe.cancel(subscription_id, at_once=False)
    else:
        await stripe.change(subscription_id, BOOK.named("basic-month"), at_once=False, key="k1")
    return subscription_id


@pytest.mark.parametrize("what", ["cancel", "basic"])
@pytest.mark.parametrize("trouble", ["card", "making", "phases"])
async def test_a_change_that_fails_leaves_what_was_planned(fake, stripe, what, trouble, monkeypatch):
    subscription_id = await planned(fake, stripe, what)
    fake.declines, later = trouble == "card", stripe._later
    fake.breaks = {"making": "_schedules$", "phases": r"_schedules/sub_sched_\d+$"}.get(trouble, "")

    async def mended_then(found, plan):
        try:
            return await later(found, plan)
        finally:
            fake.breaks = ""

    monkeypatch.setattr(stripe, "_later", mended_then)
    offer, at_once = BOOK.named("pro-year"), trouble == "card"
    error = "payments.declined" if at_once else "payments.provider_down"
    await refused(error, stripe.change(subscription_id, offer, at_once=at_once, key="k2"))
    seen = await stripe.subscription(subscription_id)
    assert seen.sold[0] == "price_pro"
    assert (seen.ends_then, seen.next_sold) == ((True, ()) if what == "cancel" else (False, ("basic-month",)))
    if what == "basic":
        await fake.renew(subscription_id)
        assert (await stripe.subscription(subscription_id)).sold[0] == "price_basic"
    else:
        assert not fake.subscriptions[subscription_id]["schedule"]


async def test_what_cannot_be_planned_again_is_not_promised(fake, stripe):
    subscription_id = await planned(fake, stripe, "basic")
    fake.declines, fake.breaks = True, r"_schedules(/sub_sched_\d+)?$"
    change = stripe.change(subscription_id, BOOK.named("pro-year"), at_once=True, key="k2")
    await refused("payments.declined", change)
    assert (await stripe.subscription(subscription_id)).next_sold == ()


async def test_invoices_and_receipts_of_a_customer_and_of_nobody_else(fake, stripe):
    subscription_id = await subscribed(fake, stripe)
    customer = fake.subscriptions[subscription_id]["customer"]
    page = await stripe.checkout(purchase("tokens", customer=customer, key="key-2"))
    intent = (await fake.complete(page.url))["payment_intent"]
    await fake.give_back(intent)
    found = {each.id[:3]: each for each in await stripe.invoices(customer)}
    assert set(found) == {"in_", "pi_"}
    assert (found["in_"].status, found["in_"].amount_minor, found["in_"].number[:5]) == (
        "paid",
        2_500,
        "LANT-",
    )
    assert found["pi_"].status == "refunded"
    for each in found.values():
        assert (await stripe.invoice_page(customer, each.id)).url == each.url
        await refused("payments.no_invoice", stripe.invoice_page("cus_other", each.id))
    await refused("payments.no_invoice", stripe.invoice_page(customer, "in_nobody"))
    await refused("payments.no_customer", stripe.invoices("cus_nobody"))


async def test_what_was_paid_since_then_is_listed_whole(fake, stripe, monkeypatch):
    monkeypatch.setattr("server.payments.stripe_client._PAGE", 2)
    subscription_id = await subscribed(fake, stripe)
    customer = fake.subscriptions[subscription_id]["customer"]
    for _ in range(4):
        await fake.bill(subscription_id)
    page = await stripe.checkout(purchase("tokens", customer=customer, key="key-2"))
    intent = (await fake.complete(page.url))["payment_intent"]
    refund = await fake.give_back(intent, 100)
    await fake.take_back(intent)
    listed = await stripe.paid_since(0)
    began = [each for each in listed if isinstance(each, SubscriptionSeen)]
    assert [each.id for each in began] == [subscription_id]
    found = [each for each in listed if each not in began]
    assert sorted(each.id.rpartition(":")[0] for each in found) == [
        "stripe:dispute",
        *["stripe:invoice"] * 5,
        "stripe:pi",
        "stripe:refund",
    ]
    assert {each.of for each in found if hasattr(each, "of")} == {f"stripe:pi:{intent}"}
    assert f"stripe:refund:{refund['id']}" in {each.id for each in found}
    assert await stripe.paid_since((fake.now() + 60) * 1_000) == []


async def test_webhooks_that_did_not_get_through(fake, stripe):
    await subscribed(fake, stripe)
    fake.deliveries[0].status = 200
    found = await stripe.undelivered(0)
    assert [event_id for event_id, _ in found] == [one.event_id for one in reversed(fake.deliveries[1:])]
    assert {msgspec.json.decode(body)["type"] for _, body in found} == set(fake.kinds()[1:])


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (500, "payments.provider_down"),
        (503, "payments.provider_down"),
        (429, "payments.provider_down"),
        (401, "payments.provider_refused"),
        (403, "payments.provider_refused"),
        (400, "payments.provider_refused"),
    ],
)
async def test_troubles_of_stripe_in_kind_words(fake, stripe, trouble, code, monkeypatch):
    monkeypatch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.0)
    fake.trouble = trouble
    error = await refused(code, stripe.price("price_pro"))
    assert error.parameters == {"provider": "Stripe"}


@pytest.mark.parametrize(
    "garbage", [b"", b"<html>Bad gateway</html>", b"[]", b'"x"', b"{}", b'{"id": 5, "object": []}', b"\xff"]
)
async def test_nonsense_is_no_answer(fake, stripe, garbage, monkeypatch):
    monkeypatch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.0)
    fake.garbage = garbage
    for call in (
        stripe.price("x"),
        stripe.subscription("x"),
        stripe.checkout(purchase()),
        stripe.paid_since(0),
    ):
        with pytest.raises(AppError) as caught:
            await call
        assert caught.value.code in NO_ANSWER


async def test_nobody_there_and_nobody_who_answers(monkeypatch, unused_tcp_port):
    monkeypatch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.0)
    settings = PaymentsSection(stripe_key="k", stripe_url=f"http://127.0.0.1:{unused_tcp_port}")
    client = Stripe(settings, SystemClock())
    error = await refused("payments.provider_down", client.subscription("sub_1"))
    assert error.retryable
    await client.close()


def test_the_local_stripe_has_only_fields_of_the_present_interface():
    price = stripe_bodies.price("price_1", 1)
    subscription = stripe_bodies.subscription("sub_1", "cus_1", price, begins=1, metadata={})
    intent = stripe_bodies.payment_intent("pi_1", "cus_1", created=1, amount=1, currency="usd", metadata={})
    for kind, body in {
        library.Price: price,
        library.Subscription: subscription,
        library.SubscriptionItem: subscription["items"]["data"][0],
        library.Invoice: stripe_bodies.invoice("in_1", "cus_1", subscription, created=1, amount=1),
        library.PaymentIntent: intent,
        library.Charge: stripe_bodies.charge(intent),
        library.Refund: stripe_bodies.refund("re_1", "pi_1", created=1, amount=1, currency="usd"),
        library.Dispute: stripe_bodies.dispute("dp_1", "pi_1", created=1, amount=1, currency="usd"),
        library.checkout.Session: stripe_bodies.session("cs_1", created=1, url="", amount=1),
        library.Event: stripe_bodies.event("invoice.paid", {}, created=1),
    }.items():
        assert set(body) - set(kind.__annotations__) == set(), kind.__name__
    assert library.api_version == stripe_bodies.API_VERSION


def test_a_form_is_read_as_stripe_reads_it():
    assert parse_form("a[b][0][c]=1&a[b][1][c]=2&d=&e[f]=x") == {
        "a": {"b": [{"c": "1"}, {"c": "2"}]},
        "d": "",
        "e": {"f": "x"},
    }
