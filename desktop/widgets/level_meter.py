"""A bar that shows how loud it is, falling slowly so that the eye can follow."""

import math

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.theming import theme

QUIETEST_DB = -50.0
_FALL = 0.85
_SEGMENTS = 24
_LOUD_FROM = 0.9


def share_of(level: float) -> float:
    """Part of the bar for a peak of 0 to 1: even steps of loudness in decibels from -50 to 0."""
    if level <= 0:
        return 0.0
    return min(1.0, max(0.0, 1 - 20 * math.log10(level) / QUIETEST_DB))


class LevelMeter(QWidget):
    """`set_level(peak)` with each piece of sound."""

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._shown = 0.0

    def set_level(self, level: float) -> None:
        self._shown = max(share_of(level), self._shown * _FALL)
        self.update()

    def clear(self) -> None:
        self._shown = 0.0
        self.update()

    def shown(self) -> float:
        """How much of the bar is lit, 0 to 1."""
        return self._shown

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self.width() / _SEGMENTS
        for number in range(_SEGMENTS):
            place = (
                number if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else _SEGMENTS - 1 - number
            )
            box = QRectF(QRect(round(place * step), 0, max(2, round(step) - 3), self.height()))
            lit = number < round(self._shown * _SEGMENTS)
            role = "danger" if number / _SEGMENTS >= _LOUD_FROM else "accent"
            painter.setPen(QPen(now.colour("control_border"), 1) if not lit else Qt.PenStyle.NoPen)
            painter.setBrush(now.colour(role if lit else "surface"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
