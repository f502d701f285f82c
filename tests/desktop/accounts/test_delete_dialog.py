from desktop.accounts.delete_dialog import DeleteDialog
from desktop.accounts.view_model import AccountViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.account_stage import PERSON, AccountServices, FakeAccounts
from tests.support.waiting import until


async def test_it_asks_for_the_password_and_stays_until_it_is_done(qloop):
    services = AccountServices(FakeAccounts(session=PERSON, failing=AppError("accounts.wrong_password")))
    async with TaskScope("test") as scope:
        model = AccountViewModel(services.accounts, scope, services.bus)
        dialog = DeleteDialog(None, model)
        results = []
        dialog.finished.connect(results.append)
        dialog.open()
        assert not dialog.action_button.isEnabled()
        assert "stays here" in dialog.accessibleDescription()
        dialog.password.setText("wrong")
        dialog.action_button.click()
        await until(lambda: dialog.error.isVisible())
        services.accounts.failing = None
        dialog.action_button.click()
        await until(lambda: results == [1])
        model.close()
