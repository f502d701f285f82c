"""An open profile with the real media service, models and worker processes."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop.media.service import ImportOutcome, ItemView, JobState, MediaService
from desktop.models.service import ModelsService
from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.runtime.paths import ProfilePaths
from desktop.settings.service import DeviceSettings, SettingsService
from desktop.storage.database import Database
from shared.clock import Clock, SystemClock
from shared.ids import ItemId
from tests.support.model_cache import put_models
from tests.support.speech import RATE_HZ, silence, sound

AT_REST = (JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED)


@dataclass
class MediaProfile:
    """The open services and what the tests ask of them."""

    paths: ProfilePaths
    bus: ChangeBus
    database: Database
    settings: SettingsService
    models: ModelsService
    media: MediaService

    async def added(self, *paths: Path, model: str = "") -> list[ItemId]:
        """Import files that must all be new."""
        results = await self.media.import_paths(paths, model=model)
        assert [(result.outcome, result.error) for result in results] == [(ImportOutcome.ADDED, None)] * len(
            results
        )
        return [result.item_id for result in results if result.item_id is not None]

    async def until(self, item_id: ItemId, condition, limit_s: float = 200.0) -> ItemView:
        """Wait until an item fits; returns it."""
        changed = asyncio.Event()
        leave = self.bus.subscribe(lambda _: changed.set())
        try:
            async with asyncio.timeout(limit_s):
                while True:
                    changed.clear()
                    item = await self.media.item(item_id)
                    if condition(item):
                        return item
                    await changed.wait()
        finally:
            leave()

    async def finished(self, item_id: ItemId, limit_s: float = 200.0) -> ItemView:
        """Wait until an item's job is at rest."""
        return await self.until(item_id, lambda item: item.state in AT_REST, limit_s)


@asynccontextmanager
async def media_profile(
    data_dir: Path, *, models: Iterable[str] = ("tiny.en",), clock: Clock | None = None
) -> AsyncIterator[MediaProfile]:
    """Open a profile; its jobs do not run until `media.start()`. Everything is closed at the end."""
    paths = ProfilePaths.of(data_dir)
    paths.create()
    put_models(paths.models_dir, *models)
    bus, clock = ChangeBus(), clock or SystemClock()
    database = await Database.open(paths, clock=clock, bus=bus)
    settings = SettingsService(DeviceSettings(paths.settings_file), database, bus)
    await settings.load()
    service = ModelsService(paths.models_dir, bus, folders=())
    media = MediaService(database, service, settings, paths=paths, clock=clock, bus=bus)
    try:
        yield MediaProfile(paths, bus, database, settings, service, media)
    finally:
        await media.close()
        await database.close()


def sparse_speech(minutes: int, speech_s: int = 12, every_s: int = 120) -> np.ndarray:
    """A long recording that costs little: some speech every two minutes, silence between."""
    lecture = sound()
    pieces = []
    for number in range(minutes * 60 // every_s):
        start = number * speech_s * RATE_HZ % (len(lecture) - speech_s * RATE_HZ)
        pieces += [lecture[start : start + speech_s * RATE_HZ], silence((every_s - speech_s) * 1000)]
    return np.concatenate(pieces)


def copied_profile(source: Path, target: Path) -> Path:
    """A copy of a closed data folder, for tests that change it."""
    shutil.copytree(source, target)
    return target


def record_changes(bus: ChangeBus) -> list[ChangeSet]:
    """Every change set from now on."""
    seen: list[ChangeSet] = []
    bus.subscribe(seen.append)
    return seen
