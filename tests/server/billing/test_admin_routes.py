"""The catalog and people's ledgers over a real socket: for super admins, and for nobody else."""

import msgspec
import pytest

from server.billing.admin_routes import ADMIN_OPERATIONS
from server.web.operation import Auth
from shared.billing.messages import ADMIN_PATH
from shared.billing.prices import Prices, flat
from shared.ids import new_id
from shared.plans import FREE, PRO
from tests.support.catalog_stage import changed, signed_up, super_admin


@pytest.fixture
async def root(cloud):
    return await super_admin(cloud)


async def test_nobody_else_may(cloud):
    token = (await signed_up(cloud)).token
    for operation in ADMIN_OPERATIONS:
        assert operation.auth is Auth.SUPER_ADMIN
        path = operation.path.replace("{plan}", "pro").replace("{context}", "hint")
        path = path.replace("{user_id}", str(new_id())).replace("{tenant_id}", str(new_id()))
        assert (await cloud.ask(operation.method, path, token=token)).status == 403, path
        assert (await cloud.ask(operation.method, path)).status == 401, path


async def test_an_edited_plan_counts_for_a_token_that_was_given_before(cloud, root):
    ana = await signed_up(cloud)
    free = next(
        each["plan"]
        for each in (await cloud.ask("GET", f"{ADMIN_PATH}/plans", token=root.token)).json["plans"]
        if each["plan"]["name"] == "free"
    )
    free |= {"ai_tokens_per_month": 77, "max_upload_bytes": 5}
    put = await cloud.ask("PUT", f"{ADMIN_PATH}/plans/free", free, token=root.token)
    assert [each["edited"] for each in put.json["plans"]] == [True, False, False, False]
    status = await cloud.ask("GET", "/api/v1/billing/status", token=ana.token)
    assert status.json["meters"][0]["limit"] == 77
    usage = await cloud.ask("GET", "/api/v1/content/usage", token=ana.token)
    assert usage.json["file_limit_bytes"] == 5
    shown = (await cloud.ask("GET", "/api/v1/billing/plans")).json["plans"][0]
    assert shown["ai_tokens_per_month"] == 77
    reset = await cloud.ask("DELETE", f"{ADMIN_PATH}/plans/free", token=root.token)
    assert not any(each["edited"] for each in reset.json["plans"])
    wrong = changed(PRO, storage_bytes=-1)
    refused = await cloud.ask("PUT", f"{ADMIN_PATH}/plans/pro", wrong, token=root.token)
    assert (refused.status, refused.code) == (422, "billing.bad_plan")


async def test_what_a_plan_permits_counts_for_a_token_that_was_given_before(cloud, root):
    ana = await signed_up(cloud)
    generous = changed(FREE, permissions=frozenset({"labs:enter"}))
    await cloud.ask("PUT", f"{ADMIN_PATH}/plans/free", generous, token=root.token)
    principal = await cloud.services.accounts.principal(ana.token)
    assert "labs:enter" in principal.permissions
    await cloud.ask("DELETE", f"{ADMIN_PATH}/plans/free", token=root.token)
    assert "labs:enter" not in (await cloud.services.accounts.principal(ana.token)).permissions


async def test_prices_margins_and_models(cloud, root):
    prices = msgspec.to_builtins(Prices(flat(5, 6)))
    added = await cloud.ask(
        "POST", f"{ADMIN_PATH}/prices", {"model": "lantern", "prices": prices}, token=root.token
    )
    assert added.status == 201
    assert [(each["origin"], each["in_force"]) for each in added.json["prices"]] == [
        ("database", True),
        ("default", False),
    ]
    listed = (await cloud.ask("GET", f"{ADMIN_PATH}/prices", token=root.token)).json["prices"]
    models = (await cloud.ask("GET", f"{ADMIN_PATH}/models", token=root.token)).json["models"]
    assert {each["model"] for each in listed} == {each["model"]["model"] for each in models}
    margin = {"plan": "pro", "margin_ppm": 1_000_000}
    margins = (await cloud.ask("PUT", f"{ADMIN_PATH}/margins", margin, token=root.token)).json
    assert (margins["margins"], margins["default_ppm"]) == ([{"model": "", **margin}], 1_500_000)
    model = {"model": "org/own", "upstream": "custom", "wire": "openai"}
    models = (await cloud.ask("PUT", f"{ADMIN_PATH}/models", model, token=root.token)).json["models"]
    assert (models[-1]["model"]["model"], models[-1]["price_version"]) == ("org/own", 0)
    gone = await cloud.ask("DELETE", f"{ADMIN_PATH}/models?model=org/own", token=root.token)
    assert "org/own" not in {each["model"]["model"] for each in gone.json["models"]}


async def test_instructions_budget_and_caps(cloud, root):
    path = f"{ADMIN_PATH}/prompts"
    put = await cloud.ask("PUT", f"{path}/hint", {"text": "Ours."}, token=root.token)
    assert put.json == {"context": "hint", "text": "Ours.", "source": "database"}
    prompts = (await cloud.ask("GET", path, token=root.token)).json["prompts"]
    (hint,) = [each for each in prompts if each["context"] == "hint"]
    assert (hint["source"], hint["text"], hint["environment"]) == ("database", "Ours.", None)
    assert hint["default"].startswith("Give one hint")
    back = await cloud.ask("PUT", f"{path}/hint", {"text": None}, token=root.token)
    assert back.json["source"] == "default"
    budget = (await cloud.ask("GET", f"{ADMIN_PATH}/budget", token=root.token)).json
    assert (budget["budget_micros"], budget["spent_micros"], budget["stopped"]) == (30_000_000, 0, False)
    lifted = (await cloud.ask("PUT", f"{ADMIN_PATH}/budget", {}, token=root.token)).json
    assert (lifted["budget_micros"], lifted["edited"]) == (None, True)
    caps = {"caps": [{"meter": "ai_tokens", "cap": 9, "overdraft": 1}]}
    path = f"{ADMIN_PATH}/tenants/{new_id()}/caps"
    assert (await cloud.ask("PUT", path, caps, token=root.token)).json == caps
    assert (await cloud.ask("GET", path, token=root.token)).json == caps


async def test_somebodys_ledger_is_corrected_by_new_entries(cloud, root):
    ana = await signed_up(cloud)
    path = f"{ADMIN_PATH}/users/{ana.user_id}"
    change = {"adjustment_id": str(new_id()), "meter": "ai_tokens", "amount": 500, "reason": "An outage."}
    for _ in range(2):
        status = await cloud.ask("POST", f"{path}/adjust", change, token=root.token)
        assert (status.status, status.json["meters"][0]["limit"]) == (201, 10_500)
    page = (await cloud.ask("GET", f"{path}/ledger", token=root.token)).json
    (entry,) = [each for each in page["entries"] if each["kind"] == "adjust"]
    assert (entry["amount"], entry["reason"]) == (500, "An outage.")
    table = await cloud.ask("GET", f"{path}/ledger.csv", token=root.token)
    assert len(table.body.splitlines()) == len(page["entries"]) + 1
    audit = (await cloud.ask("GET", f"/api/v1/admin/audit?user_id={ana.user_id}", token=root.token)).json
    assert [each["action"] for each in audit["entries"]].count("billing.adjusted") == 1
    nobody = await cloud.ask("GET", f"{ADMIN_PATH}/users/{new_id()}/status", token=root.token)
    assert (nobody.status, nobody.code) == (404, "accounts.user_not_found")
