"""There and back with a browser of the test's own, which asks the loopback address over a real socket."""

import asyncio
import socket
from urllib.parse import urlsplit

import aiohttp
import pytest

from desktop.accounts.browser_visit import Browser, visited
from desktop.runtime.loopback import BackPage
from shared.accounts.foreign_messages import ForeignBegun, ForeignProven
from shared.accounts.messages import SignInProvider
from shared.accounts.pkce import fits
from shared.errors import AppError
from tests.support.waiting import until

SCHOOL = SignInProvider("school", "School login")
AGREED, REFUSED = BackPage("Agreed", "a"), BackPage("Refused", "r")
PROVEN = ForeignProven("t", "nothing", "school", "Ana", "ana@example.org", 1)


class Trip:
    """A server that says where to go, and somebody's browser that brings `fields` back."""

    def __init__(self, url="https://login.example.org/authorize?x=1", *, opens=True, **fields):
        self.url, self.opens, self.fields = url, opens, {"state": "s", **fields}
        self.begun, self.finished, self.opened, self.pages, self.told = [], [], [], [], []
        self.tasks = []

    async def begin(self, redirect_uri, challenge):
        self.begun.append((redirect_uri, challenge))
        return ForeignBegun(self.url, "s", 1)

    async def finish(self, body):
        self.finished.append(body)
        return PROVEN

    def open(self, url):
        self.opened.append(url)
        if self.opens and self.fields.get("state", "") is not None:
            self.tasks.append(asyncio.ensure_future(self._come_back()))
        return self.opens

    async def _come_back(self):
        async with (
            aiohttp.ClientSession() as browser,
            browser.get(self.begun[0][0], params=self.fields) as answer,
        ):
            self.pages.append((answer.status, await answer.text()))

    async def visit(self, provider=SCHOOL, wait_s=20.0):
        browser = Browser(self.open, AGREED, REFUSED, self.told.append)
        try:
            return await visited(provider, browser, self.begin, self.finish, wait_s=wait_s)
        finally:
            await asyncio.gather(*self.tasks, return_exceptions=True)

    async def code(self, **given):
        with pytest.raises(AppError) as refused:
            await self.visit(**given)
        assert refused.value.parameters["provider"] == "School login"
        return refused.value.code.removeprefix("accounts.")


async def test_there_and_back(qloop):
    trip = Trip(code="c", iss="https://login.example.org")
    assert await trip.visit() == PROVEN
    ((redirect_uri, challenge),) = trip.begun
    (body,) = trip.finished
    assert (body.state, body.code, body.iss) == ("s", "c", "https://login.example.org")
    assert fits(body.code_verifier, challenge)
    assert urlsplit(redirect_uri).hostname == "127.0.0.1"
    assert trip.opened == trip.told == [trip.url]
    ((status, page),) = trip.pages
    assert status == 200
    assert "<h1>Agreed</h1>" in page
    assert body.code_verifier not in redirect_uri + challenge + trip.url


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("access_denied", "provider_refused"),
        ("server_error", "provider_unreachable"),
        ("temporarily_unavailable", "provider_unreachable"),
        ("invalid_scope", "provider_failed"),
        ("", "provider_failed"),
    ],
)
async def test_what_a_provider_refuses_is_told_in_the_window_and_in_the_browser(qloop, error, code):
    trip = Trip(error=error)
    assert await trip.code() == code
    assert trip.finished == []
    assert "<h1>Refused</h1>" in trip.pages[0][1]


async def test_another_state_is_not_an_answer(qloop):
    trip = Trip(state="another", code="c")
    assert await trip.code(wait_s=0.5) == "browser_closed"
    assert trip.pages[0][0] == 404
    assert trip.finished == []


async def test_a_no_may_come_without_its_state_but_nothing_else(qloop):
    trip = Trip(error="access_denied")
    del trip.fields["state"]
    trip.fields["error_description"] = "no"
    assert await trip.code() == "provider_refused"
    trip = Trip(error="access_denied", code="c")
    del trip.fields["state"]
    assert await trip.code(wait_s=0.3) == "browser_closed"
    assert await Trip(error="access_denied", state="another").code(wait_s=0.3) == "browser_closed"


async def test_nobody_comes_back_and_no_browser(qloop):
    assert await Trip(state=None).code(wait_s=0.05) == "browser_closed"
    assert await Trip(opens=False).code() == "browser_missing"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://login.example.org/",
        "javascript:alert(1)",
        "ms-settings:x",
        "https://",
        "",
    ],
)
async def test_only_pages_on_the_web_are_opened(qloop, url):
    trip = Trip(url=url)
    assert await trip.code() == "provider_failed"
    assert trip.opened == []


async def test_a_provider_here_may_be_plain(qloop):
    assert await Trip(url="http://127.0.0.1:9400/authorize", code="c").visit() == PROVEN


async def test_it_can_be_given_up(qloop):
    trip = Trip(state=None)
    task = asyncio.ensure_future(trip.visit())
    await until(lambda: bool(trip.told))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    port = urlsplit(trip.begun[0][0]).port
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


async def test_a_registered_address_that_is_taken_is_told(qloop):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        registered = f"http://127.0.0.1:{taken.getsockname()[1]}/back"
        provider = SignInProvider("school", "School login", (registered,))
        assert await Trip(code="c").code(provider=provider) == "no_loopback"
