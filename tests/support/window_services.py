"""Services for window tests: real settings, models and engines on a real library; a media library to fill by hand."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop.accounts.service import AccountsService
from desktop.admin.service import AdminService
from desktop.ai.service import AiService
from desktop.billing.buying_service import BuyingService
from desktop.billing.service import BillingService
from desktop.media.service import ItemFilter, ItemView, JobState, StorageUsed
from desktop.models.service import ModelsService
from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from desktop.search.service import SearchService
from desktop.settings.service import DeviceSettings, SettingsService
from desktop.storage.database import Database
from desktop.sync.views import SyncStatus
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import CollectionId, ItemId, new_id
from tests.support.search_library import Library


def some_item(
    title: str,
    state: JobState = JobState.COMPLETED,
    progress: float = 0.0,
    *,
    error: AppError | None = None,
    waiting: str = "",
) -> ItemView:
    """An item as the library would show it."""
    return ItemView(
        ItemId(new_id()),
        CollectionId(new_id()),
        title,
        "",
        "audio",
        f"{title}.mp3",
        0,
        b"",
        state=state,
        progress=progress,
        error=error,
        waiting=waiting,
    )


class FakeLibrary:
    """Disk space."""

    used = StorageUsed(3_200_000_000, 0, 45_000_000_000)

    async def storage_used(self) -> StorageUsed:
        return self.used


@dataclass
class FakeMedia:
    """Holds items; records what was asked."""

    held: list[ItemView] = field(default_factory=list)
    cancelled: list[ItemId] = field(default_factory=list)
    retried: list[ItemId] = field(default_factory=list)
    error: AppError | None = None
    library: FakeLibrary = field(default_factory=FakeLibrary)

    async def items(self, filter_: ItemFilter) -> list[ItemView]:
        return [item for item in self.held if not filter_.states or item.state in filter_.states]

    async def cancel(self, item_id: ItemId) -> None:
        self._fail()
        self.cancelled.append(item_id)

    async def retry(self, item_id: ItemId) -> None:
        self._fail()
        self.retried.append(item_id)

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error


@dataclass
class FakeSync:
    """A status to set; records what was asked."""

    status: SyncStatus = field(default_factory=SyncStatus)
    asked: int = 0
    paused: list[bool] = field(default_factory=list)
    attended: list[bool] = field(default_factory=list)

    def attend(self, *, visible: bool) -> None:
        self.attended.append(visible)

    async def sync_now(self) -> SyncStatus:
        self.asked += 1
        return self.status

    def wake(self) -> None:
        self.asked += 1

    async def pause(self, *, paused: bool) -> None:
        self.paused.append(paused)


@dataclass
class FakeTransfers:
    """Is told how to ask whether the network is metered."""

    metered: Callable[[], bool] | None = None
    woken: int = 0

    def wake(self) -> None:
        self.woken += 1

    def use_metered(self, metered: Callable[[], bool]) -> None:
        self.metered = metered


@dataclass
class WindowServices:
    """What the window and the settings page take from the real `Services`."""

    paths: ProfilePaths
    clock: Clock
    bus: ChangeBus
    database: Database
    settings: SettingsService
    accounts: AccountsService
    sync: FakeSync
    billing: BillingService
    buying: BuyingService
    models: ModelsService
    media: FakeMedia
    ai: AiService
    search: SearchService
    transfers: FakeTransfers = field(default_factory=FakeTransfers)

    @property
    def admin(self) -> AdminService:
        return AdminService(self.accounts)

    async def close(self) -> None:
        await self.search.close()
        await self.ai.close()
        await self.buying.close()
        await self.billing.close()
        await self.accounts.close()
        await self.database.close()


async def open_window_services(
    paths: ProfilePaths, clock: Clock, folders: tuple[Path, ...] = ()
) -> WindowServices:
    """Open them; `folders` are where models may be found on this disk."""
    bus = ChangeBus()
    database = await Database.open(paths, clock=clock, bus=bus)
    settings = SettingsService(DeviceSettings(paths.settings_file), database, bus)
    await settings.load()
    models = ModelsService(paths.models_dir, bus, folders=folders, use_pip=False)
    ai = AiService(paths, database, settings, clock)
    library = Library(database)
    search = SearchService(database, library, library, clock, remote=ai.embeddings)
    accounts = AccountsService(paths, clock, bus)
    billing = BillingService(accounts, paths.root, clock, bus)
    buying = BuyingService(accounts, billing, clock, bus)
    return WindowServices(
        paths, clock, bus, database, settings, accounts, FakeSync(), billing, buying, models, FakeMedia(), ai, search
    )  # fmt: skip


Opened = Callable[[], AbstractAsyncContextManager[WindowServices]]


@pytest.fixture
def services(paths: ProfilePaths, clock: Clock) -> Opened:
    """`async with services() as opened`: fixtures cannot be async inside Qt's loop."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[WindowServices]:
        made = await open_window_services(paths, clock)
        try:
            yield made
        finally:
            await made.close()

    return opened
