from desktop.admin.access_view_model import AccessViewModel
from desktop.admin.service import Reach
from shared.tasks import TaskScope
from tests.support.admin_stage import Admin, AdminAccount, admin_services


async def test_it_tells_only_of_what_is_other(qloop):
    account = AdminAccount()
    services = admin_services(account)
    async with TaskScope("test") as scope:
        access = AccessViewModel(services.admin, scope, services.bus)
        told = []
        access.changed.connect(lambda: told.append(access.reach))
        services.bus.announce("account")
        assert told == []
        account.session = Admin(role="admin")
        services.bus.announce("account")
        assert (told, access.place) == ([Reach.SCHOOL], "Instituto Norte")
        account.session = None
        services.bus.announce("account")
        assert (told[-1], access.place) == (Reach.NOBODY, "")
        access.close()
        account.session = Admin()
        services.bus.announce("account")
        assert len(told) == 2
