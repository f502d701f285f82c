"""Sound from a microphone as 16-bit samples. Keeps nothing; knows no file."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QIODevice, QObject, Signal
from PySide6.QtMultimedia import QAudio, QAudioDevice, QAudioFormat, QAudioSource, QMediaDevices

_RATES = (48_000, 44_100, 32_000, 16_000)
_FULL_SCALE = 32_768


@dataclass(frozen=True)
class MicrophoneDevice:
    """A microphone as the system names it."""

    id: str
    name: str


def microphones() -> list[MicrophoneDevice]:
    """All there are, the system's own choice first."""
    default = QMediaDevices.defaultAudioInput()
    devices = sorted(QMediaDevices.audioInputs(), key=lambda device: device.id() != default.id())
    return [MicrophoneDevice(_id_of(device), device.description()) for device in devices]


def peak(pcm: bytes) -> float:
    """Loudest sample of some sound, 0 to 1."""
    samples = array("h", pcm[: len(pcm) // 2 * 2])
    loudest = (max(samples), -min(samples)) if samples else (0, 0)
    return max(loudest) / _FULL_SCALE


class Microphone(QObject):
    """`heard(bytes)` with signed 16-bit little-endian samples of `rate` and `channels`; `lost` when it goes away."""

    heard = Signal(bytes)
    lost = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        make_source: Callable[[QAudioDevice, QAudioFormat], Any] = QAudioSource,
    ) -> None:
        super().__init__(parent)
        self._make_source = make_source
        self._source: Any = None
        self._stream: QIODevice | None = None
        self.rate = _RATES[0]
        self.channels = 1

    def open(self, id_: str = "") -> bool:
        """Choose a microphone (empty: the system's own) and its format; False when there is none."""
        devices = QMediaDevices.audioInputs()
        default = QMediaDevices.defaultAudioInput()
        device = next((one for one in devices if _id_of(one) == id_), default)
        if device.isNull():
            return False
        wanted = best_format(device)
        self.rate, self.channels = wanted.sampleRate(), wanted.channelCount()
        self.use(self._make_source(device, wanted))
        return True

    def use(self, source: Any) -> None:
        """Take sound from this source, once started."""
        self.stop()
        self._source = source
        source.stateChanged.connect(self._state_changed)

    def start(self) -> None:
        """Listen from now on."""
        self._stream = self._source.start()
        if self._stream is None:
            self.lost.emit()
            return
        self._stream.readyRead.connect(self._read)

    def pause(self) -> None:
        """Hear nothing until `resume`."""
        self._read()
        self._source.suspend()

    def resume(self) -> None:
        """Listen again."""
        self._source.resume()

    def stop(self) -> None:
        """Let go of the microphone."""
        if self._source is None:
            return
        self._read()
        source, self._source, self._stream = self._source, None, None
        source.stateChanged.disconnect(self._state_changed)
        source.stop()

    def _read(self) -> None:
        if self._stream is not None:
            raw = bytes(self._stream.readAll().data())
            if raw:
                self.heard.emit(raw)

    def _state_changed(self, state: QAudio.State) -> None:
        if state == QAudio.State.StoppedState and self._source.error() != QAudio.Error.NoError:
            self.stop()
            self.lost.emit()


def best_format(device: QAudioDevice) -> QAudioFormat:
    """One channel of 16 bits at the best rate the device has; else what it prefers, in 16 bits."""
    wanted = QAudioFormat()
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    wanted.setChannelCount(1)
    for rate in _RATES:
        wanted.setSampleRate(rate)
        if device.isFormatSupported(wanted):
            return wanted
    wanted = device.preferredFormat()
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return wanted


def _id_of(device: QAudioDevice) -> str:
    return bytes(device.id().data()).decode("utf-8", "replace")
