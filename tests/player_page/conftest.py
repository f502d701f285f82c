"""One Chromium per worker for the tests of the player page; each test has its own page and its own stand."""

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


@pytest_asyncio.fixture(loop_scope="session")
async def device(browser: Browser, page_errors: list[str]) -> AsyncIterator[Callable[..., Awaitable[Page]]]:
    """Makes a device: a page with its own storage. What goes wrong in its scripts fails the test."""
    contexts: list[Any] = []

    async def make(**settings: Any) -> Page:
        context = await browser.new_context(**({"viewport": PHONE, "locale": "en-US"} | settings))
        context.set_default_timeout(LIMIT_MS)
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: page_errors.append(str(error)))
        page.on(
            "console", lambda said: page_errors.append(said.text) if "Content Security" in said.text else None
        )
        return page

    yield make
    for context in contexts:
        await context.close()
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
