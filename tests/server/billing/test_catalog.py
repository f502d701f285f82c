"""The catalog in force: precedence, lookups, numbers of prices that last, and other processes."""

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from server.billing.catalog import Catalog
from server.billing.catalog_tables import PRICE
from server.config.declarations import AiSection
from shared.billing.messages import AiModel, NewPrice
from shared.billing.meters import Meter
from shared.billing.prices import NANO_PER_USD, Prices, charged_micros, flat
from shared.billing.usage import Usage
from shared.errors import AppError
from shared.plans import FREE, PLANS
from shared.tasks import TaskScope
from tests.support.catalog_stage import KEYS, billing_config, catalog_stage, changed
from tests.support.waiting import until


@pytest.fixture
async def stage(server_database, clock):
    async with catalog_stage(server_database, clock) as opened:
        yield opened


async def test_without_edits_it_is_what_the_program_brings(stage):
    catalog = stage.catalog
    assert [catalog.plan(name) for name in PLANS] == list(PLANS.values())
    assert catalog.plan("of a newer version") is FREE
    assert catalog.model("lantern").model == "claude-sonnet-5-5"
    assert catalog.margin_ppm("claude-sonnet-5-5", "free") == 1_500_000
    assert catalog.budget_micros() == 30_000_000
    assert catalog.prompt("hint").source == "default"
    assert catalog.cap(stage.root.user_id, Meter.AI_TOKENS) is None
    assert {each.model for each in catalog.offered("free")} == set(catalog.state.models)


async def test_every_model_of_the_program_has_a_price_and_fallbacks_that_exist(stage):
    for model in stage.catalog.state.models.values():
        assert stage.catalog.price(model.model).origin == "default"
        assert all(
            each.model in stage.catalog.state.models for each in stage.catalog.candidates(model.model, "pro")
        )


async def test_what_does_not_exist_is_refused_not_given_away(stage):
    for call, code in (
        (lambda: stage.catalog.model("gpt-1"), "billing.unknown_model"),
        (lambda: stage.catalog.candidates("gpt-1", "free"), "billing.unknown_model"),
        (lambda: stage.catalog.price("gpt-1"), "billing.unpriced_model"),
        (lambda: stage.catalog.prompt("embedding"), "billing.unknown_context"),
    ):
        with pytest.raises(AppError, match=code):
            call()


async def test_only_providers_with_a_key_are_reached(server_database, clock):
    config = billing_config(AiSection(openai_key="o"))
    async with catalog_stage(server_database, clock, config) as stage:
        assert [each.model for each in stage.catalog.candidates("gpt-5.6-terra", "free")] == [
            "gpt-5.6-terra",
            "gpt-5.6-luna",
        ]
        with pytest.raises(AppError, match="model_unreachable"):
            stage.catalog.candidates("claude-sonnet-5-5", "free")
        fallback = changed(stage.catalog.model("claude-sonnet-5-5"), fallbacks=("gpt-5.6-luna",))
        await stage.edits.put_model(stage.root, fallback)
        candidates = stage.catalog.candidates("claude-sonnet-5-5", "free")
        assert [each.model for each in candidates] == ["gpt-5.6-luna"]


async def test_models_of_ones_own_server_cost_what_the_configuration_says(server_database, clock):
    own = AiSection(custom_url="http://localhost:11434/v1", custom_models=("tiny", "org/big"))
    async with catalog_stage(server_database, clock, billing_config(own, prices=("org/big=1/2",))) as stage:
        usage = Usage(600, output=400)
        tiny = stage.catalog.price("tiny")
        assert charged_micros(usage, tiny.prices, stage.catalog.margin_ppm("tiny", "free")) == 2_250
        assert (tiny.origin, stage.catalog.price("org/big").prices.rates.output) == (
            "environment",
            2 * NANO_PER_USD,
        )
        unpriced = await stage.again(billing_config(own, base_micros_per_thousand=0))
        with pytest.raises(AppError, match="unpriced_model"):
            unpriced.price("tiny")


async def test_the_database_wins_over_the_configuration_over_the_program(stage, tmp_path):
    (tmp_path / "hint.md").write_text(" From the folder. \n")
    config = billing_config(
        changed(KEYS, prompts_folder=str(tmp_path)),
        prices=("grok-4.3=9/9",),
        margin_ppm=1_200_000,
        free_budget_micros=-1,
    )
    catalog = await stage.again(config)
    assert (catalog.prompt("hint").text, catalog.prompt("hint").source) == ("From the folder.", "environment")
    assert (catalog.price("grok-4.3").origin, catalog.price("grok-4.7").origin) == ("environment", "default")
    assert (catalog.margin_ppm("grok-4.3", "pro"), catalog.budget_micros()) == (1_200_000, None)
    await stage.edits.put_prompt(stage.root, "hint", "Ours.")
    await stage.edits.add_price(stage.root, NewPrice(model="grok-4.3", prices=Prices(flat(1, 2))))
    await catalog.refresh()
    assert (catalog.prompt("hint").text, catalog.prompt("hint").source) == ("Ours.", "database")
    assert catalog.price("grok-4.3").origin == "database"


async def test_what_an_operator_wrote_wrongly_is_told(stage, tmp_path):
    (tmp_path / "hint.md").write_bytes(b"\xff\xfe")
    for config, code in (
        (billing_config(prices=("x",)), "billing.bad_price_text"),
        (billing_config(changed(KEYS, prompts_folder=str(tmp_path))), "billing.prompt_unreadable"),
    ):
        with pytest.raises(AppError, match=code):
            await stage.again(config)


async def test_numbers_of_prices_last_over_restarts_and_configurations(stage):
    before = stage.catalog.price("grok-4.3")
    elsewhere = await stage.again(billing_config(prices=("grok-4.3=9/9",)))
    assert elsewhere.price("grok-4.3").number != before.number
    assert elsewhere.price_version(before.number) == before
    back = await stage.again()
    assert back.price("grok-4.3") == before
    assert len(back.state.versions) == len(stage.catalog.state.versions) + 1


async def test_a_version_of_prices_is_never_changed_by_anybody(stage):
    for statement in (update(PRICE).values(prices="{}"), delete(PRICE)):
        with pytest.raises((AppError, DBAPIError), match=r"only grows|database"):
            async with stage.database.write() as tx:
                await tx.connection.execute(statement)
    assert (await stage.again()).price("grok-4.3") == stage.catalog.price("grok-4.3")


async def test_another_process_follows_within_a_second(database_url, server_database, clock):
    async with catalog_stage(server_database, clock) as stage:
        other = await Catalog.open(server_database, clock, stage.config)
        heard = []
        other.on_change.append(lambda: heard.append(other.state.edits))
        async with TaskScope("other") as scope:
            other.start(scope)
            await stage.edits.put_prompt(stage.root, "chat", "Ours.")
            if server_database.dialect == "postgresql":
                await until(lambda: bool(heard))
                assert other.prompt("chat").text == "Ours."
            else:
                await other.refresh()
                await other.refresh()
            assert heard == [1]


async def test_a_model_that_a_newer_program_wrote_counts_as_unwritten(stage):
    from server.billing.catalog_tables import MODEL

    await stage.edits.put_model(stage.root, AiModel(model="new", upstream="openai", wire="openai"))
    async with stage.database.write() as tx:
        await tx.connection.execute(update(MODEL).values(body='{"upstream": "quantum"}'))
    with pytest.raises(AppError, match="unknown_model"):
        (await stage.again()).model("new")
