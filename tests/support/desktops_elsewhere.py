"""Desktops that sign in with an account elsewhere: a real server, a provider, and a browser in which one agrees."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from desktop.accounts.browser_visit import Browser
from desktop.assembly import Services
from desktop.runtime.loopback import BackPage
from server.config.sign_in_settings import SignInSection
from shared.accounts.foreign_messages import ForeignProven
from shared.clock import SystemClock
from shared.errors import AppError
from tests.support.cloud_server import Cloud, cloud_config, running_cloud
from tests.support.fake_oidc import FakeOidc, fake_oidc

ANA = {"sub": "user_1", "email": "ana@example.org", "email_verified": True, "name": "Ana L."}


@dataclass
class Elsewhere:
    """The server and the provider."""

    cloud: Cloud
    fake: FakeOidc
    tasks: list[asyncio.Future[None]] = field(default_factory=list)

    def browser(self) -> Browser:
        """A browser in which somebody agrees at once."""
        return Browser(self._open, BackPage("Agreed", ""), BackPage("Refused", ""))

    def _open(self, url: str) -> bool:
        self.tasks.append(asyncio.ensure_future(self._follow(self.fake.redirect(url))))
        return True

    async def _follow(self, url: str) -> None:
        async with aiohttp.ClientSession() as browser, browser.get(url) as answer:
            assert answer.status == 200

    async def prove(self, person: Services) -> tuple[Any, ForeignProven]:
        """Go to the provider and come back."""
        server = await person.accounts.find_server(self.cloud.url)
        (provider,) = server.info.providers
        return server, await person.accounts.foreign.prove(server, provider, self.browser())

    async def enter(self, person: Services, **given: Any) -> Any:
        """Sign in from beginning to end."""
        server, proven = await self.prove(person)
        return await person.accounts.foreign.enter(server, proven, **given)


@asynccontextmanager
async def desktops_elsewhere(folder: Path) -> AsyncIterator[Elsewhere]:
    """Run both; the person at the provider is Ana."""
    async with fake_oidc(SystemClock(), person=dict(ANA)) as fake:
        section = SignInSection(providers=(fake.table(),))
        async with running_cloud(cloud_config(folder / "cloud", sign_in=section)) as cloud:
            at = Elsewhere(cloud, fake)
            yield at
            await asyncio.gather(*at.tasks)


async def code(awaited: Awaitable[object]) -> str:
    """The code that something is refused with."""
    with pytest.raises(AppError) as refused:
        await awaited
    return refused.value.code
