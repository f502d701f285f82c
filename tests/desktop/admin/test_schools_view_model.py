from desktop.admin.schools_view_model import SERVER, InvitationsViewModel, SchoolsViewModel
from shared.billing.messages import Cap
from shared.billing.meters import Meter
from shared.tasks import TaskScope
from tests.support.admin_stage import ADA, NORTE, Admin, AdminAccount, admin_services
from tests.support.waiting import until

CAP = Cap(meter=Meter.AI_TOKENS, cap=9, overdraft=1)


async def test_a_school_is_saved_as_one_change_and_taken_back(qloop):
    account = AdminAccount()
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = SchoolsViewModel(services.admin, scope, services.bus)
        done = []
        model.done.connect(lambda what, undo: done.append((what, undo)))
        model.reload()
        await until(lambda: model.loaded)
        model.look_at(NORTE)
        await until(lambda: NORTE in model.caps)
        model.save(NORTE, "Norte", (CAP,))
        await until(lambda: done)
        assert (account.schools[NORTE].name, account.caps[NORTE].caps) == ("Norte", (CAP,))
        await done[0][1]()
        assert (account.schools[NORTE].name, account.caps[NORTE].caps) == ("Instituto Norte", ())
        asked = len(account.asked)
        model.save(NORTE, "Instituto Norte", ())
        await until(lambda: len(done) == 2)
        assert len(account.asked) == asked
        model.suspend(NORTE, suspended=True)
        await until(lambda: account.schools[NORTE].suspended)
        model.reload()
        await until(lambda: model.schools[NORTE].suspended)
        assert NORTE in model.caps
        model.close()


async def test_whose_invitations_they_are(qloop):
    account = AdminAccount(session=Admin(user_id=ADA, role="admin"))
    services = admin_services(account)
    async with TaskScope("test") as scope:
        for given, found in ((None, NORTE), (SERVER, SERVER)):
            model = InvitationsViewModel(services.admin, given, scope, services.bus)
            await model.load()
            assert account.asked[-1] == ("GET", f"tenants/{found}/invitations")
            model.close()
