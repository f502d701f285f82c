"""Models through the account's own server, as a signed-in desktop asks them: the real server, a local provider."""

from contextlib import aclosing, asynccontextmanager

import pytest

from desktop.ai.account import own_failure
from desktop.ai.service import Finished, TextDelta, TokenUse, Turn
from shared.billing.meters import Meter
from shared.errors import AppError
from tests.support.ai_stage import ai_stage
from tests.support.cloud_desktops import desktop, sign_up
from tests.support.waiting import until

TURNS = (Turn("user", "What is a lever?"),)


@asynccontextmanager
async def signed_in(tmp_path, **options):
    """A server whose providers are fake, and a desktop that is signed up on it."""
    async with ai_stage(tmp_path / "cloud", **options) as stage, desktop(tmp_path / "desktop") as services:
        await sign_up(services, stage.cloud.url, "bea@example.org", "Bea")
        yield stage, services


async def said(ai, operation="chat"):
    engine = await ai.engine()
    assert engine is not None
    async with aclosing(engine.stream(ai.request(operation, "Be brief.", TURNS, 100))) as events:
        return [event async for event in events]


async def test_nobody_signed_in_means_no_engine_and_no_problem(tmp_path):
    async with desktop(tmp_path / "desktop") as services:
        assert await services.ai.engine() is None
        assert services.ai.provider is None
        assert services.ai.account_state == "signed_out"


async def test_the_account_answers_as_soon_as_somebody_is_signed_in(tmp_path):
    async with signed_in(tmp_path) as (stage, services):
        events = await said(services.ai)
        assert "Twelve bytes" in "".join(one.text for one in events if isinstance(one, TextDelta))
        assert [one for one in events if isinstance(one, Finished)]
        used = [one for one in events if isinstance(one, TokenUse)][-1]
        billed = stage.billed[-1]
        assert used.output_tokens == billed.output_tokens
        assert services.ai.model == "lantern"
        assert services.ai.account_state == "ready"


@pytest.mark.parametrize(
    ("operation", "context"),
    [("chat", "chat"), ("generate_quiz", "generate_cards"), ("voice", "voice"), ("suggestions", "")],
)
async def test_the_servers_instructions_stand_before_those_of_the_use(tmp_path, operation, context):
    async with signed_in(tmp_path) as (stage, services):
        await said(services.ai, operation)
        asked = stage.billed[-1].body["system"]
        ours = f"{stage.catalog.prompt(context).text}\n\n" if context else ""
        assert (asked if isinstance(asked, str) else asked[0]["text"]).startswith(ours or "Be brief.")
        assert "Be brief." in str(asked)


@pytest.mark.parametrize("name", ["claude-haiku-5-5", "gpt-5.6-luna"])
async def test_a_model_of_either_wire_can_be_chosen(tmp_path, name):
    async with signed_in(tmp_path) as (stage, services):
        names = await services.ai.models("lantern")
        assert name in names
        assert names[0] == "lantern"
        assert not [each for each in names if "embedding" in each]
        await services.ai.configure("lantern", model=name)
        await said(services.ai, "generate_quiz")
        assert stage.billed[-1].model == name


async def test_a_model_that_is_offered_no_longer_gives_way_to_the_recommended_one(tmp_path):
    async with signed_in(tmp_path) as (_, services):
        await services.ai.configure("lantern", model="gone")
        await said(services.ai)
        assert services.ai.model == "lantern"


async def test_what_is_used_up_is_told_in_our_own_words(tmp_path):
    async with signed_in(tmp_path, plan="free") as (stage, services):
        for _ in range(10):
            await said(services.ai)
        with pytest.raises(AppError) as refused:
            await said(services.ai)
        assert refused.value.code == "billing.used_up"
        assert refused.value.parameters["meter"] == Meter.AI_OPERATIONS
        assert not refused.value.retryable
        assert len(stage.billed) == 10


async def test_a_server_without_models_leaves_answers_to_the_material(tmp_path):
    nothing = {"anthropic_key": "", "openai_key": "", "xai_key": "", "custom_url": ""}
    async with signed_in(tmp_path, ai=nothing) as (_, services):
        assert await services.ai.engine() is None
        assert services.ai.provider is None
        assert services.ai.account_state == "nothing_offered"


async def test_a_server_that_is_gone_leaves_answers_to_the_material(tmp_path):
    async with ai_stage(tmp_path / "cloud") as stage, desktop(tmp_path / "desktop") as services:
        await sign_up(services, stage.cloud.url, "bea@example.org", "Bea")
    async with desktop(tmp_path / "desktop") as services:
        assert await services.ai.engine() is None
        assert services.ai.account_state == "nothing_offered"


async def test_signing_out_ends_it(tmp_path):
    async with signed_in(tmp_path) as (_, services):
        await services.ai.engine()
        assert services.ai.provider is not None
        await services.accounts.sign_out()
        assert services.ai.provider is None
        assert await services.ai.engine() is None


async def test_pages_hear_when_the_models_are_known(tmp_path):
    async with ai_stage(tmp_path / "cloud") as stage, desktop(tmp_path / "desktop") as services:
        heard = []
        services.bus.subscribe(lambda changes: heard.append(changes.touches("setting")))
        await sign_up(services, stage.cloud.url, "bea@example.org", "Bea")
        await until(lambda: services.ai.provider is not None)
        assert any(heard)


@pytest.mark.parametrize(
    "body",
    [
        None,
        "text",
        {},
        {"error": "text"},
        {"error": {"type": "overloaded_error", "message": "busy"}},
        {"error": {"code": "insufficient_quota"}},
    ],
)
def test_failures_of_providers_are_not_ours(body):
    assert own_failure(body) is None


def test_our_failures_keep_their_parameters():
    error = {"code": "billing.used_up", "parameters": {"meter": "ai_tokens", "detail": "x", "odd": [1]}}
    failure = own_failure({"type": "error", "error": error})
    assert failure is not None
    assert failure.code == "billing.used_up"
    assert failure.parameters == {"meter": "ai_tokens", "detail": "x"}
    assert failure.detail == ""
