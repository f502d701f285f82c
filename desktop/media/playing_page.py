"""Sound and film of one item: the player, its picture, its controls and its keys.

The only module of the player page that needs QtMultimedia: where its libraries are missing, importing this fails and
the page shows the text alone.
"""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.media.player_bar_page import SKIP_MS, PlayerBar
from desktop.widgets.playback import Playback, can_play
from desktop.widgets.video_surface import VideoSurface

STEP_MS = 5_000

__all__ = ["STEP_MS", "Playing", "can_play"]


class Playing(QObject):
    """`bar` and `screen` are put where the page wants them. `neighbour_wanted(step)`: the line before or after."""

    moved = Signal(int)
    failed = Signal(str)
    neighbour_wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.playback = Playback(self)
        self._spoken = ""
        self._captions = True
        self.bar = PlayerBar(self.playback)
        self.surface = VideoSurface(self.tr("Video"))
        self.screen = QWidget()
        self._screen_layout = QVBoxLayout(self.screen)
        self._screen_layout.setContentsMargins(0, 0, 0, 0)
        self._screen_layout.addWidget(self.surface)
        self.surface.installEventFilter(self)
        self.playback.moved.connect(self.moved)
        self.playback.failed.connect(self.failed)
        self.playback.frame_came.connect(self.surface.show_frame)
        self.surface.clicked.connect(self.playback.toggle)
        self.surface.full_screen_toggled.connect(self.toggle_full_screen)
        self.bar.full_screen.clicked.connect(self.toggle_full_screen)

    def open(self, path: Path, *, has_video: bool, length_ms: int, start_ms: int, play: bool) -> None:
        """Load a recording and stand at `start_ms`."""
        self.surface.clear()
        self.bar.set_full_screen_offered(offered=has_video)
        self.bar.set_length(length_ms)
        self.bar.show_position(start_ms)
        self.playback.open(path, start_ms=start_ms, play=play)

    def set_spoken(self, text: str) -> None:
        """What is said now: written over the picture while it fills the screen and the text is out of sight."""
        self._spoken = text
        self._show_caption()

    def toggle_captions(self) -> None:
        self._captions = not self._captions
        self._show_caption()

    def close(self) -> None:
        """Let go of the file."""
        self.leave_full_screen()
        self.playback.close()
        self.surface.clear()

    def toggle_full_screen(self) -> None:
        if self.surface.isFullScreen():
            self.leave_full_screen()
        elif not self.bar.full_screen.isHidden():
            self._screen_layout.removeWidget(self.surface)
            self.surface.setParent(None)
            self.surface.setWindowTitle(self.tr("Video"))
            self.surface.showFullScreen()
            self.surface.setFocus()
            self._show_caption()

    def leave_full_screen(self) -> None:
        if self.surface.isFullScreen():
            self.surface.setWindowState(Qt.WindowState.WindowNoState)
            self._screen_layout.addWidget(self.surface)
            self.surface.show()
            self._show_caption()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Act on a key of the player; False when it is none of them."""
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        player = self.playback
        mirrored = self.bar.layoutDirection() == Qt.LayoutDirection.RightToLeft
        step = -STEP_MS if mirrored else STEP_MS
        actions = {
            Qt.Key.Key_Space: player.toggle,
            Qt.Key.Key_K: player.toggle,
            Qt.Key.Key_MediaTogglePlayPause: player.toggle,
            Qt.Key.Key_J: lambda: player.skip(-SKIP_MS),
            Qt.Key.Key_L: lambda: player.skip(SKIP_MS),
            Qt.Key.Key_Left: lambda: player.skip(-step),
            Qt.Key.Key_Right: lambda: player.skip(step),
            Qt.Key.Key_Comma: lambda: self.neighbour_wanted.emit(-1),
            Qt.Key.Key_Period: lambda: self.neighbour_wanted.emit(+1),
            Qt.Key.Key_Less: lambda: player.step_rate(-1),
            Qt.Key.Key_Greater: lambda: player.step_rate(+1),
            Qt.Key.Key_Plus: lambda: self.bar.change_volume(+1),
            Qt.Key.Key_Minus: lambda: self.bar.change_volume(-1),
            Qt.Key.Key_M: self.bar.toggle_mute,
            Qt.Key.Key_F: self.toggle_full_screen,
            Qt.Key.Key_C: self.toggle_captions,
        }
        action = actions.get(Qt.Key(event.key()))
        if action is None:
            return False
        action()
        return True

    def _show_caption(self) -> None:
        shown = self._captions and self.surface.isFullScreen()
        self.surface.set_caption(self._spoken if shown else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While the picture fills the screen it is a window of its own, and keys do not reach the page."""
        if (
            watched is self.surface
            and self.surface.isFullScreen()
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            return self.handle_key(event)
        return super().eventFilter(watched, event)
