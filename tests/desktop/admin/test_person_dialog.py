from PySide6.QtWidgets import QWidget

from desktop.admin.people_view_model import PeopleViewModel
from desktop.admin.person_dialog import PersonDialog
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.admin_stage import ADA, BEA, Admin, AdminAccount, admin_services
from tests.support.billing_stage import NOVEMBER_20_MS
from tests.support.waiting import until


async def test_a_plan_for_a_while(qloop, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    account = AdminAccount()
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = PeopleViewModel(services.admin, scope, services.bus)
        await model.load()
        dialog = PersonDialog(parent, model, account.people[ADA], NOVEMBER_20_MS)
        closed = []
        dialog.finished.connect(closed.append)
        dialog.open()
        assert not dialog.action_button.isEnabled()
        dialog.plan.set_selected("enterprise")
        dialog.plan.selected.emit("enterprise")
        dialog.until._buttons["date"].click()
        change = dialog.change()
        assert (change.plan, change.role) == ("enterprise", None)
        assert change.plan_until_ms > NOVEMBER_20_MS
        account.once = AppError("accounts.role_not_allowed")
        dialog.action_button.click()
        await until(lambda: dialog.error.isVisible())
        dialog.action_button.click()
        await until(lambda: account.people[ADA].plan == "enterprise")
        await until(lambda: closed)
        model.close()


async def test_nobody_gives_more_than_they_have(qloop, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    account = AdminAccount(session=Admin(role="admin"))
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = PeopleViewModel(services.admin, scope, services.bus)
        alone = PersonDialog(parent, model, account.people[BEA], NOVEMBER_20_MS)
        assert [option.id for option in alone.role.options()] == ["learner", "teacher", "manager"]
        alone.deleteLater()
        dialog = PersonDialog(parent, model, account.people[ADA], NOVEMBER_20_MS)
        assert [option.id for option in dialog.role.options()][-1] == "admin"
        assert not dialog.plan.isVisibleTo(dialog)
        dialog.role.set_selected("manager")
        assert dialog.change().role == "manager"
        dialog.deleteLater()
        model.close()
