"""Who may ask which model for what; answers that are given again; one key, one charge."""

import asyncio
import json
import uuid

import pytest

from server.config.declarations import BillingSection
from server.web.principal import Principal
from shared.billing.meters import Meter
from tests.support.ai_stage import COMPLETIONS, EMBEDDINGS, MESSAGES, ai_stage, asked, signed_up
from tests.support.waiting import until


@pytest.fixture
async def stage(tmp_path):
    async with ai_stage(tmp_path / "cloud") as opened:
        await opened.model("fake")
        yield opened


def code(answer):
    return answer.status, answer.json["error"]["code"]


# who may ask for what


@pytest.mark.parametrize(
    ("path", "body", "found"),
    [
        (MESSAGES, asked(model="nothing"), (404, "billing.unknown_model")),
        (COMPLETIONS, asked(model="fake"), (404, "billing.unknown_model")),
        (EMBEDDINGS, {"model": "gpt-5.6-terra", "input": "x"}, (404, "billing.unknown_model")),
        (COMPLETIONS, asked(model="text-embedding-3-small"), (404, "billing.unknown_model")),
        (MESSAGES, {"max_tokens": 3}, (400, "ai.bad_request")),
        (MESSAGES, asked(speed="fast"), (422, "ai.not_offered")),
    ],
)
async def test_what_is_not_offered_is_told(stage, path, body, found):
    assert code(await stage.ask(path, body)) == found
    assert stage.billed == []


async def test_a_model_without_a_price_is_refused(tmp_path):
    free = BillingSection(base_micros_per_thousand=0, free_budget_micros=-1)
    models = {"custom_models": ("free-for-all",)}
    async with ai_stage(tmp_path / "cloud", ai=models, billing=free) as stage:
        answer = await stage.ask(COMPLETIONS, asked(model="free-for-all"))
        assert code(answer) == (422, "billing.unpriced_model")
        assert answer.headers["x-should-retry"] == "false"
        assert stage.billed == []


async def test_a_model_is_of_certain_plans(stage):
    await stage.model("dear", plans=("enterprise",))
    assert code(await stage.ask(MESSAGES, asked(model="dear"))) == (402, "billing.model_not_in_plan")


async def test_other_names_are_good_names(stage):
    await stage.model("long-name", aliases=("short",))
    answer = await stage.ask(MESSAGES, asked(model="short"))
    assert answer.status == 200
    assert stage.billed[0].model == "long-name"


@pytest.mark.parametrize("operation", ["", "nonsense", "embedding", "x" * 300])
async def test_unknown_operations_are_told(stage, operation):
    answer = await stage.ask(MESSAGES, asked(), X_Lantern_Operation=operation)
    assert code(answer) == (400, "ai.unknown_operation")


async def test_the_lists_of_models_are_the_wires_own(stage):
    token = {"x-api-key": stage.session.access_token}
    anthropic = (await stage.cloud.ask("GET", "/ai/anthropic/v1/models", headers=token)).json
    openai = (await stage.cloud.ask("GET", "/ai/openai/v1/models", headers=token)).json
    assert {"fake", "lantern"} <= {each["id"] for each in anthropic["data"]}
    assert "gpt-5.6-terra" in {each["id"] for each in openai["data"]}
    assert "fake" not in {each["id"] for each in openai["data"]}
    assert anthropic["has_more"] is False


async def test_a_server_without_keys_lists_nothing(tmp_path):
    ai = {"anthropic_key": "", "openai_key": "", "xai_key": "", "custom_url": ""}
    async with ai_stage(tmp_path / "cloud", ai=ai) as stage:
        token = stage.session.access_token
        listed = (await stage.cloud.ask("GET", "/ai/anthropic/v1/models", token=token)).json
        assert (listed["data"], listed["first_id"]) == ([], None)
        answer = await stage.ask(MESSAGES, asked(model="lantern"))
        assert code(answer) == (503, "billing.model_unreachable")


# answers that are given again

ROOT = Principal(uuid.UUID(int=1), uuid.UUID(int=2), role="super_admin")
HINT = {"X_Lantern_Operation": "hint", "X_Lantern_Cache": "me"}


@pytest.mark.parametrize("stream", [False, True])
async def test_a_hint_is_made_once_a_day(stage, stream):
    body = asked(stream=stream)
    first = await stage.ask(MESSAGES, body, **HINT)
    await stage.quiet()
    before = await stage.free()
    second = await stage.ask(MESSAGES, body, **HINT)
    assert second.headers["x-lantern-cache"] == "hit"
    assert second.body == first.body
    assert second.headers["Content-Type"].split(";")[0] == first.headers["Content-Type"].split(";")[0]
    assert "x-charge-id" not in second.headers
    assert await stage.free() == before
    assert await stage.free(Meter.AI_OPERATIONS) == 199
    assert len(stage.billed) == 1
    await stage.ask(MESSAGES, body, X_Lantern_Operation="hint")
    await stage.ask(MESSAGES, asked("another", stream=stream), **HINT)
    assert len(stage.billed) == 3


async def test_nobody_is_given_what_somebody_else_was_answered(stage):
    await stage.ask(MESSAGES, asked(), **HINT)
    await stage.quiet()
    stage.session = await signed_up(stage.cloud, "ben@example.org")
    answer = await stage.ask(MESSAGES, asked(), **HINT)
    assert "x-lantern-cache" not in answer.headers
    assert len(stage.billed) == 2


async def test_what_broke_off_is_not_kept(stage):
    for knobs in ("cut3", "noend", "nousage", "s400"):
        await stage.model(knobs, knobs=f"fake:{knobs}")
        for _ in range(2):
            async with stage.stream(MESSAGES, asked(model=knobs), **{"X-Lantern-Cache": "me"}) as answer:
                assert "x-lantern-cache" not in answer.headers
        await stage.quiet()


async def test_another_version_of_the_material_is_asked_anew(stage):
    def ask(version):
        return stage.ask(MESSAGES, asked(), X_Lantern_Cache="me", X_Lantern_Material=f"deck:{version}")

    for version, hit in ((1, False), (1, True), (2, False), (2, True), (1, False)):
        answer = await ask(version)
        assert ("x-lantern-cache" in answer.headers) is hit
        await stage.quiet()


# one key, one charge


async def test_the_same_key_is_answered_and_charged_once(stage):
    first = await stage.ask(MESSAGES, asked(), Idempotency_Key="k-1")
    await stage.quiet()
    spent = await stage.free()
    again = await stage.ask(MESSAGES, asked(), Idempotency_Key="k-1")
    assert (again.status, again.body) == (200, first.body)
    assert again.headers["x-lantern-replayed"] == "true"
    other = await stage.ask(MESSAGES, asked("something else"), Idempotency_Key="k-1")
    assert code(other) == (422, "billing.key_reused")
    assert await stage.free() == spent
    assert len(stage.billed) == 1


async def test_a_stream_is_not_given_twice(stage):
    for status in (200, 409):
        async with stage.stream(MESSAGES, asked(), **{"Idempotency-Key": "k-2"}) as answer:
            body = await answer.read()
            assert answer.status == status
        await stage.quiet()
    assert json.loads(body)["error"]["code"] == "billing.done_before"
    assert answer.headers["x-should-retry"] == "false"
    assert len(stage.billed) == 1


async def test_the_same_call_at_once_runs_once(stage):
    await stage.model("slow", knobs="fake:delay300")
    first = asyncio.create_task(stage.ask(MESSAGES, asked(model="slow"), Idempotency_Key="k-3"))
    await until(lambda: stage.billed)
    second = await stage.ask(MESSAGES, asked(model="slow"), Idempotency_Key="k-3")
    assert code(second) == (409, "billing.in_progress")
    assert (await first).status == 200
    assert len(stage.billed) == 1


async def test_a_call_that_failed_may_be_made_again_under_its_key(stage):
    await stage.model("sick", knobs="fake:s500:first2")
    failed = await stage.ask(MESSAGES, asked(model="sick"), Idempotency_Key="k-4")
    assert failed.status == 502
    await stage.quiet()
    assert (await stage.ask(MESSAGES, asked(model="sick"), Idempotency_Key="k-4")).status == 200


@pytest.mark.parametrize("key", ["x" * 201, "with space", "ñ"])
async def test_an_odd_key_is_told(stage, key):
    assert code(await stage.ask(MESSAGES, asked(), Idempotency_Key=key)) == (400, "ai.bad_request")


# what an operation says to the model


@pytest.mark.parametrize(("path", "model"), [(MESSAGES, "fake"), (COMPLETIONS, "fake-too")])
async def test_a_named_operation_brings_its_instructions(stage, path, model):
    await stage.model("fake-too", wire="openai")
    await stage.ask(path, asked(model=model), X_Lantern_Operation="hint")
    await stage.ask(path, asked(model=model))
    named, plain = (each.body for each in stage.billed[-2:])
    said = stage.catalog.prompt("hint").text
    if path == MESSAGES:
        assert (named["system"], "system" in plain) == (said, False)
    else:
        assert named["messages"][0] == {"role": "system", "content": said}
        assert [each["role"] for each in plain["messages"]] == ["user"]


async def test_other_instructions_are_answered_anew(stage):
    await stage.ask(MESSAGES, asked(), **HINT)
    await stage.quiet()
    await stage.cloud.services.billing.edits.put_prompt(ROOT, "hint", "Ours.")
    again = await stage.ask(MESSAGES, asked(), **HINT)
    assert "x-lantern-cache" not in again.headers
    assert stage.billed[-1].body["system"] == "Ours."
