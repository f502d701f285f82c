"""How webhooks are brought in: in one transaction each, again after failures, asked about when in doubt."""

import json
import uuid

import pytest

from server.payments import worker as module
from server.payments.events import CustomerSeen, SubscriptionSeen
from server.payments.stripe_events import subscription_seen
from server.payments.worker import ATTEMPTS, FIRST_PAUSE_MS, LONGEST_PAUSE_MS, WAITING_MS
from shared.errors import AppError
from shared.plans import PRO
from shared.tasks import TaskScope
from tests.support.payments_stage import opened_payments
from tests.support.waiting import until_true


@pytest.fixture
async def stage(sqlite_url, clock):
    async with opened_payments(sqlite_url, clock) as opened:
        yield opened


class Provider:
    """Says of every subscription how it stands now; `failing` is raised instead."""

    name = "stripe"

    def __init__(self, stage, **now):
        self.stage, self.now = stage, now
        self.asked: list[str] = []
        self.failing: AppError | None = None

    async def subscription(self, subscription_id):
        self.asked.append(subscription_id)
        if self.failing is not None:
            raise self.failing
        return subscription_seen(self.stage.subscription(**self.now), self.stage.clock.now_ms())


def failing(stage, monkeypatch, error):
    async def apply(*_):
        raise error

    monkeypatch.setattr(stage.payments._effects, "apply", apply)


async def test_failures_are_tried_later_and_later_and_then_left_to_people(stage, monkeypatch):
    await stage.receive("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    with monkeypatch.context() as broken:
        failing(stage, broken, ZeroDivisionError())
        pauses = []
        for _ in range(ATTEMPTS):
            assert await stage.payments.worker.work_off() == 1
            assert await stage.payments.worker.work_off() == 0
            (row,) = await stage.rows()
            pauses.append(row.due_ms - stage.clock.now_ms())
            stage.clock.wall_ms = row.due_ms
    assert pauses[:4] == [FIRST_PAUSE_MS, FIRST_PAUSE_MS * 4, FIRST_PAUSE_MS * 16, FIRST_PAUSE_MS * 64]
    assert pauses[-1] == LONGEST_PAUSE_MS
    assert (row.state, row.attempts, row.error) == ("dead", ATTEMPTS, "ZeroDivisionError")
    assert await stage.payments.worker.work_off() == 0
    assert await stage.plan() == ("free", 0)
    replayed = await stage.payments.replay(stage.on.on.root, row.id)
    assert (replayed.state, replayed.attempts, replayed.error) == ("done", 0, "")
    assert (await stage.plan())[0] == "pro"


async def test_a_database_that_is_away_is_no_fault_of_the_webhook(stage, monkeypatch):
    await stage.receive("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    with monkeypatch.context() as broken:
        failing(stage, broken, AppError("server.database_unreachable"))
        for _ in range(ATTEMPTS + 5):
            await stage.payments.worker.work_off()
            stage.clock.advance(FIRST_PAUSE_MS)
    (row,) = await stage.rows()
    assert (row.state, row.attempts) == ("new", 0)
    await stage.payments.worker.work_off()
    assert (await stage.plan())[0] == "pro"


async def test_nothing_of_a_webhook_that_fails_stays(stage, monkeypatch):
    """The mark, the rows and the ledger are one transaction."""
    await stage.receive("stripe", stage.stripe("payment_intent.succeeded", stage.intent()))

    async def end(*_):
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(module.event_store, "end", end)
        await stage.payments.worker.work_off()
    assert await stage.tokens() == 10_000
    state = await stage.state(stage.ana)
    assert not any(str(line).startswith("payment") for line in state)
    stage.clock.advance(FIRST_PAUSE_MS)
    await stage.payments.worker.work_off()
    assert await stage.tokens() == 110_000


async def test_an_unreadable_webhook_holds_up_no_other(stage):
    await stage.receive("polar", {"type": "order.paid", "data": {"status": "paid"}}, "msg_1")
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    assert [(row.state, row.error) for row in await stage.rows()] == [
        ("new", "payments.bad_event"),
        ("done", ""),
    ]


async def test_a_contradiction_is_settled_by_asking(stage):
    provider = Provider(stage, price="price_team")
    stage.providers["stripe"] = provider
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    assert provider.asked == []
    await stage.tell(
        "stripe", stage.stripe("customer.subscription.updated", stage.subscription("price_basic"))
    )
    assert provider.asked == ["sub_1"]
    assert (await stage.plan())[0] == "enterprise"


async def test_without_an_answer_the_newer_snapshot_stays(stage):
    provider = Provider(stage)
    provider.failing = AppError("payments.provider_down", provider="Stripe")
    stage.providers["stripe"] = provider
    late = stage.stripe("customer.subscription.updated", stage.subscription(), stage.now_s + 5)
    await stage.tell("stripe", late)
    await stage.tell(
        "stripe", stage.stripe("customer.subscription.created", stage.subscription(status="incomplete"))
    )
    assert provider.asked == ["sub_1"]
    assert (await stage.plan())[0] == "pro"
    assert {row.state for row in await stage.rows()} == {"done"}


async def test_what_waits_is_looked_at_again_by_and_by(stage):
    found = stage.subscription(known=False)
    await stage.tell("stripe", stage.stripe("customer.subscription.created", found))
    (row,) = await stage.rows()
    assert row.due_ms == stage.clock.now_ms() + WAITING_MS
    stage.clock.advance(WAITING_MS)
    assert await stage.payments.worker.work_off() == 1
    (row,) = await stage.rows()
    assert (row.state, row.attempts) == ("waiting", 0)


async def test_a_link_that_comes_at_the_same_moment_is_seen(stage, monkeypatch):
    """The link is made after the look and before the wait is noted."""
    await stage.receive("stripe", stage.stripe("customer.created", {"id": "cus_x", "metadata": {}}))
    found = stage.subscription(known=False)
    await stage.receive("stripe", stage.stripe("customer.subscription.created", found))
    worker = stage.payments.worker
    noted = worker._note_waiting

    async def late(row, key):
        await stage.payments.seen(CustomerSeen(provider="stripe", customer="cus_ana", user_id=stage.ana))
        await noted(row, key)

    monkeypatch.setattr(worker, "_note_waiting", late)
    await worker.work_off()
    assert (await stage.plan())[0] == "pro"


async def test_a_person_of_another_server_waits_too(stage):
    found = stage.subscription(user=uuid.UUID(int=5))
    await stage.tell("stripe", stage.stripe("customer.subscription.created", found))
    assert [row.waits_for for row in await stage.rows()] == [f"user:{uuid.UUID(int=5)}"]


async def test_it_works_by_itself_when_woken(stage):
    scope = TaskScope("worker")
    await stage.payments.start(scope)
    event = stage.stripe("customer.subscription.created", stage.subscription())
    body = json.dumps(event).encode()
    await stage.payments.receive("stripe", body, stage.headers("stripe", body))

    async def done():
        return [row.state for row in await stage.rows()] == ["done"]

    await until_true(done)
    await scope.close()
    assert await stage.tokens() == PRO.ai_tokens_per_month


async def test_what_was_asked_for_is_brought_in_at_once(stage):
    seen = subscription_seen(stage.subscription(), stage.clock.now_ms())
    assert isinstance(seen, SubscriptionSeen)
    await stage.payments.seen(seen)
    assert (await stage.plan())[0] == "pro"
    unknown = subscription_seen(stage.subscription(known=False, customer="cus_9", id="sub_9"), 1)
    await stage.payments.seen(unknown)
    assert len(await stage.payments.subscriptions(stage.ana)) == 1
