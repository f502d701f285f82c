import asyncio

from desktop.admin.events_view_model import EventsViewModel
from shared.tasks import TaskScope
from tests.support.admin_stage import AdminAccount, admin_services
from tests.support.waiting import until


async def test_an_event_that_was_left_does_not_come_back(qloop):
    account = AdminAccount()
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = EventsViewModel(services.admin, scope, services.bus)
        await model.load()
        account.hold = asyncio.Event()
        model.choose(model.events[0].id)
        await until(lambda: len(account.asked) == 2)
        model.choose(model.events[1].id)
        account.hold.set()
        await until(lambda: model.detail is not None)
        assert model.detail.event.id == model.events[1].id
        model.choose(None)
        assert model.detail is None
        model.replay(model.events[0].id)
        await until(lambda: model.events[0].state == "done")
        model.narrow("polar", "waiting", " order ")
        await until(lambda: [each.provider for each in model.events] == ["polar"])
        model.close()
