import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.accounts.entry import Purpose
from desktop.accounts.entry_page import EntryForm
from desktop.accounts.service import FoundServer
from desktop.accounts.view_model import AccountViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.account_stage import OFFERING, PERSON, SERVER, AccountServices, FakeAccounts
from tests.support.waiting import until


class Stand:
    def __init__(self, **accounts):
        self.services = AccountServices(FakeAccounts(**accounts))
        self.accounts = self.services.accounts
        self.scope = TaskScope("test")
        self.model = AccountViewModel(self.accounts, self.scope, self.services.bus)
        self.form = EntryForm(self.model)
        self.form.resize(600, 700)
        self.form.show()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        self.model.close()
        await self.scope.close()
        self.form.close()

    def fill(self, *, up=False):
        form = self.form
        form.choose(Purpose.SIGN_UP if up else Purpose.SIGN_IN)
        form.server.setText("school.org")
        form.name.setText("Ana")
        form.email.setText("ana@school.org")
        form.password.setText("correct horse battery")

    def problem(self, key):
        return self.form._fields[key].problem()


async def test_enter_in_any_field_submits(qloop, qtbot):
    async with Stand() as stand:
        stand.fill()
        qtbot.keyClick(stand.form.password, Qt.Key.Key_Return)
        await until(lambda: stand.model.session == PERSON)
        assert ("sign_in", "ana@school.org", "correct horse battery") in stand.accounts.asked


async def test_nothing_is_said_before_the_first_try_then_every_gap_at_once(qloop):
    async with Stand() as stand:
        stand.form.choose(Purpose.SIGN_UP)
        assert not any(stand.problem(key) for key in ("server", "name", "email", "password"))
        stand.form.submit()
        assert all(stand.problem(key) for key in ("server", "name", "email", "password"))
        assert stand.accounts.asked == []
        stand.form.email.setText("ana")
        stand.form.email.textEdited.emit("ana")
        assert "name@example.org" in stand.problem("email")


async def test_a_slow_server_can_be_left(qloop):
    async with Stand(wait=True) as stand:
        stand.fill()
        stand.form.submit()
        await until(lambda: stand.model.busy and len(stand.accounts.asked) == 2)
        assert not stand.form.submit_button.isEnabled()
        assert stand.form.stop_button.isVisible()
        stand.form._say_slow()
        assert "takes its time" in stand.form._slow.text()
        stand.form.stop_button.click()
        await until(lambda: not stand.model.busy)
        assert stand.form.submit_button.isEnabled()
        assert stand.form.password.text() == "correct horse battery"
        assert stand.form._slow.isHidden()


async def test_an_error_stands_in_the_form_and_goes_when_typing(qloop):
    async with Stand(entering=AppError("accounts.email_taken")) as stand:
        stand.fill(up=True)
        stand.form.submit()
        await until(lambda: stand.form.error.isVisible())
        stand.form.error.action_button.click()
        assert stand.form.purpose.current() == Purpose.SIGN_IN
        assert not stand.form.error.isVisible()


async def test_the_server_is_looked_for_when_its_field_is_left(qloop):
    async with Stand() as stand:
        stand.form.server.setText("school.org")
        stand.form.server.editingFinished.emit()
        await until(lambda: "Riverside School" in stand.form._fields["server"].hint())
        stand.form.server.textEdited.emit("school.orgg")
        assert "Riverside" not in stand.form._fields["server"].hint()


async def test_nobody_there_is_said_at_the_address(qloop):
    async with Stand(found=AppError("network.not_lantern")) as stand:
        stand.form.server.setText("cafe.example")
        stand.form.server.editingFinished.emit()
        await until(lambda: "place" in stand.problem("server"))


async def test_a_closed_server_says_so_before_one_types_more(qloop):
    closed = FoundServer("https://x", msgspec.structs.replace(SERVER, sign_up="closed"), plain=False)
    async with Stand(found=closed) as stand:
        stand.fill(up=True)
        stand.form.server.editingFinished.emit()
        await until(lambda: bool(stand.problem("server")))
        assert not stand.form.submit_button.isEnabled()
        stand.form.choose(Purpose.SIGN_IN)
        assert stand.form.submit_button.isEnabled()
        assert not stand.problem("server")


async def test_an_invitation_is_asked_where_the_server_wants_one(qloop):
    invited = FoundServer("https://x", msgspec.structs.replace(SERVER, sign_up="invited"), plain=False)
    async with Stand(found=invited) as stand:
        stand.fill(up=True)
        assert stand.form.invited_button.isVisible()
        assert not stand.form.invitation.isVisible()
        stand.form.server.editingFinished.emit()
        await until(stand.form.invitation.isVisible)


async def test_somebody_with_an_invitation_finds_its_field(qloop):
    async with Stand() as stand:
        stand.fill(up=True)
        stand.form.invited_button.click()
        assert stand.form.invitation.isVisible()


async def test_plain_http_is_warned_of(qloop):
    async with Stand(found=FoundServer("http://10.0.0.7", SERVER, plain=True)) as stand:
        stand.form.server.setText("10.0.0.7")
        stand.form.server.editingFinished.emit()
        await until(lambda: stand.form._plain.isVisible())
        assert "https" in stand.form._plain.text()


async def test_the_meter_follows_the_new_password_only(qloop):
    async with Stand() as stand:
        stand.fill(up=True)
        stand.form.password.textEdited.emit("")
        assert stand.form.meter.step() == 4
        assert "Strong" in stand.form._fields["password"].hint()
        stand.form.choose(Purpose.SIGN_IN)
        assert not stand.form.meter.isVisible()
        assert stand.form._fields["password"].hint() == ""


async def test_who_was_here_before_only_types_the_password(qloop):
    async with Stand(last=PERSON) as stand:
        assert (stand.form.server.text(), stand.form.email.text()) == ("lantern.riverside.org", PERSON.email)
        assert not stand.form.purpose.isVisible()
        stand.form.activateWindow()
        stand.form.focus_first()
        await until(lambda: stand.form.password.hasFocus())
        stand.form.password.setText("secret")
        stand.form.forget_password()
        assert stand.form.password.text() == ""


async def test_a_forgotten_password_needs_server_and_email(qloop):
    async with Stand() as stand:
        stand.form.forgot_button.click()
        assert stand.problem("server")
        assert stand.problem("email")
        assert not stand.problem("password")
        stand.fill()
        stand.form.forgot_button.click()
        await until(lambda: ("reset", "ana@school.org") in stand.accounts.asked)


async def test_every_field_is_named(qloop):
    async with Stand() as stand:
        assert all(field.accessibleName() for field in stand.form.findChildren(QLineEdit))


async def test_the_providers_of_the_server_are_offered_and_waited_for(qloop, still_browser):
    async with Stand(found=FoundServer("https://x", OFFERING, plain=False)) as stand:
        form = stand.form
        assert not form.providers.isVisible()
        form.server.setText("school.org")
        form.look_for_server()
        await until(form.providers.isVisible)
        stand.accounts.foreign.wait = True
        form.providers.button("school").click()
        await until(form.browser.isVisible)
        assert not form.providers.button("school").isEnabled()
        assert not form._slow_timer.isActive()
        form.browser.button.click()
        assert still_browser == ["https://login.riverside.org/authorize"]
        form.stop_button.click()
        await until(lambda: not stand.model.busy)
        assert not form.browser.isVisible()
        assert form.providers.button("school").isEnabled()


async def test_without_providers_the_form_is_as_it_was(qloop):
    async with Stand() as stand:
        stand.form.server.setText("school.org")
        stand.form.look_for_server()
        await until(lambda: stand.model.server is not None)
        assert not stand.form.providers.isVisible()
