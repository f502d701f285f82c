"""The ledger as a whole: on both databases, and against a plain model of what it must do."""

import asyncio
import shutil
import tempfile
import uuid
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from server.billing.ledger import Ledger
from server.billing.orders import HoldRequest, Move, PlanIs, Settle, Standing
from server.storage.database import Database
from shared.billing.meters import DAY_MS, Meter
from shared.billing.prices import Prices, Tier, charged_micros, cost_nano, flat
from shared.billing.usage import Usage
from shared.errors import AppError
from tests.support.accounts_stage import HOME, PASSWORD
from tests.support.catalog_stage import usage_stage
from tests.support.clocks import ManualClock
from tests.support.ledger_laws import check_fixed, check_ledger
from tests.support.ledger_model import Model, Purse
from tests.support.ledger_stage import (
    MONEY,
    NOON_MS,
    OPERATIONS,
    STORAGE,
    TENANT,
    TOKENS,
    USER,
    People,
    Stage,
    TestLimits,
    kill,
    refund,
    request,
    staged,
    topup,
)
from tests.support.server_database import _template


@pytest.fixture
async def stage(server_database, clock):
    async with staged(server_database, clock) as found:
        yield found
        await check_ledger(found.database, found.ledger, quiet=False)


async def refused(stage: Stage, asked: HoldRequest) -> AppError:
    async def hold() -> None:
        await (await stage.ledger.hold(asked)).durable

    with pytest.raises(AppError) as found:
        await hold()
    return found.value


async def test_what_was_not_used_of_a_hold_comes_back(stage):
    hold = await stage.ledger.hold(request(4_000))
    await hold.durable
    assert await stage.free() == 6_000
    charge = await stage.ledger.settle(hold, {TOKENS: 1_500}, usage=Usage(output=1_500), provider_cost_nano=7)
    assert (charge.state, charge.amounts, charge.provider_cost_nano) == ("settled", {TOKENS: 1_500}, 7)
    assert await stage.free() == 8_500
    assert await stage.ledger.charge(hold.id) == charge


async def test_used_up_and_reserved_are_told_apart(stage):
    first = await stage.ledger.hold(request(9_000))
    await first.durable
    reserved = await refused(stage, request(2_000))
    assert (reserved.code, reserved.parameters["held"]) == ("billing.reserved", 9_000)
    used_up = await refused(stage, request(10_001))
    assert used_up.code == "billing.used_up"
    assert used_up.parameters | {"resets_ms": 0} == {
        "meter": "ai_tokens",
        "used": 0,
        "limit": 10_000,
        "resets_ms": 0,
        "whose": "you",
        "plan": "free",
    }
    await stage.ledger.void(first, "test")
    assert await stage.free() == 10_000


async def test_several_meters_are_held_together_or_not_at_all(stage):
    asked = HoldRequest(user_id=USER, amounts=((TOKENS, 100), (OPERATIONS, 11)), operation="chat")
    assert (await refused(stage, asked)).parameters["meter"] == "ai_operations"
    assert await stage.free() == 10_000


async def test_a_school_may_refuse_what_a_person_may(stage):
    stage.plan("free", tenant_id=TENANT)
    stage.limits.caps[TENANT, TOKENS] = (1_000, 0)
    assert (await refused(stage, request(1_001))).parameters["whose"] == "tenant"
    hold = await stage.ledger.hold(request(1_000))
    await stage.ledger.settle(hold, {TOKENS: 900})
    assert await stage.ledger.available(USER, TENANT, TOKENS) == 100
    stage.limits.caps[TENANT, TOKENS] = (1_000, 500)
    assert await stage.ledger.available(USER, TENANT, TOKENS) == 600
    del stage.limits.caps[TENANT, TOKENS]
    assert await stage.ledger.available(USER, TENANT, TOKENS) == 9_100


async def test_the_budget_of_free_use_stops_free_use_only(stage):
    stage.limits.budget = 1_000
    hold = await stage.ledger.hold(request(900, MONEY))
    await stage.ledger.settle(hold, {MONEY: 800})
    other = uuid.UUID(int=2)
    assert (await refused(stage, request(300, MONEY, other))).parameters["whose"] == "budget"
    stage.plan("pro", other)
    await stage.ledger.void(await stage.ledger.hold(request(300, MONEY, other)), "test")


async def test_bought_tokens_are_usable_when_the_budget_of_free_use_is_empty(stage):
    stage.limits.budget = 1_000
    await stage.used(1_000, MONEY)
    asked = HoldRequest(user_id=USER, amounts=((TOKENS, 60_000), (MONEY, 2_000)), operation="chat")
    await stage.ledger.move(topup(100_000, "pay:1"))
    hold = await stage.ledger.hold(asked)
    await stage.ledger.settle(hold, {TOKENS: 60_000, MONEY: 2_500})
    assert await stage.free() == 50_000
    other = uuid.UUID(int=2)
    assert (await refused(stage, request(1, MONEY, other))).parameters["whose"] == "budget"
    await stage.ledger.move(refund(100_000, "pay:1"))
    assert (await refused(stage, request(1, MONEY))).parameters["whose"] == "budget"


async def test_one_overrun_is_charged_and_the_next_call_refused(stage):
    await stage.used(10_050, held=10_000)
    assert await stage.free() == -50
    assert (await refused(stage, request(1))).code == "billing.used_up"
    await stage.ledger.move(topup(100, "pay:1"))
    assert await stage.free() == 50


async def test_what_was_bought_is_used_last_and_may_be_taken_back(stage):
    assert await stage.ledger.move(topup(500, "pay:1"))
    assert not await stage.ledger.move(topup(500, "pay:1"))
    await stage.used(10_200)
    plan, bought = (await stage.ledger.balances(USER)).meters[0].grants
    assert (plan.posted, bought.posted) == (0, 300)
    assert await stage.ledger.move(refund(500, "pay:1"))
    assert await stage.free() == -200
    assert (await refused(stage, request(1))).code == "billing.used_up"


async def test_more_plan_counts_at_once_and_less_at_the_end_of_the_period(stage, clock):
    await stage.used(4_000)
    stage.plan("pro")
    await stage.ledger.plan_is(USER, "pro")
    assert await stage.free() == 46_000
    stage.plan("free")
    await stage.ledger.plan_is(USER, "free")
    assert await stage.free() == 46_000
    clock.advance(31 * DAY_MS)
    assert await stage.free() == 10_000


async def test_going_down_at_once_and_up_again_gives_nothing(stage):
    stage.plan("pro")
    await stage.used(20_000)
    stage.plan("free")
    await stage.ledger.plan_is(USER, "free", at_once=True)
    assert await stage.free() == 0
    stage.plan("pro")
    await stage.ledger.plan_is(USER, "pro")
    assert await stage.free() == 30_000


async def test_an_edited_plan_counts_at_once_both_ways(stage):
    await stage.used(1_000)
    stage.limits.edit("free", ai_tokens_per_month=12_000)
    assert await stage.free() == 11_000
    stage.limits.edit("free", ai_tokens_per_month=5_000)
    assert await stage.free() == 4_000


async def test_no_limit_is_counted_all_the_same(stage):
    stage.plan("enterprise")
    await stage.used(700, OPERATIONS)
    found = next(one for one in (await stage.ledger.balances(USER)).meters if one.meter is OPERATIONS)
    assert (found.limit, found.used) == (None, 700)


async def test_a_level_comes_down_when_something_goes(stage):
    await stage.used(1 << 29, STORAGE)
    freed = Move(user_id=USER, kind="level_down", meter=STORAGE, amount=1 << 28, idem="gone:1")
    assert await stage.ledger.move(freed)
    assert await stage.free(STORAGE) == (1 << 30) - (1 << 28)


async def test_corrections_are_new_entries(stage):
    up = Move(user_id=USER, kind="adjust", meter=TOKENS, amount=50, idem="fix:1", reason="sorry", actor=USER)
    down = Move(user_id=USER, kind="adjust", meter=TOKENS, amount=-80, idem="fix:2", reason="error")
    assert await stage.ledger.move(up)
    assert await stage.ledger.move(down)
    assert await stage.free() == 9_970
    await check_fixed(stage.database)


async def test_a_hold_taken_before_midnight_is_settled_where_it_was_taken(stage, clock):
    hold = await stage.ledger.hold(request(8, OPERATIONS))
    await hold.durable
    clock.advance(DAY_MS)
    assert await stage.free(OPERATIONS) == 10
    await stage.ledger.settle(hold, {OPERATIONS: 8})
    assert await stage.free(OPERATIONS) == 10


async def test_a_clock_that_goes_back_grants_nothing_twice(stage, clock):
    await stage.used(10, OPERATIONS)
    clock.advance(DAY_MS)
    await stage.used(4, OPERATIONS)
    clock.step_wall(-DAY_MS)
    assert await stage.free(OPERATIONS) == 6
    await stage.restart()
    assert await stage.free(OPERATIONS) == 6


async def test_a_key_works_once(stage):
    first = request(100, idem="k", request_sha256=b"a" * 32)
    hold = await stage.ledger.hold(first)
    await hold.durable
    assert (await refused(stage, first)).code == "billing.in_progress"
    assert (
        await refused(stage, request(100, idem="k", request_sha256=b"b" * 32))
    ).code == "billing.key_reused"
    await stage.ledger.settle(hold, {TOKENS: 60}, response=b"answer")
    for _ in range(2):
        again = await refused(stage, first)
        assert (again.code, again.parameters["charge"]) == ("billing.done_before", str(hold.id))
        assert await stage.ledger.answered(USER, "k") == b"answer"
        await stage.restart()
    assert await stage.free() == 9_940


async def test_a_key_of_a_call_that_failed_works_again_and_all_do_after_a_day(stage, clock):
    first = request(100, idem="k", request_sha256=b"a" * 32)
    await stage.ledger.void(await stage.ledger.hold(first), "provider")
    hold = await stage.ledger.hold(first)
    await stage.ledger.settle(hold, {TOKENS: 100})
    clock.advance(DAY_MS)
    await stage.ledger.void(await stage.ledger.hold(first), "test")
    await stage.ledger.tidy()


async def test_only_so_many_holds_are_open(stage):
    asked = request(10, open_at_most=2)
    holds = [await stage.ledger.hold(asked) for _ in range(2)]
    assert (await refused(stage, asked)).code == "billing.too_many_holds"
    await stage.ledger.void(holds[0], "test")
    await stage.ledger.void(await stage.ledger.hold(asked), "test")


async def test_other_writes_and_orders_are_one_transaction(stage):
    told: list[uuid.UUID] = []
    stage.ledger.on_change.append(told.append)

    async def fails(_tx):
        raise AppError("billing.unavailable")

    with pytest.raises(AppError):
        await stage.ledger.also([topup(5, "a")], fails)
    with pytest.raises(AppError):
        await stage.ledger.also([topup(5, "a"), request(20_000)])
    assert told == []

    async def works(_tx):
        return [PlanIs(user_id=USER, plan="free"), topup(7, "b")]

    held, first, _, second = await stage.ledger.also([request(10), topup(5, "a")], works)
    assert (first, second, told) == (True, True, [USER])
    assert await stage.free() == 10_002
    (charge,) = await stage.ledger.also([Settle(hold_id=held.id, user_id=USER, amounts={TOKENS: 4})])
    assert charge.amounts == {TOKENS: 4}


async def test_an_end_told_twice_is_charged_once(stage):
    hold = await stage.ledger.hold(request(100))
    first = await stage.ledger.settle(hold, {TOKENS: 30})
    assert await stage.ledger.settle(hold, {TOKENS: 99}) == first
    await stage.ledger.void(hold, "test")
    assert await stage.free() == 9_970


async def test_a_crash_gives_back_what_was_held_and_keeps_what_outlives_it(stage):
    hold = await stage.ledger.hold(request(100))
    lease = await stage.ledger.hold(request(1_000, kind="lease"))
    await hold.durable
    await lease.durable
    await stage.restart(crash=True)
    assert stage.ledger.figures.recovered == 1
    assert await stage.free() == 9_000
    assert await stage.ledger.find(hold.id) is None
    found = await stage.ledger.find(lease.id)
    await found.durable
    assert found.request.kind == "lease"
    await stage.ledger.settle(found, {TOKENS: 400})
    assert await stage.free() == 9_600
    # The work was done after all: it is charged, late.
    charge = await stage.ledger.settle(hold, {TOKENS: 50})
    assert (charge.state, charge.flags) == ("settled", ("late",))
    assert await stage.free() == 9_550


async def test_what_was_never_written_is_charged_late(stage):
    hold = await stage.ledger.hold(request(100))
    await hold.durable
    lost = type(hold)(uuid.uuid4(), hold.request, hold.amounts, hold.durable)
    assert (await stage.ledger.void(lost, "test")).state == "voided"
    assert (await stage.ledger.settle(lost, {TOKENS: 20})).flags == ("late",)
    await stage.ledger.void(hold, "test")
    assert await stage.free() == 9_980


async def test_every_charge_can_be_computed_again(stage):
    rates = flat(250_000_000_000, 1_250_000_000_000)
    prices = {7: Prices(rates), 8: Prices(rates, (Tier(50, flat(1, 2)),))}

    def price(usage: Usage, version: int, margin_ppm: int) -> dict[str, int]:
        money = charged_micros(usage, prices[version], margin_ppm)
        return {MONEY: money, TOKENS: usage.input_tokens + usage.output}

    stage.plan("pro")
    for number in range(6):
        used = Usage(input_uncached=number * 17, cache_read=number, output=3 + number)
        version, margin = 7 + number % 2, 1_000_000 + number * 123_457
        asked = HoldRequest(
            user_id=USER,
            amounts=((TOKENS, 50), (MONEY, 1_000)),
            operation="chat",
            price_version=version,
            margin_ppm=margin,
        )
        hold = await stage.ledger.hold(asked)
        cost = cost_nano(used, prices[version])
        amounts = {Meter(name): amount for name, amount in price(used, version, margin).items()}
        await stage.ledger.settle(hold, amounts, usage=used, provider_cost_nano=cost)
    await check_ledger(stage.database, stage.ledger, price=price)


async def test_a_person_takes_the_entries_away(stage):
    await stage.used(100)
    async with stage.database.read() as tx:
        parts = [part async for part in stage.ledger.exported(tx, USER)]
    assert {name for name, _ in parts} == {"ledger.jsonl"}
    assert [b'"use"' in raw for _, raw in parts] == [False, True]


async def test_erasing_an_account_leaves_the_ledger_whole(server_database, clock):
    async with usage_stage(server_database, clock) as on:
        ledger, user = on.billing.ledger, on.ana.user_id
        await on.asked(Usage(output=5))
        hold = await ledger.hold(request(9, user_id=user))
        await hold.durable
        await on.on.accounts.data.erase(on.ana, PASSWORD, HOME)
        # What ran on is settled under the id that stays.
        assert (await ledger.settle(hold, {TOKENS: 4})).state == "settled"
        async with server_database.read() as tx:
            entries = [raw async for _, raw in ledger.exported(tx, user)]
        assert sum(b'"use"' in raw for raw in entries) >= 2


async def test_a_closed_ledger_refuses(stage):
    ledger, hold = stage.ledger, await stage.ledger.hold(request(1))
    await hold.durable
    await stage.restart()
    with pytest.raises(AppError):
        await ledger.hold(request(1))
    with pytest.raises(AppError):
        await ledger.settle(hold, {TOKENS: 1})


# Against the model

PLAN_LIMITS = {"free": 10, "basic": 50, "pro": 200, "enterprise": None}
AMOUNTS = st.one_of(st.integers(0, 6), st.integers(0, 14), st.integers(0, 60))


class LedgerMachine(RuleBasedStateMachine):
    """One person, perhaps of a school, and one meter counted by the day."""

    holds, topups = Bundle("holds"), Bundle("topups")

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        room = "/dev/shm" if Path("/dev/shm").is_dir() else None
        self.folder = tempfile.mkdtemp(dir=room)
        self.open: dict[str, object] = {}
        self.number = 0

    def run(self, work):
        return self.loop.run_until_complete(work)

    @initialize(cap=st.one_of(st.none(), st.integers(0, 80)))
    def begin(self, cap):
        path = Path(self.folder) / "server.db"
        path.write_bytes(_template())
        self.clock, self.limits, self.people = ManualClock(NOON_MS), TestLimits(), People()
        self.model = Model(NOON_MS, [Purse(10)])
        self.tenant = None
        if cap is not None:
            self.tenant = TENANT
            self.limits.caps[TENANT, OPERATIONS] = (cap, 0)
            self.model.purses.append(Purse(cap))
        self.people.standing[USER] = Standing("free", 0, self.tenant)

        async def opened():
            self.database = await Database.open(f"sqlite:///{path}", self.clock)
            self.ledger = await Ledger.open(self.database, self.clock, self.limits, self.people)

        self.run(opened())

    @rule(target=holds, amount=AMOUNTS, kind=st.sampled_from(["ai", "ai", "lease"]), wait=st.booleans())
    def hold(self, amount, kind, wait):
        self.number += 1
        name = str(self.number)
        wanted = self.model.hold(name, amount, kind)

        async def hold():
            held = await self.ledger.hold(request(amount, OPERATIONS, kind=kind))
            # One that is not waited for may be lost in a crash; a lease is always waited for.
            if wait or kind == "lease":
                await held.durable
            return held

        try:
            self.open[name] = self.run(hold())
            found = "fits"
        except AppError as error:
            found = error.code.removeprefix("billing.")
        assert found == wanted
        return name if found == "fits" else multiple()

    def _ended(self, name):
        return self.open.pop(name, None) if name in self.model.holds else None

    @rule(name=consumes(holds), amount=AMOUNTS)
    def settle(self, name, amount):
        if (held := self._ended(name)) is not None:
            self.model.settle(name, amount)
            self.run(self._await(lambda: self.ledger.settle(held, {OPERATIONS: amount})))

    @rule(calls=st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=6))
    def several_calls(self, calls):
        """Each is held, each is settled with something else, the last first."""
        names = [(self.hold(amount, "ai", wait=False), used) for amount, used in calls]
        for name, used in reversed(names):
            if isinstance(name, str):
                self.settle(name, used)

    @rule(name=consumes(holds))
    def void(self, name):
        if (held := self._ended(name)) is not None:
            self.model.settle(name, 0)
            self.run(self._await(lambda: self.ledger.void(held, "test")))

    async def _await(self, work):
        return await work()

    @rule(plan=st.sampled_from(list(PLAN_LIMITS)), told=st.sampled_from(["", "told", "at once"]))
    def plan(self, plan, told):
        self.people.standing[USER] = Standing(plan, 0, self.tenant)
        purse = self.model.purses[0]
        purse.allowance = PLAN_LIMITS[plan]
        if told:
            self.run(self.ledger.plan_is(USER, plan, at_once=told == "at once"))
        else:
            self.ledger.standing_changed(USER)
        if told == "at once":
            purse.lower(self.model.now_ms)

    @rule(target=topups, amount=st.integers(1, 40), days=st.integers(1, 5))
    def topup(self, amount, days):
        self.number += 1
        key = f"pay:{self.number}"
        # Together with the day's own, so that the order is seen.
        ends_ms = (self.clock.now_ms() // DAY_MS + days) * DAY_MS
        self.model.grant("topup", key, amount, ends_ms)
        order = topup(amount, key, OPERATIONS, expires_ms=ends_ms)
        assert self.run(self.ledger.move(order))
        assert not self.run(self.ledger.move(order))
        return key, amount

    @rule(bought=consumes(topups))
    def refund(self, bought):
        key, amount = bought
        self.model.refund(key, amount)
        assert self.run(self.ledger.move(refund(amount, key, OPERATIONS)))

    @rule(hours=st.sampled_from([1, 11, 13, 24, 50]))
    def wait(self, hours):
        self.clock.advance(hours * 3_600_000)
        self.model.now_ms += hours * 3_600_000

    @rule(hours=st.sampled_from([1, 30]))
    def clock_steps_back_and_forth(self, hours):
        before = self.run(self.ledger.available(USER, self.tenant, OPERATIONS))
        self.clock.step_wall(-hours * 3_600_000)
        now = self.run(self.ledger.available(USER, self.tenant, OPERATIONS))
        assert now == before
        self.clock.step_wall(hours * 3_600_000)

    @precondition(lambda self: self.number % 3 == 2)
    @rule()
    def crash(self):
        async def crash():
            await kill(self.ledger)
            self.ledger = await Ledger.open(self.database, self.clock, self.limits, self.people)

        self.run(crash())
        self.model.crash()

    @invariant()
    def free_is_the_same(self):
        if not hasattr(self, "model"):
            return
        found = self.run(self.ledger.available(USER, self.tenant, OPERATIONS))
        wanted = self.model.free()
        # No limit is a large number on either side.
        assert found == wanted or min(found, wanted) > 1 << 50

    def teardown(self):
        try:
            if hasattr(self, "ledger"):
                self.run(self.ledger.close())
                self.run(check_ledger(self.database, self.ledger, quiet=False))
                self.run(self.database.close())
        finally:
            self.loop.close()
            shutil.rmtree(self.folder)


TestLedgerMachine = LedgerMachine.TestCase
TestLedgerMachine.settings = settings(
    max_examples=50,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_meters_are_all_balanced():
    assert {Meter(one) for one in Meter} >= {TOKENS, OPERATIONS, MONEY, STORAGE}
