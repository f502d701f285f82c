"""Desktops of people on the real server: profiles with real services, signed up or in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from desktop.assembly import Services, open_services
from desktop.runtime.paths import ProfilePaths
from desktop.sync.service import SyncService
from shared.clock import Clock

PASSWORD = "three words and a lamp"


@asynccontextmanager
async def desktop(folder: Path, *, clock: Clock | None = None) -> AsyncIterator[Services]:
    """The services of a profile in a folder of its own; nothing runs by itself."""
    paths = ProfilePaths.of(folder)
    paths.create()
    services = await open_services(paths, clock=clock)
    try:
        yield services
    finally:
        await services.close()


async def sign_up(services: Services, url: str, email: str = "ana@example.org", name: str = "Ana") -> None:
    """Make an account from this desktop."""
    server = await services.accounts.find_server(url)
    await services.accounts.sign_up(server, email=email, password=PASSWORD, name=name, language="en")


async def sign_in(services: Services, url: str, email: str = "ana@example.org") -> None:
    """Sign in to an account from this desktop."""
    await services.accounts.sign_in(await services.accounts.find_server(url), email=email, password=PASSWORD)


async def synced(*all_services: Services) -> None:
    """Sync each until nothing is left; twice, so that what the last one sent reaches the first."""
    for _ in range(2):
        for services in all_services:
            sync: SyncService = services.sync
            status = await sync.sync_now()
            assert status.problem is None, status.problem
