"""What events of providers change: plans, top-ups, what is taken back. SQL that differs is in test_store."""

import msgspec
import pytest

from server.payments import store
from server.payments.events import USER_KEY, CustomerSeen
from shared.billing.meters import Meter
from shared.payments.admin_messages import InternalPlan
from shared.plans import BASIC, ENTERPRISE, FREE, PRO
from tests.support import stripe_bodies
from tests.support.payments_stage import DAY_S, SETTINGS, TOP_UP_TOKENS, opened_payments

DAY_MS = DAY_S * 1_000
GRACE_MS = 3 * DAY_MS


@pytest.fixture
async def stage(sqlite_url, clock):
    async with opened_payments(sqlite_url, clock) as opened:
        yield opened


def month_end_ms(stage):
    return (stage.now_s + stripe_bodies.LENGTH_S["month"]) * 1_000


async def test_a_subscription_gives_its_plan_and_allowances_at_once(stage):
    await stage.use(4_000)
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    assert await stage.plan() == ("pro", month_end_ms(stage) + GRACE_MS)
    assert await stage.tokens() == PRO.ai_tokens_per_month - 4_000
    (event,) = await stage.events()
    assert (event.state, event.user_id, event.object_id) == ("done", stage.ana, "sub_1")


async def test_an_invoice_gives_no_allowance_a_second_time(stage):
    found = stage.subscription()
    invoice = stripe_bodies.invoice("in_1", "cus_ana", found, created=stage.now_s, amount=2_500)
    await stage.tell("stripe", stage.stripe("customer.subscription.created", found))
    for kind in ("invoice.paid", "invoice.payment_succeeded"):
        await stage.tell("stripe", stage.stripe(kind, invoice))
    assert await stage.tokens() == PRO.ai_tokens_per_month


async def test_a_top_up_counts_once_though_two_events_tell_of_it(stage):
    intent = stage.intent()
    session = stripe_bodies.session(
        "cs_1",
        created=stage.now_s - 60,
        url="https://pay",
        amount=1_000,
        mode="payment",
        payment_status="paid",
        payment_intent="pi_1",
        customer="cus_ana",
        metadata=intent["metadata"],
        amount_total=1_000,
        currency="usd",
    )
    await stage.tell("stripe", stage.stripe("checkout.session.completed", session))
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", intent))
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", intent))
    assert await stage.tokens() == FREE.ai_tokens_per_month + TOP_UP_TOKENS


async def test_a_refund_takes_back_its_part_even_of_what_was_used(stage):
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent()))
    await stage.use(FREE.ai_tokens_per_month + 90_000)
    await stage.tell("stripe", stage.stripe("refund.created", stage.refund(amount=250)))
    assert await stage.tokens() == 10_000 - 25_000
    await stage.tell("stripe", stage.stripe("refund.updated", stage.refund(amount=250)))
    await stage.tell("stripe", stage.stripe("refund.created", stage.refund("re_2", amount=750)))
    assert await stage.tokens() == 10_000 - TOP_UP_TOKENS


async def test_a_refund_that_comes_first_is_not_forgotten(stage):
    await stage.tell("stripe", stage.stripe("refund.created", stage.refund(amount=500)))
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent()))
    assert await stage.tokens() == FREE.ai_tokens_per_month + TOP_UP_TOKENS // 2


async def test_events_that_name_different_amounts_after_an_early_refund_agree_with_the_ledger(stage):
    smaller, larger = {**stage.intent(), "amount_received": 800, "amount": 800}, stage.intent()
    await stage.tell("stripe", stage.stripe("refund.created", stage.refund(amount=400)))
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", smaller))
    assert await stage.tokens() == FREE.ai_tokens_per_month + TOP_UP_TOKENS // 2
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", larger))
    assert await stage.tokens() == FREE.ai_tokens_per_month + TOP_UP_TOKENS * 6 // 10


async def test_a_refund_that_failed_gives_back_what_it_took(stage):
    refund = stage.refund()
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent()))
    await stage.tell("stripe", stage.stripe("refund.created", refund))
    assert await stage.tokens() == FREE.ai_tokens_per_month
    failed = stage.stripe("refund.failed", {**refund, "status": "failed"}, stage.now_s + 60)
    await stage.tell("stripe", failed)
    assert await stage.tokens() == FREE.ai_tokens_per_month + TOP_UP_TOKENS


async def test_a_dispute_restricts_until_it_is_won(stage):
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent()))
    await stage.tell("stripe", stage.stripe("charge.dispute.created", stage.dispute()))
    assert await stage.payments.restricted(stage.ana)
    assert await stage.plan() == ("free", 0)
    assert await stage.tokens() == FREE.ai_tokens_per_month
    won = stage.stripe("charge.dispute.closed", stage.dispute(status="won"), stage.now_s + 60)
    await stage.tell("stripe", won)
    assert not await stage.payments.restricted(stage.ana)
    assert (await stage.plan())[0] == "pro"
    assert await stage.tokens() == PRO.ai_tokens_per_month + TOP_UP_TOKENS


async def test_a_dispute_of_a_subscriptions_payment_is_found_by_its_customer(stage):
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    bare = {**stage.intent("pi_9"), "metadata": {}}
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", bare))
    await stage.tell("stripe", stage.stripe("charge.dispute.created", stage.dispute(of="pi_9")))
    assert (await stage.plan())[0] == "free"


async def test_a_payment_that_missed_its_link_is_found_all_the_same(stage):
    """The link and the payment were brought in at once by two processes."""
    bare = {**stage.intent("pi_9"), "metadata": {}}
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", bare))
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    async with stage.database.write() as tx:
        row = await store.lock_payment(tx, "stripe", "stripe:pi:pi_9")
        await store.keep_payment(tx, msgspec.structs.replace(row, user_id=None))
    await stage.tell("stripe", stage.stripe("charge.dispute.created", stage.dispute(of="pi_9")))
    assert (await stage.plan())[0] == "free"


async def test_a_subscription_that_passes_to_somebody_else_is_theirs_alone(stage):
    ben = await stage.person("ben")
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    passed = stage.stripe("customer.subscription.updated", stage.subscription(user=ben), stage.now_s + 5)
    await stage.tell("stripe", passed)
    assert (await stage.plan(ben))[0] == "pro"
    assert await stage.plan() == ("free", 0)


async def test_a_lost_dispute_is_settled_by_hand(stage):
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent()))
    await stage.tell("stripe", stage.stripe("charge.dispute.closed", stage.dispute(status="lost")))
    assert (await stage.payments.settle(stage.on.on.root, stage.ana)).disputes == 1
    assert not await stage.payments.restricted(stage.ana)
    assert (await stage.plan())[0] == "pro"
    assert (await stage.payments.settle(stage.on.on.root, stage.ana)).disputes == 0


async def test_an_older_snapshot_changes_nothing(stage):
    late = stage.stripe("customer.subscription.updated", stage.subscription("price_team"), stage.now_s + 60)
    await stage.tell("stripe", late)
    await stage.tell(
        "stripe", stage.stripe("customer.subscription.created", stage.subscription("price_basic"))
    )
    assert (await stage.plan())[0] == "enterprise"


async def test_a_deleted_subscription_does_not_come_back(stage):
    ended = stage.subscription(status="canceled", ended_at=stage.now_s)
    await stage.tell("stripe", stage.stripe("customer.subscription.deleted", ended))
    await stage.tell(
        "stripe", stage.stripe("customer.subscription.updated", stage.subscription(), stage.now_s + 60)
    )
    assert await stage.plan() == ("free", 0)


async def test_ending_takes_back_what_is_left_of_the_bigger_plan(stage):
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    await stage.use(30_000)
    gone = stage.stripe(
        "customer.subscription.deleted", stage.subscription(status="canceled"), stage.now_s + 60
    )
    await stage.tell("stripe", gone)
    assert await stage.tokens() == 0
    back = stage.stripe("customer.subscription.created", stage.subscription(id="sub_2"), stage.now_s + 120)
    await stage.tell("stripe", back)
    assert await stage.tokens() == PRO.ai_tokens_per_month - 30_000


async def test_what_is_cancelled_lasts_until_the_end_of_its_period(stage):
    found = stage.subscription(cancel_at_period_end=True)
    await stage.tell("stripe", stage.stripe("customer.subscription.updated", found))
    assert await stage.plan() == ("pro", month_end_ms(stage))
    stage.clock.advance(30 * DAY_MS)
    await stage.payments.worker.follow_time()
    assert await stage.plan() == ("free", 0)
    assert await stage.tokens() == FREE.ai_tokens_per_month


async def test_a_failed_payment_has_three_days_of_grace(stage):
    found = stage.subscription(status="past_due")
    await stage.tell("stripe", stage.stripe("customer.subscription.updated", found))
    assert await stage.plan() == ("pro", stage.clock.now_ms() // 1_000 * 1_000 + GRACE_MS)
    stage.clock.advance(GRACE_MS)
    await stage.payments.worker.follow_time()
    assert await stage.plan() == ("free", 0)
    await stage.tell("stripe", stage.stripe("customer.subscription.updated", {**found, "status": "active"}))
    assert (await stage.plan())[0] == "pro"


async def test_grace_begins_when_the_failure_is_told_though_whop_keeps_the_period(stage):
    def due(day):
        found = {"id": "mem_1", "status": "past_due", "user": {"id": "user_7"}, "plan_id": "plan_basic"}
        found |= {"metadata": {USER_KEY: str(stage.ana)}, "updated_at": f"2026-11-{day}T12:00:00Z"}
        found |= {
            "current_period_start": "2026-10-20T12:00:00Z",
            "current_period_end": "2026-11-20T12:00:00Z",
        }
        return {"type": "membership.updated", "timestamp": found["updated_at"], "data": found}

    await stage.tell("whop", due(22))
    first = await stage.plan()
    await stage.tell("whop", due(21))
    assert first[0] == "basic"
    assert await stage.plan() == ("basic", first[1] - DAY_MS)
    await stage.tell("whop", due(23))
    assert await stage.plan() == ("basic", first[1] - DAY_MS)


@pytest.mark.parametrize("status", ["incomplete", "incomplete_expired", "unpaid", "paused", "canceled"])
async def test_what_is_not_paid_gives_nothing(stage, status):
    await stage.tell(
        "stripe", stage.stripe("customer.subscription.created", stage.subscription(status=status))
    )
    assert await stage.plan() == ("free", 0)


async def test_the_best_of_several_subscriptions_counts(stage):
    for number, price in enumerate(("price_basic", "price_team", "price_pro")):
        found = stage.subscription(price, id=f"sub_{number}")
        await stage.tell("stripe", stage.stripe("customer.subscription.created", found))
    assert (await stage.plan())[0] == "enterprise"
    gone = stage.subscription("price_team", id="sub_1", status="canceled")
    await stage.tell("stripe", stage.stripe("customer.subscription.deleted", gone))
    assert (await stage.plan())[0] == "pro"
    listed = await stage.payments.subscriptions(stage.ana)
    assert [(row.id, row.plan) for row in listed] == [
        ("sub_2", "pro"),
        ("sub_0", "basic"),
        ("sub_1", "enterprise"),
    ]


async def test_what_an_administrator_gave_stays_beside_a_smaller_subscription(stage):
    await stage.give("enterprise")
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    assert await stage.plan() == ("enterprise", 0)
    gone = stage.stripe("customer.subscription.deleted", stage.subscription(status="canceled"))
    await stage.tell("stripe", gone)
    assert await stage.plan() == ("enterprise", 0)
    await stage.give("free")
    found = stage.subscription("price_basic", id="sub_2")
    await stage.tell("stripe", stage.stripe("customer.subscription.created", found))
    assert (await stage.plan())[0] == "basic"


async def test_another_billing_system_counts_beside_what_is_bought(stage):
    async def given(action, plan="free"):
        return (await stage.payments.give(InternalPlan(user_id=stage.ana, action=action, plan=plan))).plan

    await stage.tell(
        "stripe", stage.stripe("customer.subscription.created", stage.subscription("price_basic"))
    )
    assert await given("upgrade", "pro") == "pro"
    assert await given("upgrade", "enterprise") == "enterprise"
    assert await stage.tokens() == ENTERPRISE.ai_tokens_per_month
    assert await given("downgrade", "pro") == "pro"
    assert await given("cancel") == "basic"
    assert await given("cancel") == "basic"
    assert await stage.tokens() == BASIC.ai_tokens_per_month
    assert [row.provider for row in await stage.payments.subscriptions(stage.ana)] == ["stripe"]


async def test_a_customer_of_nobody_waits_for_the_link(stage):
    found = stage.subscription(known=False, customer="cus_unknown")
    await stage.tell("stripe", stage.stripe("customer.subscription.created", found))
    (event,) = await stage.events()
    assert (event.state, event.waits_for, event.attempts) == ("waiting", "customer:stripe:cus_unknown", 0)
    assert await stage.plan() == ("free", 0)
    await stage.payments.seen(CustomerSeen(provider="stripe", customer="cus_unknown", user_id=stage.ana))
    await stage.payments.worker.work_off()
    assert (await stage.plan())[0] == "pro"
    assert [event.state for event in await stage.events()] == ["done"]
    assert await stage.payments.customer(stage.ana, "stripe") == "cus_unknown"


async def test_a_linked_account_at_whop_is_the_customer_there(stage):
    event = {
        "type": "membership.activated",
        "timestamp": "2026-11-20T12:00:00Z",
        "data": {"id": "mem_1", "status": "active", "user": {"id": "user_7"}, "plan": {"id": "plan_basic"}},
    }
    await stage.tell("whop", event)
    assert [one.waits_for for one in await stage.events()] == ["customer:whop:user_7"]
    async with stage.database.write() as tx:
        await stage.payments.linked(tx, stage.ana, "oidc", "user_8")
        await stage.payments.linked(tx, stage.ana, "whop", "user_7")
    await stage.payments.worker.work_off()
    assert (await stage.plan())[0] == "basic"


async def test_who_pays_for_somebody_else_can_link_their_own_account_at_whop(stage):
    parent = await stage.person("parent")
    found = {"id": "mem_1", "status": "active", "user": {"id": "user_7"}, "plan": {"id": "plan_basic"}}
    found |= {"metadata": {USER_KEY: str(stage.ana)}}
    event = {"type": "membership.activated", "timestamp": "2026-11-20T12:00:00Z", "data": found}
    await stage.tell("whop", event)
    assert await stage.payments.customer(stage.ana, "whop") == "user_7"
    async with stage.database.write() as tx:
        await stage.payments.linked(tx, parent, "whop", "user_7")
    await stage.tell("whop", event)
    assert await stage.payments.customer(parent, "whop") == "user_7"
    assert await stage.payments.customer(stage.ana, "whop") == ""
    assert (await stage.plan())[0] == "basic"
    assert (await stage.plan(parent))[0] == "free"


async def test_something_unknown_that_was_paid_waits_for_its_offer(stage):
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription("price_new")))
    assert [one.waits_for for one in await stage.events()] == ["offer:stripe:price_new"]


async def test_who_subscribed_keeps_what_is_not_sold_any_more(stage):
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    offers = tuple(offer for offer in SETTINGS.offers if offer.id != "pro")
    later = stage.again(msgspec.structs.replace(SETTINGS, offers=offers))
    stage.clock.advance(30 * DAY_MS)
    event = stage.stripe("customer.subscription.updated", stage.subscription())
    await stage.receive("stripe", event)
    await later.worker.work_off()
    assert await stage.plan() == ("pro", month_end_ms(stage) + GRACE_MS)
    assert [one.state for one in await stage.events()] == ["done", "done"]


async def test_what_a_deleted_account_pays_for_is_to_be_ended(stage):
    await stage.tell("stripe", stage.stripe("customer.subscription.created", stage.subscription()))
    async with stage.database.write() as tx:
        await stage.payments.erase_user(tx, stage.ana)
    (row,) = await stage.payments.subscriptions(stage.ana)
    assert row.closing
    (event,) = await stage.events()
    assert (await stage.payments.event(event.id)).body == ""


async def test_top_ups_of_any_meter_are_moved(stage):
    moved = [
        each for each in (await stage.ledger.balances(stage.ana)).meters if each.meter is Meter.AI_TOKENS
    ]
    assert [grant.source for grant in moved[0].grants] == ["plan"]
    await stage.tell("stripe", stage.stripe("payment_intent.succeeded", stage.intent()))
    found = [
        each for each in (await stage.ledger.balances(stage.ana)).meters if each.meter is Meter.AI_TOKENS
    ]
    assert [grant.source for grant in found[0].grants] == ["plan", "topup"]
