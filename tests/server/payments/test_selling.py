"""Buying as a person does it, with providers in memory and the real books: who may, at whom, what it changes."""

import uuid
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from server.config.payment_settings import OfferTable
from server.payments.events import CustomerSeen, SubscriptionSeen
from server.payments.offers import OfferBook
from server.payments.selling import Selling
from shared.errors import AppError
from shared.payments.messages import (
    Cancel,
    Change,
    Checkout,
    InvoiceEntry,
    MySubscription,
    Portal,
    Resume,
)
from tests.support.payments_stage import SETTINGS, PaymentsStage, opened_payments
from tests.support.shop_provider import Shop

HERE = "https://lantern.example"
DAY_MS = 86_400_000


@dataclass
class Counter:
    """The stage of payments with two shops behind the counter."""

    stage: PaymentsStage
    selling: Selling
    stripe: Shop
    polar: Shop

    @property
    def ana(self) -> uuid.UUID:
        return self.stage.ana

    async def buys(self, offer: str, **more: Any) -> Any:
        asked = Checkout(offer=offer, request_id=more.pop("request_id", uuid.uuid4()), **more)
        return await self.selling.checkout(self.ana, asked, "es", HERE)

    async def has(self, offer: str = "pro", shop: Shop | None = None, **changed: Any) -> str:
        """Ana has a subscription."""
        shop = shop or self.stripe
        now_ms = self.stage.clock.now_ms()
        whole = {
            "provider": shop.name,
            "id": f"sub_{shop.name}",
            "customer": f"cus_{shop.name}",
            "status": "active",
            "seen_ms": now_ms,
            "sold": (offer,),
            "user_id": self.ana,
            "begins_ms": now_ms,
            "ends_ms": now_ms + 30 * DAY_MS,
        }
        seen = SubscriptionSeen(**{**whole, **changed})
        shop.held[seen.id] = seen
        await self.stage.payments.seen(seen)
        return seen.id

    async def mine(self) -> list[MySubscription]:
        return list((await self.selling.offers(self.ana)).subscriptions)

    async def changes(self, offer: str, **more: Any) -> MySubscription:
        asked = Change(offer=offer, request_id=uuid.UUID(int=9), **more)
        return await self.selling.change(self.ana, asked)


@pytest.fixture
async def counter(sqlite_url, clock):
    yearly = OfferTable(id="pro-year", plan="pro", interval="year", stripe="price_year")
    settings = msgspec.structs.replace(SETTINGS, offers=(*SETTINGS.offers, yearly))
    async with opened_payments(sqlite_url, clock) as stage:
        stage.payments = stage.again(settings)
        shops = {"stripe": Shop("stripe"), "polar": Shop("polar")}
        selling = Selling(
            stage.database, clock, stage.on.on.accounts, stage.payments, OfferBook(settings.offers), shops
        )
        yield Counter(stage, selling, *shops.values())


async def refused(code, awaitable):
    with pytest.raises(AppError) as caught:
        await awaitable
    assert caught.value.code == code
    return caught.value.parameters


async def test_what_is_sold_and_by_whom(counter):
    found = await counter.selling.offers(counter.ana)
    assert [(each.id, [price.provider for price in each.prices]) for each in found.offers] == [
        ("basic", ["stripe", "polar"]),
        ("pro", ["stripe", "polar"]),
        ("team", ["stripe"]),
        ("more", ["stripe", "polar"]),
        ("pro-year", ["stripe"]),
    ]
    assert (found.plan, found.plan_until_ms, found.subscriptions, found.restricted) == ("free", 0, (), False)


async def test_a_silent_provider_hides_its_prices_and_nothing_else(counter):
    counter.polar.failure = "payments.provider_down"
    found = await counter.selling.offers(counter.ana)
    assert {price.provider for each in found.offers for price in each.prices} == {"stripe"}
    assert found.unreachable == ("polar",)


async def test_a_purchase_says_who_buys_and_where_to_come_back(counter):
    page = await counter.buys("pro")
    (_, purchase) = counter.stripe.asked[-1]
    assert page.url.startswith("https://stripe.example/")
    assert (purchase.user_id, purchase.email, purchase.customer) == (counter.ana, "ana@example.org", "")
    assert (purchase.sold_as, purchase.offer.id) == ("price_pro", "pro")
    assert purchase.thanks_url == f"{HERE}/payments/thanks"
    await counter.stage.payments.seen(
        CustomerSeen(provider="polar", customer="cus_polar", user_id=counter.ana)
    )
    await counter.buys("pro", provider="polar")
    assert counter.polar.asked[-1][1].customer == "cus_polar"


async def test_pressing_twice_is_one_checkout_for_a_while(counter, clock):
    def checkouts():
        return [asked[1].key for asked in counter.stripe.asked if asked[0] == "checkout"]

    request = uuid.uuid4()
    first = await counter.buys("pro", request_id=request)
    assert await counter.buys("pro", request_id=request) == first
    assert len(checkouts()) == 1
    clock.advance(15 * 60_000)
    assert await counter.buys("pro", request_id=request) != first
    other = await counter.buys("basic")
    assert other.url
    assert await counter.buys("pro", request_id=request) != other
    keys = checkouts()
    assert keys[0] == keys[1] == keys[3] != keys[2]
    assert (await counter.buys("pro", request_id=request, provider="polar")).provider == "polar"


async def test_somebody_new_is_a_customer_before_anything_is_bought(counter):
    counter.stripe.customer = "cus_new"
    for _ in range(2):
        await counter.buys("pro")
        assert counter.stripe.asked[-1][1].customer == "cus_new"
    made = [asked for asked in counter.stripe.asked if asked[0] == "customer_for"]
    assert made == [("customer_for", counter.ana, "ana@example.org")]
    assert await counter.stage.payments.customer(counter.ana, "stripe") == "cus_new"


async def test_what_was_paid_a_moment_ago_is_asked_for_before_a_plan_is_sold(counter):
    shop = Shop("polar")
    there = Counter(counter.stage, counter.selling, counter.stripe, shop)
    await there.has("pro", shop, id="sub_late", customer="cus_late", seen_ms=5)
    counter.polar.held["sub_new"] = msgspec.structs.replace(
        shop.held["sub_late"], id="sub_new", seen_ms=counter.stage.clock.now_ms()
    )
    await counter.selling._payments.seen(
        msgspec.structs.replace(shop.held["sub_late"], status="ended", final=True, seen_ms=6)
    )
    assert await counter.mine() == []
    assert await refused("payments.already_subscribed", counter.buys("basic")) == {"provider": "Polar"}
    assert [each.id for each in await counter.mine()] == ["sub_new"]


async def test_a_silent_provider_hinders_only_its_own_sales(counter):
    counter.polar.failure = "payments.provider_down"
    assert (await counter.buys("pro")).provider == "stripe"
    await refused("payments.provider_down", counter.buys("pro", provider="polar"))
    counter.polar.failure = "payments.no_customer"
    await refused("payments.no_customer", counter.buys("pro", provider="polar"))


@pytest.mark.parametrize("status", ["active", "trialing", "past_due", "paused"])
async def test_nobody_subscribes_twice(counter, status):
    await counter.has(status=status)
    assert await refused("payments.already_subscribed", counter.buys("basic")) == {"provider": "Stripe"}
    assert (await counter.buys("more")).url


@pytest.mark.parametrize("changed", [{"status": "incomplete"}, {"status": "ended", "final": True}])
async def test_one_that_never_began_or_has_ended_is_in_nobodys_way(counter, changed):
    await counter.has(**changed)
    assert (await counter.buys("basic")).url


async def test_what_is_not_sold(counter):
    await refused("payments.unknown_offer", counter.buys("gold"))
    await refused("payments.unknown_offer", counter.buys("team", provider="polar"))
    await refused("payments.unknown_offer", counter.buys("pro", provider="whop"))
    counter.selling._providers = {}
    await refused("payments.not_sold", counter.buys("pro"))
    assert (await counter.selling.offers(counter.ana)).offers == ()


async def test_after_a_dispute_nothing_is_sold_until_it_is_settled(counter):
    await counter.has()
    stage = counter.stage
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent()))
    await stage.tell("stripe", stage.stripe("charge.dispute.created", stage.dispute()))
    assert (await counter.selling.offers(counter.ana)).restricted
    await refused("payments.restricted", counter.buys("more"))
    await refused("payments.restricted", counter.changes("basic"))
    assert (await counter.selling.cancel(counter.ana, Cancel(at_once=False))).ends_then


async def test_more_counts_at_once_and_less_when_the_period_ends(counter):
    subscription_id = await counter.has("pro")
    mine = await counter.changes("team")
    assert counter.stripe.asked[-1][:4] == ("change", subscription_id, "team", True)
    assert (mine.plan, mine.offer, mine.next_offer) == ("enterprise", "team", "")
    assert await counter.stage.plan() == ("enterprise", pytest.approx(mine.period_end_ms, abs=4 * DAY_MS))
    mine = await counter.changes("pro-year")
    assert counter.stripe.asked[-1][:4] == ("change", subscription_id, "pro-year", False)
    assert (mine.plan, mine.next_offer) == ("enterprise", "pro-year")
    assert "resume" in mine.can
    mine = await counter.changes("team")
    assert counter.stripe.asked[-1] == ("resume", subscription_id)
    assert mine.next_offer == ""
    await refused("payments.same_offer", counter.changes("team"))


async def test_a_longer_time_of_the_same_plan_is_more(counter):
    await counter.has("pro")
    mine = await counter.changes("pro-year")
    assert (mine.offer, mine.interval, mine.next_offer) == ("pro-year", "year", "")


async def test_what_a_subscription_cannot_be_put_on(counter):
    await refused("payments.no_subscription", counter.changes("pro"))
    await counter.has("pro", counter.polar)
    await refused("payments.unknown_offer", counter.changes("team"))
    await refused("payments.unknown_offer", counter.changes("more"))
    await refused("payments.unknown_offer", counter.changes("gold"))
    await refused("payments.no_subscription", counter.changes("basic", subscription="sub_other"))
    counter.polar.actions = frozenset({"cancel_now"})
    assert await refused("payments.cannot_change", counter.changes("basic")) == {"provider": "Polar"}
    counter.polar.actions, counter.polar.failure = frozenset({"change"}), "payments.declined"
    await refused("payments.declined", counter.changes("basic"))
    assert [each.offer for each in await counter.mine()] == ["pro"]


async def test_a_subscription_is_ended_and_goes_on(counter):
    await counter.has()
    mine = await counter.selling.cancel(counter.ana, Cancel(at_once=False))
    assert (mine.ends_then, "cancel_at_end" in mine.can, "resume" in mine.can) == (True, False, True)
    mine = await counter.selling.resume(counter.ana, Resume())
    assert (mine.ends_then, "resume" in mine.can) == (False, False)
    mine = await counter.selling.cancel(counter.ana, Cancel(at_once=True))
    assert (mine.status, mine.can) == ("ended", ())
    assert await counter.mine() == []
    assert (await counter.stage.plan())[0] == "free"
    await refused("payments.no_subscription", counter.selling.resume(counter.ana, Resume()))


async def test_of_two_subscriptions_the_one_that_is_meant(counter):
    await counter.has("pro")
    await counter.has("basic", counter.polar)
    assert [each.plan for each in await counter.mine()] == ["pro", "basic"]
    mine = await counter.selling.cancel(counter.ana, Cancel(at_once=False, subscription="sub_polar"))
    assert (mine.provider, mine.ends_then) == ("polar", True)
    mine = await counter.selling.cancel(counter.ana, Cancel(at_once=True))
    assert mine.provider == "stripe"


async def test_a_payment_that_failed_leaves_days_of_grace(counter, clock):
    now_ms = clock.now_ms()
    await counter.has(status="past_due", past_due_ms=now_ms)
    (mine,) = await counter.mine()
    assert mine.grace_until_ms == now_ms + 3 * DAY_MS
    assert "change" not in mine.can
    assert {"cancel_now", "portal"} <= set(mine.can)


async def test_a_subscription_at_a_provider_without_a_key_is_only_shown(counter):
    await counter.has("pro", counter.polar)
    del counter.selling._providers["polar"]
    (mine,) = await counter.mine()
    assert (mine.plan, mine.can) == ("pro", ())
    cancel = counter.selling.cancel(counter.ana, Cancel(at_once=True))
    assert await refused("payments.cannot_change", cancel) == {"provider": "Polar"}


async def test_the_portal_is_where_one_pays(counter):
    await refused("payments.no_customer", counter.selling.portal(counter.ana, Portal(), HERE))
    await counter.has("basic", counter.polar)
    await counter.stage.payments.seen(
        CustomerSeen(provider="stripe", customer="cus_stripe", user_id=counter.ana)
    )
    page = await counter.selling.portal(counter.ana, Portal(), HERE)
    assert page.provider == "polar"
    assert counter.polar.asked[-1] == ("portal", "cus_polar", f"{HERE}/payments/left")
    assert (await counter.selling.portal(counter.ana, Portal(provider="stripe"), HERE)).provider == "stripe"
    await refused("payments.no_customer", counter.selling.portal(counter.ana, Portal(provider="whop"), HERE))


async def test_invoices_of_all_providers_that_answer(counter):
    for shop, at_ms in ((counter.stripe, 5), (counter.polar, 9)):
        await counter.stage.payments.seen(
            CustomerSeen(provider=shop.name, customer=f"cus_{shop.name}", user_id=counter.ana)
        )
        shop.listed.append(
            InvoiceEntry(
                id=f"in_{shop.name}",
                provider=shop.name,
                number="1",
                at_ms=at_ms,
                status="paid",
                currency="EUR",
                amount_minor=1,
            )
        )
    found = await counter.selling.invoices(counter.ana)
    assert [each.id for each in found.invoices] == ["in_polar", "in_stripe"]
    counter.polar.failure = "payments.provider_down"
    counter.stripe.failure = "payments.no_customer"
    found = await counter.selling.invoices(counter.ana)
    assert (found.invoices, found.unreachable) == ((), ("polar",))
    counter.stripe.failure = ""
    assert (await counter.selling.invoice_page(counter.ana, "stripe", "in_1")).url.endswith("/in_1")
    assert counter.stripe.asked[-1] == ("invoice_page", "cus_stripe", "in_1")
    await refused("payments.no_invoice", counter.selling.invoice_page(counter.ana, "whop", "in_1"))
