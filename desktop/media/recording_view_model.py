"""A recording from its start to its place in the library. Takes samples; knows no microphone. QtCore only."""

from typing import Literal

from PySide6.QtCore import Signal

from desktop.media.recording import SAMPLE_BYTES, Recordings
from desktop.media.service import MediaService, Recorder
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.ids import CollectionId
from shared.tasks import TaskScope

RecordingState = Literal["ready", "recording", "paused", "saving", "saved", "stopped"]


class RecordingViewModel(ViewModel):
    """`changed` with the state, `advanced` with each piece of sound.

    `failed(AppError)` when writing or keeping went wrong: what was written is safe and joins the library at
    the next start. `saved(ImportResult)` at the end.
    """

    changed = Signal()
    advanced = Signal()
    saved = Signal(object)

    def __init__(self, media: MediaService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._media = media
        self._recordings: Recordings = media.recordings
        self._recorder: Recorder | None = None
        self._heard_bytes = 0
        self._title = ""
        self.state: RecordingState = "ready"

    @property
    def length_ms(self) -> int:
        """How much sound was taken; pauses do not count."""
        if self._recorder is None:
            return 0
        head = self._recorder.head
        return self._heard_bytes * 1000 // (head.rate * head.channels * SAMPLE_BYTES)

    @property
    def running(self) -> bool:
        return self.state in ("recording", "paused")

    def start(self, *, rate: int, channels: int, title: str, home: CollectionId | None = None) -> None:
        """Begin. `failed` follows when the disk does not let it."""
        try:
            self._recorder = self._recordings.start(
                rate=rate, channels=channels, title=title, collection_id=home
            )
        except AppError as error:
            self.failed.emit(error)
            return
        self._heard_bytes, self._title = 0, title
        self._become("recording")

    def hear(self, pcm: bytes) -> None:
        """Add sound; ignored unless it is recording."""
        if self._recorder is None or self.state != "recording":
            return
        try:
            self._recorder.write(pcm)
        except AppError as error:
            self._become("stopped")
            self.failed.emit(error)
            return
        self._heard_bytes += len(pcm)
        self.advanced.emit()

    def pause(self) -> None:
        if self.state == "recording":
            self._become("paused")

    def resume(self) -> None:
        if self.state == "paused":
            self._become("recording")

    def keep(self, title: str = "") -> None:
        """End it and put it into the library, under another title if that changed."""
        if self._recorder is not None and (self.running or self.state == "stopped"):
            self._become("saving")
            self.spawn(self._keep(self._recorder, " ".join(title.split())), name="keep")

    def discard(self) -> None:
        """End it and throw it away."""
        if self._recorder is not None and self.state not in ("saving", "saved"):
            recorder, self._recorder = self._recorder, None
            self._become("ready")
            self.spawn(self._recordings.discard(recorder), name="discard")

    async def aclose(self) -> None:
        """Let go: what was recorded joins the library at the next start."""
        self.close()
        if self._recorder is not None and self.state not in ("saving", "saved"):
            await self._recorder.finish()

    async def _keep(self, recorder: Recorder, title: str) -> None:
        try:
            result = await self._recordings.keep(recorder)
            if result.item_id is not None and title and title != self._title:
                await self._media.library.rename(result.item_id, title)
        except AppError as error:
            self._become("stopped")
            self.failed.emit(error)
            return
        self._become("saved")
        self.saved.emit(result)

    def _become(self, state: RecordingState) -> None:
        self.state = state
        self.changed.emit()
