import asyncio

from desktop.sync.status_view_model import SyncStatusViewModel
from shared.content.messages import ContentUsage
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.sync_stage import FakeAccount, SyncServices
from tests.support.waiting import until

USAGE = ContentUsage(5, 10, 3, 1, 2, 0)


def model_of(services, scope):
    return SyncStatusViewModel(services.sync, services.accounts, services.clock, scope, services.bus)


async def test_sync_now_is_asked_once_at_a_time(qloop):
    services = SyncServices()
    services.sync.release = asyncio.Event()
    async with TaskScope("test") as scope:
        model = model_of(services, scope)
        model.sync_now()
        model.sync_now()
        await until(lambda: services.sync.asked == [("now",)])
        assert model.asked
        services.sync.release.set()
        await until(lambda: not model.asked)
        model.pause(paused=True)
        await until(lambda: services.sync.asked[-1] == ("pause", True))
        model.close()


async def test_the_bus_and_the_clock_are_followed(qloop):
    services = SyncServices()
    async with TaskScope("test") as scope:
        model = model_of(services, scope)
        told = []
        model.changed.connect(lambda: told.append(1))
        for kind in ("sync_status", "conflict", "refused", "account"):
            services.bus.announce(kind)
        services.bus.announce("item")
        assert len(told) == 4
        model._timer.timeout.emit()
        assert len(told) == 5
        model.close()
        services.bus.announce("account")
        assert (len(told), model._timer.isActive()) == (5, False)


async def test_room_is_asked_only_with_an_account_and_an_old_figure_stays(qloop):
    services = SyncServices(accounts=FakeAccount(session=None, usage=USAGE))
    async with TaskScope("test") as scope:
        model = model_of(services, scope)
        model.load_usage()
        assert (model.signed_in, model.usage) == (False, None)
        services.accounts.session = object()
        model.load_usage()
        await until(lambda: model.usage == USAGE)
        services.accounts.usage = AppError("network.unreachable")
        model.load_usage()
        await asyncio.sleep(0)
        assert model.usage == USAGE
        model.close()


async def test_a_session_ended_elsewhere_has_its_reason(qloop):
    services = SyncServices(accounts=FakeAccount(session=None, ended="accounts.token_revoked"))
    async with TaskScope("test") as scope:
        model = model_of(services, scope)
        assert model.ended.code == "accounts.token_revoked"
        assert model.now_ms > 0
        model.close()
