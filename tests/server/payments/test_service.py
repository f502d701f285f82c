"""What others use of payments: administrators' log and replay, tidying, other billing systems, deleted accounts."""

import uuid

import msgspec
import pytest

from server.payments.service import KEPT_MS
from shared.accounts.messages import AuditQuery
from shared.errors import AppError
from shared.payments.admin_messages import EventQuery, InternalPlan
from tests.support.payments_stage import SETTINGS, TOP_UP_TOKENS, opened_payments


@pytest.fixture
async def stage(sqlite_url, clock):
    async with opened_payments(sqlite_url, clock) as opened:
        yield opened


async def audited(stage, action):
    page = await stage.on.on.accounts.admin.audit(stage.on.on.root, AuditQuery(limit=100))
    return [entry for entry in page.entries if entry.action == action]


async def test_the_log_is_paged_and_narrowed(stage):
    for number in range(3):
        await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent(f"pi_{number}")))
    await stage.tell("whop", {"type": "plan.created", "data": {"id": "plan"}})
    first = await stage.payments.events(EventQuery(limit=2))
    assert [one.provider for one in first.events] == ["whop", "stripe"]
    assert first.more
    rest = await stage.payments.events(EventQuery(limit=2, before=first.events[-1].id))
    assert [one.object_id for one in rest.events] == ["pi_1", "pi_0"]
    assert not rest.more
    assert [one.state for one in await stage.events(provider="whop")] == ["ignored"]
    assert len(await stage.events(state="done", text="payment_intent")) == 3
    assert len(await stage.events(text="pi_2")) == 1


async def test_replaying_what_was_done_changes_nothing_and_is_audited(stage):
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent()))
    (event,) = await stage.events()
    before = await stage.state(stage.ana)
    for _ in range(3):
        replayed = await stage.payments.replay(stage.on.on.root, event.id)
        assert (replayed.state, replayed.attempts) == ("done", 0)
    assert await stage.state(stage.ana) == before
    entries = await audited(stage, "payments.replayed")
    assert [entry.detail for entry in entries] == [{"event": str(event.id)}] * 3


async def test_what_is_not_there_cannot_be_seen_or_replayed(stage):
    for call in (
        stage.payments.event(uuid.uuid4()),
        stage.payments.replay(stage.on.on.root, uuid.uuid4()),
    ):
        with pytest.raises(AppError) as missing:
            await call
        assert missing.value.code == "payments.event_not_found"


async def test_a_plan_that_was_given_is_in_the_audit_log(stage):
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    (entry,) = await audited(stage, "plan.given")
    assert (entry.actor_id, entry.subject_id, entry.detail["plan"]) == (None, stage.ana, "pro")
    await stage.payments.settle(stage.on.on.root, stage.ana)
    assert len(await audited(stage, "payments.settled")) == 1


async def test_only_old_webhooks_that_are_done_with_are_dropped(stage):
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent()))
    unknown = stage.subscription("price_new")
    await stage.tell("stripe", stage.stripe("customer.subscription.created", unknown))
    stage.clock.advance(KEPT_MS + 1)
    await stage.payments.tidy()
    assert [one.state for one in await stage.events()] == ["waiting"]


async def test_an_offer_that_was_added_lets_what_waited_go_on(stage):
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription("price_new")))
    added = msgspec.structs.replace(SETTINGS.offers[1], id="newest", stripe="price_new")
    settings = msgspec.structs.replace(SETTINGS, offers=(*SETTINGS.offers, added))
    later = stage.again(settings)
    await later.wake_offers()
    await later.worker.work_off()
    assert (await stage.plan())[0] == "pro"


async def test_another_system_gives_plans_to_people_there_are(stage):
    with pytest.raises(AppError) as missing:
        await stage.payments.give(InternalPlan(user_id=uuid.uuid4(), action="upgrade", plan="pro"))
    assert missing.value.code == "accounts.user_not_found"
    given = await stage.payments.give(InternalPlan(user_id=stage.ana, action="upgrade", plan="pro"))
    assert (given.plan, given.plan_until_ms) == ("pro", 0)
    with pytest.raises(AppError):
        await stage.payments.settle(stage.on.on.root, uuid.uuid4())


async def test_a_late_payment_of_a_deleted_account_gives_nothing(stage):
    ben = await stage.person("ben")
    await stage.erase(ben)
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent(user=ben)))
    await stage.tell(
        "stripe",
        stage.stripe("customer.subscription.created", stage.subscription(user=ben, customer="cus_ben")),
    )
    (row,) = await stage.payments.subscriptions(ben)
    assert row.closing
    assert {one.state for one in await stage.events()} == {"done"}
    assert await stage.tokens(ben) < TOP_UP_TOKENS
