from desktop.billing.payments_view_model import PaidViewModel
from shared.errors import AppError
from shared.payments.messages import PaymentHistory
from shared.tasks import TaskScope
from tests.support.billing_stage import BillingAccount
from tests.support.shop_stage import payment
from tests.support.waiting import until


async def test_what_was_read_stays_when_the_next_question_has_no_answer(qloop, stage):
    made = stage(account=BillingAccount(payments=PaymentHistory(payments=(payment(1),))))
    async with TaskScope("test") as scope:
        model = PaidViewModel(made.buying.history, scope, made.bus)
        assert (model.found, model.error) == (None, None)
        model.reload()
        await until(lambda: model.found)
        made.account.failing = AppError("network.unreachable")
        model.reload()
        await until(lambda: model.error)
        assert model.found.payments == (payment(1),)
        made.account.failing = None
        model.reload()
        await until(lambda: model.error is None)
        model.close()
    await made.close()
