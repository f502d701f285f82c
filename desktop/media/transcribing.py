"""The first stage of a job: from a stored file to segments in the library. Knows no queue and no screen."""

import asyncio
import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from desktop.media import away_store, job_store, transcript_store
from desktop.media.formats import SUBTITLES, TEXT
from desktop.media.messages import (
    DocumentRequest,
    DocumentText,
    Preview,
    Progress,
    Transcribed,
    TranscribeEvent,
    TranscribeRequest,
    WindowDone,
)
from desktop.media.speech_models import (
    SpeechModel,
    again_key,
    choose,
    document_key,
    transcript_key,
    wanted_name,
)
from desktop.media.states import JobState
from desktop.media.views import JobView
from desktop.media.workers import MediaWorkers
from desktop.models.service import ModelsService, ModelState
from desktop.settings.service import SettingsService
from desktop.storage.content import ContentStore
from desktop.storage.database import Database
from desktop.storage.transaction import Transaction
from shared.errors import AppError
from shared.tasks import TaskScope

BATCH = 4
"""Pieces of 30 s decoded at once: 0.7 GB; eight are no faster on two cores and take 0.95 GB."""
_ENDS_EARLY_MS = 5_000
_ENDS_EARLY_SHARE = 0.02
_STUCK_WAIT_S = 30.0
_STUCK_WAITS = 40
"""A worker that says nothing for twenty minutes is stuck; the slowest computer decodes two minutes of sound in less."""

Report = Callable[[float], None]


def speech_threads() -> int:
    """Threads for decoding: all of two cores (the worker runs below normal priority), else one less than there are."""
    cores = os.cpu_count() or 2
    return cores if cores <= 2 else min(8, cores - 1)


class Transcriber:
    """Runs the stage for one job at a time. Everything it finds is committed window by window."""

    def __init__(
        self,
        database: Database,
        content: ContentStore,
        workers: MediaWorkers,
        models: ModelsService,
        settings: SettingsService,
    ) -> None:
        self._database = database
        self._content = content
        self._workers = workers
        self._models = models
        self._settings = settings

    def can_go_on(self, job: JobView) -> bool:
        """Whether what a job waits for is there now: its file, its model."""
        if not self._content.path_of(job.media_sha, job.suffix).exists():
            return False
        if job.kind == "document":
            return True
        name = wanted_name(self._models, self._asked(job))
        return self._models.state(name) in (ModelState.PRESENT, ModelState.UNCHECKED)

    def _asked(self, job: JobView) -> str:
        return job.model or str(self._settings.get("speech_model"))

    async def run(self, job: JobView, progress: Report) -> None:
        """Bring the job's transcript from wherever it stands to complete.

        Raises AppError; `models.missing` means the job should wait. Cancelling stops the worker.
        """
        path = self._content.path_of(job.media_sha, job.suffix)
        if not path.exists():
            raise AppError("media.file_lost" if await self._was_here(job) else "media.not_here")
        if job.kind == "document":
            await self._read_document(job, path)
        else:
            await self._listen(job, path, progress)

    async def _was_here(self, job: JobView) -> bool:
        async with self._database.reader() as reader:
            row = await away_store.file_of(reader, job.media_sha)
        return row is None or bool(row["here"])

    async def _read_document(self, job: JobView, path: Path) -> None:
        key = document_key(job.media_sha)
        engine = "subtitles" if job.suffix in SUBTITLES else "document"
        finished = await self._database.write(lambda tx: _begin(tx, job, key, engine, "", ""))
        if finished:
            return
        begun = time.monotonic()
        answer = await self._workers.light("document", DocumentRequest(str(path), job.suffix))
        text = msgspec.convert(answer, DocumentText)
        cost = {"wall_ms": _since(begun), "cpu_ms": text.cpu_ms}
        notice = "" if text.segments else "media.no_text" if job.suffix not in TEXT else "media.empty_text"

        def write(tx: Transaction) -> None:
            transcript_store.replace_segments(tx, key, text.segments)
            job_store.add_cost(tx, job.id, JobState.TRANSCRIBING, cost)
            _finish(tx, job, key, notice)

        await self._database.write(write)

    async def _listen(self, job: JobView, path: Path, progress: Report) -> None:
        model = await choose(self._models, self._asked(job))
        translate = bool(self._settings.get("translate_to_english")) and model.multilingual
        first = transcript_key(job.media_sha, model, translate=translate)

        def begin(tx: Transaction) -> tuple[bytes, bool]:
            key = _key_to_make(tx, job, first)
            return key, _begin(tx, job, key, "whisper", model.name, "")

        key, finished = await self._database.write(begin)
        if finished:
            return
        await self._check_model(model)
        async with self._database.reader() as reader:
            windows, start_ms, language = await transcript_store.resume_point(reader, key)
        request = TranscribeRequest(
            path=str(path),
            model_folder=str(model.folder),
            threads=speech_threads(),
            # A worker killed for its memory gives no error to tell it by: each new attempt asks for less.
            batch=max(1, BATCH >> job.attempt),
            language=language,
            translate=translate,
            start_ms=start_ms,
            first_window=windows,
            duration_ms=job.duration_ms,
        )
        try:
            heard_ms = await self._follow(job, key, request, progress)
        except AppError as error:
            raise await self._of_loading(model, error) from error
        await self._database.write(lambda tx: _finish(tx, job, key, _speech_notice(tx, job, key, heard_ms)))

    async def _check_model(self, model: SpeechModel) -> None:
        """Read the weights whole before they are loaded: one flipped bit gives no error, only wrong words."""
        if self._workers.speech_is_warm(str(model.folder)):
            return
        await self._models.verify(model.name)
        await self._models.require(model.name)

    async def _of_loading(self, model: SpeechModel, error: AppError) -> AppError:
        """A model whose files are whole and that still cannot be loaded: waiting for it would never end."""
        if error.code != "models.damaged":
            return error
        await self._models.require(model.name)
        return AppError("models.unusable", name=model.name, detail=error.detail)

    async def _follow(self, job: JobView, key: bytes, request: TranscribeRequest, progress: Report) -> int:
        """Commit what the worker sends, in order. Returns how many ms of sound there were."""
        events: asyncio.Queue[TranscribeEvent | None] = asyncio.Queue()

        def receive(payload: Any) -> None:
            events.put_nowait(msgspec.convert(payload, TranscribeEvent))

        async with TaskScope("transcription", on_error=_raised_where_awaited) as scope:
            asking = scope.spawn(self._workers.speech("transcribe", request, receive), name="worker")
            asking.add_done_callback(lambda _: events.put_nowait(None))
            while (event := await _patiently(events)) is not None:
                await self._commit(job, key, event, progress)
            return msgspec.convert(await asking, Transcribed).heard_ms

    async def _commit(self, job: JobView, key: bytes, event: TranscribeEvent, progress: Report) -> None:
        match event:
            case Progress():
                progress(_share(event.done_ms, job.duration_ms))
            case Preview():
                await self._database.write(lambda tx: job_store.put_preview(tx, job.item_id, event.segments))
            case WindowDone():
                await self._database.write(lambda tx: _add_window(tx, job, key, event))
                progress(_share(event.end_ms, job.duration_ms))


def _raised_where_awaited(_error: BaseException) -> None:
    """The error of the worker's task leaves `_follow` by its await."""


async def _patiently(events: "asyncio.Queue[TranscribeEvent | None]") -> TranscribeEvent | None:
    """The next event. Raises `AppError("worker.timed_out")` when the worker is stuck.

    Counted in short waits and not by a clock: after an hour of sleep the worker has been silent for an hour, too.
    """
    for _ in range(_STUCK_WAITS):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_STUCK_WAIT_S):
                return await events.get()
    raise AppError("worker.timed_out", task="transcribe")


def _share(done_ms: int, duration_ms: int | None) -> float:
    return min(0.999, done_ms / duration_ms) if duration_ms else 0.0


def _since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)


def _key_to_make(tx: Transaction, job: JobView, first: bytes) -> bytes:
    """Key of the transcript the job makes or goes on with.

    A recording asked for again with the model it was made with gets another key: the text shown stays whole until the
    new one is, and corrections of the old one do not move to lines they were not made on.
    """
    key, seen = first, False
    while key != job.target_key:
        row = transcript_store.row(tx, key)
        if row is None or row["state"] != "complete":
            break
        seen = seen or key == job.transcript_key
        key = again_key(key)
    return key if seen or key == job.target_key else first


def _begin(tx: Transaction, job: JobView, key: bytes, engine: str, model: str, language: str) -> bool:
    """Point the job at its transcript. True when that is complete already: the same content was read before."""
    values = {"media_sha": job.media_sha, "engine": engine, "model": model, "language": language}
    transcript_store.start(tx, key, values)
    job_store.put_target(tx, job.item_id, key)
    row = transcript_store.row(tx, key)
    if row is None or row["state"] != "complete":
        return False
    _show(tx, job)
    return True


def _add_window(tx: Transaction, job: JobView, key: bytes, window: WindowDone) -> None:
    """Segments, window and cost in one transaction: a kill between them is not possible."""
    if not transcript_store.add_window(tx, key, window):
        raise AppError("media.out_of_step", detail=f"window {window.idx}")
    cost = {"wall_ms": window.wall_ms, "cpu_ms": window.cpu_ms, "audio_ms": window.end_ms - window.start_ms}
    job_store.add_cost(tx, job.id, JobState.TRANSCRIBING, cost)
    job_store.put_preview(tx, job.item_id, None)
    job_store.note_progress(tx, job.item_id)


def _speech_notice(tx: Transaction, job: JobView, key: bytes, heard_ms: int) -> str:
    if not transcript_store.segment_count(tx, key):
        return "media.no_speech"
    missing_ms = (job.duration_ms or 0) - heard_ms
    if missing_ms > max(_ENDS_EARLY_MS, _ENDS_EARLY_SHARE * (job.duration_ms or 0)):
        return "media.ends_early"
    return ""


def _finish(tx: Transaction, job: JobView, key: bytes, notice: str) -> None:
    transcript_store.complete(tx, key, notice)
    _show(tx, job)


def _show(tx: Transaction, job: JobView) -> None:
    """Show the finished transcript in place of an older one."""
    older = job_store.show_target(tx, job.item_id)
    if older is not None:
        transcript_store.drop_unused(tx, older)
    tx.changed("transcript", job.item_id)
