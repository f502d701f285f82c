"""Records from a microphone: which one, how loud, how long; pause, keep, throw away."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.media.library import MOST_TITLE
from desktop.media.recording_view_model import RecordingViewModel
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import Button
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.formats import format_clock
from desktop.widgets.label import Label
from desktop.widgets.level_meter import LevelMeter
from desktop.widgets.microphone import Microphone, MicrophoneDevice, microphones, peak
from desktop.widgets.notice import Notice
from desktop.widgets.picker import Option, Picker
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from shared.errors import AppError
from shared.ids import CollectionId

SILENT_BELOW = 0.003
SILENT_AFTER_MS = 4_000


class RecordingDialog(QDialog):
    """Closing it while it records keeps what was recorded."""

    def __init__(
        self,
        parent: QWidget,
        view_model: RecordingViewModel,
        home: CollectionId | None = None,
        *,
        devices: Callable[[], Sequence[MicrophoneDevice]] = microphones,
        make_microphone: Callable[[QWidget], Any] = Microphone,
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Record"))
        self.view_model = view_model
        self._home = home
        self._devices = devices
        self._microphone = make_microphone(self)
        self._last_sound_ms = 0
        self._make()
        self._lay_out()
        self._connect()
        self.look_for_microphones()
        self._show()

    def look_for_microphones(self) -> None:
        """Offer what there is now."""
        found = self._devices()
        self.device.set_options([Option(one.id, one.name, "", "microphone-outline") for one in found], "")
        self.device.setVisible(len(found) > 1)
        self.look_again.setVisible(not found)
        self.record_button.setEnabled(bool(found))
        missing = self.tr(
            "Lantern finds no microphone. Connect one, or allow Lantern to use it in the system settings."
        )
        self._say("" if found else missing)
        self.words.setVisible(bool(found))

    def reject(self) -> None:
        """Esc and the window's own button: nothing that was said is lost."""
        if self.view_model.running:
            self._keep()
        elif self.view_model.state != "saving":
            self._microphone.stop()
            super().reject()

    def _make(self) -> None:
        now = QLocale().toString(QDateTime.currentDateTime(), QLocale.FormatType.ShortFormat)
        self.title = QLineEdit(self.tr("Recording of {date}").format(date=now))
        self.title.setMaxLength(MOST_TITLE)
        self.title.setAccessibleName(self.tr("Title"))
        self.device = Picker(self.tr("Microphone"))
        self.clock = Label("", TypeRole.DISPLAY, semibold=True)
        self.clock.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = Label("", tone="muted")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.meter = LevelMeter(self.tr("Loudness"))
        self.notice = Notice("alert-outline", tone="warning")
        self.look_again = Button(self.tr("Look again"), icon_name="refresh")
        self.record_button = Button(self.tr("Start recording"), "primary", icon_name="record-circle-outline")
        self.pause_button = Button(self.tr("Pause"), icon_name="pause")
        self.keep_button = Button(self.tr("Stop and keep"), "primary", icon_name="stop")
        self.discard_button = Button(self.tr("Throw away"), "quiet")
        self.cancel_button = Button(self.tr("Cancel"))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self.discard_button)
        foot.addStretch(1)
        for button in (
            self.look_again,
            self.cancel_button,
            self.pause_button,
            self.record_button,
            self.keep_button,
        ):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(Label(self.tr("Title"), semibold=True))
        column.addWidget(self.title)
        column.addWidget(self.device)
        column.addSpacing(Space.M)
        column.addWidget(self.clock)
        column.addWidget(self.words)
        column.addWidget(self.meter)
        column.addWidget(self.notice)
        column.addStretch(1)
        column.addLayout(foot)
        self.setMinimumWidth(theme().px(460))

    def _connect(self) -> None:
        model, microphone = self.view_model, self._microphone
        model.changed.connect(self._show)
        model.advanced.connect(self._show_length)
        model.failed.connect(self._show_error)
        model.saved.connect(self._saved)
        microphone.heard.connect(self._hear)
        microphone.lost.connect(self._lost)
        self.look_again.clicked.connect(self.look_for_microphones)
        self.record_button.clicked.connect(self._start)
        self.pause_button.clicked.connect(self._pause_or_resume)
        self.keep_button.clicked.connect(self._keep)
        self.discard_button.clicked.connect(self._ask_to_discard)
        self.cancel_button.clicked.connect(self.reject)

    def _start(self) -> None:
        if not self._microphone.open(self.device.current()):
            self.look_for_microphones()
            return
        self._say("")
        title = " ".join(self.title.text().split())
        self.view_model.start(
            rate=self._microphone.rate, channels=self._microphone.channels, title=title, home=self._home
        )
        if self.view_model.running:
            self._last_sound_ms = 0
            self._microphone.start()

    def _hear(self, pcm: bytes) -> None:
        level = peak(pcm)
        self.meter.set_level(level)
        self.view_model.hear(pcm)
        length_ms = self.view_model.length_ms
        if level >= SILENT_BELOW:
            self._last_sound_ms = length_ms
        silent = length_ms - self._last_sound_ms >= SILENT_AFTER_MS
        if self.view_model.state == "recording":
            self._say(self.tr("Nothing is heard. Is the microphone switched on?") if silent else "")

    def _pause_or_resume(self) -> None:
        if self.view_model.state == "recording":
            self._microphone.pause()
            self.view_model.pause()
        else:
            self.view_model.resume()
            self._microphone.resume()

    def _keep(self) -> None:
        self._microphone.stop()
        self.view_model.keep(self.title.text())

    def _ask_to_discard(self) -> None:
        question = ConfirmDialog(
            self,
            self.tr("Throw this recording away?"),
            self.tr("It cannot be brought back."),
            self.tr("Throw away"),
        )
        question.accepted.connect(self._discard)
        question.open()

    def _discard(self) -> None:
        self._microphone.stop()
        self.view_model.discard()
        super().reject()

    def _lost(self) -> None:
        if self.view_model.running:
            self._keep()
            return
        self._say(self.tr("The microphone could not be used. Another program may hold it."))

    def _saved(self, _result: object) -> None:
        self.accept()

    def _show(self) -> None:
        state = self.view_model.state
        running = self.view_model.running
        self.record_button.setVisible(state == "ready")
        self.cancel_button.setVisible(state == "ready")
        self.pause_button.setVisible(running)
        self.keep_button.setVisible(running or state == "stopped")
        self.discard_button.setVisible(running or state == "stopped")
        self.device.setEnabled(state == "ready")
        self.pause_button.setText(self.tr("Go on") if state == "paused" else self.tr("Pause"))
        self.pause_button.set_icon("record-circle-outline" if state == "paused" else "pause")
        texts = {
            "ready": self.tr("Ready to record"),
            "recording": self.tr("Recording"),
            "paused": self.tr("Paused"),
            "saving": self.tr("Adding it to your library…"),
            "saved": self.tr("Added to your library"),
            "stopped": self.tr("Stopped"),
        }
        self.words.setText(texts[state])
        if state != "recording":
            self.meter.clear()
        self._show_length()

    def _show_length(self) -> None:
        self.clock.setText(format_clock(self.view_model.length_ms))

    def _show_error(self, error: AppError) -> None:
        self._microphone.stop()
        text = error_text(error)
        self._say(" ".join(part for part in (text.title, text.body, text.action) if part))

    def _say(self, text: str) -> None:
        self.notice.set_notice(text)
