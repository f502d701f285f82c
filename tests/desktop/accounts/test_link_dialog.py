from PySide6.QtWidgets import QWidget

from desktop.accounts.link_dialog import LinkDialog
from desktop.accounts.ways_view_model import WaysViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.account_stage import PERSON, AccountServices, FakeAccounts, proven
from tests.support.waiting import until


async def test_it_stays_until_the_password_is_right(qloop, qtbot):
    services = AccountServices(FakeAccounts(session=PERSON))
    scope = TaskScope("test")
    model = WaysViewModel(services.accounts, scope, services.bus)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = LinkDialog(parent, model, proven(), "School login")
    closed = []
    dialog.finished.connect(closed.append)
    dialog.open()
    assert "School login" in dialog.windowTitle()
    assert not dialog.action_button.isEnabled()
    services.accounts.ways.failing = AppError("accounts.wrong_password")
    dialog.password.setText("no")
    dialog.action_button.click()
    await until(lambda: dialog.error.isVisible() and dialog.action_button.isEnabled())
    assert closed == []
    services.accounts.ways.failing = None
    dialog.password.setText("yes")
    dialog.action_button.click()
    await until(lambda: closed == [1])
    assert services.accounts.ways.asked[-1] == ("link", "ticket", "yes")
    model.close()
    await scope.close()
