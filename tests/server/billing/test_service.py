"""How people stand, what they used, whether there is room, corrections: on both databases with the real ledger."""

import csv
import io

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from server.billing.orders import HoldRequest
from server.billing.tables import ENTRY
from shared.accounts.messages import UserChange
from shared.billing.messages import (
    Adjustment,
    BudgetChange,
    Cap,
    Caps,
    LedgerQuery,
    Margin,
    MeterAmount,
    NewPrice,
    QuotaCheck,
)
from shared.billing.meters import DAY_MS, Meter
from shared.billing.prices import Prices, charged_micros, flat
from shared.billing.usage import Usage
from shared.errors import AppError
from shared.ids import new_id
from shared.plans import FREE
from tests.support.accounts_stage import HOME
from tests.support.catalog_stage import changed, usage_stage

TOKENS, OPERATIONS, MONEY = Meter.AI_TOKENS, Meter.AI_OPERATIONS, Meter.CHARGED_MICROS


@pytest.fixture
async def stage(server_database, clock):
    async with usage_stage(server_database, clock) as opened:
        yield opened


async def meter(stage, which=TOKENS):
    status = await stage.billing.status(stage.ana.user_id)
    (found,) = [each for each in status.meters if each.meter is which]
    return found


async def give_plan(stage, plan):
    body = UserChange(plan=plan)
    await stage.on.accounts.admin.change_user(stage.on.root, stage.ana.user_id, body, HOME)


async def test_a_new_person_has_all_of_the_free_plan(stage):
    status = await stage.billing.status(stage.ana.user_id)
    assert (status.plan, status.plan_until_ms) == ("free", 0)
    assert [each.meter for each in status.meters] == [each for each in Meter if each is not MONEY]
    assert [each.used for each in status.meters] == [0] * 6
    assert (await meter(stage)).limit == FREE.ai_tokens_per_month
    assert (await meter(stage, Meter.VOICE_MS)).limit == FREE.voice_minutes_per_month * 60_000


async def test_use_shows_at_once_as_the_specification_says(stage):
    await stage.asked(Usage(6_000, output=500))
    found = await meter(stage)
    assert (found.used, found.limit, found.percent_used, found.remaining) == (6_500, 10_000, 65, 3_500)
    assert found.warning_level == "ok"
    await stage.asked(Usage(2_500))
    assert (await meter(stage)).warning_level == "critical"
    assert (await meter(stage, OPERATIONS)).used == 2


async def test_an_edited_plan_and_an_upgrade_count_at_once(stage):
    await stage.asked(Usage(9_000))
    await stage.on.edits.put_plan(stage.on.root, "free", changed(FREE, ai_tokens_per_month=20_000))
    found = await meter(stage)
    assert (found.limit, found.used, found.percent_used) == (20_000, 9_000, 45)
    await give_plan(stage, "pro")
    found = await meter(stage)
    assert (found.plan, found.limit, found.used) == ("pro", 50_000, 9_000)


async def test_what_is_held_is_neither_used_nor_there(stage):
    ledger, user_id = stage.billing.ledger, stage.ana.user_id
    hold = await ledger.hold(HoldRequest(user_id=user_id, amounts=((TOKENS, 4_000),), operation="chat"))
    found = await meter(stage)
    assert (found.used, found.held, found.remaining) == (0, 4_000, 6_000)
    await ledger.void(hold, "test")
    assert (await meter(stage)).remaining == 10_000


async def test_what_devices_were_lent_is_told(stage):
    assert (await meter(stage, Meter.VOICE_MS)).offline_left is None
    ledger, user_id = stage.billing.ledger, stage.ana.user_id
    for amount in (60_000, 30_000):
        wanted = ((Meter.VOICE_MS, amount),)
        request = HoldRequest(user_id=user_id, amounts=wanted, operation="voice", kind="lease")
        await (await ledger.hold(request)).durable
    found = await meter(stage, Meter.VOICE_MS)
    assert (found.offline_left, found.held, found.used) == (90_000, 90_000, 0)


async def test_the_check_says_which_meter_refuses_and_reserves_nothing(stage, clock):
    async def check(*wanted):
        return await stage.billing.check(
            stage.ana, QuotaCheck(tuple(MeterAmount(which, amount) for which, amount in wanted))
        )

    assert (await check((TOKENS, 10_000))).remaining == 10_000
    assert (await check((TOKENS, 10_000), (OPERATIONS, 1))).allowed
    refused = await check((OPERATIONS, 1), (TOKENS, 10_001))
    assert (refused.allowed, refused.meter, refused.remaining, refused.reserved) == (
        False,
        TOKENS,
        10_000,
        False,
    )
    assert refused.resets_ms > clock.now_ms()
    ledger, user_id = stage.billing.ledger, stage.ana.user_id
    await ledger.hold(HoldRequest(user_id=user_id, amounts=((TOKENS, 4_000),), operation="chat"))
    reserved = await check((TOKENS, 7_000))
    assert (reserved.allowed, reserved.remaining, reserved.reserved) == (False, 6_000, True)
    assert not (await check((Meter.TRANSCRIPTION_MS, 1))).allowed
    assert (await check((Meter.STORAGE_BYTES, 1 << 40))).resets_ms == 0


async def test_a_tenants_cap_refuses_too(stage):
    tenant = new_id()
    await stage.on.edits.put_caps(stage.on.root, tenant, Caps((Cap(meter=TOKENS, cap=100),)))
    member = changed(stage.ana, tenant_id=tenant)
    answer = await stage.billing.check(member, QuotaCheck((MeterAmount(TOKENS, 101),)))
    assert (answer.allowed, answer.remaining) == (False, 100)


async def test_history_by_day_and_cost_by_service(stage, clock):
    await stage.asked(Usage(100, output=50))
    await stage.asked(Usage(200), operation="hint", model="grok-4.3")
    clock.advance(DAY_MS)
    await stage.asked(Usage(300))
    history = await stage.billing.usage(stage.ana.user_id, 2)
    days = {(each.day, each.meter, each.operation): each.amount for each in history.days}
    assert days[history.first_day, TOKENS, "chat"] == 150
    assert days[history.first_day, TOKENS, "hint"] == 200
    assert days[history.last_day, TOKENS, "chat"] == 300
    assert {(each.operation, each.model, each.calls, each.tokens) for each in history.services} == {
        ("chat", "claude-sonnet-5-5", 2, 450),
        ("hint", "grok-4.3", 1, 200),
    }
    # Input at 2, output at 10 dollars per million, times 1.5.
    chat = next(each for each in history.services if each.operation == "chat")
    assert chat.charged_micros == (200 + 500) * 3 // 2 + 900
    assert [each.day for each in (await stage.billing.usage(stage.ana.user_id, 1)).days] == [
        history.last_day
    ] * 3


async def test_pages_of_the_ledger_have_everything_once_newest_first(stage, clock):
    for number in range(7):
        await stage.asked(Usage(100 + number))
        clock.advance(number % 2)
    found, place = [], ""
    while True:
        page = await stage.billing.ledger_page(stage.ana.user_id, LedgerQuery(before=place, limit=4))
        assert len(page.entries) <= 4
        found += page.entries
        place = page.next
        if not place:
            break
    assert len({each.number for each in found}) == len(found)
    assert [(each.at_ms, each.number) for each in found] == sorted(
        ((each.at_ms, each.number) for each in found), reverse=True
    )
    used = [each for each in found if each.kind == "use" and each.meter is TOKENS]
    assert [each.amount for each in used] == [-106, -105, -104, -103, -102, -101, -100]
    assert {each.model for each in used} == {"claude-sonnet-5-5"}
    (minted,) = [each for each in found if each.kind == "mint" and each.meter is TOKENS]
    assert minted.amount == 10_000
    only = await stage.billing.ledger_page(stage.ana.user_id, LedgerQuery(meter=OPERATIONS))
    assert {each.meter for each in only.entries} == {OPERATIONS}
    assert (await stage.billing.ledger_page(new_id(), LedgerQuery())).entries == ()


async def test_the_table_has_every_entry_and_no_formula(stage):
    await stage.asked(Usage(100))
    await stage.billing.adjust(
        stage.on.root,
        stage.ana.user_id,
        Adjustment(adjustment_id=new_id(), meter=TOKENS, amount=50, reason="=1+1"),
    )
    raw = b"".join([piece async for piece in stage.billing.ledger_csv(stage.ana.user_id)])
    rows = list(csv.DictReader(io.StringIO(raw.decode())))
    page = await stage.billing.ledger_page(stage.ana.user_id, LedgerQuery(limit=500))
    assert len(rows) == len(page.entries)
    assert [row["amount"] for row in rows] == [str(each.amount) for each in page.entries]
    assert "'=1+1" in [row["reason"] for row in rows]
    assert rows[0]["time"].endswith("Z")


async def test_a_charge_is_told_to_its_person_only(stage):
    charge = await stage.asked(Usage(100, output=20, reasoning=5))
    told = await stage.billing.charge(stage.ana.user_id, charge.id)
    assert (told.state, told.model, told.usage) == (
        "settled",
        "claude-sonnet-5-5",
        Usage(100, output=20, reasoning=5),
    )
    assert {each.meter: each.amount for each in told.amounts}[TOKENS] == 120
    for user_id, charge_id in ((stage.on.root.user_id, charge.id), (stage.ana.user_id, new_id())):
        with pytest.raises(AppError, match="charge_not_found"):
            await stage.billing.charge(user_id, charge_id)


async def test_a_correction_is_a_new_entry_booked_once_and_noted(stage):
    change = Adjustment(adjustment_id=new_id(), meter=TOKENS, amount=5_000, reason="An outage.")
    for _ in range(2):
        status = await stage.billing.adjust(stage.on.root, stage.ana.user_id, change)
    (tokens,) = [each for each in status.meters if each.meter is TOKENS]
    assert tokens.limit == 15_000
    down = changed(change, adjustment_id=new_id(), amount=-2_000)
    await stage.billing.adjust(stage.on.root, stage.ana.user_id, down)
    assert (await meter(stage)).remaining == 13_000
    noted = [each for each in await stage.on.audit() if each.action == "billing.adjusted"]
    assert [each.detail["amount"] for each in noted] == ["5000", "-2000"]
    assert noted[0].subject_id == stage.ana.user_id
    for wrong, user_id in ((changed(change, amount=0), stage.ana.user_id), (down, new_id())):
        with pytest.raises(AppError):
            await stage.billing.adjust(stage.on.root, user_id, wrong)


async def test_the_budget_stops_free_use_before_the_money_is_gone(stage):
    await stage.on.edits.put_budget(stage.on.root, BudgetChange(1_000))
    await stage.asked(Usage(100, output=20))
    budget = await stage.billing.budget()
    assert (budget.budget_micros, budget.spent_micros, budget.stopped) == (1_000, 600, False)
    with pytest.raises(AppError) as caught:
        await stage.asked(Usage(100, output=50))
    assert (caught.value.code, caught.value.parameters["whose"]) == ("billing.used_up", "budget")
    assert (await stage.billing.budget()).spent_micros == 600
    await stage.asked(Usage(output=26))
    assert (await stage.billing.budget()).spent_micros == 990
    await give_plan(stage, "pro")
    await stage.asked(Usage(100, output=50))
    await give_plan(stage, "free")
    await stage.on.edits.put_budget(stage.on.root, BudgetChange(990))
    assert (await stage.billing.budget()).stopped
    await stage.on.edits.put_budget(stage.on.root, BudgetChange(None))
    await stage.asked(Usage(10))


RATE = st.integers(0, 20_000_000_000)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.one_of(
            st.builds(Usage, *[st.integers(0, 300)] * 5),
            st.builds(flat, RATE, RATE, cached_rate=RATE),
            st.integers(0, 3_000_000),
        ),
        min_size=3,
        max_size=8,
    )
)
async def test_every_entry_can_be_computed_again_whatever_was_edited_since(server_database, clock, steps):
    """Prices and margins change between calls; each entry still says exactly what was charged."""
    async with usage_stage(server_database, clock) as stage:
        await stage.on.edits.put_plan(
            stage.on.root, "free", changed(FREE, ai_tokens_per_month=1 << 40, ai_operations_per_day=None)
        )
        for step in steps:
            if isinstance(step, Usage):
                await stage.asked(step)
            elif isinstance(step, int):
                await stage.on.edits.put_margin(stage.on.root, Margin(margin_ppm=step))
            else:
                await stage.on.edits.add_price(stage.on.root, NewPrice(model="lantern", prices=Prices(step)))
                clock.advance(1)
        again = await stage.on.again()
        async with server_database.read() as tx:
            entries = list(await tx.connection.execute(select(ENTRY).where(ENTRY.c.kind == "use")))
    usages = {
        row.hold_id: msgspec.json.decode(row.usage_json, type=Usage) for row in entries if row.usage_json
    }
    mine = [row for row in entries if row.meter == MONEY.value]
    for row in mine:
        prices = again.price_version(row.price_version).prices
        assert charged_micros(usages[row.hold_id], prices, row.margin_ppm) == row.amount
