from contextlib import asynccontextmanager

from desktop.billing.buying import Choice, choice
from desktop.billing.buying_view_model import BuyingViewModel
from shared.errors import AppError
from shared.plans import PLANS, PRO
from shared.tasks import TaskScope
from tests.support.billing_stage import BillingAccount, billing_status
from tests.support.shop_stage import PAGE, SOLD, answered, invoice, plan_sold, sold, subscribed
from tests.support.waiting import until


@asynccontextmanager
async def model_of(made):
    async with TaskScope("test") as scope:
        model = BuyingViewModel(made.buying, scope, made.bus)
        model.pages, model.outcomes, model.thanked_for = [], [], []
        model.page_ready.connect(model.pages.append)
        model.done.connect(lambda what, mine: model.outcomes.append((what, mine.plan)))
        model.thanked.connect(model.thanked_for.append)
        model.reload()
        await until(lambda: model.known)
        yield model
        model.close()
    await made.close()


async def test_a_checkout_opens_once_and_thanks_are_said_once(qloop, stage):
    made = stage(account=BillingAccount(offers=sold(), answers={"payments/checkout": PAGE}))
    async with model_of(made) as model:
        chosen = choice(model.offers, tuple(PLANS.values()), PRO, "month")
        model.choose(chosen)
        model.choose(chosen)
        assert model.asking
        await until(lambda: model.pages and not model.asking)
        assert len(model.pages) == 1
        assert model.waiting.offer.id == "pro-month"
        made.account.offers, made.account.status = sold(subscribed()), billing_status("pro")
        await until(lambda: model.thanked_for)
        model.reload()
        await until(lambda: not model._reloading)
        assert [offer.id for offer in model.thanked_for] == ["pro-month"]
        model.seen_thanks()
        assert model.thanks is None


async def test_an_error_is_kept_until_it_is_read_or_tried_again(qloop, stage):
    down = AppError("payments.provider_down", provider="Stripe")
    made = stage(account=BillingAccount(offers=sold(), answers={"payments/checkout": down}))
    async with model_of(made) as model:
        model.order_again()
        model.buy(SOLD[0])
        await until(lambda: model.asked_error)
        assert model.asked_error.code == "payments.provider_down"
        made.account.answers["payments/checkout"] = PAGE
        model.order_again()
        assert model.asked_error is None
        await until(lambda: model.pages)
        model.stop_waiting()
        assert model.waiting is None


async def test_orders_about_a_subscription(qloop, stage):
    mine = subscribed()
    made = stage(account=BillingAccount(status=billing_status("pro"), offers=sold(mine)))
    made.account.answers |= {
        "payments/change": answered(subscribed("enterprise")),
        "payments/resume": answered(mine),
        "payments/cancel": answered(subscribed(ends_then=True)),
        "payments/portal": PAGE,
    }
    async with model_of(made) as model:
        for chosen in (Choice("bigger", plan_sold("enterprise")), Choice("keep")):
            model.choose(chosen)
            await until(lambda: not model.asking)
        model.cancel(mine, at_once=False)
        await until(lambda: not model.asking)
        assert model.outcomes == [("change", "enterprise"), ("resume", "pro"), ("cancel", "pro")]
        model.choose(Choice("provider_page"))
        await until(lambda: len(model.pages) == 1)
        await until(lambda: not model.asking)
        model.open_invoice(invoice(1))
        await until(lambda: len(model.pages) == 2)


async def test_one_order_waits_for_the_other_and_pages_for_none(qloop, stage):
    mine = subscribed()
    made = stage(account=BillingAccount(status=billing_status("pro"), offers=sold(mine)))
    made.account.answers |= {
        "payments/cancel": answered(subscribed(ends_then=True)),
        "payments/resume": answered(mine),
    }
    async with model_of(made) as model:
        model.cancel(mine, at_once=False)
        model.resume(mine)
        model.resume(mine)
        model.open_invoice(invoice(1))
        model.open_invoice(invoice(1))
        await until(lambda: model.pages)
        await until(lambda: not model.asking)
        assert model.outcomes == [("cancel", "pro"), ("resume", "pro")]
        assert len(model.pages) == 1


async def test_a_refusal_shows_how_it_stands_now(qloop, stage):
    made = stage(account=BillingAccount(offers=sold()))
    made.account.answers["payments/checkout"] = AppError("payments.already_subscribed", provider="Polar")
    async with model_of(made) as model:
        made.account.offers = sold(subscribed("basic"))
        model.buy(SOLD[1])
        await until(lambda: model.offers.subscriptions)
        assert model.asked_error.code == "payments.already_subscribed"


async def test_of_what_more_can_be_had(qloop, stage):
    made = stage(account=BillingAccount(offers=sold(plan="enterprise")))
    async with model_of(made) as model:
        tokens, operations, *_ = billing_status("enterprise").meters
        assert model.has_more_of(tokens)
        assert not model.has_more_of(operations)
        made.account.offers = sold(plan="basic")
        model.reload()
        await until(lambda: model.offers.plan == "basic")
        assert all(model.has_more_of(one) for one in billing_status("basic").meters)
        made.account.offers = sold(restricted=True)
        model.reload()
        await until(lambda: model.offers.restricted)
        assert not model.has_more_of(tokens)


async def test_while_it_is_looked_at_offers_follow_usage(qloop, stage):
    made = stage(account=BillingAccount(offers=sold()))
    async with model_of(made) as model:
        made.account.offers = sold(subscribed())
        model.attend(watched=True)
        await made.billing.refresh()
        await until(lambda: model.offers.subscriptions)
        model.attend(watched=False)


async def test_no_answer_is_said(qloop, stage):
    made = stage(account=BillingAccount(failing=AppError("network.unreachable")))
    async with model_of(made) as model:
        assert (model.offers, model.problem.code) == (None, "network.unreachable")
        assert not model.has_more_of(billing_status().meters[0])
        assert (model.sells, model.expired) == (False, False)
