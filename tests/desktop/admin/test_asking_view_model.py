import asyncio

from desktop.admin.asking_view_model import AskingViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.admin_stage import AdminAccount, admin_services
from tests.support.waiting import until


class Asking(AskingViewModel):
    async def load(self):
        await self.admin.plans()


async def refused():
    raise AppError("billing.bad_plan", field="name")


async def test_one_change_at_a_time_and_its_failure_where_it_was_asked(qloop):
    account = AdminAccount()
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = Asking(services.admin, scope, services.bus)
        done, failed, going = [], [], asyncio.Event()
        model.done.connect(lambda what, undo: done.append((what, undo)))
        model.failed.connect(failed.append)
        model.ask(going.wait, "plan")
        model.ask(refused, "price")
        assert model.busy
        going.set()
        await until(lambda: not model.busy)
        assert done == [("plan", None)]
        model.ask(refused, by_form=True)
        await until(lambda: model.asked_error is not None)
        assert failed == []
        model.begin()
        assert model.asked_error is None
        model.ask(refused)
        await until(lambda: failed)
        assert model.asked_error is None
        account.failing = AppError("network.unreachable")
        model.reload()
        await until(lambda: model.error is not None)
        assert not model.loaded
        account.failing = None
        model.reload()
        await until(lambda: model.loaded)
        model.close()
