"""Turns a few seconds of speech into words at once, beside whatever is being transcribed. Keeps no sound."""

import asyncio
import wave
from pathlib import Path
from typing import Any

import msgspec

from desktop.media.messages import TranscribeEvent, TranscribeRequest, WindowDone
from desktop.media.recording import SAMPLE_BYTES
from desktop.media.speech_models import choose, wanted_name
from desktop.media.transcribing import speech_threads
from desktop.media.workers import MediaWorkers
from desktop.models.service import ModelsService, ModelState
from desktop.runtime.paths import disk_error
from desktop.settings.service import SettingsService
from shared.errors import AppError
from shared.ids import new_id

IDLE_S = 120.0
"""How long the model stays loaded between two turns of a talk."""
LIMIT_S = 120.0


class Dictated(msgspec.Struct, frozen=True):
    """What was said, empty when no words were heard; `language` is a code, empty when unknown."""

    text: str
    language: str


class Dictation:
    """Has a worker process of its own: an hour-long recording in the library makes nobody wait for an answer."""

    def __init__(
        self,
        models: ModelsService,
        settings: SettingsService,
        folder: Path,
        workers: MediaWorkers | None = None,
    ) -> None:
        self._models = models
        self._settings = settings
        self._folder = folder
        self._workers = workers or MediaWorkers(idle_s=IDLE_S)

    @property
    def ready(self) -> bool:
        """Whether a speech model is on this computer."""
        name = wanted_name(self._models, str(self._settings.get("speech_model")))
        return self._models.state(name) in (ModelState.PRESENT, ModelState.UNCHECKED)

    async def words(self, pcm: bytes, *, rate: int, channels: int) -> Dictated:
        """Recognise speech in signed 16-bit little-endian samples.

        Raises AppError `models.missing`, `models.damaged`, `media.out_of_memory`, `worker.*`, `storage.disk_full`.
        """
        model = await choose(self._models, str(self._settings.get("speech_model")))
        if not self._workers.speech_is_warm(str(model.folder)):
            await self._models.verify(model.name)
            await self._models.require(model.name)
        path = self._folder / f"{new_id()}.wav"
        heard: list[WindowDone] = []

        def receive(payload: Any) -> None:
            event = msgspec.convert(payload, TranscribeEvent)
            if isinstance(event, WindowDone):
                heard.append(event)

        try:
            await asyncio.to_thread(_write, path, pcm, rate, channels)
            request = TranscribeRequest(
                path=str(path),
                model_folder=str(model.folder),
                threads=speech_threads(),
                batch=1,
                duration_ms=len(pcm) * 1000 // (rate * channels * SAMPLE_BYTES),
            )
            async with asyncio.timeout(LIMIT_S):
                await self._workers.speech("transcribe", request, receive)
        except TimeoutError as cause:
            raise AppError("worker.timed_out", task="transcribe") from cause
        finally:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        said = " ".join(segment.text.strip() for window in heard for segment in window.segments)
        return Dictated(said.strip(), next((one.language for one in heard if one.language), ""))

    async def close(self) -> None:
        """End the worker."""
        await self._workers.close()


def _write(path: Path, pcm: bytes, rate: int, channels: int) -> None:
    try:
        with path.open("wb") as file, wave.open(file, "wb") as writing:
            writing.setnchannels(channels)
            writing.setsampwidth(SAMPLE_BYTES)
            writing.setframerate(rate)
            writing.writeframes(pcm)
    except OSError as cause:
        raise disk_error(cause, path.parent) from cause
