"""What a person paid and got back, as it is shown."""

import pytest

from server.payments import history_store
from tests.support.payments_stage import opened_payments


@pytest.fixture
async def stage(database_url, clock):
    async with opened_payments(database_url, clock) as opened:
        yield opened


async def entries(stage, user_id=None):
    async with stage.database.read() as tx:
        return await history_store.entries(tx, user_id or stage.ana)


async def test_payments_and_what_went_back_the_newest_first(stage, clock):
    assert await entries(stage) == []
    bob = await stage.person("bob")
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent()))
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent("pi_2", user=bob)))
    clock.advance(5_000)
    await stage.tell("stripe", stage.stripe("refund.created", stage.refund(amount=300)))
    clock.advance(5_000)
    await stage.tell("stripe", stage.stripe("charge.dispute.created", stage.dispute(amount=700)))
    found = await entries(stage)
    assert [(each.kind, each.amount_minor, each.offer) for each in found] == [
        ("disputed", 700, "more"),
        ("refunded", 300, "more"),
        ("paid", 1_000, "more"),
    ]
    assert {(each.currency, each.digits, each.provider) for each in found} == {("USD", 2, "stripe")}
    assert [each.kind for each in await entries(stage, bob)] == ["paid"]


async def test_a_dispute_that_was_won_took_nothing(stage, clock):
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent()))
    await stage.tell("stripe", stage.stripe("charge.dispute.created", stage.dispute()))
    clock.advance(5_000)
    await stage.tell("stripe", stage.stripe("charge.dispute.closed", stage.dispute(status="won")))
    assert [each.kind for each in await entries(stage)] == ["paid"]
