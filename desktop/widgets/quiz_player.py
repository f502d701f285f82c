"""Sound or film of a question, played when the person wants it. Importing it needs QtMultimedia's libraries."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.formats import format_clock
from desktop.widgets.label import Label
from desktop.widgets.playback import Playback, can_play
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme
from desktop.widgets.video_surface import VideoSurface

__all__ = ["QuizPlayer", "can_play"]

_FILM_HEIGHT = 280


class QuizPlayer(QWidget):
    """A button that plays and pauses, the time, and for films a picture. Nothing plays by itself."""

    failed = Signal()

    def __init__(self, *, film: bool, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.playback = Playback(self)
        self.surface = VideoSurface(name)
        self.surface.setVisible(film)
        self.surface.setFixedHeight(theme().px(_FILM_HEIGHT))
        self.button = Button(self.tr("Play"), icon_name="play")
        self.time = Label("", tone="muted")
        line = QHBoxLayout()
        line.addWidget(self.button)
        line.addWidget(self.time)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.surface)
        column.addLayout(line)
        self.button.clicked.connect(lambda _on: self.playback.toggle())
        self.surface.clicked.connect(self.playback.toggle)
        self.playback.frame_came.connect(self.surface.show_frame)
        self.playback.state_changed.connect(self._show_state)
        self.playback.moved.connect(lambda _ms: self._show_time())
        self.playback.duration_changed.connect(lambda _ms: self._show_time())
        self.playback.failed.connect(lambda _detail: self.failed.emit())

    def open(self, path: Path) -> None:
        """Load a file and stand at its beginning."""
        self.playback.open(path)

    def close_file(self) -> None:
        """Stop and let go of the file."""
        self.playback.close()

    def _show_state(self) -> None:
        playing = self.playback.is_playing()
        self.button.setText(self.tr("Pause") if playing else self.tr("Play"))
        self.button.set_icon("pause" if playing else "play")

    def _show_time(self) -> None:
        here, whole = self.playback.position_ms(), self.playback.duration_ms()
        self.time.setText(f"{format_clock(here)} / {format_clock(whole)}" if whole else "")
