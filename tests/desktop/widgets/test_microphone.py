"""Sound from a source as the system gives it; without any microphone as on a build machine."""

import struct

import pytest
from PySide6.QtCore import QBuffer, QObject, Signal
from PySide6.QtMultimedia import QAudio, QAudioDevice, QAudioFormat

from desktop.widgets.microphone import Microphone, best_format, microphones, peak
from tests.support.media_files import PLAYER_MESSAGES

pytestmark = pytest.mark.qt_log_ignore(*PLAYER_MESSAGES)


class Source(QObject):
    """A QAudioSource over a buffer."""

    stateChanged = Signal(QAudio.State)  # noqa: N815 - Qt's name

    def __init__(self, *, opens=True):
        super().__init__()
        self.buffer = QBuffer(self)
        self.buffer.open(QBuffer.OpenModeFlag.ReadWrite)
        self.opens = opens
        self.calls = []
        self.trouble = QAudio.Error.NoError

    def say(self, pcm):
        at = self.buffer.pos()
        self.buffer.buffer().append(pcm)
        self.buffer.seek(at)
        self.buffer.readyRead.emit()

    def start(self):
        self.calls.append("start")
        return self.buffer if self.opens else None

    def suspend(self):
        self.calls.append("suspend")

    def resume(self):
        self.calls.append("resume")

    def stop(self):
        self.calls.append("stop")

    def error(self):
        return self.trouble


class Device(QAudioDevice):
    """Knows some rates in one channel."""

    def __init__(self, *rates):
        super().__init__()
        self.rates = rates

    def isFormatSupported(self, wanted):
        return wanted.sampleRate() in self.rates and wanted.channelCount() == 1

    def preferredFormat(self):
        preferred = QAudioFormat()
        preferred.setSampleRate(96_000)
        preferred.setChannelCount(2)
        preferred.setSampleFormat(QAudioFormat.SampleFormat.Float)
        return preferred


@pytest.fixture
def listening(qapp):
    microphone, source = Microphone(), Source()
    heard, lost = [], []
    microphone.heard.connect(heard.append)
    microphone.lost.connect(lambda: lost.append(1))
    microphone.use(source)
    microphone.start()
    return microphone, source, heard, lost


def test_sound_arrives_as_it_is(listening):
    microphone, source, heard, lost = listening
    source.say(b"\x01\x02" * 4)
    source.say(b"\x03\x04" * 4)
    assert b"".join(heard) == b"\x01\x02" * 4 + b"\x03\x04" * 4
    microphone.pause()
    microphone.resume()
    microphone.stop()
    microphone.stop()
    assert source.calls == ["start", "suspend", "resume", "stop"]
    assert lost == []


def test_an_unplugged_microphone_is_lost_once(listening):
    _microphone, source, _heard, lost = listening
    source.stateChanged.emit(QAudio.State.IdleState)
    assert lost == []
    source.trouble = QAudio.Error.IOError
    source.stateChanged.emit(QAudio.State.StoppedState)
    source.stateChanged.emit(QAudio.State.StoppedState)
    assert lost == [1]
    assert source.calls[-1] == "stop"


def test_one_that_does_not_open_is_lost(qapp):
    microphone, lost = Microphone(), []
    microphone.lost.connect(lambda: lost.append(1))
    microphone.use(Source(opens=False))
    microphone.start()
    assert lost == [1]


@pytest.mark.parametrize(
    ("rates", "rate", "channels"), [((48_000, 16_000), 48_000, 1), ((16_000,), 16_000, 1), ((), 96_000, 2)]
)
def test_the_best_format_a_device_has(rates, rate, channels):
    chosen = best_format(Device(*rates))
    assert (chosen.sampleRate(), chosen.channelCount()) == (rate, channels)
    assert chosen.sampleFormat() == QAudioFormat.SampleFormat.Int16


def test_what_the_system_has(qapp):
    found = microphones()
    assert Microphone().open() == bool(found)
    assert all(device.name for device in found)


def test_peaks():
    assert peak(b"") == 0
    assert peak(b"\x00") == 0
    assert peak(struct.pack("<3h", 0, -32_768, 5)) == 1.0
    assert peak(struct.pack("<3h", 0, 16_384, 5) + b"\x00") == 0.5
