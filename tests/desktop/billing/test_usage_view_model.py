from desktop.billing.usage_view_model import UsageViewModel
from shared.billing.meters import Meter
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.billing_stage import BillingAccount, billing_status
from tests.support.waiting import until


async def test_it_follows_the_service(qloop, stage):
    made = stage(account=BillingAccount(status=billing_status(ai_tokens=8_500)))
    async with TaskScope("test") as scope:
        model = UsageViewModel(made.billing, scope, made.bus)
        seen = []
        model.changed.connect(lambda: seen.append(model.standing))
        assert (model.signed_in, model.supported, model.standing) == (True, True, None)
        model.reload()
        await until(lambda: model.standing and not model.asking)
        assert model.standing.of(Meter.AI_TOKENS).used == 8_500
        model.put_away(model.prompt)
        await until(lambda: model.prompt is None)
        made.account.failing = AppError("network.unreachable")
        model.reload()
        await until(lambda: model.problem)
        assert model.standing.offline
        assert len(seen) >= 3
        model.close()
    await made.close()


async def test_signed_out_it_asks_nothing(qloop, stage):
    made = stage(account=BillingAccount(session=None))
    async with TaskScope("test") as scope:
        model = UsageViewModel(made.billing, scope, made.bus)
        model.reload()
        assert not model.signed_in
        model.close()
    assert made.account.asked == []
    await made.close()
