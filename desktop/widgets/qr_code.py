"""A QR code, always dark on white with its quiet zone, whatever the theme. Knows nothing of what it says."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.theme import RADIUS_CONTROL
from desktop.widgets.theming import theme, theming

_QUIET = 4
"""Empty modules around the code that readers need (ISO/IEC 18004, 9.1)."""
_DARK, _LIGHT = "#000000", "#FFFFFF"


class QrCode(QWidget):
    """`set_text(text)`; modules are whole pixels, as large as the room lets them be. `name` says what it leads to."""

    def __init__(self, name: str, *, pixels: int = 240, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels = pixels
        self._text = ""
        self._rows: tuple[bytes, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theming().changed.connect(self.updateGeometry)

    def set_text(self, text: str) -> None:
        """Show another text; none shows an empty square."""
        if text == self._text:
            return
        import segno

        self._text = text
        self._rows = ()
        if text:
            self._rows = tuple(bytes(row) for row in segno.make(text, error="m", micro=False).matrix)
        self.setAccessibleDescription(text)
        self.update()

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        side = theme().px(self._pixels)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        side = theme().px(self._pixels) * 2 // 3
        return QSize(side, side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        side = min(self.width(), self.height())
        modules = len(self._rows) + 2 * _QUIET
        module = max(1, side // modules) if self._rows else 1
        square = module * modules if self._rows else side
        left, top = (self.width() - square) // 2, (self.height() - square) // 2
        painter.setBrush(QColor(_LIGHT))
        painter.drawRoundedRect(QRectF(left, top, square, square), RADIUS_CONTROL, RADIUS_CONTROL)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for y, row in enumerate(self._rows, start=_QUIET):
            for x, dark in enumerate(row, start=_QUIET):
                if dark:
                    painter.fillRect(left + x * module, top + y * module, module, module, QColor(_DARK))
