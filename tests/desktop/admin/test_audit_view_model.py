import uuid

from desktop.admin.audit_view_model import AuditViewModel
from shared.tasks import TaskScope
from tests.support.admin_stage import ADA, AdminAccount, admin_services, audited
from tests.support.waiting import until


async def test_it_is_read_in_pages_and_narrowed(qloop):
    account = AdminAccount()
    account.log = [audited(number, "user.changed", subject=ADA) for number in range(120, 0, -1)]
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = AuditViewModel(services.admin, scope, services.bus)
        model.reload()
        await until(lambda: model.loaded)
        for count in (100, 120):
            model.read_more()
            model.read_more()
            await until(lambda count=count: len(model.entries) == count)
            await until(lambda: not model.reading)
        assert not model.more
        assert ADA in model.people
        model.narrow(person=uuid.UUID(int=99))
        await until(lambda: model.entries == [])
        model.narrow(action="user.")
        await until(lambda: len(model.entries) == 50)
        model.close()
