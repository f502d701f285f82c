"""The nightly comparison with the providers, and ending what nobody is left to pay for."""

import json
import logging

import pytest

from server.payments import store
from server.payments.reconciling import LOOK_BACK_MS
from server.payments.stripe_events import intent_paid, refunded, subscription_seen
from shared.errors import AppError
from shared.plans import FREE
from tests.support.payments_stage import DAY_S, TOP_UP_TOKENS, opened_payments


@pytest.fixture
async def stage(sqlite_url, clock):
    async with opened_payments(sqlite_url, clock) as opened:
        opened.providers["stripe"] = Provider(opened)
        yield opened


class Provider:
    """A provider that says what a test put here."""

    def __init__(self, stage, name="stripe"):
        self.stage, self.name = stage, name
        self.paid, self.lost, self.cancelled = [], [], []
        self.since_ms = 0
        self.subscriptions = {}
        self.failing: AppError | None = None

    async def paid_since(self, since_ms):
        self.since_ms = since_ms
        if self.failing is not None:
            raise self.failing
        return self.paid

    async def undelivered(self, since_ms):
        return self.lost

    async def subscription(self, subscription_id):
        if subscription_id not in self.subscriptions:
            raise AppError("payments.no_subscription")
        return subscription_seen(self.subscriptions[subscription_id], self.stage.clock.now_ms())

    async def cancel(self, subscription_id, *, at_once):
        assert at_once
        self.cancelled.append(subscription_id)
        if self.failing is not None:
            raise self.failing
        return await self.subscription(subscription_id)


def body_of(event):
    return json.dumps(event).encode()


async def test_what_never_came_is_found_and_found_again_changes_nothing(stage):
    provider = stage.providers["stripe"]
    created = stage.stripe("customer.subscription.created", stage.subscription())
    provider.lost = [("", b"garbage"), (created["id"], body_of(created))]
    provider.paid = [intent_paid(stage.intent()), refunded(stage.refund(amount=500), stage.clock.now_ms())]
    for _ in range(3):
        await stage.payments.reconciling.run()
    assert provider.since_ms == stage.clock.now_ms() - LOOK_BACK_MS
    assert (await stage.plan())[0] == "pro"
    assert await stage.tokens() == 50_000 + TOP_UP_TOKENS // 2
    assert [row.state for row in await stage.rows()] == ["done"]
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent()))
    assert await stage.tokens() == 50_000 + TOP_UP_TOKENS // 2


async def test_a_strangers_payment_is_passed_over(stage, caplog):
    caplog.set_level(logging.INFO, "lantern.payments")
    bare = {**stage.intent(), "metadata": {"lantern_offer": "more"}}
    stage.providers["stripe"].paid = [intent_paid(bare), intent_paid(stage.intent("pi_2"))]
    await stage.payments.reconciling.run()
    assert await stage.tokens() == FREE.ai_tokens_per_month + TOP_UP_TOKENS
    assert "cus_ana" not in caplog.text


async def test_a_subscription_that_should_have_ended_is_asked_about(stage):
    provider = stage.providers["stripe"]
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    await stage.tell(
        "stripe", stage.stripe("customer.subscription.created", stage.subscription(id="sub_forgotten"))
    )
    stage.clock.advance(31 * DAY_S * 1_000)
    provider.subscriptions["sub_1"] = stage.subscription(status="canceled", begins=stage.now_s - 31 * DAY_S)
    await stage.payments.reconciling.run()
    listed = {row.id: row.status for row in await stage.payments.subscriptions(stage.ana)}
    assert listed == {"sub_1": "ended", "sub_forgotten": "active"}


async def test_one_provider_that_is_down_does_not_keep_the_others_from_it(stage):
    down = stage.providers["stripe"]
    down.failing = AppError("payments.provider_down", provider="Stripe")
    other = stage.providers["polar"] = Provider(stage, "polar")
    other.paid = [intent_paid(stage.intent())]
    with pytest.raises(AppError) as failed:
        await stage.payments.reconciling.run()
    assert failed.value.code == "payments.provider_down"
    assert await stage.tokens() == FREE.ai_tokens_per_month + TOP_UP_TOKENS


async def erased(stage):
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    async with stage.database.write() as tx:
        await stage.payments.erase_user(tx, stage.ana)


async def closing(stage):
    async with stage.database.read() as tx:
        return [row.id for row in await store.closing(tx, 10)]


async def test_what_a_deleted_account_paid_for_is_ended_at_the_provider(stage):
    provider = stage.providers["stripe"]
    await erased(stage)
    provider.failing = AppError("payments.provider_down", provider="Stripe")
    await stage.payments.reconciling.close()
    assert await closing(stage) == ["sub_1"]
    provider.failing = None
    provider.subscriptions["sub_1"] = stage.subscription(status="canceled")
    await stage.payments.reconciling.close()
    await stage.payments.reconciling.close()
    assert provider.cancelled == ["sub_1", "sub_1"]
    assert await closing(stage) == []


async def test_what_the_provider_does_not_know_is_ended_here(stage):
    await erased(stage)
    await stage.payments.reconciling.close()
    assert await closing(stage) == []


async def test_without_the_provider_it_stays_to_be_ended(stage):
    await erased(stage)
    stage.providers.clear()
    await stage.payments.reconciling.close()
    assert await closing(stage) == ["sub_1"]
