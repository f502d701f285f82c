from desktop.accounts.password_dialog import PasswordDialog
from desktop.accounts.view_model import AccountViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.account_stage import PERSON, AccountServices, FakeAccounts
from tests.support.waiting import until


async def test_it_stays_until_the_server_has_taken_it(qloop, qtbot):
    services = AccountServices(FakeAccounts(session=PERSON, failing=AppError("accounts.wrong_password")))
    async with TaskScope("test") as scope:
        model = AccountViewModel(services.accounts, scope, services.bus)
        dialog = PasswordDialog(None, model, ("Ana", "ana@school.org"), 8)
        results = []
        dialog.finished.connect(results.append)
        dialog.open()
        dialog.action_button.click()
        assert dialog._old_line.problem()
        dialog.old.setText("old one")
        dialog.new.setText("short")
        dialog.action_button.click()
        assert "8" in dialog._new_line.problem()
        assert services.accounts.asked == []
        dialog.new.setText("correct horse battery")
        assert (dialog.meter.step(), dialog._new_line.problem()) == (4, "")
        dialog.action_button.click()
        await until(lambda: dialog.error.isVisible())
        assert results == []
        services.accounts.failing = None
        dialog.action_button.click()
        await until(lambda: results == [1])
        assert services.accounts.asked[-1] == ("change_password", "old one", "correct horse battery")
        model.close()
