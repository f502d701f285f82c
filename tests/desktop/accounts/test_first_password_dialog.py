from PySide6.QtWidgets import QWidget

from desktop.accounts.first_password_dialog import FirstPasswordDialog
from desktop.accounts.ways_view_model import WaysViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.account_stage import PERSON, SCHOOL, AccountServices, FakeAccounts
from tests.support.waiting import until

WORDS = "three words and a lamp"


class Stand:
    def __init__(self, qtbot):
        self.services = AccountServices(FakeAccounts(session=PERSON))
        self.ways = self.services.accounts.ways
        self.scope = TaskScope("test")
        self.model = WaysViewModel(self.services.accounts, self.scope, self.services.bus)
        self.parent = QWidget()
        qtbot.addWidget(self.parent)
        self.dialog = FirstPasswordDialog(self.parent, self.model, SCHOOL, ("Ana",))
        self.closed = []
        self.dialog.finished.connect(self.closed.append)
        self.dialog.open()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        self.model.close()
        await self.scope.close()


async def test_a_short_one_goes_nowhere(qloop, qtbot):
    async with Stand(qtbot) as stand:
        stand.dialog.password.setText("short")
        stand.dialog.action_button.click()
        assert stand.dialog._line.problem()
        assert stand.ways.asked == []
        stand.dialog.reject()


async def test_the_browser_is_waited_for_and_then_it_is_set(qloop, qtbot):
    async with Stand(qtbot) as stand:
        stand.ways.shown = AppError("accounts.provider_refused", provider="School login")
        stand.dialog.password.setText(WORDS)
        stand.dialog.action_button.click()
        await until(lambda: stand.dialog.error.isVisible() and stand.dialog.action_button.isEnabled())
        stand.ways.shown = None
        stand.ways.wait = True
        stand.dialog.action_button.click()
        await until(lambda: stand.dialog.notice.isVisible())
        assert not stand.dialog.password.isEnabled()
        stand.dialog.reject()
        await until(lambda: not stand.model.busy)
        assert all(each[0] == "prove" for each in stand.ways.asked)


async def test_it_closes_when_it_is_done(qloop, qtbot):
    async with Stand(qtbot) as stand:
        stand.dialog.password.setText(WORDS)
        stand.dialog.action_button.click()
        await until(lambda: stand.closed == [1])
        assert stand.ways.asked[-1] == ("first_password", "ticket", WORDS)
