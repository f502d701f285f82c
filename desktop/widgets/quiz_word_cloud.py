"""A word cloud: the more people gave a word, the larger it is. Words stand in lines, most frequent first."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming

_SMALLEST, _LARGEST = 1.0, 2.8


class WordCloud(QWidget):
    """`set_words([(word, count)])`. The accessible name lists all of them with their counts."""

    def __init__(self, *, enlarged: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._enlarged = enlarged
        self._words: list[tuple[str, int]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theming().changed.connect(self.updateGeometry)

    def set_words(self, words: Sequence[tuple[str, int]]) -> None:
        self._words = sorted(words, key=lambda pair: -pair[1])
        self.setAccessibleName(", ".join(f"{word} {count}" for word, count in self._words))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        return math.ceil(sum(high for high, _line in lines)) + Space.S * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        width = theme().px(420)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = max(self.width(), theme().px(120))
        return QSize(theme().px(120), self.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = 0.0
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for number, (high, line) in enumerate(self._lines(self.width())):
            used = sum(width for _word, _font, width in line) + Space.L * (len(line) - 1)
            left = (self.width() - used) / 2
            for word, font, width in reversed(line) if rtl else line:
                painter.setFont(font)
                # Loudness is in the size; two colours only keep neighbours apart.
                painter.setPen(theme().colour("accent" if number == 0 else "text"))
                box = QRectF(left, top, width, high)
                text = QFontMetricsF(font).elidedText(word, Qt.TextElideMode.ElideRight, width + 1)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
                left += width + Space.L
            top += high + Space.S

    def _lines(self, width: int) -> list[tuple[float, list[tuple[str, QFont, float]]]]:
        """Height of each line and its (word, font, width), wrapped to `width`."""
        most = max((count for _word, count in self._words), default=1)
        lines: list[tuple[float, list[tuple[str, QFont, float]]]] = []
        used = 0.0
        for word, count in self._words:
            font = self._font(count / most)
            metrics = QFontMetricsF(font)
            wide = min(metrics.horizontalAdvance(word) + 1, float(width))
            if not lines or used + Space.L + wide > width:
                lines.append((0.0, []))
                used = -Space.L
            high, line = lines[-1]
            lines[-1] = (max(high, metrics.height()), [*line, (word, font, wide)])
            used += Space.L + wide
        return lines

    def _font(self, share: float) -> QFont:
        font = theme().font(TypeRole.BODY, semibold=share > 0.5)
        factor = _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(max(0.0, share))
        font.setPointSizeF(font.pointSizeF() * factor * self._enlarged)
        return font
