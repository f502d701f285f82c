"""The same histories in any order and with repetitions come to one state; SQL of both databases."""

import asyncio
import random
import uuid

import msgspec
import pytest

from server.accounts import account_store
from server.billing.orders import Order
from server.payments import store
from server.payments.effects import Outcome
from server.payments.events import CustomerSeen
from server.payments.standing import Given
from shared.plans import ENTERPRISE
from tests.support.payments_histories import history, told_in_order
from tests.support.payments_stage import SETTINGS, TOP_UP_TOKENS, payments_stage

ORDERS = 4


@pytest.fixture
async def stage(server_database, clock):
    async with payments_stage(server_database, clock) as opened:
        yield opened


async def test_any_order_and_any_repetition_comes_to_one_state(stage):
    rng = random.Random(5)
    first = await told_in_order(stage, 0, lambda events: None)
    for number in range(1, ORDERS):
        assert await told_in_order(stage, number, rng.shuffle, repeat=rng) == first


def test_the_history_has_many_kinds_of_events():
    events = history(uuid.UUID(int=1), 0, 1_700_000_000)
    assert {provider for provider, _, _ in events} == {"stripe", "polar", "whop"}
    assert len({event["type"] for _, event, _ in events}) >= 12


async def test_a_payment_and_its_refund_at_the_same_time_know_of_each_other(stage):
    """On PostgreSQL two processes may bring them in at once; each locks the payment."""
    pairs = [(stage.intent(f"pi_{n}"), stage.refund(f"re_{n}", f"pi_{n}")) for n in range(5)]
    events = [
        event
        for intent, refund in pairs
        for event in (
            stage.stripe("payment_intent.succeeded", intent),
            stage.stripe("refund.created", refund),
        )
    ]
    for event in events:
        await stage.receive("stripe", event)
    rows = await stage.rows()
    await asyncio.gather(*(stage.payments.worker.do(row.id) for row in rows))
    assert await stage.tokens() == 10_000
    assert {row.state for row in await stage.rows()} == {"done"}


async def test_two_processes_do_each_webhook_once(stage):
    other = stage.again(SETTINGS)
    for number in range(8):
        await stage.receive("stripe", stage.stripe("payment_intent.succeeded", stage.intent(f"pi_{number}")))
        found = stage.subscription(("price_basic", "price_team")[number % 2], id=f"sub_{number}")
        await stage.receive("stripe", stage.stripe("customer.subscription.created", found))
    await asyncio.gather(stage.payments.worker.work_off(), other.worker.work_off())
    rows = await stage.rows()
    assert {(row.state, row.attempts, row.error) for row in rows} == {("done", 0, "")}
    assert (await stage.plan())[0] == "enterprise"
    assert await stage.tokens() == ENTERPRISE.ai_tokens_per_month + 8 * TOP_UP_TOKENS


async def test_a_plan_that_is_given_by_hand_at_the_same_time_stays(stage):
    """On PostgreSQL an administrator and a webhook may give a plan at once; each locks the account."""
    await stage.tell(
        "stripe", stage.stripe("customer.subscription.created", stage.subscription("price_basic"))
    )
    pro = stage.stripe("customer.subscription.updated", stage.subscription(), stage.now_s + 5)
    await stage.receive("stripe", pro)
    async with asyncio.timeout(30):
        async with stage.database.write() as tx:
            await account_store.by_id(tx, stage.ana, lock=True)
            await account_store.change(tx, stage.ana, plan="enterprise", plan_until_ms=0)
            coming = asyncio.ensure_future(stage.payments.worker.work_off())
            await asyncio.wait({coming}, timeout=0.5)
        await coming
    assert await stage.plan() == ("enterprise", 0)
    assert {row.state for row in await stage.rows()} == {"done"}


async def test_a_row_of_a_person_is_made_once(stage):
    async with stage.database.write() as tx:
        assert await store.person(tx, stage.ana) is None
        first = await store.new_person(tx, stage.ana, Given("free", 0))
        assert await store.new_person(tx, stage.ana, Given("pro", 5)) == first
        await store.keep_person(tx, msgspec.structs.replace(first, given=Given("basic", 7)))
        assert (await store.person(tx, stage.ana)).given == Given("basic", 7)
        assert await store.run_out(tx, 10) == [stage.ana]


async def test_links_stay_as_they_were_first(stage):
    other = await stage.person("ben")
    async with stage.database.write() as tx:
        assert await store.link(tx, "stripe", "cus_1", stage.ana)
        assert not await store.link(tx, "stripe", "cus_1", other)
        assert await store.user_of(tx, "stripe", "cus_1") == stage.ana
        assert await store.customer_of(tx, "stripe", stage.ana) == "cus_1"
        assert await store.customer_of(tx, "polar", stage.ana) == ""


async def test_who_proves_to_be_a_customer_takes_it_over(stage):
    other = await stage.person("ben")
    async with stage.database.write() as tx:
        assert await store.link(tx, "whop", "user_1", stage.ana)
        assert await store.link(tx, "whop", "user_1", other, proven=True)
        assert not await store.link(tx, "whop", "user_1", other, proven=True)
        assert not await store.link(tx, "whop", "user_1", stage.ana)
        assert await store.user_of(tx, "whop", "user_1") == other
        assert await store.customer_of(tx, "whop", stage.ana) == ""
        assert await store.link(tx, "whop", "user_2", stage.ana, proven=True)


async def test_a_payment_gets_its_person_when_the_customer_is_linked(stage):
    bare = {**stage.intent(), "metadata": {}}
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", bare))
    orders: list[Order] = []
    async with stage.database.write() as tx:
        assert (await store.lock_payment(tx, "stripe", "stripe:pi:pi_1")).user_id is None
        outcome = Outcome(orders=orders)
        linked = CustomerSeen(provider="stripe", customer="cus_ana", user_id=stage.ana)
        await stage.payments._effects.apply(tx, linked, outcome)
        assert (await store.lock_payment(tx, "stripe", "stripe:pi:pi_1")).user_id == stage.ana
    assert orders == []


async def test_everything_of_a_person_is_exported(stage):
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent()))
    await stage.tell("stripe", stage.stripe("refund.created", stage.refund(amount=10)))
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    async with stage.database.read() as tx:
        lines = [line async for _, line in stage.payments.exported(tx, stage.ana)]
    records = [msgspec.json.decode(line) for line in lines]
    assert [record["record"] for record in records] == ["customer", "subscription", "payment", "return"]
    assert records[2]["granted"] == TOP_UP_TOKENS


async def test_a_subscription_that_the_provider_forgot_has_ended(stage):
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    async with stage.database.write() as tx:
        await store.close_all(tx, stage.ana)
        assert [row.id for row in await store.closing(tx, 10)] == ["sub_1"]
        await store.gone(tx, "stripe", "sub_1")
        assert await store.closing(tx, 10) == []
        row = await store.subscription(tx, "stripe", "sub_1")
    assert (row.status, row.final) == ("ended", True)


async def test_subscriptions_that_should_have_renewed_are_found(stage):
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    async with stage.database.read() as tx:
        ends_ms = (await store.subscription(tx, "stripe", "sub_1")).ends_ms
        assert await store.unsure(tx, "stripe", ends_ms - 1, 10) == []
        assert len(await store.unsure(tx, "stripe", ends_ms, 10)) == 1
        assert await store.unsure(tx, "polar", ends_ms, 10) == []
