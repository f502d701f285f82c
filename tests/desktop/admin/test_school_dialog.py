from PySide6.QtWidgets import QWidget

from desktop.admin.school_dialog import SchoolDialog
from desktop.admin.schools_view_model import SchoolsViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.admin_stage import AdminAccount, admin_services
from tests.support.waiting import until


async def test_a_school_is_made(qloop, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    account = AdminAccount()
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = SchoolsViewModel(services.admin, scope, services.bus)
        await model.load()
        dialog = SchoolDialog(parent, model)
        closed = []
        dialog.finished.connect(closed.append)
        dialog.open()
        assert not dialog.action_button.isEnabled()
        dialog.name.setText("Escuela  Sur")
        account.once = AppError("network.unreachable")
        dialog.action_button.click()
        await until(lambda: dialog.error.isVisible())
        assert dialog.made is None
        dialog.action_button.click()
        made = dialog.made
        await until(lambda: closed)
        assert account.schools[made].name == "Escuela Sur"
        model.close()
