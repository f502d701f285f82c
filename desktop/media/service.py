"""The media slice for everybody else: import, library, transcripts, jobs. Everything is done in its parts."""

import asyncio
import contextlib
from collections.abc import Iterable
from pathlib import Path

from desktop.media import away_store, job_store
from desktop.media.cleanup import Cleanup, InUse
from desktop.media.dictation import Dictated, Dictation
from desktop.media.exporting import ExportFormat
from desktop.media.fetching import Fetching
from desktop.media.folder_watch import FolderWatch, WatchedFolder
from desktop.media.formats import SUFFIXES
from desktop.media.importing import Importer, OnProgress
from desktop.media.jobs import StageHandler, StageRegistry
from desktop.media.library import Library
from desktop.media.recording import Recorder, Recordings
from desktop.media.runner import JobRunner
from desktop.media.segments import Word
from desktop.media.speech_models import check_asked
from desktop.media.states import JobState, cancelled, restarted, retried
from desktop.media.sync_files import ItemFiles, TranscriptFiles
from desktop.media.text_files import decode_text
from desktop.media.transcribing import Transcriber
from desktop.media.transcript import Transcripts
from desktop.media.views import (
    CollectionView,
    ImportOutcome,
    ImportProgress,
    ImportResult,
    ItemDetails,
    ItemFilter,
    ItemView,
    JobView,
    Previous,
    SegmentView,
    Sort,
    StageCost,
    StorageUsed,
    TranscriptView,
)
from desktop.media.workers import MediaWorkers
from desktop.models.service import ModelsService
from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from desktop.settings.service import SettingsService
from desktop.storage.content import ContentStore
from desktop.storage.database import Database
from desktop.storage.jobs_lock import JobsLock
from desktop.storage.transaction import Transaction
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import CollectionId, ItemId
from shared.tasks import TaskScope

__all__ = [
    "SUFFIXES",
    "CollectionView",
    "Dictated",
    "Dictation",
    "ExportFormat",
    "ImportOutcome",
    "ImportProgress",
    "ImportResult",
    "ItemDetails",
    "ItemFilter",
    "ItemView",
    "JobState",
    "JobView",
    "MediaService",
    "Previous",
    "Recorder",
    "SegmentView",
    "Sort",
    "StageCost",
    "StageHandler",
    "StorageUsed",
    "TranscriptView",
    "WatchedFolder",
    "Word",
    "check_asked",
    "decode_text",
]

_AT_REST = (JobState.FAILED, JobState.CANCELLED, JobState.PENDING)
_LOOK_AFTER_EVERY_S = 900.0


class MediaService:
    """Recordings and documents of one open profile. Made once by the assembly; `start` it to run jobs."""

    def __init__(
        self,
        database: Database,
        models: ModelsService,
        settings: SettingsService,
        *,
        paths: ProfilePaths,
        clock: Clock,
        bus: ChangeBus,
        default_collection: str = "My library",
        workers: MediaWorkers | None = None,
    ) -> None:
        self._database = database
        self._stages = StageRegistry()
        self.workers = workers or MediaWorkers()
        content = ContentStore(paths.media_dir, paths.temporary_dir)
        transcriber = Transcriber(database, content, self.workers, models, settings)
        self._stages.put(JobState.TRANSCRIBING, transcriber)
        self.runner = JobRunner(
            database,
            self._stages,
            clock=clock,
            bus=bus,
            lock=JobsLock(paths.jobs_lock),
            can_go_on=transcriber.can_go_on,
        )
        self._importer = Importer(database, content, self.workers, paths, default_collection)
        self.fetching = Fetching(database, content, settings, bus)
        self.library = Library(database, content, paths, self.runner.live, self.fetching, default_collection)
        self.transcripts = Transcripts(database, self.library)
        self.dictation = Dictation(models, settings, paths.temporary_dir)
        self.recordings = Recordings(paths.recordings_dir, self._importer, self.workers, clock)
        self.watch = FolderWatch(
            database, self._importer, settings, bus, may_import=lambda: self.runner.has_lock
        )
        self.cleanup = Cleanup(database, content, paths, clock)
        self.item_files = ItemFiles(database, content, self.workers, settings, paths)
        self.transcript_files = TranscriptFiles(database, content, paths, self._stop_job)
        self.cleanup.keep(self.transcript_files.in_use)
        self._scope = TaskScope("media")

    # Life

    def register_stage(self, stage: str, handler: StageHandler) -> None:
        """Let another slice do "chunking" or "embedding". Before `start`."""
        self._stages.register(stage, handler)

    def keep_content(self, in_use: InUse) -> None:
        """Never tidy away content that another slice names: quizzes keep pictures in the same folder."""
        self.cleanup.keep(in_use)

    def start(self, *, watch_folders: bool = True) -> None:
        """Run jobs as soon as no other process of this profile does; then also tidy up, recover, watch folders."""
        self.runner.start()
        self._scope.spawn(self._look_after(), name="maintenance")
        if watch_folders:
            self.watch.start()

    async def close(self) -> None:
        """Stop. A running job goes on from its last window at the next start."""
        await self._scope.close()
        await self.watch.close()
        await self.runner.close()
        await self.dictation.close()
        await self.workers.close()

    async def _look_after(self) -> None:
        await self.runner.until_lock()
        await self.recordings.recover()
        while True:
            # Tidying is never urgent: a library in trouble is tidied the next time.
            with contextlib.suppress(AppError):
                await self.cleanup.purge_deleted()
                await self.cleanup.sweep()
            await asyncio.sleep(_LOOK_AFTER_EVERY_S)

    # Import and library

    async def import_paths(
        self,
        paths: Iterable[Path],
        collection_id: CollectionId | None = None,
        *,
        model: str = "",
        on_progress: OnProgress | None = None,
    ) -> list[ImportResult]:
        """See `Importer.import_paths`. Raises `AppError("models.unknown")` when `model` is no speech model."""
        check_asked(model)
        return await self._importer.import_paths(paths, collection_id, model=model, on_progress=on_progress)

    async def items(self, filter_: ItemFilter | None = None) -> list[ItemView]:
        """Live items that fit the filter, sorted as it says."""
        return await self.library.items(filter_ or ItemFilter())

    async def item(self, item_id: ItemId) -> ItemView:
        """One item. Raises `AppError("media.no_item")`."""
        return await self.library.item(item_id)

    async def share_collection(self, collection_id: CollectionId, scope: str | None) -> str:
        """See `Library.share_collection`: with all that is in it, to a scope; None takes it back."""
        return await self.library.share_collection(collection_id, scope)

    # Jobs

    async def retry(self, item_id: ItemId) -> None:
        """Try a failed or cancelled job again from where it stopped. Raises `AppError("media.no_item")`."""

        def write(tx: Transaction) -> None:
            row = job_store.find(tx, item_id)
            if row is None:
                raise AppError("media.no_item")
            job_store.put_status(tx, item_id, retried(job_store.status_of(row)), only_if=_AT_REST)

        await self._database.write(write)
        self.runner.wake()

    async def cancel(self, item_id: ItemId) -> None:
        """Stop an item's job, in whichever process it runs. What was transcribed stays for a retry."""

        def write(tx: Transaction) -> None:
            row = job_store.find(tx, item_id)
            if row is not None:
                job_store.put_status(tx, item_id, cancelled(job_store.status_of(row)))

        await self._database.write(write)
        self.runner.stop(item_id)

    async def transcribe_again(self, item_id: ItemId, model: str = "") -> None:
        """Do all stages again, with this model; the present transcript is shown until the new one is whole.

        Raises AppError `media.no_item`, `media.not_here` when its file is elsewhere, `models.unknown`.
        """
        check_asked(model)

        def write(tx: Transaction) -> None:
            away_store.check_here(tx, item_id)
            row = job_store.find(tx, item_id) or job_store.added(tx, item_id)
            if row is None:
                raise AppError("media.no_item")
            job_store.reset(tx, item_id, model)
            job_store.put_status(tx, item_id, restarted())

        await self._database.write(write)
        self.runner.stop(item_id)
        self.runner.wake()

    def _stop_job(self, item_id: ItemId) -> None:
        """Another computer's transcript came first: what runs here for it ends, what follows begins."""
        self.runner.stop(item_id)
        self.runner.wake()

    async def costs(self, item_id: ItemId) -> list[StageCost]:
        """What each stage of an item's job took."""
        async with self._database.reader() as reader:
            return await job_store.costs(reader, item_id)
