"""The log of webhooks with replay over HTTP: for super admins only."""

import json
import time
import uuid

import pytest

from shared.payments.admin_messages import ADMIN_PATH
from tests.support import stripe_bodies
from tests.support.catalog_stage import signed_up, super_admin
from tests.support.cloud_server import cloud_config, running_cloud
from tests.support.payments_stage import SETTINGS
from tests.support.webhook_signer import stripe_headers


@pytest.fixture
async def cloud(tmp_path):
    async with running_cloud(cloud_config(tmp_path / "cloud", payments=SETTINGS)) as running:
        yield running


async def test_a_super_admin_sees_replays_and_settles(cloud):
    root = await super_admin(cloud)
    found = {"id": "cus_1", "object": "customer", "metadata": {"lantern_user": str(root.user_id)}}
    raw = json.dumps(stripe_bodies.event("customer.created", found, created=int(time.time()))).encode()
    await cloud.ask("POST", "/api/v1/webhooks/stripe", data=raw, headers=stripe_headers(raw))
    listed = await cloud.ask("GET", f"{ADMIN_PATH}/events?provider=stripe&limit=5", token=root.token)
    (event,) = listed.json["events"]
    assert (event["kind"], event["object_id"], listed.json["more"]) == ("customer.created", "cus_1", False)
    path = f"{ADMIN_PATH}/events/{event['id']}"
    assert json.loads((await cloud.ask("GET", path, token=root.token)).json["body"]) == json.loads(raw)
    replayed = await cloud.ask("POST", f"{path}/replay", token=root.token)
    assert (replayed.status, replayed.json["state"]) == (200, "done")
    settled = await cloud.ask("POST", f"{ADMIN_PATH}/users/{root.user_id}/settle", token=root.token)
    assert settled.json == {"disputes": 0}
    audit = await cloud.ask("GET", "/api/v1/admin/audit", token=root.token)
    actions = {entry["action"] for entry in audit.json["entries"]}
    assert {"payments.replayed", "payments.settled"} <= actions


async def test_nobody_else_may(cloud):
    ana = await signed_up(cloud)
    some = uuid.uuid4()
    for method, path in (
        ("GET", "/events"),
        ("GET", f"/events/{some}"),
        ("POST", f"/events/{some}/replay"),
        ("POST", f"/users/{some}/settle"),
    ):
        assert (await cloud.ask(method, ADMIN_PATH + path, token=ana.token)).code == "web.forbidden"
        assert (await cloud.ask(method, ADMIN_PATH + path)).code == "web.token_missing"


async def test_what_is_not_there_and_bad_questions(cloud):
    root = await super_admin(cloud)
    some = uuid.uuid4()
    missing = await cloud.ask("GET", f"{ADMIN_PATH}/events/{some}", token=root.token)
    assert (missing.status, missing.code) == (404, "payments.event_not_found")
    for query in ("state=lost", "provider=paypal", "before=x"):
        assert (
            await cloud.ask("GET", f"{ADMIN_PATH}/events?{query}", token=root.token)
        ).code == "web.bad_query"
