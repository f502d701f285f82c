"""The controls under a recording: play, skip, time line, speed and volume. Drives one `Playback`."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSlider, QToolButton, QVBoxLayout, QWidget

from desktop.widgets.button import IconButton
from desktop.widgets.card import Rule
from desktop.widgets.formats import format_clock
from desktop.widgets.label import Label
from desktop.widgets.playback import RATES, Playback
from desktop.widgets.seek_bar import SeekBar
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming
from desktop.widgets.toast import BOTTOM_BAR

SKIP_MS = 10_000
_VOLUME_STEP = 0.1


class PlayerBar(QWidget):
    """Shows and changes where and how it plays."""

    def __init__(self, playback: Playback, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName(BOTTOM_BAR)
        self._playback = playback
        self._make_controls()
        self._lay_out()
        self._connect()
        self._show_state()
        self._show_rate(playback.rate())
        self._show_volume()
        self.set_length(0)

    def set_length(self, length_ms: int) -> None:
        """Show how long it is, as soon as anybody knows."""
        self.seek_bar.set_length(length_ms)
        self.length.setText(format_clock(length_ms) if length_ms else "")
        self._fit_times()

    def show_position(self, ms: int) -> None:
        """Show where it is."""
        self.seek_bar.set_position(ms)
        if (text := format_clock(ms)) != self.position.text():
            self.position.setText(text)

    def set_full_screen_offered(self, *, offered: bool) -> None:
        self.full_screen.setVisible(offered)

    def change_volume(self, steps: int) -> None:
        """Louder (+1) or softer (-1)."""
        self._playback.set_volume(self._playback.volume() + steps * _VOLUME_STEP)

    def toggle_mute(self) -> None:
        self._playback.set_muted(muted=not self._playback.is_muted())

    def _make_controls(self) -> None:
        self.seek_bar = SeekBar(self.tr("Position"))
        self.position = Label(format_clock(0), TypeRole.SMALL, tone="muted")
        self.position.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.length = Label("", TypeRole.SMALL, tone="muted")
        self.play = IconButton("play", self.tr("Play"), outlined=True)
        self.back = IconButton("rewind-10", self.tr("Back 10 seconds"))
        self.back.set_name(self.tr("Back 10 seconds"), "J")
        self.forward = IconButton("fast-forward-10", self.tr("Forward 10 seconds"))
        self.forward.set_name(self.tr("Forward 10 seconds"), "L")
        self.speed = QToolButton()
        self.speed.setProperty("kind", "quiet")
        self.speed.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.speed.setMenu(self._speed_menu())
        self.mute = IconButton("volume-high", self.tr("Mute"))
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.volume.setRange(0, 100)
        self.volume.setSingleStep(5)
        self.volume.setAccessibleName(self.tr("Volume"))
        self.full_screen = IconButton("fullscreen", self.tr("Full screen"))
        self.full_screen.set_name(self.tr("Full screen"), "F")
        self.full_screen.hide()

    def _speed_menu(self) -> QMenu:
        menu = QMenu(self)
        self._speeds = QActionGroup(self)
        for rate in RATES:
            action = QAction(self._rate_text(rate), self, checkable=True)
            action.setData(rate)
            self._speeds.addAction(action)
            menu.addAction(action)
        return menu

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        line.addWidget(self.position)
        line.addWidget(self.seek_bar, 1)
        line.addWidget(self.length)
        # Equal stretches keep Play in the middle whatever stands at the end.
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        for button in (self.back, self.play, self.forward):
            buttons.addWidget(button)
        trailing = QHBoxLayout()
        trailing.setSpacing(Space.XS)
        trailing.addStretch(1)
        for widget in (self.speed, self.mute, self.volume, self.full_screen):
            trailing.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        buttons.addLayout(trailing, 1)
        inner = QVBoxLayout()
        inner.setContentsMargins(Space.XL, Space.XS, Space.XL, Space.S)
        inner.setSpacing(0)
        inner.addLayout(line)
        inner.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule())
        column.addLayout(inner)

    def _connect(self) -> None:
        playback = self._playback
        playback.moved.connect(self.show_position)
        playback.duration_changed.connect(self._length_came)
        playback.state_changed.connect(self._show_state)
        playback.rate_changed.connect(self._show_rate)
        playback.volume_changed.connect(self._show_volume)
        self.seek_bar.sought.connect(playback.seek)
        self.play.clicked.connect(playback.toggle)
        self.back.clicked.connect(lambda: playback.skip(-SKIP_MS))
        self.forward.clicked.connect(lambda: playback.skip(SKIP_MS))
        self._speeds.triggered.connect(lambda action: playback.set_rate(action.data()))
        self.mute.clicked.connect(self.toggle_mute)
        self.volume.valueChanged.connect(self._volume_moved)
        theming().changed.connect(self._fit_times)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.volume.setVisible(self.width() >= theme().px(520))

    def _length_came(self, length_ms: int) -> None:
        if length_ms > 0:
            self.set_length(length_ms)

    def _show_state(self) -> None:
        playing = self._playback.is_playing()
        self.play.set_icon("pause" if playing else "play")
        name = self.tr("Pause") if playing else self.tr("Play")
        self.play.set_name(name, self.tr("Space", "key on the keyboard"))

    def _show_rate(self, rate: float) -> None:
        self.speed.setText(self._rate_text(rate))
        name = self.tr("Speed: {rate}").format(rate=self._rate_text(rate))
        self.speed.setAccessibleName(name)
        self.speed.setToolTip(f"{name} (< >)")
        for action in self._speeds.actions():
            action.setChecked(abs(action.data() - rate) < 0.01)

    def _rate_text(self, rate: float) -> str:
        number = QLocale().toString(rate, "f", QLocale.FloatingPointPrecisionOption.FloatingPointShortest)
        return self.tr("{rate}×").format(rate=number)

    def _show_volume(self) -> None:
        muted = self._playback.is_muted() or self._playback.volume() == 0
        self.mute.set_icon("volume-off" if muted else "volume-high")
        self.mute.set_name(self.tr("Sound on") if muted else self.tr("Mute"), "M")
        self.volume.blockSignals(True)
        self.volume.setValue(0 if muted else round(self._playback.volume() * 100))
        self.volume.blockSignals(False)

    def _volume_moved(self, percent: int) -> None:
        self._playback.set_volume(percent / 100)

    def _fit_times(self) -> None:
        """Give both times the room of the longest one, so that the bar does not move while it counts."""
        font = theme().font(TypeRole.SMALL, tabular=True)
        for label in (self.position, self.length):
            label.setFont(font)
        sample = "0" * len(format_clock(self.seek_bar.maximum()))
        self.position.setMinimumWidth(self.position.fontMetrics().horizontalAdvance(sample) + Space.XS)
        self.volume.setFixedWidth(theme().px(96))
