"""Buying over real sockets: a person, the server, a local Stripe that pays and tells."""

import time
import uuid

import pytest

from server.accounts import account_store
from shared.payments.messages import MySubscription, Offers
from tests.support.selling_stage import selling_stage


@pytest.fixture
async def on(tmp_path):
    async with selling_stage(tmp_path / "cloud") as stage:
        yield stage


async def is_on(on, plan):
    return await on.shows("offers", lambda found: found["plan"] == plan)


async def test_what_is_sold_with_what_it_costs(on):
    found = (await on.ask("GET", "offers")).json
    assert set(found) == set(Offers.__struct_fields__)
    assert [(each["id"], each["prices"][0]["amount_minor"]) for each in found["offers"]] == [
        ("basic-month", 1_500),
        ("pro-month", 2_500),
        ("pro-year", 25_000),
        ("tokens", 900),
    ]
    assert found["offers"][3]["prices"] == [
        {"provider": "stripe", "currency": "EUR", "amount_minor": 900, "digits": 2}
    ]
    assert (found["plan"], found["subscriptions"], found["unreachable"]) == ("free", [], [])
    assert (await on.cloud.ask("GET", "/api/v1/payments/offers")).code == "web.token_missing"


async def test_a_plan_is_bought_and_shown(on):
    page = (await on.buys("pro-month")).json
    assert page["provider"] == "stripe"
    asked = {each.path: each.body for each in on.stripe.asked if each.method == "POST"}
    assert asked["/v1/checkout/sessions"]["success_url"] == f"{on.cloud.url}/payments/thanks"
    assert asked["/v1/customers"]["email"] == "ana@example.org"
    assert asked["/v1/checkout/sessions"]["customer"] in on.stripe.customers
    await on.stripe.complete(page["url"])
    (mine,) = (await is_on(on, "pro"))["subscriptions"]
    assert set(mine) == set(MySubscription.__struct_fields__)
    assert (mine["offer"], mine["status"], mine["interval"]) == ("pro-month", "active", "month")
    assert mine["can"] == ["cancel_at_end", "cancel_now", "change", "portal"]
    again = await on.buys("basic-month")
    assert (again.status, again.code) == (409, "payments.already_subscribed")


async def test_a_top_up_is_bought_and_in_the_history(on):
    session = await on.bought("tokens")

    await on.shows("history", lambda found: len(found["payments"]) == 1)
    await on.stripe.give_back(session["payment_intent"])
    both = await on.shows("history", lambda found: len(found["payments"]) == 2)
    assert sorted(each["kind"] for each in both["payments"]) == ["paid", "refunded"]
    entry = next(each for each in both["payments"] if each["kind"] == "paid")
    assert (entry["offer"], entry["amount_minor"], entry["currency"]) == ("tokens", 900, "EUR")


async def test_a_subscription_is_in_the_history_once(on):
    await on.bought("pro-month")
    await on.shows("history", lambda found: len(found["payments"]) == 1)
    await on.stripe.give_back(next(iter(on.stripe.payment_intents)), 500)
    both = await on.shows("history", lambda found: len(found["payments"]) == 2)
    assert {(each["kind"], each["amount_minor"]) for each in both["payments"]} == {
        ("paid", 2_500),
        ("refunded", 500),
    }


async def test_a_bank_that_takes_a_subscriptions_money_back(on):
    await on.bought("pro-month")
    await is_on(on, "pro")
    intent = next(iter(on.stripe.payment_intents))
    await on.stripe.take_back(intent)
    await on.shows("offers", lambda found: found["restricted"] and found["plan"] == "free")
    assert (await on.buys("tokens")).code == "payments.restricted"
    on.stripe.now_s = lambda: time.time() + 60
    await on.stripe.take_back(intent, "won")
    await is_on(on, "pro")


async def test_whoever_is_suspended_can_still_end_what_they_pay(on):
    await on.bought("pro-month")
    await is_on(on, "pro")
    services = on.cloud.services
    async with services.database.write() as tx:
        await account_store.change(tx, on.ana.user_id, suspended_ms=tx.now_ms)
    assert (await on.ask("GET", "offers")).json["subscriptions"][0]["offer"] == "pro-month"
    assert (await on.buys("tokens")).code == "accounts.suspended"
    assert (await on.ask("POST", "cancel", {"at_once": False})).json["subscription"]["ends_then"]


async def test_cancelled_resumed_changed_ended(on):
    await on.bought("pro-month")
    await is_on(on, "pro")
    mine = (await on.ask("POST", "cancel", {"at_once": False})).json["subscription"]
    assert (mine["ends_then"], mine["can"]) == (True, ["cancel_now", "change", "portal", "resume"])
    mine = (await on.ask("POST", "resume", {})).json["subscription"]
    assert mine["ends_then"] is False
    asked = {"offer": "basic-month", "request_id": str(uuid.uuid4())}
    mine = (await on.ask("POST", "change", asked)).json["subscription"]
    assert (mine["offer"], mine["next_offer"]) == ("pro-month", "basic-month")
    asked = {"offer": "pro-month", "request_id": str(uuid.uuid4())}
    mine = (await on.ask("POST", "change", asked)).json["subscription"]
    assert (mine["offer"], mine["next_offer"]) == ("pro-month", "")
    assert (await on.ask("POST", "change", asked)).code == "payments.same_offer"
    asked = {"offer": "pro-year", "request_id": str(uuid.uuid4())}
    mine = (await on.ask("POST", "change", asked)).json["subscription"]
    assert (mine["offer"], mine["interval"]) == ("pro-year", "year")
    mine = (await on.ask("POST", "cancel", {"at_once": True})).json["subscription"]
    assert (mine["status"], mine["can"]) == ("ended", [])
    await is_on(on, "free")
    assert (await on.ask("POST", "cancel", {"at_once": True})).code == "payments.no_subscription"


async def test_only_the_newest_page_for_a_plan_can_be_paid(on):
    first, top_up = (await on.buys("pro-month")).json["url"], (await on.buys("tokens")).json["url"]
    second = (await on.buys("basic-month")).json["url"]
    assert [each["status"] for each in on.stripe.sessions.values()] == ["expired", "open", "open"]
    await on.stripe.complete(second)
    await on.stripe.complete(top_up)
    await is_on(on, "basic")
    with pytest.raises(AssertionError, match="expired"):
        await on.stripe.complete(first)
    assert len(on.stripe.customers) == 1


async def test_what_was_just_paid_is_not_sold_again_before_its_webhook_comes(on):
    on.stripe.webhook_url = ""
    await on.bought("pro-month")
    assert (await on.buys("basic-month")).code == "payments.already_subscribed"
    assert (await on.ask("GET", "offers")).json["plan"] == "pro"


async def test_what_never_arrived_is_made_up_for_at_night(on):
    on.stripe.webhook_url = ""
    await on.bought("tokens")
    session = await on.bought("pro-month")
    await on.stripe.give_back(next(iter(on.stripe.payment_intents)), 300)
    for _ in range(2):
        await on.cloud.services.payments.reconciling.run()
        await is_on(on, "pro")
        found = await on.shows("history", lambda found: len(found["payments"]) == 3)
    assert sorted((each["kind"], each["amount_minor"], each["offer"]) for each in found["payments"]) == [
        ("paid", 900, "tokens"),
        ("paid", 2_500, "pro-month"),
        ("refunded", 300, "tokens"),
    ]
    assert session["subscription"] in on.stripe.subscriptions


async def test_portal_and_invoices_of_those_who_bought(on):
    for path, code in (("portal", "payments.no_customer"), ("resume", "payments.no_subscription")):
        assert (await on.ask("POST", path, {})).code == code
    assert (await on.ask("GET", "invoices")).json == {"invoices": [], "unreachable": []}
    await on.bought("pro-month")
    await is_on(on, "pro")
    page = (await on.ask("POST", "portal", {})).json
    assert page["url"].startswith(f"{on.stripe.url}/portal/cus_")
    (invoice,) = (await on.ask("GET", "invoices")).json["invoices"]
    assert invoice["url"].startswith(on.stripe.url)
    found = (await on.ask("GET", f"invoices/stripe/{invoice['id']}")).json
    assert found["url"] == invoice["url"]
    for other in (f"stripe/{invoice['id']}x", f"polar/{invoice['id']}"):
        assert (await on.ask("GET", f"invoices/{other}")).code == "payments.no_invoice"


async def test_what_cannot_be_bought(on):
    assert (await on.buys("gold")).code == "payments.unknown_offer"
    assert (await on.buys("tokens", provider="polar")).code == "payments.unknown_offer"
    assert (await on.buys("")).code == "web.bad_body"
    on.stripe.trouble = 503
    failed = await on.buys("tokens")
    assert (failed.status, failed.code) == (503, "payments.provider_down")
    assert b"Stripe cannot be reached" in failed.body


@pytest.mark.parametrize(("page", "words"), [("thanks", "Thank you"), ("left", "nothing was charged")])
async def test_where_a_browser_comes_back_to(on, page, words):
    answer = await on.cloud.ask("GET", f"/payments/{page}")
    assert answer.status == 200
    assert words in answer.body.decode()
    assert "style-src 'sha256-" in answer.headers["Content-Security-Policy"]
    spanish = await on.cloud.ask("GET", f"/payments/{page}", headers={"Accept-Language": "es"})
    assert "Puedes cerrar esta pestaña" in spanish.body.decode()
