"""One Chromium per worker for the tests of the player page; each test has its own stand, so its own storage.

Making a page takes longer than most tests do with it: pages are kept and given to later tests, empty.
"""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from tests.support.player_stand import Line, Stand, player_stand

CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 360, "height": 740}
LIMIT_MS = 15_000


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def stand() -> AsyncIterator[Stand]:
    async with player_stand() as started:
        yield started


@pytest.fixture
def page_errors() -> list[str]:
    """What went wrong in scripts, or was stopped by the page's policy; a test that expects some clears it."""
    return []


class Drawer:
    """Pages that nobody uses, by the settings they were made with."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: dict[str, list[Page]] = defaultdict(list)

    async def take(self, settings: dict[str, Any]) -> Page:
        kept = self._kept[json.dumps(settings, sort_keys=True)]
        if kept:
            return kept.pop()
        context = await self._browser.new_context(**settings)
        context.set_default_timeout(LIMIT_MS)
        return await context.new_page()

    async def put_back(self, settings: dict[str, Any], page: Page) -> None:
        """Keep a page as if it were new: online, without storage, colours of the device."""
        await page.context.set_offline(False)
        await page.evaluate("() => { try { localStorage.clear(); } catch (error) { /* there is none */ } }")
        await page.emulate_media(color_scheme="null")
        await page.goto("about:blank")
        self._kept[json.dumps(settings, sort_keys=True)].append(page)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def drawer(browser: Browser) -> Drawer:
    return Drawer(browser)


@pytest_asyncio.fixture(loop_scope="session")
async def device(drawer: Drawer, page_errors: list[str]) -> AsyncIterator[Callable[..., Awaitable[Page]]]:
    """Makes a device: a page with its own storage. What goes wrong in its scripts fails the test.

    One that is changed for good (scripts that run before the page's) is asked for with `own=True`.
    """
    used: list[tuple[dict[str, Any], Page, bool]] = []

    def failed(error: Any) -> None:
        page_errors.append(str(error))

    def said(message: Any) -> None:
        if "Content Security" in message.text:
            page_errors.append(message.text)

    async def make(*, own: bool = False, **settings: Any) -> Page:
        wanted = {"viewport": PHONE, "locale": "en-US"} | settings
        page = await drawer.take(wanted)
        used.append((wanted, page, own))
        page.on("pageerror", failed)
        page.on("console", said)
        return page

    yield make
    for settings, page, own in used:
        page.remove_listener("pageerror", failed)
        page.remove_listener("console", said)
        if own or page.is_closed():
            await page.context.close()
        else:
            await drawer.put_back(settings, page)
    assert page_errors == []


@pytest.fixture
def seated(
    stand: Stand, device: Callable[..., Awaitable[Page]]
) -> Callable[..., Awaitable[tuple[Page, Line]]]:
    """A device that has asked to be let in with a PIN, and the stand's end of its line."""

    async def make(path: str = "/?pin=482913", **settings: Any) -> tuple[Page, Line]:
        page = await device(**settings)
        await page.goto(stand.url + path)
        return page, await stand.line()

    return make
