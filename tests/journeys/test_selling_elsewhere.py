"""Plans and top-ups through Polar and through Whop, over sockets: bought, paid, told by signed webhooks, ended."""

import asyncio
import uuid
from typing import Any

import pytest

from server.config.payment_settings import OfferTable, PaymentsSection
from shared.clock import SystemClock
from tests.support.accounts_stage import HOME, Device
from tests.support.api_fuzz import PASSWORD
from tests.support.catalog_stage import signed_up
from tests.support.cloud_server import Cloud, cloud_config, running_cloud
from tests.support.fake_polar import FakePolar
from tests.support.fake_whop import FakeWhop
from tests.support.polar_bodies import polar_id
from tests.support.waiting import LIMIT_S
from tests.support.webhook_signer import POLAR_SECRET, WHOP_SECRET
from tests.support.whop_bodies import ACCOUNT

OFFERS = (
    OfferTable(id="basic", plan="basic", polar=polar_id("Basic")),
    OfferTable(id="pro", plan="pro", polar=polar_id("Pro"), whop="plan_pro"),
    OfferTable(
        id="more",
        interval="once",
        meter="ai_tokens",
        amount=50_000,
        polar=polar_id("More"),
        whop="plan_more",
    ),
)


@pytest.fixture
async def shops():
    async with FakePolar.running() as polar, FakeWhop.running() as whop:
        polar.sells("Basic", 1_500)
        polar.sells("Pro", 2_500)
        polar.sells("More", 900, interval="once")
        whop.sells("plan_pro", 2_500)
        whop.sells("plan_more", 900, interval="once")
        yield {"polar": polar, "whop": whop}


@pytest.fixture
async def cloud(shops, tmp_path):
    payments = PaymentsSection(
        polar_key=shops["polar"].key,
        polar_webhook_secret=POLAR_SECRET,
        polar_url=shops["polar"].url,
        whop_key=shops["whop"].key,
        whop_webhook_secret=WHOP_SECRET,
        whop_url=shops["whop"].api,
        whop_account=ACCOUNT,
        offers=OFFERS,
    )
    async with running_cloud(cloud_config(tmp_path / "cloud", payments=payments)) as running:
        for name, shop in shops.items():
            shop.webhook_url = f"{running.url}/api/v1/webhooks/{name}"
        yield running


class Ana:
    """Somebody who buys; another plan makes her token old, so she signs in again, as a device does by itself."""

    def __init__(self, cloud: Cloud, token: str) -> None:
        self.cloud, self.token = cloud, token

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = await self.cloud.ask(method, f"/api/v1/{path}", body, token=self.token)
        if answer.status == 401 and answer.code == "accounts.token_expired":
            asked = Device(SystemClock()).sign_in("ana@example.org", PASSWORD)
            session = await self.cloud.services.accounts.sign_ins.sign_in(asked, HOME)
            self.token = session.access_token
            answer = await self.cloud.ask(method, f"/api/v1/{path}", body, token=self.token)
        assert answer.status == 200, answer.body
        return answer.json

    async def sees(self, path: str, is_so: Any) -> Any:
        async with asyncio.timeout(LIMIT_S):
            while not is_so(found := await self.ask("GET", path)):  # noqa: ASYNC110 - as a device would ask
                await asyncio.sleep(0.02)
        return found

    async def page_of(self, offer: str, provider: str) -> str:
        asked = {"offer": offer, "request_id": str(uuid.uuid4()), "provider": provider}
        return (await self.ask("POST", "payments/checkout", asked))["url"]

    async def tokens(self) -> int:
        meters = (await self.ask("GET", "billing/status"))["meters"]
        return next(each["remaining"] for each in meters if each["meter"] == "ai_tokens")


@pytest.mark.parametrize("provider", ["polar", "whop"])
async def test_a_plan_and_a_top_up_from_the_page_to_the_end(cloud, shops, provider):
    shop, ana = shops[provider], Ana(cloud, (await signed_up(cloud)).token)
    before = await ana.tokens()
    await shop.complete(await ana.page_of("more", provider))
    await ana.sees("payments/history", lambda found: len(found["payments"]) == 1)
    assert await ana.tokens() == before + 50_000

    await shop.complete(await ana.page_of("pro", provider))
    found = await ana.sees("payments/offers", lambda found: found["plan"] == "pro")
    (mine,) = [each for each in found["subscriptions"] if each["plan"] == "pro"]
    assert (mine["provider"], mine["offer"], mine["status"]) == (provider, "pro", "active")
    assert await ana.tokens() == 50_000 + 50_000
    page = await ana.ask("POST", "payments/portal", {})
    assert page["url"].startswith(shop.url)
    invoices = (await ana.ask("GET", "payments/invoices"))["invoices"]
    assert len(invoices) == 2
    page = await ana.ask("GET", f"payments/invoices/{provider}/{invoices[0]['id']}")
    assert page["url"].startswith(shop.url)

    # Everything again, the newest first: nothing is counted twice.
    await shop.deliver(*reversed(shop.deliveries))
    assert {one.status for one in shop.deliveries} == {200}
    asked = {"at_once": False, "subscription": mine["id"]}
    ended = (await ana.ask("POST", "payments/cancel", asked))["subscription"]
    assert ended["ends_then"]
    resumed = (await ana.ask("POST", "payments/resume", {"subscription": mine["id"]}))["subscription"]
    assert not resumed["ends_then"]
    await ana.ask("POST", "payments/cancel", {"at_once": True, "subscription": mine["id"]})
    await ana.sees("payments/offers", lambda found: found["plan"] == "free")
    assert await ana.tokens() == before + 50_000
    assert len((await ana.ask("GET", "payments/history"))["payments"]) == 2


async def test_a_smaller_plan_of_polar_begins_with_the_next_period(cloud, shops):
    polar, ana = shops["polar"], Ana(cloud, (await signed_up(cloud)).token)
    order = await polar.complete(await ana.page_of("pro", "polar"))
    await ana.sees("payments/offers", lambda found: found["plan"] == "pro")
    asked = {"offer": "basic", "request_id": str(uuid.uuid4())}
    mine = (await ana.ask("POST", "payments/change", asked))["subscription"]
    assert (mine["offer"], mine["next_offer"]) == ("pro", "basic")
    await polar.renew(order["subscription_id"])
    found = await ana.sees("payments/offers", lambda found: found["plan"] == "basic")
    assert [(each["offer"], each["next_offer"]) for each in found["subscriptions"]] == [("basic", "")]


@pytest.mark.parametrize("provider", ["polar", "whop"])
async def test_what_never_arrived_is_made_up_for_at_night(cloud, shops, provider):
    shop, ana = shops[provider], Ana(cloud, (await signed_up(cloud)).token)
    shop.webhook_url = ""
    bought = await shop.complete(await ana.page_of("more", provider))
    await shop.complete(await ana.page_of("pro", provider))
    await shop.give_back(bought["id"], 300)
    for _ in range(2):
        await cloud.services.payments.reconciling.run()
        await ana.sees("payments/offers", lambda found: found["plan"] == "pro")
        found = await ana.sees("payments/history", lambda found: len(found["payments"]) == 3)
    assert {(each["kind"], each["amount_minor"]) for each in found["payments"]} == {
        ("paid", 900),
        ("paid", 2_500),
        ("refunded", 300),
    }
    # Pro's allowance, and what was bought less the third that was given back, rounded down.
    assert await ana.tokens() == 50_000 + 50_000 - 16_666
