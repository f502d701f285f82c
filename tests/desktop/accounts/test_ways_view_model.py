import pytest

from desktop.accounts.browser_visit import Browser
from desktop.accounts.ways_view_model import WaysViewModel
from desktop.runtime.loopback import BackPage
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.account_stage import (
    LINKED,
    OFFERING,
    PERSON,
    SCHOOL,
    WHOP,
    AccountServices,
    FakeAccounts,
    proven,
)
from tests.support.waiting import until

BROWSER = Browser(lambda _url: True, BackPage("", ""), BackPage("", ""))


class Stand:
    def __init__(self, **given):
        self.services = AccountServices(FakeAccounts(**{"session": PERSON, "info": OFFERING, **given}))
        self.ways = self.services.accounts.ways
        self.scope = TaskScope("test")
        self.model = WaysViewModel(self.services.accounts, self.scope, self.services.bus)
        self.done, self.wanted, self.back = [], [], []
        self.model.done.connect(self.done.append)
        self.model.password_wanted.connect(self.wanted.append)
        self.model.came_back.connect(lambda: self.back.append(True))

    async def __aenter__(self):
        self.model.reload()
        if self.services.accounts.session is not None and not isinstance(self.ways.answer, AppError):
            await until(lambda: self.model.ways is not None)
        return self

    async def __aexit__(self, *_):
        self.model.close()
        await self.scope.close()


async def test_what_is_linked_and_what_may_be(qloop):
    async with Stand() as stand:
        assert stand.model.linkable == (WHOP,)
        assert stand.model.provers == (SCHOOL,)
        assert stand.model.has_password
        stand.services.accounts.session = None
        stand.services.bus.announce("account")
        assert (stand.model.ways, stand.model.offered, stand.model.linkable) == (None, (), ())


async def test_linking_asks_for_the_password_there_is(qloop):
    async with Stand() as stand:
        stand.model.link(WHOP, BROWSER)
        await until(lambda: stand.wanted == [proven()] and not stand.model.busy)
        assert stand.back == [True]
        assert stand.model.in_browser is None
        stand.model.confirm_link(proven(), "words")
        await until(lambda: stand.done == ["way_linked"])
        assert stand.ways.asked == [("prove", WHOP, True), ("link", "ticket", "words")]


async def test_a_first_password_is_proven_first(qloop):
    async with Stand() as stand:
        stand.model.choose_password(SCHOOL, "three words", BROWSER)
        await until(lambda: stand.done == ["password_set"])
        assert stand.ways.asked == [("prove", SCHOOL, False), ("first_password", "ticket", "three words")]


async def test_the_browser_can_be_given_up(qloop):
    async with Stand() as stand:
        stand.ways.wait = True
        stand.model.link(WHOP, BROWSER)
        stand.model.link(SCHOOL, BROWSER)
        await until(lambda: stand.model.in_browser is not None)
        assert stand.model.in_browser == (WHOP, "https://login.riverside.org/authorize")
        stand.model.stop()
        await until(lambda: not stand.model.busy)
        assert (stand.model.in_browser, stand.model.error, stand.wanted) == (None, None, [])


async def test_what_goes_wrong_is_kept_until_it_is_forgotten(qloop):
    async with Stand() as stand:
        stand.ways.failing = AppError("accounts.last_way")
        stand.model.unlink(LINKED.way_id)
        await until(lambda: stand.model.error is not None and not stand.model.busy)
        assert stand.model.error.code == "accounts.last_way"
        stand.model.forget_error()
        stand.model.forget_error()
        assert (stand.model.error, stand.done) == (None, [])
        stand.ways.failing = None
        stand.model.unlink(LINKED.way_id)
        await until(lambda: stand.done == ["way_unlinked"])


@pytest.mark.parametrize("given", [{"session": None}, {}])
async def test_nothing_is_known_signed_out_or_offline(qloop, given):
    async with Stand(**given) as stand:
        stand.services.accounts.info = AppError("network.unreachable")
        before = stand.model.ways
        stand.model.reload()
        assert stand.model.ways == before


async def test_nothing_begins_after_the_page_is_closed(qloop):
    async with Stand() as stand:
        await stand.scope.close()
        stand.model.link(WHOP, BROWSER)
        assert not stand.model.busy
