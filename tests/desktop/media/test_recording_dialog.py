"""Recording by mouse and keyboard, with a microphone that speaks on demand."""

import struct
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.media.recording_dialog import SILENT_AFTER_MS, RecordingDialog
from desktop.media.recording_view_model import RecordingViewModel
from desktop.media.service import ItemFilter
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.microphone import MicrophoneDevice
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.small_library import small_library
from tests.support.speech import RATE_HZ, sound
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
BUILT_IN = MicrophoneDevice("a", "Built-in microphone")
LOUD = struct.pack("<2h", 20_000, -20_000) * (RATE_HZ // 4)


class ToldMicrophone(QObject):
    """Hears what the test says."""

    heard = Signal(bytes)
    lost = Signal()
    rate, channels = RATE_HZ, 1

    def __init__(self, parent):
        super().__init__(parent)
        self.can_open = True
        self.calls = []

    def open(self, id_=""):
        self.calls.append(f"open {id_}")
        return self.can_open

    def start(self):
        self.calls.append("start")

    def pause(self):
        self.calls.append("pause")

    def resume(self):
        self.calls.append("resume")

    def stop(self):
        self.calls.append("stop")


@asynccontextmanager
async def dialog_of(paths, clock, qtbot, devices=(BUILT_IN,)):
    async with small_library(paths, clock) as library:
        scope, services = TaskScope("test"), library.services
        window = QWidget()
        qtbot.addWidget(window)
        model = RecordingViewModel(services.media, scope, services.bus)
        found = list(devices)
        dialog = RecordingDialog(window, model, devices=lambda: found, make_microphone=ToldMicrophone)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        dialog.open()
        yield dialog, dialog._microphone, services.media, found
        await model.aclose()
        await scope.close()


def press(qtbot, button):
    assert button.isVisible()
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


async def test_record_pause_go_on_and_keep(qloop, qtbot, paths, clock):
    async with dialog_of(paths, clock, qtbot) as (dialog, microphone, media, _found):
        dialog.title.setText("My lesson")
        press(qtbot, dialog.record_button)
        microphone.heard.emit((sound(0, 3000) * 32_767).astype("<i2").tobytes())
        assert dialog.clock.text() == "0:03"
        assert dialog.meter.shown() > 0
        press(qtbot, dialog.pause_button)
        assert dialog.view_model.state == "paused"
        assert dialog.meter.shown() == 0
        press(qtbot, dialog.pause_button)
        press(qtbot, dialog.keep_button)
        await until(lambda: not dialog.isVisible())
        assert microphone.calls == ["open a", "start", "pause", "resume", "stop"]
        (item,) = await media.items(ItemFilter())
        assert item.title == "My lesson"


async def test_no_microphone_is_told_and_looked_for_again(qloop, qtbot, paths, clock):
    async with dialog_of(paths, clock, qtbot, devices=()) as (dialog, _microphone, _media, found):
        assert "no microphone" in dialog.notice.text()
        assert not dialog.record_button.isEnabled()
        assert not dialog.words.isVisible(), "nothing is ready"
        found.extend([BUILT_IN, MicrophoneDevice("b", "USB")])
        press(qtbot, dialog.look_again)
        assert dialog.notice.text() == ""
        assert dialog.words.isVisible()
        assert dialog.record_button.isEnabled()
        assert [option.text for option in dialog.device.options()] == ["Built-in microphone", "USB"]
        dialog.reject()
        assert not dialog.isVisible()


async def test_one_that_went_away_before_the_start(qloop, qtbot, paths, clock):
    async with dialog_of(paths, clock, qtbot) as (dialog, microphone, _media, found):
        microphone.can_open = False
        found.clear()
        press(qtbot, dialog.record_button)
        assert "no microphone" in dialog.notice.text()
        microphone.lost.emit()
        assert "could not be used" in dialog.notice.text()
        dialog.reject()


async def test_silence_is_noticed_and_forgotten(qloop, qtbot, paths, clock):
    async with dialog_of(paths, clock, qtbot) as (dialog, microphone, _media, _found):
        press(qtbot, dialog.record_button)
        microphone.heard.emit(bytes(RATE_HZ * 2 * SILENT_AFTER_MS // 1000))
        assert "Nothing is heard" in dialog.notice.text()
        microphone.heard.emit(LOUD)
        assert dialog.notice.text() == ""
        dialog._discard()


@pytest.mark.parametrize("how", ["escape", "lost"])
async def test_what_was_said_is_kept_when_it_ends_otherwise(qloop, qtbot, paths, clock, how):
    async with dialog_of(paths, clock, qtbot) as (dialog, microphone, media, _found):
        press(qtbot, dialog.record_button)
        microphone.heard.emit(LOUD * 4)
        if how == "escape":
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        else:
            microphone.lost.emit()
        await until(lambda: not dialog.isVisible())
        assert len(await media.items(ItemFilter())) == 1


async def test_throwing_away_is_asked_first(qloop, qtbot, paths, clock):
    async with dialog_of(paths, clock, qtbot) as (dialog, microphone, media, _found):
        press(qtbot, dialog.record_button)
        microphone.heard.emit(LOUD)
        press(qtbot, dialog.discard_button)
        question = dialog.findChild(ConfirmDialog)
        question.cancel_button.click()
        assert dialog.view_model.state == "recording"
        press(qtbot, dialog.discard_button)
        dialog.findChildren(ConfirmDialog)[-1].action_button.click()
        assert not dialog.isVisible()
        await until(lambda: not list(paths.recordings_dir.iterdir()))
        assert await media.items(ItemFilter()) == []


async def test_a_full_disk_is_told_and_can_be_left(qloop, qtbot, paths, clock):
    async with dialog_of(paths, clock, qtbot) as (dialog, microphone, _media, _found):
        press(qtbot, dialog.record_button)
        microphone.heard.emit(LOUD)
        dialog.view_model._recorder.error = AppError("storage.disk_full")
        microphone.heard.emit(LOUD)
        assert dialog.notice.text()
        assert not dialog.keep_button.isHidden()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
