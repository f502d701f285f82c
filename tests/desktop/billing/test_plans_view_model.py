from desktop.billing.plans_view_model import PlansViewModel
from shared.errors import AppError
from shared.plans import PLANS
from shared.tasks import TaskScope
from tests.support.billing_stage import BillingAccount, Session, billing_status
from tests.support.waiting import until


async def test_plans_and_ones_own(qloop, stage):
    made = stage(account=BillingAccount(status=billing_status("basic", until_ms=5)))
    async with TaskScope("test") as scope:
        model = PlansViewModel(made.billing, scope, made.bus)
        assert (model.own, model.until_ms, model.plans) == ("", 0, None)
        model.reload()
        await until(lambda: model.plans)
        assert (model.own, model.until_ms, model.plans) == ("basic", 5, tuple(PLANS.values()))
        made.account.status = billing_status("pro")
        await made.billing.refresh()
        assert (model.own, model.until_ms) == ("pro", 0)
        model.close()
    await made.close()


async def test_signing_in_and_out(qloop, stage):
    made = stage(account=BillingAccount(session=None))
    made.billing.start()
    async with TaskScope("test") as scope:
        model = PlansViewModel(made.billing, scope, made.bus)
        model.reload()
        assert made.account.asked == []
        made.account.session = Session()
        made.bus.announce("account")
        await until(lambda: model.plans)
        made.account.session = None
        made.bus.announce("account")
        assert (model.signed_in, model.plans) == (False, None)
        model.close()
    await made.close()


async def test_without_an_answer_it_says_why(qloop, stage):
    made = stage(account=BillingAccount(failing=AppError("network.unreachable")))
    async with TaskScope("test") as scope:
        model = PlansViewModel(made.billing, scope, made.bus)
        model.reload()
        await until(lambda: model.error)
        made.account.failing = None
        model.reload()
        await until(lambda: model.plans)
        assert model.error is None
        model.close()
    await made.close()
