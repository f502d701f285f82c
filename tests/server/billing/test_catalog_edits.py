"""What super admins edit counts when the call returns, is noted, and what is wrong changes nothing."""

import asyncio

import msgspec
import pytest

from server.billing.catalog_edits import CatalogEdits
from shared.billing.messages import AiModel, BudgetChange, Cap, Caps, Margin, NewPrice
from shared.billing.meters import Meter
from shared.billing.prices import Prices, Tier, charged_micros, flat
from shared.billing.usage import Usage
from shared.errors import AppError
from shared.ids import new_id
from shared.plans import FREE, PRO
from tests.support.catalog_stage import catalog_stage, changed


@pytest.fixture
async def stage(server_database, clock):
    async with catalog_stage(server_database, clock) as opened:
        yield opened


async def refused(code, call):
    with pytest.raises(AppError) as caught:
        await call
    assert caught.value.code == f"billing.{code}"


async def test_a_plan_counts_at_once_and_can_be_taken_back(stage):
    larger = changed(PRO, ai_tokens_per_month=99_000, permissions=PRO.permissions | {"labs:enter"})
    await stage.edits.put_plan(stage.root, "pro", larger)
    assert stage.catalog.plan("pro") == larger == (await stage.again()).plan("pro")
    assert stage.catalog.plan("free") is FREE
    (noted,) = await stage.audit()
    assert (noted.action, noted.actor_id) == ("billing.plan.changed", stage.root.user_id)
    assert noted.detail["ai_tokens_per_month"] == "50000 -> 99000"
    assert set(noted.detail) == {"plan", "ai_tokens_per_month", "permissions"}
    await stage.edits.drop_plan(stage.root, "pro")
    assert stage.catalog.plan("pro") == PRO
    await refused("not_edited", stage.edits.drop_plan(stage.root, "pro"))
    await refused("unknown_plan", stage.edits.drop_plan(stage.root, "gold"))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"storage_bytes": -1}, "bad_plan"),
        ({"ai_tokens_per_month": 1 << 60}, "bad_plan"),
        ({"name": "free"}, "bad_plan"),
        ({"api_calls_per_minute": 0}, "bad_plan"),
        ({"permissions": frozenset({"no colon"})}, "bad_plan"),
        (
            {"permissions": frozenset(f"a:{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(51))},
            "bad_plan",
        ),
    ],
)
async def test_a_plan_that_makes_no_sense_is_refused(stage, fields, code):
    await refused(code, stage.edits.put_plan(stage.root, "pro", changed(PRO, **fields)))
    assert stage.catalog.plan("pro") == PRO
    assert await stage.audit() == []


async def test_a_price_adds_a_version_and_the_old_one_stays_for_what_was_charged(stage, clock):
    usage = Usage(1_000, output=500)
    old = stage.catalog.price("grok-4.3")
    before = charged_micros(usage, old.prices, 1_500_000)
    await stage.edits.add_price(stage.root, NewPrice(model="grok-4.3", prices=Prices(flat(1, 2))))
    new = stage.catalog.price("grok-4.3")
    assert new.number > old.number
    assert charged_micros(usage, stage.catalog.price_version(old.number).prices, 1_500_000) == before
    later = NewPrice(model="grok-4.3", prices=Prices(flat(3, 4)), valid_from_ms=clock.now_ms() + 1_000)
    await stage.edits.add_price(stage.root, later)
    assert stage.catalog.price("grok-4.3") == new
    clock.advance(1_000)
    assert stage.catalog.price("grok-4.3").prices == later.prices
    again = NewPrice(model="grok-4.3", prices=Prices(flat(1, 2)))
    await stage.edits.add_price(stage.root, again)
    assert stage.catalog.price("grok-4.3").number > new.number
    listed = stage.catalog.listed_prices("grok-4.3")
    assert [each.origin for each in listed] == ["database"] * 3 + ["default"]
    assert [each.in_force for each in listed] == [True, False, False, False]
    assert len(stage.catalog.listed_prices("")) == len(stage.catalog.state.models)


async def test_prices_that_do_not_fit_are_refused(stage, clock):
    rates = flat(1, 1)
    falling = Prices(rates, (Tier(10, rates), Tier(5, rates)))
    await refused("bad_price", stage.edits.add_price(stage.root, NewPrice(model="grok-4.3", prices=falling)))
    past = NewPrice(model="grok-4.3", prices=Prices(rates), valid_from_ms=clock.now_ms() - 1)
    await refused("bad_price", stage.edits.add_price(stage.root, past))
    unknown = NewPrice(model="gpt-1", prices=Prices(rates))
    await refused("unknown_model", stage.edits.add_price(stage.root, unknown))


async def test_the_most_particular_margin_counts(stage):
    put, of = stage.edits.put_margin, stage.catalog.margin_ppm
    await put(stage.root, Margin(margin_ppm=1_100_000))
    await put(stage.root, Margin(plan="pro", margin_ppm=1_200_000))
    await put(stage.root, Margin(model="lantern", margin_ppm=1_300_000))
    await put(stage.root, Margin(model="claude-sonnet-5-5", plan="pro", margin_ppm=1_400_000))
    assert [of("grok-4.3", "free"), of("grok-4.3", "pro")] == [1_100_000, 1_200_000]
    assert [of("claude-sonnet-5-5", plan) for plan in ("free", "pro")] == [1_300_000, 1_400_000]
    await put(stage.root, Margin(model="claude-sonnet-5-5", plan="pro"))
    assert of("claude-sonnet-5-5", "pro") == 1_300_000
    await refused("unknown_plan", put(stage.root, Margin(plan="gold", margin_ppm=1)))
    await refused("unknown_model", put(stage.root, Margin(model="gpt-1", margin_ppm=1)))


async def test_a_model_can_be_added_renamed_and_switched_off(stage):
    own = AiModel(
        model="org/tutor", upstream="openai", wire="openai", aliases=("tutor",), fallbacks=("gpt-5.6-luna",)
    )
    await stage.edits.put_model(stage.root, own)
    await refused_price(stage, "org/tutor")
    await stage.edits.add_price(stage.root, NewPrice(model="tutor", prices=Prices(flat(1, 2))))
    assert stage.catalog.price("org/tutor").prices == Prices(flat(1, 2))
    assert [each.model for each in stage.catalog.candidates("tutor", "free")] == ["org/tutor", "gpt-5.6-luna"]
    await stage.edits.put_model(stage.root, changed(own, plans=("pro",)))
    with pytest.raises(AppError, match="model_not_in_plan"):
        stage.catalog.candidates("tutor", "free")
    assert "org/tutor" not in {each.model for each in stage.catalog.offered("free")}
    await stage.edits.put_model(stage.root, changed(own, enabled=False))
    with pytest.raises(AppError, match="unknown_model"):
        stage.catalog.candidates("tutor", "pro")
    (listed,) = [each for each in stage.catalog.listed_models() if each.model.model == "org/tutor"]
    assert (listed.edited, listed.reachable, listed.price_version > 0) == (True, True, True)
    await stage.edits.drop_model(stage.root, "org/tutor")
    await refused("not_edited", stage.edits.drop_model(stage.root, "org/tutor"))


async def refused_price(stage, model):
    with pytest.raises(AppError, match="unpriced_model"):
        stage.catalog.price(model)


@pytest.mark.parametrize(
    "fields",
    [
        {"aliases": ("lantern",)},
        {"aliases": ("grok-4.3",)},
        {"model": "lantern"},
        {"fallbacks": ("mine",)},
        {"fallbacks": ("gpt-1",)},
        {"plans": ("gold",)},
        {"wire": "anthropic"},
    ],
)
async def test_a_model_that_makes_no_sense_is_refused(stage, fields):
    model = changed(AiModel(model="mine", upstream="openai", wire="openai"), **fields)
    await refused("bad_model", stage.edits.put_model(stage.root, model))


async def test_a_model_keeps_its_own_aliases_when_it_is_edited(stage):
    model = changed(stage.catalog.model("lantern"), title="Ours", aliases=("lantern", "teacher"))
    await stage.edits.put_model(stage.root, model)
    assert stage.catalog.model("teacher").title == stage.catalog.model("lantern").title == "Ours"


async def test_instructions_are_replaced_and_taken_back(stage):
    await stage.edits.put_prompt(stage.root, "hint", "Ours.")
    assert msgspec.to_builtins(stage.catalog.prompt("hint"))["source"] == "database"
    await stage.edits.put_prompt(stage.root, "hint", None)
    assert stage.catalog.prompt("hint").source == "default"
    await refused("unknown_context", stage.edits.put_prompt(stage.root, "embedding", "x"))
    assert "Ours." not in str(await stage.audit())


async def test_the_budget_is_set_lifted_and_given_back_to_the_configuration(stage):
    for change, budget in (
        (BudgetChange(5_000_000), 5_000_000),
        (BudgetChange(None), None),
        (BudgetChange(as_configured=True), 30_000_000),
    ):
        await stage.edits.put_budget(stage.root, change)
        assert stage.catalog.budget_micros() == budget == (await stage.again()).budget_micros()


async def test_caps_of_a_tenant_replace_those_before(stage):
    tenant = new_id()
    first = (Cap(meter=Meter.AI_TOKENS, cap=5, overdraft=2), Cap(meter=Meter.UPLOADS, cap=7))
    await stage.edits.put_caps(stage.root, tenant, Caps(first))
    assert stage.catalog.cap(tenant, Meter.AI_TOKENS) == (5, 2)
    await stage.edits.put_caps(stage.root, tenant, Caps((Cap(meter=Meter.UPLOADS, cap=1),) * 2))
    assert stage.catalog.cap(tenant, Meter.AI_TOKENS) is None
    assert stage.catalog.cap(tenant, Meter.UPLOADS) == (1, 0)


async def test_every_edit_is_told_once_to_whoever_listens(stage):
    heard = []
    stage.catalog.on_change.append(lambda: heard.append(1))
    await stage.edits.put_budget(stage.root, BudgetChange(1))
    await stage.edits.put_prompt(stage.root, "chat", "x")
    assert (len(heard), len(await stage.audit()), stage.catalog.state.edits) == (2, 2, 2)


async def test_edits_of_two_processes_at_once_are_all_counted(stage, server_database, clock):
    other = await stage.again()
    elsewhere = CatalogEdits(server_database, other, stage.accounts)
    work = [
        each
        for number in range(5)
        for each in (
            stage.edits.put_prompt(stage.root, "hint", f"Here {number}."),
            elsewhere.put_prompt(stage.root, "chat", f"There {number}."),
            elsewhere.put_margin(stage.root, Margin(model="grok-4.3", margin_ppm=number)),
        )
    ]
    await asyncio.gather(*work)
    await asyncio.gather(stage.catalog.refresh(), other.refresh())
    assert stage.catalog.state == other.state
    assert (stage.catalog.state.edits, len(await stage.audit())) == (15, 15)
    assert {other.prompt(context).source for context in ("hint", "chat")} == {"database"}
