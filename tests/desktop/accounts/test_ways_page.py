import pytest

from desktop.accounts.first_password_dialog import FirstPasswordDialog
from desktop.accounts.link_dialog import LinkDialog
from desktop.accounts.ways_page import WaysCard
from desktop.accounts.ways_view_model import WaysViewModel
from desktop.widgets.confirm_dialog import ConfirmDialog
from shared.accounts.foreign_messages import Ways
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.account_stage import LINKED, OFFERING, PERSON, SERVER, WHOP, AccountServices, FakeAccounts
from tests.support.waiting import until


class Stand:
    def __init__(self, *, info=OFFERING, ways=None):
        self.services = AccountServices(FakeAccounts(session=PERSON, info=info))
        self.ways = self.services.accounts.ways
        self.ways.answer = ways or Ways(password=True, ways=(LINKED,))
        self.scope = TaskScope("test")
        self.model = WaysViewModel(self.services.accounts, self.scope, self.services.bus)
        self.card = WaysCard(self.model, self.scope)
        self.card.resize(600, 400)

    async def __aenter__(self):
        self.model.reload()
        await until(lambda: self.model.ways is not None)
        self.card.show() if not self.card.isHidden() else None
        return self

    async def __aexit__(self, *_):
        self.model.close()
        await self.scope.close()
        self.card.close()


async def test_where_there_is_only_the_password_the_card_is_not_there(qloop):
    async with Stand(info=SERVER, ways=Ways(password=True, ways=())) as stand:
        assert stand.card.isHidden()
    async with Stand(info=SERVER) as stand:
        assert not stand.card.isHidden()


async def test_what_may_be_done(qloop):
    async with Stand() as stand:
        asked = []
        stand.card.change_password.connect(lambda: asked.append("change"))
        stand.card.button("password").click()
        assert asked == ["change"]
        stand.card.button("unlink school").click()
        await until(lambda: bool(stand.card.findChildren(ConfirmDialog)))
        stand.card.findChild(ConfirmDialog).accept()
        await until(lambda: ("unlink", LINKED.way_id) in stand.ways.asked)
        with pytest.raises(KeyError):
            stand.card.button("link school")


async def test_the_last_way_has_no_button_to_take_it_back(qloop):
    async with Stand(ways=Ways(password=False, ways=(LINKED,))) as stand:
        with pytest.raises(KeyError):
            stand.card.button("unlink school")
        with pytest.raises(KeyError):
            stand.card.button("link whop")
        stand.card.button("password").click()
        dialog = stand.card.findChild(FirstPasswordDialog)
        assert dialog is not None
        dialog.reject()


async def test_linking_waits_in_sight_and_can_be_left(qloop, still_browser):
    async with Stand() as stand:
        stand.ways.wait = True
        stand.card.button("link whop").click()
        await until(lambda: stand.card.notice.isVisible())
        assert "Whop" in stand.card.notice.text()
        assert not stand.card.button("password").isEnabled()
        stand.card.stop_button.click()
        await until(lambda: not stand.card.notice.isVisible())
        assert stand.card.button("link whop").isEnabled()


async def test_then_the_password_is_asked_in_a_dialog(qloop):
    async with Stand() as stand:
        stand.card.button("link whop").click()
        await until(lambda: bool(stand.card.findChildren(LinkDialog)))
        dialog = stand.card.findChild(LinkDialog)
        dialog.password.setText("three words")
        stand.ways.answer = Ways(password=True, ways=(LINKED, LINKED))
        dialog.action_button.click()
        await until(lambda: ("link", "ticket", "three words") in stand.ways.asked)
        assert stand.ways.asked[0] == ("prove", WHOP, True)


async def test_what_goes_wrong_stands_in_the_card(qloop):
    async with Stand() as stand:
        stand.ways.shown = AppError("accounts.provider_refused", provider="Whop")
        stand.card.button("link whop").click()
        await until(lambda: stand.card.error.isVisible())
