"""Usage over a real socket: for the person who asks, and what everybody may read."""

import pytest

from server.billing.orders import HoldRequest
from server.config.declarations import AiSection
from shared.billing.messages import BillingStatus
from shared.billing.meters import Meter
from shared.billing.status import MeterStatus
from shared.plans import PLANS
from tests.support.catalog_stage import signed_up
from tests.support.cloud_server import cloud_config, running_cloud

STATUS = {
    *(
        "used",
        "limit",
        "percent_used",
        "remaining",
        "plan",
        "reset_date",
        "days_until_reset",
        "warning_level",
    ),
}


@pytest.fixture
async def person(cloud):
    return await signed_up(cloud)


async def test_the_status_has_the_words_of_the_specification(cloud, person):
    status = await cloud.ask("GET", "/api/v1/billing/status", token=person.token)
    assert set(status.json) == set(BillingStatus.__struct_fields__)
    tokens = status.json["meters"][0]
    assert set(MeterStatus.__struct_fields__) == set(tokens) > STATUS
    assert (tokens["used"], tokens["limit"], tokens["percent_used"], tokens["warning_level"]) == (
        0,
        10_000,
        0,
        "ok",
    )


async def test_plans_are_readable_signed_out(cloud):
    plans = (await cloud.ask("GET", "/api/v1/billing/plans")).json["plans"]
    assert [(each["name"], each["monthly_cents"]) for each in plans] == [
        (plan.name, plan.monthly_cents) for plan in PLANS.values()
    ]


async def test_history_ledger_table_and_charges_of_a_call(cloud, person):
    ledger = cloud.services.billing.ledger
    request = HoldRequest(user_id=person.user_id, amounts=((Meter.AI_TOKENS, 40),), operation="chat")
    charge = await ledger.settle(await ledger.hold(request), {Meter.AI_TOKENS: 30})
    usage = await cloud.ask("GET", "/api/v1/billing/usage?days=7", token=person.token)
    assert [each["amount"] for each in usage.json["days"]] == [30]
    page = await cloud.ask("GET", "/api/v1/billing/ledger?limit=1&meter=ai_tokens", token=person.token)
    assert [each["amount"] for each in page.json["entries"]] == [-30]
    rest = await cloud.ask("GET", f"/api/v1/billing/ledger?before={page.json['next']}", token=person.token)
    assert "mint" in {each["kind"] for each in rest.json["entries"]}
    table = await cloud.ask("GET", "/api/v1/billing/ledger.csv", token=person.token)
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert table.body.splitlines()[0].startswith(b"time,meter,kind,amount")
    told = await cloud.ask("GET", f"/api/v1/billing/charges/{charge.id}", token=person.token)
    assert told.json["amounts"] == [{"meter": "ai_tokens", "amount": 30}]


async def test_the_check_reserves_nothing(cloud, person):
    body = {"wanted": [{"meter": "ai_operations", "amount": 10}]}
    for _ in range(3):
        answer = await cloud.ask("POST", "/api/v1/billing/check", body, token=person.token)
        assert (answer.status, answer.json["allowed"], answer.json["remaining"]) == (200, True, 10)
    body["wanted"][0]["amount"] = 11
    refused = (await cloud.ask("POST", "/api/v1/billing/check", body, token=person.token)).json
    assert (refused["allowed"], refused["meter"], refused["reserved"]) == (False, "ai_operations", False)


async def test_models_that_the_server_has_a_key_for_and_instructions(tmp_path):
    config = cloud_config(tmp_path, ai=AiSection(xai_key="x"))
    async with running_cloud(config) as cloud:
        token = (await signed_up(cloud)).token
        models = (await cloud.ask("GET", "/api/v1/billing/models", token=token)).json["models"]
        assert [each["model"] for each in models] == ["grok-4.7", "grok-4.3"]
        hint = await cloud.ask("GET", "/api/v1/billing/prompts/hint", token=token)
        assert (hint.json["source"], hint.json["context"]) == ("default", "hint")
        unknown = await cloud.ask("GET", "/api/v1/billing/prompts/nothing", token=token)
        assert (unknown.status, unknown.code) == (404, "billing.unknown_context")


async def test_what_makes_no_sense_is_refused(cloud, person):
    for method, path, body, status in (
        ("GET", "/api/v1/billing/usage?days=0", None, 400),
        ("GET", "/api/v1/billing/ledger?before=x", None, 400),
        ("GET", "/api/v1/billing/ledger?meter=gold", None, 400),
        ("POST", "/api/v1/billing/check", {"wanted": []}, 400),
        ("POST", "/api/v1/billing/check", {"wanted": [{"meter": "ai_tokens", "amount": -1}]}, 400),
        ("GET", "/api/v1/billing/charges/00000000-0000-0000-0000-000000000000", None, 404),
    ):
        assert (await cloud.ask(method, path, body, token=person.token)).status == status, path
        assert (await cloud.ask(method, path, body)).status == 401, path
