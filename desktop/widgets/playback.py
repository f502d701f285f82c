"""Plays one media file through QtMultimedia: where it is, smoothly, and going there exactly. Knows no page.

Importing this needs QtMultimedia's system libraries; where they are missing, ImportError says so.
"""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Q_ARG, QElapsedTimer, QMetaObject, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtMultimedia import (
    QAudioBufferOutput,
    QAudioOutput,
    QMediaDevices,
    QMediaPlayer,
    QVideoFrame,
    QVideoSink,
)

RATES = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0)
FRAME_MS = 33
_LONGEST_GUESS_MS = 250
"""The player tells its position every 50 to 100 ms; between two of them we count on. A longer silence is a stall."""
_BACK_STEP_MS = 150
"""Positions come in steps of an audio frame: one slightly before what was shown is not worth a jump back."""
_NEAR_MS = 1_000
_STALE_FRAME_MS = 200

_Status = QMediaPlayer.MediaStatus
_State = QMediaPlayer.PlaybackState


def can_play() -> bool:
    """Whether Qt found its media backend. It drops it without a word when a system library is missing."""
    return QMediaPlayer().isAvailable()


class Playback(QObject):
    """`moved(ms)` fires up to 30 times a second while playing, and after a jump; `ear` hears the decoded sound."""

    moved = Signal(int)
    state_changed = Signal()
    duration_changed = Signal(int)
    frame_came = Signal(QVideoFrame)
    rate_changed = Signal(float)
    volume_changed = Signal()
    failed = Signal(str)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # The player first: children are deleted in this order, and its threads use the others.
        self._player = QMediaPlayer(self)
        self._output = QAudioOutput(self)
        # Takes the sound when no device does, else time would not pass. Set once: changing it while
        # something plays corrupts memory (Qt 6.11).
        self.ear = QAudioBufferOutput(self)
        self._player.setAudioBufferOutput(self.ear)
        self._sink = QVideoSink(self)
        self._sink.videoFrameChanged.connect(self._frame_came)
        self._player.setVideoSink(self._sink)
        self._devices = QMediaDevices(self)
        # Signals of media objects come on threads of theirs: only methods of a QObject are called on ours.
        self._devices.audioOutputsChanged.connect(self._use_device)
        self._use_device()
        self._source = QUrl()
        self._loaded = False
        self._wanted_ms: int | None = None
        self._wants_play = False
        self._told_ms = 0
        self._base_ms = 0
        self._since = QElapsedTimer()
        self._since.start()
        self._frames = QTimer(self, interval=FRAME_MS)
        self._frames.timeout.connect(self._tell)
        self._player.positionChanged.connect(self._position_came)
        self._player.mediaStatusChanged.connect(self._status_came)
        self._player.playbackStateChanged.connect(self._state_came)
        self._player.durationChanged.connect(self._duration_came)
        self._player.errorOccurred.connect(self._error_came)

    # What is played

    def open(self, path: Path, *, start_ms: int = 0, play: bool = False) -> None:
        """Load a file and stand at `start_ms`, playing or showing that frame. Loading ends later: see `failed`."""
        self._loaded = False
        self._wanted_ms, self._wants_play = start_ms, play
        self._base_ms = self._told_ms = start_ms
        self._source = QUrl.fromLocalFile(str(path))
        # A new file of the same name must be read again.
        self._order("setSource", Q_ARG("QUrl", QUrl()))
        self._order("setSource", Q_ARG("QUrl", self._source))

    def close(self) -> None:
        """Stop and let go of the file."""
        self._frames.stop()
        self._loaded = False
        self._wanted_ms = None
        self._source = QUrl()
        self._order("setSource", Q_ARG("QUrl", QUrl()))

    # Where it is

    def position_ms(self) -> int:
        """Where the sound is now, counted on between two messages of the player."""
        if not self._loaded or self._wanted_ms is not None:
            return self._base_ms if self._wanted_ms is None else self._wanted_ms
        if not self.is_playing():
            return self._base_ms
        guess = round(min(self._since.elapsed(), _LONGEST_GUESS_MS) * self.rate())
        return min(self._base_ms + guess, max(self.duration_ms(), self._base_ms))

    def duration_ms(self) -> int:
        """Length as the player knows it; 0 while loading."""
        return max(self._player.duration(), 0)

    def seek(self, ms: int) -> None:
        """Go to a time; before the file is loaded it is remembered."""
        ms = max(ms, 0)
        if self.duration_ms():
            ms = min(ms, self.duration_ms())
        self._rebase(ms)
        if not self._loaded:
            self._wanted_ms = ms
            self.moved.emit(ms)
            return
        if self._player.mediaStatus() == _Status.EndOfMedia and ms < self.duration_ms():
            # After the end the player stands stopped and forgets positions until it is started again.
            self._order("pause")
        self._order("setPosition", Q_ARG("qlonglong", ms))
        self._told_ms = ms
        self.moved.emit(ms)

    def skip(self, by_ms: int) -> None:
        self.seek(self.position_ms() + by_ms)

    # Playing

    def is_playing(self) -> bool:
        return self._player.playbackState() == _State.PlayingState

    def play(self) -> None:
        """Play from where it stands; from the beginning when it stands at the end."""
        if not self._loaded:
            self._wants_play = True
            return
        if self.duration_ms() and self.position_ms() >= self.duration_ms() - 50:
            self.seek(0)
        self._since.restart()
        self._order("play")

    def pause(self) -> None:
        self._wants_play = False
        if self._loaded and self.is_playing():
            self._base_ms = self.position_ms()
            self._order("pause")

    def toggle(self) -> None:
        if self.is_playing():
            self.pause()
        else:
            self.play()

    # Speed and loudness

    def rate(self) -> float:
        return self._player.playbackRate()

    def set_rate(self, rate: float) -> None:
        """Set the speed, 0.5 to 2; the voice keeps its pitch."""
        rate = min(max(rate, RATES[0]), RATES[-1])
        self._rebase(self.position_ms())
        self._player.setPlaybackRate(rate)
        self.rate_changed.emit(rate)

    def step_rate(self, steps: int) -> None:
        """Take the next faster (+1) or slower (-1) speed of `RATES`."""
        nearest = min(range(len(RATES)), key=lambda at: abs(RATES[at] - self.rate()))
        self.set_rate(RATES[min(max(nearest + steps, 0), len(RATES) - 1)])

    def volume(self) -> float:
        """Loudness from 0 to 1."""
        return self._output.volume()

    def set_volume(self, volume: float) -> None:
        self._output.setVolume(min(max(volume, 0.0), 1.0))
        if volume > 0:
            self._output.setMuted(False)
        self.volume_changed.emit()

    def is_muted(self) -> bool:
        return self._output.isMuted()

    def set_muted(self, *, muted: bool) -> None:
        self._output.setMuted(muted)
        self.volume_changed.emit()

    # What the player says

    def _position_came(self, ms: int) -> None:
        if not self._loaded or self._wanted_ms is not None:
            return
        if ms < self._base_ms and self._base_ms - ms < _BACK_STEP_MS and self.is_playing():
            return
        self._rebase(ms)
        if not self.is_playing():
            self._tell()

    def _order(self, method: str, *arguments: Any) -> None:
        """Have Qt's loop call a slot of the player, in the order of these calls.

        Called from here it would hold Python's lock while it waits for the player's threads, and those want
        the lock to let go of the audio output: they would wait for each other for ever (seen 9 times of 24).
        """
        QMetaObject.invokeMethod(self._player, method, Qt.ConnectionType.QueuedConnection, *arguments)

    def _status_came(self, status: QMediaPlayer.MediaStatus) -> None:
        if self._source.isEmpty() or self._player.source() != self._source:
            return
        if status in (_Status.LoadedMedia, _Status.BufferedMedia) and not self._loaded:
            self._begin()
        elif status == _Status.InvalidMedia:
            self._error_came(self._player.error(), self._player.errorString())
        elif status == _Status.EndOfMedia and self._loaded:
            self._rebase(self.duration_ms())
            self._tell()
            self.ended.emit()

    def _begin(self) -> None:
        """The file is loaded: positions set before are forgotten by the player, so set ours now."""
        if not (self._player.hasAudio() or self._player.hasVideo()):
            self._fail("no sound and no picture")
            return
        self._loaded = True
        wanted, self._wanted_ms = self._wanted_ms or 0, None
        self._rebase(min(wanted, self.duration_ms() or wanted))
        self._order("setPosition", Q_ARG("qlonglong", self._base_ms))
        self._order("play" if self._wants_play else "pause")
        self._tell()

    def _frame_came(self, frame: QVideoFrame) -> None:
        """Hand pictures on; the first one after a jump may still be the old one."""
        begins_ms, ends_ms = frame.startTime() // 1000, frame.endTime() // 1000
        here = self.position_ms()
        late = begins_ms - here > _STALE_FRAME_MS
        early = here - max(begins_ms, ends_ms) > _STALE_FRAME_MS
        if frame.isValid() and (frame.startTime() < 0 or not (late or early)):
            self.frame_came.emit(frame)

    def _state_came(self, _state: QMediaPlayer.PlaybackState) -> None:
        if self.is_playing():
            self._since.restart()
            self._frames.start()
        else:
            self._frames.stop()
        self.state_changed.emit()

    def _use_device(self) -> None:
        """Play on what the system prefers now: a device may be plugged in or taken away."""
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            # Given an output without a device, the player's thread logs a warning for every file.
            self._player.setAudioOutput(None)  # pyright: ignore[reportArgumentType]
            return
        self._output.setDevice(device)
        self._player.setAudioOutput(self._output)

    def _duration_came(self, ms: int) -> None:
        self.duration_changed.emit(ms)

    def _error_came(self, _error: QMediaPlayer.Error, text: str) -> None:
        if not self._source.isEmpty() and self._player.source() == self._source:
            self._fail(text)

    def _fail(self, text: str) -> None:
        """Say it once: a file that cannot be opened gives an error and an invalid status."""
        self._frames.stop()
        self._source = QUrl()
        self._loaded = False
        self._wants_play = False
        self.failed.emit(text)

    def _rebase(self, ms: int) -> None:
        self._base_ms = ms
        self._since.restart()

    def _tell(self) -> None:
        """Tell where it is, never a little back of what was told while playing."""
        now = self.position_ms()
        if self.is_playing() and now < self._told_ms and self._told_ms - now < _NEAR_MS:
            return
        if now != self._told_ms:
            self._told_ms = now
            self.moved.emit(now)
