"""Shows video frames, whole and in their own proportions. An ordinary widget, so that messages can lie over it.

`QVideoWidget` is a native window above all others; painting a 1080p frame here takes 5 ms.
"""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtWidgets import QWidget

from desktop.widgets.theme import RADIUS_CONTROL, Space, TypeRole
from desktop.widgets.theming import theme

_CAPTION_WIDTH = 0.8


class VideoSurface(QWidget):
    """`clicked` on a single click, `full_screen_toggled` on a double click and on Esc while it fills the screen."""

    clicked = Signal()
    full_screen_toggled = Signal()

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 90)
        self._frame = QVideoFrame()
        self._caption = ""

    def show_frame(self, frame: QVideoFrame) -> None:
        self._frame = frame
        self.update()

    def clear(self) -> None:
        self.set_caption("")
        self.show_frame(QVideoFrame())

    def set_caption(self, text: str) -> None:
        """Write what is spoken over the lower edge; empty writes nothing."""
        if text != self._caption:
            self._caption = text
            self.update()

    def caption(self) -> str:
        return self._caption

    def has_frame(self) -> bool:
        return self._frame.isValid()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(640), theme().px(360))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        if self._frame.isValid():
            self._paint_frame(painter)
        if self._caption:
            self._paint_caption(painter)

    def _paint_frame(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._frame.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(
            (self.width() - size.width()) / 2,
            (self.height() - size.height()) / 2,
            size.width(),
            size.height(),
        )
        options = QVideoFrame.PaintOptions()
        options.backgroundColor = QColor(Qt.GlobalColor.black)
        self._frame.paint(painter, box, options)

    def _paint_caption(self, painter: QPainter) -> None:
        """White on black in every theme, as captions are everywhere; large enough for the back row."""
        large = self.width() > theme().px(900)
        painter.setFont(theme().font(TypeRole.DISPLAY if large else TypeRole.LEAD, semibold=True))
        width = round(self.width() * _CAPTION_WIDTH)
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        room = QRect((self.width() - width) // 2, 0, width, self.height())
        words = painter.boundingRect(room, flags, self._caption)
        words.moveBottom(self.height() - Space.XXL)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        painter.setOpacity(0.75)
        painter.drawRoundedRect(
            words.adjusted(-Space.M, -Space.S, Space.M, Space.S), RADIUS_CONTROL, RADIUS_CONTROL
        )
        painter.setOpacity(1.0)
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(words, flags, self._caption)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.full_screen_toggled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.full_screen_toggled.emit()
            return
        event.ignore()
