"""Shows video frames, whole and in their own proportions. An ordinary widget, so that messages can lie over it.

`QVideoWidget` is a native window above all others; painting a 1080p frame here takes 5 ms.
"""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtWidgets import QWidget

from desktop.widgets.theming import theme


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

    def show_frame(self, frame: QVideoFrame) -> None:
        self._frame = frame
        self.update()

    def clear(self) -> None:
        self.show_frame(QVideoFrame())

    def has_frame(self) -> bool:
        return self._frame.isValid()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(640), theme().px(360))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        if not self._frame.isValid():
            return
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
