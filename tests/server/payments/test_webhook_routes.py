"""Webhooks and another billing system over HTTP, on a running server with its worker."""

import io
import json
import time

import pytest

from server.config.payment_settings import PaymentsSection
from tests.support import stripe_bodies
from tests.support.catalog_stage import signed_up
from tests.support.cloud_server import cloud_config, running_cloud
from tests.support.payments_stage import SETTINGS
from tests.support.waiting import until, until_true
from tests.support.webhook_signer import polar_headers, stripe_headers, whop_headers

SECRET = "of the billing system"
HOOKS = "/api/v1/webhooks"
PLAN = "/api/v1/internal/plan"


@pytest.fixture
async def cloud(tmp_path):
    settings = PaymentsSection(
        **{name: getattr(SETTINGS, name) for name in SETTINGS.__struct_fields__ if "secret" in name}
        | {"internal_secret": SECRET, "offers": SETTINGS.offers}
    )
    async with running_cloud(cloud_config(tmp_path / "cloud", payments=settings)) as running:
        yield running


def subscribed(user_id, price="price_pro"):
    now = int(time.time())
    found = stripe_bodies.subscription(
        "sub_1",
        "cus_1",
        stripe_bodies.price(price, 2_500),
        begins=now,
        metadata={"lantern_user": str(user_id)},
    )
    return json.dumps(stripe_bodies.event("customer.subscription.created", found, created=now)).encode()


async def test_a_signed_event_changes_the_plan(cloud):
    ana = await signed_up(cloud)
    raw = subscribed(ana.user_id)
    for _ in range(2):
        answer = await cloud.ask("POST", f"{HOOKS}/stripe", data=raw, headers=stripe_headers(raw))
        assert (answer.status, answer.json) == (200, {})

    async def pro():
        return (await cloud.services.billing.status(ana.user_id)).plan == "pro"

    await until_true(pro)


async def test_devices_hear_of_it(cloud):
    ana, heard = await signed_up(cloud), []
    cloud.services.pokes.listen(lambda news: heard.extend(news.spenders))
    raw = subscribed(ana.user_id)
    await cloud.ask("POST", f"{HOOKS}/stripe", data=raw, headers=stripe_headers(raw))
    await until(lambda: ana.user_id in heard)
    assert (await cloud.services.billing.status(ana.user_id)).plan == "pro"


async def test_each_provider_is_asked_for_its_own_signature(cloud):
    raw = b'{"type":"unknown.kind","data":{}}'
    for provider, sign in (("polar", polar_headers), ("whop", whop_headers)):
        answer = await cloud.ask("POST", f"{HOOKS}/{provider}", data=raw, headers=sign(raw))
        assert answer.status == 202
        for other in ("stripe", "polar", "whop"):
            if other != provider:
                refused = await cloud.ask("POST", f"{HOOKS}/{other}", data=raw, headers=sign(raw))
                assert (refused.status, refused.code) == (400, "payments.bad_signature")


async def test_what_is_unsigned_stale_or_too_big_is_refused(cloud):
    raw = b"{}"
    url = f"{HOOKS}/stripe"
    headers = {"Content-Type": "application/json"}
    assert (await cloud.ask("POST", url, data=raw, headers=headers)).code == "payments.bad_signature"
    for at_s in (time.time() - 400, time.time() + 400):
        stale = await cloud.ask("POST", url, data=raw, headers=stripe_headers(raw, at_s=at_s))
        assert (stale.status, stale.code) == (400, "payments.stale_webhook")
    big = b" " * (1 << 20) + b"{}"
    async with cloud.http.post(cloud.url + url, data=io.BytesIO(big), headers=stripe_headers(big)) as answer:
        assert (await answer.json())["code"] == "web.too_large"
    assert (await cloud.ask("POST", f"{HOOKS}/paypal", data=raw)).status == 404


async def test_another_billing_system_gives_and_ends_plans(cloud):
    ana = await signed_up(cloud)

    async def told(action, plan="free", secret=SECRET):
        body = {"user_id": str(ana.user_id), "action": action, "plan": plan}
        return await cloud.ask("POST", PLAN, body, headers={"X-Internal-Secret": secret})

    assert (await told("upgrade", "pro")).json["plan"] == "pro"
    assert (await cloud.services.billing.status(ana.user_id)).plan == "pro"
    assert (await told("downgrade", "basic")).json["plan"] == "basic"
    assert (await told("cancel")).json == {"user_id": str(ana.user_id), "plan": "free", "plan_until_ms": 0}
    for wrong in ("", "of the billing syste", "é"):
        refused = await told("upgrade", "pro", wrong)
        assert (refused.status, refused.code) == (403, "payments.bad_secret")
    assert (await told("upgrade", "gold")).code == "web.bad_body"


async def test_without_secrets_nothing_is_taken(tmp_path):
    async with running_cloud(cloud_config(tmp_path / "cloud")) as cloud:
        for provider, sign in (("stripe", stripe_headers), ("polar", polar_headers), ("whop", whop_headers)):
            answer = await cloud.ask("POST", f"{HOOKS}/{provider}", data=b"{}", headers=sign(b"{}"))
            assert (answer.status, answer.code) == (404, "payments.webhooks_off")
        body = {"user_id": "00000000-0000-0000-0000-000000000001", "action": "cancel"}
        answer = await cloud.ask("POST", PLAN, body, headers={"X-Internal-Secret": ""})
        assert (answer.status, answer.code) == (404, "payments.internal_off")
