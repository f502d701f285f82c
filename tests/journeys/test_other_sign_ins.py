"""Somebody signs in with an account elsewhere: server and provider are programs of their own, the window is real.

Only the browser is played: it takes the address Lantern opens, agrees at the provider's page, and follows it back.
"""

import asyncio
import json

import aiohttp

from desktop.accounts import browser_page, page
from desktop.accounts.entry import Purpose
from desktop.accounts.first_password_dialog import FirstPasswordDialog
from desktop.accounts.link_dialog import LinkDialog
from desktop.accounts.page import create_page
from desktop.widgets.confirm_dialog import ConfirmDialog
from tests.support.cloud_desktops import PASSWORD, desktop, sign_up
from tests.support.cloud_server import CloudProcess
from tests.support.oidc_mock import OidcMock, oidc_mock
from tests.support.page_stage import stage
from tests.support.waiting import until

ANA = {"sub": "ana", "email": "ana@example.org", "email_verified": True, "name": "Ana Castillo"}
BEN = {"sub": "ben", "email": "ben@example.org", "email_verified": True, "name": "Ben"}


class Person:
    """Somebody at the browser of this computer."""

    def __init__(self, mock: OidcMock, monkeypatch):
        self.mock, self.subject, self.agrees, self.shown, self._tasks = mock, "ana", True, [], set()
        monkeypatch.setattr(browser_page, "open_page", self._open)
        monkeypatch.setattr(page, "come_forward", lambda _widget: None)

    def _open(self, url):
        self._tasks.add(asyncio.ensure_future(self._visit(url)))
        return True

    async def _visit(self, url):
        back = await self.mock.redirect(url, self.subject, agrees=self.agrees)
        async with aiohttp.ClientSession() as browser, browser.get(back) as answer:
            self.shown.append((await answer.text()).partition("<h1>")[2].partition("</h1>")[0])

    async def left(self):
        await asyncio.gather(*self._tasks)


def settings(mock):
    table = {
        "id": "school",
        "name": "School login",
        "issuer": mock.url,
        "client_id": "x",
        "client_secret": "y",
    }
    return {"SIGN_IN__PROVIDERS": json.dumps([table])}


async def test_from_the_button_to_an_account_and_back(qloop, tmp_path, monkeypatch):
    async with oidc_mock(ANA, BEN) as mock:
        server = CloudProcess(tmp_path / "cloud", settings(mock))
        person = Person(mock, monkeypatch)
        try:
            await server.start()
            async with desktop(tmp_path / "a") as ana, stage(create_page, ana) as on:
                await _makes_an_account(on.page, server, person)
                await _chooses_a_password(on.page)
                await _unlinks_and_links(on.page, person)
                assert on.shell.reported == []
            async with desktop(tmp_path / "b") as other, stage(create_page, other) as on:
                await _comes_back(on.page, server)
            async with desktop(tmp_path / "c") as first:
                await sign_up(first, server.url, "ben@example.org", "Ben")
                user_id = first.accounts.session.user_id
            person.subject = "ben"
            async with desktop(tmp_path / "d") as ben, stage(create_page, ben) as on:
                await _is_linked(on.page, server, user_id)
        finally:
            await person.left()
            await server.kill()


async def _found(account, server):
    account.form.server.setText(server.url)
    account.form.look_for_server()
    await until(account.form.providers.isVisible)


async def _makes_an_account(account, server, person):
    account.open_target(create=True)
    await _found(account, server)
    person.agrees = False
    account.form.providers.button("school").click()
    await until(lambda: account.form.error.isVisible() and not account.view_model.busy)
    assert account.view_model.error.code == "accounts.provider_refused"
    person.agrees = True
    account.form.providers.button("school").click()
    await until(lambda: account.completing.isVisible() and not account.view_model.busy)
    assert account.completing.name.text() == "Ana Castillo"
    account.completing.submit()
    await until(lambda: account.state() == "in" and account.ways.isVisible())
    assert account.person.name.full_text() == "Ana Castillo"
    assert person.shown == ["That did not work", "You can close this tab"]


async def _chooses_a_password(account):
    account.ways.button("password").click()
    dialog = account.ways.findChild(FirstPasswordDialog)
    dialog.password.setText(PASSWORD)
    dialog.action_button.click()
    await until(lambda: account.ways_model.has_password and not account.ways_model.busy)


async def _unlinks_and_links(account, person):
    account.ways.button("unlink school").click()
    await until(lambda: bool(account.ways.findChildren(ConfirmDialog)))
    account.ways.findChild(ConfirmDialog).accept()
    await until(lambda: not account.ways_model.ways.ways and not account.ways_model.busy)
    account.ways.button("link school").click()
    await until(lambda: bool(account.ways.findChildren(LinkDialog)))
    dialog = account.ways.findChild(LinkDialog)
    dialog.password.setText(PASSWORD)
    dialog.action_button.click()
    await until(lambda: bool(account.ways_model.ways.ways) and not account.ways_model.busy)
    assert len(person.shown) == 4


async def _comes_back(account, server):
    account.form.choose(Purpose.SIGN_IN)
    await _found(account, server)
    account.form.providers.button("school").click()
    await until(lambda: account.state() == "in")
    assert account.view_model.session.email == "ana@example.org"


async def _is_linked(account, server, user_id):
    """Somebody whose account is there already gives its password once."""
    await _found(account, server)
    account.form.providers.button("school").click()
    await until(lambda: account.completing.isVisible() and not account.view_model.busy)
    account.completing.password.setText("not it")
    account.completing.submit()
    await until(lambda: account.completing.error.isVisible() and not account.view_model.busy)
    account.completing.password.setText(PASSWORD)
    account.completing.submit()
    await until(lambda: account.state() == "in")
    assert account.view_model.session.user_id == user_id
