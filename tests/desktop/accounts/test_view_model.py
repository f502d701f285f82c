import uuid

import pytest

from desktop.accounts.browser_visit import Browser
from desktop.accounts.entry import Draft, Purpose
from desktop.accounts.service import FoundServer
from desktop.accounts.view_model import AccountViewModel
from desktop.runtime.loopback import BackPage
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.account_stage import (
    OFFERING,
    PERSON,
    SCHOOL,
    WHOP,
    AccountServices,
    FakeAccounts,
    device,
    proven,
)
from tests.support.waiting import until

IN = Draft(Purpose.SIGN_IN, "school.org", " ana@school.org ", "secret words")
UP = Draft(Purpose.SIGN_UP, "school.org", "ana@school.org", "secret words", "Ana")


class Stand:
    def __init__(self, **accounts):
        self.services = AccountServices(FakeAccounts(**accounts))
        self.accounts = self.services.accounts
        self.errors = []
        self.scope = TaskScope("test", on_error=self.errors.append)
        self.model = AccountViewModel(self.accounts, self.scope, self.services.bus)
        self.done = []
        self.model.done.connect(self.done.append)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        self.model.close()
        await self.scope.close()


async def test_signing_in_finds_the_server_first(qloop):
    async with Stand() as stand:
        stand.model.enter(IN, "en")
        assert stand.model.busy
        await until(lambda: stand.done == ["signed_in"])
        assert stand.accounts.asked[:2] == [
            ("find", "school.org"),
            ("sign_in", "ana@school.org", "secret words"),
        ]
        await until(lambda: not stand.model.busy)
        assert stand.model.session == PERSON


async def test_what_goes_wrong_is_said_in_place(qloop):
    async with Stand(entering=AppError("accounts.wrong_sign_in")) as stand:
        stand.model.enter(IN, "en")
        await until(lambda: stand.model.error is not None)
        assert (stand.model.error.code, stand.model.busy, stand.errors) == (
            "accounts.wrong_sign_in",
            False,
            [],
        )
        stand.model.clear_error()
        assert stand.model.error is None


async def test_waiting_can_be_given_up(qloop):
    async with Stand(wait=True) as stand:
        stand.model.enter(IN, "en")
        stand.model.enter(IN, "en")
        await until(lambda: len(stand.accounts.asked) == 2)
        stand.model.stop()
        await until(lambda: not stand.model.busy)
        assert (stand.model.error, stand.done) == (None, [])


async def test_a_mail_to_answer_is_a_state_not_an_error(qloop):
    async with Stand(entering=AppError("accounts.confirm_email")) as stand:
        stand.model.enter(UP, "en")
        await until(lambda: stand.model.confirm_email == "ana@school.org")
        assert stand.model.error is None
        stand.model.back_to_sign_in()
        assert stand.model.confirm_email == ""


async def test_a_server_is_looked_for_while_one_types(qloop):
    async with Stand() as stand:
        stand.model.find_server("  ")
        stand.model.find_server("school.org")
        await until(lambda: stand.model.server is not None)
        assert not stand.model.looking
        stand.model.forget_server()
        assert stand.model.server is None


async def test_nobody_at_the_address(qloop):
    async with Stand(found=AppError("network.not_lantern")) as stand:
        stand.model.find_server("school.org")
        await until(lambda: stand.model.server_error is not None)
        assert stand.model.server_error.code == "network.not_lantern"


async def test_devices_are_loaded_and_stay_when_offline(qloop):
    devices = [device("laptop", current=True)]
    async with Stand(session=PERSON, own_devices=devices) as stand:
        stand.model.reload()
        await until(lambda: stand.model.devices == devices)
        assert stand.model.key_place == "keyring"
        stand.accounts.own_devices = AppError("network.unreachable")
        stand.model.reload()
        await until(lambda: stand.model.devices_error is not None)
        assert stand.model.devices == devices
        stand.accounts.own_devices = devices
        stand.services.bus.announce("sync_status")
        await until(lambda: stand.model.devices_error is None)


async def test_a_session_that_ended_elsewhere_is_told(qloop):
    async with Stand(session=PERSON, own_devices=[device("a")]) as stand:
        stand.model.reload()
        await until(lambda: bool(stand.model.devices))
        stand.accounts.session, stand.accounts.ended = None, "accounts.token_revoked"
        stand.services.bus.announce("account")
        assert (stand.model.ended.code, stand.model.devices) == ("accounts.token_revoked", [])


@pytest.mark.parametrize(
    ("act", "asked", "what"),
    [
        (lambda model: model.sign_out(), ("sign_out",), "signed_out"),
        (lambda model: model.sign_out_everywhere(), ("everywhere",), "signed_out_everywhere"),
        (lambda model: model.resend_verification(), ("resend",), "mail_sent"),
        (lambda model: model.forgot("school.org", " a@b "), ("reset", "a@b"), "reset_sent"),
        (lambda model: model.change_password("a", "b"), ("change_password", "a", "b"), "password_changed"),
        (lambda model: model.delete_account("p"), ("delete_account", "p"), "deleted"),
    ],
)
async def test_what_is_asked_is_done_and_said(qloop, act, asked, what):
    async with Stand(session=PERSON) as stand:
        act(stand.model)
        await until(lambda: stand.done == [what])
        assert asked in stand.accounts.asked


async def test_names_are_changed(qloop):
    device_id = uuid.uuid4()
    async with Stand(session=PERSON) as stand:
        stand.model.rename("Ana C")
        stand.model.rename_device(device_id, "Old")
        stand.model.revoke_device(device_id)
        await until(lambda: len(stand.done) == 2)
        assert ("rename", "Ana C") in stand.accounts.asked
        assert set(stand.done) == {"device_renamed", "device_revoked"}


async def test_a_dialogs_failure_stays_with_the_dialog(qloop):
    async with Stand(session=PERSON, failing=AppError("accounts.wrong_password")) as stand:
        stand.model.delete_account("no")
        await until(lambda: stand.model.asked_error is not None and not stand.model.asking)
        assert (stand.model.asked_error.code, stand.errors, stand.done) == ("accounts.wrong_password", [], [])
        stand.model.forget_asked()
        assert stand.model.asked_error is None


async def test_an_export_shows_how_far_it_is_and_can_be_stopped(qloop, tmp_path):
    async with Stand(session=PERSON, wait=True) as stand:
        stand.model.export_to(tmp_path / "x.zip")
        await until(lambda: stand.model.exported == (50, 100))
        assert stand.model.exporting
        stand.model.stop_export()
        await until(lambda: not stand.model.exporting)
        assert stand.done == []
        stand.accounts.wait = False
        stand.model.export_to(tmp_path / "x.zip")
        await until(lambda: stand.done == ["exported"])


async def test_nothing_begins_after_the_page_is_closed(qloop, tmp_path):
    async with Stand() as stand:
        await stand.scope.close()
        stand.model.enter(IN, "en")
        stand.model.export_to(tmp_path / "x")
        assert not stand.model.busy
        assert not stand.model.exporting


# With an account elsewhere

BROWSER = Browser(lambda _url: True, BackPage("", ""), BackPage("", ""))


def offered(**accounts):
    stand = Stand(found=FoundServer("https://x", OFFERING, plain=False), **accounts)
    stand.back = []
    stand.model.came_back.connect(lambda: stand.back.append(True))
    return stand


async def test_who_is_known_elsewhere_is_in_at_once(qloop):
    async with offered() as stand:
        stand.model.find_server("school.org")
        await until(lambda: stand.model.providers == (SCHOOL, WHOP))
        stand.model.continue_with(SCHOOL, BROWSER)
        await until(lambda: stand.done == ["signed_in"] and not stand.model.busy)
        assert stand.accounts.asked[-1] == ("enter", "ticket", {})
        assert (stand.model.proven, stand.model.in_browser, stand.back) == (None, None, [True])


async def test_what_is_still_needed_is_kept_until_it_is_given(qloop):
    async with offered() as stand:
        stand.accounts.foreign.shown = proven("password")
        stand.model.server = stand.accounts.found
        stand.model.continue_with(SCHOOL, BROWSER)
        await until(lambda: stand.model.proven is not None and not stand.model.busy)
        assert stand.model.provider_name() == "School login"
        assert stand.done == []
        stand.model.complete(language="es", password="words")
        await until(lambda: stand.done == ["signed_in"])
        assert stand.accounts.asked[-1][2]["password"] == "words"
        assert stand.model.proven is None


async def test_an_account_that_has_another_way_says_so(qloop):
    async with offered() as stand:
        stand.accounts.foreign.shown = proven("other_way")
        stand.model.server = stand.accounts.found
        stand.model.continue_with(SCHOOL, BROWSER)
        await until(lambda: stand.model.error is not None)
        assert stand.model.error.code == "accounts.sign_in_other_way"
        assert stand.model.error.parameters == {"email": "ana@riverside.org", "provider": "School login"}
        assert stand.model.proven is None


async def test_waiting_for_the_browser_can_be_given_up(qloop):
    async with offered() as stand:
        stand.accounts.foreign.wait = True
        stand.model.server = stand.accounts.found
        stand.model.continue_with(WHOP, BROWSER)
        await until(lambda: stand.model.in_browser is not None)
        stand.model.stop()
        await until(lambda: not stand.model.busy)
        assert (stand.model.in_browser, stand.model.error, stand.done) == (None, None, [])


async def test_without_a_server_nobody_is_asked(qloop):
    async with offered() as stand:
        stand.model.continue_with(SCHOOL, BROWSER)
        stand.model.complete(language="en")
        await until(lambda: not stand.model.busy)
        assert stand.accounts.foreign.asked == []
        assert stand.model.provider_name() == ""
