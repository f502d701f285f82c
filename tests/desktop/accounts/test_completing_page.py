import msgspec
import pytest
from PySide6.QtCore import Qt

from desktop.accounts.completing_page import CompletingForm
from desktop.accounts.service import FoundServer
from desktop.accounts.view_model import AccountViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.account_stage import OFFERING, PERSON, AccountServices, FakeAccounts, proven
from tests.support.waiting import until


class Stand:
    def __init__(self, needs, *, info=OFFERING, **accounts):
        self.services = AccountServices(FakeAccounts(**accounts))
        self.accounts = self.services.accounts
        self.scope = TaskScope("test")
        self.model = AccountViewModel(self.accounts, self.scope, self.services.bus)
        self.model.server = FoundServer("https://lantern.riverside.org", info, plain=False)
        self.form = CompletingForm(self.model)
        self.hidden_before = self.form.isHidden()
        self.model.proven = proven(needs)
        self.form.refresh()
        self.form.show()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        self.model.close()
        await self.scope.close()
        self.form.close()

    def given(self):
        """What the server was given besides the ticket."""
        return next(each[2] for each in self.accounts.asked if each[0] == "enter")


async def test_somebody_new_only_agrees_to_a_name(qloop, qtbot):
    async with Stand("account") as stand:
        form = stand.form
        assert stand.hidden_before
        assert form.name.text() == "Ana Castillo"
        assert not form.password.isVisible()
        assert not form.invitation.isVisible()
        assert "ana@riverside.org" in form._words.text()
        assert "School login" in form._words.text()
        form.name.setText("  Ana ")
        qtbot.keyClick(form.name, Qt.Key.Key_Return)
        await until(lambda: stand.model.session == PERSON)
        assert stand.given() == {"name": "Ana", "invitation": "", "password": "", "language": "en"}
        await until(form.isHidden)


async def test_a_name_is_needed(qloop):
    async with Stand("account") as stand:
        stand.form.name.clear()
        stand.form.submit()
        assert stand.form._name_line.problem()
        assert stand.accounts.asked == []
        stand.form.name.textEdited.emit("A")
        assert not stand.form._name_line.problem()


async def test_an_invitation_is_asked_where_the_server_wants_one(qloop):
    async with Stand("account", info=msgspec.structs.replace(OFFERING, sign_up="invited")) as stand:
        assert stand.form.invitation.isVisible()
        stand.form.invitation.setText(" code ")
        stand.form.submit()
        await until(lambda: bool(stand.accounts.asked))
        assert stand.given()["invitation"] == "code"


async def test_the_password_links(qloop):
    async with Stand("password") as stand:
        form = stand.form
        assert not form.name.isVisible()
        form.submit()
        assert form._password_line.problem()
        form.password.setText("three words")
        form.submit()
        await until(lambda: stand.model.session == PERSON)
        assert stand.given()["password"] == "three words"
        assert form.password.text() == ""


async def test_a_wrong_password_can_be_typed_again(qloop):
    async with Stand("password", entering=AppError("accounts.wrong_sign_in")) as stand:
        stand.form.password.setText("no")
        stand.form.submit()
        await until(lambda: stand.form.error.isVisible())
        assert stand.model.proven is not None
        assert stand.form.password.text() == "no"


async def test_what_has_run_out_goes_back_to_the_form(qloop):
    async with Stand("password", entering=AppError("accounts.browser_answer_old")) as stand:
        stand.form.password.setText("no")
        stand.form.submit()
        await until(lambda: stand.model.proven is None and not stand.model.busy)
        assert stand.model.error.code == "accounts.browser_answer_old"
        assert stand.form.isHidden()


@pytest.mark.parametrize("busy", [False, True])
async def test_back(qloop, busy):
    async with Stand("account", wait=busy) as stand:
        if busy:
            stand.form.submit()
            await until(lambda: bool(stand.accounts.asked))
            stand.form.back_button.click()
            await until(lambda: not stand.model.busy)
            assert stand.model.proven is not None
        stand.form.back_button.click()
        assert stand.model.proven is None
        assert stand.form.isHidden()


async def test_a_forgotten_password_is_mailed(qloop):
    async with Stand("password") as stand:
        stand.form.forgot_button.click()
        await until(lambda: ("reset", "ana@riverside.org") in stand.accounts.asked)
