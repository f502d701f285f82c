import pytest

from desktop.accounts.email_dialog import EmailDialog
from desktop.accounts.view_model import AccountViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.account_stage import PERSON, AccountServices, FakeAccounts
from tests.support.waiting import until


@pytest.mark.parametrize(("mailed", "what"), [(True, "email_asked"), (False, "email_changed")])
async def test_it_stays_until_the_server_has_taken_it(qloop, mailed, what):
    refusal = AppError("accounts.wrong_password")
    services = AccountServices(FakeAccounts(session=PERSON, failing=refusal, mail_asked=mailed))
    async with TaskScope("test") as scope:
        model = AccountViewModel(services.accounts, scope, services.bus)
        done, results = [], []
        model.done.connect(done.append)
        dialog = EmailDialog(None, model, PERSON.email)
        dialog.finished.connect(results.append)
        dialog.open()
        assert dialog.focusWidget() is dialog.email
        for typed, problem in (("nobody", "looks like"), (f" {PERSON.email} ", "already")):
            dialog.email.setText(typed)
            dialog.action_button.click()
            assert problem in dialog._email_line.problem()
        dialog.email.setText(" ana@new.example ")
        dialog.action_button.click()
        assert (dialog._email_line.problem(), bool(dialog._password_line.problem())) == ("", True)
        assert services.accounts.asked == []
        dialog.password.setText("secret")
        dialog.action_button.click()
        await until(lambda: dialog.error.isVisible())
        assert results == []
        services.accounts.failing = None
        dialog.action_button.click()
        await until(lambda: results == [1])
        assert ("change_email", "ana@new.example", "secret") in services.accounts.asked
        assert done == [what]
        model.close()


@pytest.mark.parametrize(("mails", "said"), [(True, "link"), (False, "every device")])
async def test_what_will_happen_is_said(qloop, mails, said):
    services = AccountServices(FakeAccounts(session=PERSON))
    async with TaskScope("test") as scope:
        model = AccountViewModel(services.accounts, scope, services.bus)
        model.server_mails = mails
        dialog = EmailDialog(None, model, PERSON.email)
        assert said in dialog.accessibleDescription()
        dialog.reject()
        model.close()
