from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.admin.invitations_dialog import InvitationsDialog
from desktop.admin.schools_view_model import SERVER, InvitationsViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.admin_stage import NORTE, AdminAccount, admin_services
from tests.support.waiting import until


async def test_somebody_is_invited_and_the_invitation_withdrawn(qloop, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    account = AdminAccount()
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = InvitationsViewModel(services.admin, NORTE, scope, services.bus)
        dialog = InvitationsDialog(parent, model, "Instituto Norte")
        dialog.open()
        await until(lambda: model.loaded)
        assert not dialog.action_button.isEnabled()
        dialog.email.setText("eva@example.org")
        dialog.role.set_selected("admin")
        account.once = AppError("accounts.email_invalid")
        dialog.action_button.click()
        await until(lambda: dialog.error.isVisible())
        assert dialog.email.text() == "eva@example.org"
        dialog.action_button.click()
        await until(lambda: [row.invitation.email for row in dialog.rows()] == ["eva@example.org"])
        await until(lambda: dialog.email.text() == "")
        assert account.invited[0].role == "admin"
        dialog.copy_button.click()
        assert QGuiApplication.clipboard().text() == f"https://learn.example.org/join#{NORTE}-1"
        dialog.rows()[0].button.click()
        await until(lambda: not dialog.rows())
        assert not dialog.made.isVisible()
        dialog.reject()
        model.close()


async def test_the_server_itself_has_no_schools_administrators(qloop, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    services = admin_services(AdminAccount())
    async with TaskScope("test") as scope:
        model = InvitationsViewModel(services.admin, SERVER, scope, services.bus)
        dialog = InvitationsDialog(parent, model, "Colegio del Lago")
        assert "admin" not in [option.id for option in dialog.role.options()]
        await until(lambda: model.loaded)
        dialog.deleteLater()
        model.close()
