import asyncio

from desktop.admin.people_view_model import PeopleViewModel, PersonViewModel
from shared.accounts.messages import UserChange
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.admin_stage import ADA, BEA, Admin, AdminAccount, admin_services
from tests.support.waiting import until


async def test_an_old_answer_does_not_replace_a_newer_search(qloop):
    account = AdminAccount()
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = PeopleViewModel(services.admin, scope, services.bus)
        account.hold = asyncio.Event()
        model.find("ada")
        await until(lambda: account.asked)
        model.find("bea ")
        account.hold.set()
        await until(lambda: list(model.people) == [BEA])
        model.find("bea")
        await asyncio.sleep(0)
        assert len(account.asked) == 2
        model.close()


async def test_a_change_keeps_when_somebody_was_here(qloop):
    account = AdminAccount()
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = PeopleViewModel(services.admin, scope, services.bus)
        await model.load()
        told = []
        model.done.connect(lambda what, undo: told.append((what, undo)))
        seen_ms = model.people[ADA].seen_ms
        model.change(model.people[ADA], UserChange(plan="basic"))
        await until(lambda: told)
        assert told == [("plan_given", None)]
        assert (model.people[ADA].plan, model.people[ADA].seen_ms) == ("basic", seen_ms)
        model.change(model.people[ADA], UserChange(role="manager"))
        await until(lambda: len(told) == 2)
        await told[1][1]()
        assert model.people[ADA].role == "teacher"
        model.close()


async def test_a_schools_administrator_asks_no_meters(qloop):
    account = AdminAccount(session=Admin(role="admin"))
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = PersonViewModel(services.admin, ADA, scope, services.bus)
        await model.load()
        assert (model.status, account.asked) == (None, [])
        account.session = Admin()
        account.failing = AppError("network.unreachable")
        model.reload()
        await until(lambda: model.error is not None)
        model.close()
