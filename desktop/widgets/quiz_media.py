"""Picture, sound or film beside a question; its description until it has come, or when it cannot be shown."""

from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.label import Label
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme, theming

_PICTURE_HEIGHT = 280


class MediaBox(QWidget):
    """`expect(mime, alt)`, then `set_file(path)` or `set_lost()`. `loaded` once there is nothing to wait for."""

    loaded = Signal()

    def __init__(self, *, enlarged: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mime = self._alt = ""
        self._player: Any = None
        self.picture = Picture(enlarged=enlarged)
        self.words = Label("", tone="muted", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self._column.addWidget(self.picture)
        self._column.addWidget(self.words)
        self.clear()

    def clear(self) -> None:
        """Show nothing and let go of what was played."""
        if self._player is not None:
            self._player.close_file()
            self._player.hide()
            self._player.deleteLater()
            self._player = None
        self.picture.set_picture(None, "")
        self.picture.hide()
        self.words.setText("")
        self.hide()

    def expect(self, mime: str, alt: str) -> None:
        """Something of this kind comes; its description is shown meanwhile."""
        self.clear()
        self._mime, self._alt = mime, alt
        self.words.setText(alt or self.tr("Loading…"))
        self.words.show()
        self.show()

    def set_file(self, path: Path) -> None:
        """Show or offer to play what has come."""
        if self._mime.startswith("image/"):
            pixmap = QPixmap(str(path))
            if pixmap.isNull():
                self.set_lost()
                return
            self.picture.set_picture(pixmap, self._alt)
            self.picture.show()
            self.words.hide()
        else:
            self._player = player_for(film=self._mime.startswith("video/"), name=self._alt)
            if self._player is None:
                self.set_lost()
                return
            self._column.addWidget(self._player)
            self._player.failed.connect(self.set_lost)
            self._player.open(path)
            self.words.setText(self._alt)
        self.loaded.emit()

    def limit_picture(self, height: int) -> None:
        """Let a picture be at most so many pixels high, whatever the enlargement."""
        self.picture.limit(height)
        self._column.invalidate()
        self.updateGeometry()

    def set_lost(self) -> None:
        """It does not come or cannot be shown: the description stands for it."""
        lost = self.tr("A picture, sound or film of this question could not be shown here.")
        self.words.setText(f"{lost} {self._alt}".strip())
        self.words.show()
        self.loaded.emit()

    def player(self) -> Any:
        """What plays a sound or film, if one is here."""
        return self._player


def player_for(*, film: bool, name: str) -> Any:
    """A `QuizPlayer`, or None where QtMultimedia cannot play."""
    try:
        module = import_module("desktop.widgets.quiz_player")
    except ImportError:  # its system libraries are missing
        return None
    return module.QuizPlayer(film=film, name=name) if module.can_play() else None


class Picture(QWidget):
    """A picture in its own proportions, never larger than it is nor than the room."""

    def __init__(self, *, enlarged: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._enlarged = enlarged
        self._limit = 0
        self._pixmap: QPixmap | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theming().changed.connect(self.updateGeometry)

    def set_picture(self, pixmap: QPixmap | None, alt: str) -> None:
        self._pixmap = pixmap
        self.setAccessibleName(alt)
        self.setToolTip(alt)
        self.updateGeometry()
        self.update()

    def limit(self, height: int) -> None:
        """At most so many pixels high; 0 for the usual height, which grows with the enlargement."""
        self._limit = height
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._size(width).height()

    def sizeHint(self) -> QSize:
        return self._size(theme().px(560))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._pixmap is None:
            return
        size = self._size(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap((self.width() - size.width()) // 2, 0, size.width(), size.height(), self._pixmap)

    def _size(self, width: int) -> QSize:
        if self._pixmap is None:
            return QSize(0, 0)
        own = self._pixmap.size()
        room = QSize(width, self._limit or round(theme().px(_PICTURE_HEIGHT) * self._enlarged))
        fitted = own.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        # A small drawing may double, more would only show its pixels.
        return fitted if fitted.width() <= own.width() * 2 else own * 2
