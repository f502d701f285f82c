"""Names of those who are here as calm chips, as many as fit in a few lines. Knows no game."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.formats import format_number
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming

_LINES = 3
_WIDEST = 220


class NameChips(QWidget):
    """`set_names` takes the most important name first; `shown()` says which have room, `more()` how many not."""

    def __init__(self, *, enlarged: float = 1.0, lines: int = _LINES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._enlarged, self._lines = enlarged, lines
        self._names: tuple[str, ...] = ()
        self._chips: list[tuple[str, QRect]] = []
        self._count = 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theming().changed.connect(self._lay_out)

    def set_names(self, names: Sequence[str]) -> None:
        if tuple(names) != self._names:
            self._names = tuple(names)
            self._lay_out()

    def shown(self) -> tuple[str, ...]:
        return self._names[: self._count]

    def more(self) -> int:
        return len(self._names) - self._count

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        chips = self._arranged(width)[0]
        return chips[-1][1].bottom() + 1 if chips else 0

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme().px(_WIDEST))
        return QSize(width, self.heightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._font()
        painter.setFont(font)
        metrics = QFontMetrics(font)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for place, (text, box) in enumerate(self._chips):
            named = place < self._count
            area = QRect(self.width() - box.right() - 1, box.y(), box.width(), box.height()) if rtl else box
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("accent_tint") if named else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area), area.height() / 2, area.height() / 2)
            painter.setPen(now.colour("text" if named else "muted"))
            inside = area.adjusted(self._side(), 0, -self._side(), 0)
            words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, words)

    def _font(self) -> QFont:
        font = theme().font(TypeRole.LEAD, semibold=True)
        font.setPointSizeF(font.pointSizeF() * self._enlarged)
        return font

    def _side(self) -> int:
        return round(Space.M * self._enlarged)

    def _lay_out(self) -> None:
        self._place()
        self.updateGeometry()
        self.update()

    def _place(self) -> None:
        self._chips, self._count = self._arranged(self.width())
        self.setAccessibleName(", ".join(text for text, _box in self._chips))

    def _arranged(self, width: int) -> tuple[list[tuple[str, QRect]], int]:
        """Chips with their boxes, and how many of them are names; the last may say how many more there are."""
        boxes = self._boxes(self._names, width)
        if len(boxes) == len(self._names):
            return list(zip(self._names, boxes, strict=True)), len(boxes)
        # The words of what is left take room themselves, so names give way until they fit.
        for count in range(len(boxes), -1, -1):
            words = self.tr("+{count} more").format(count=format_number(len(self._names) - count))
            texts = [*self._names[:count], words]
            found = self._boxes(texts, width)
            if len(found) == len(texts):
                return list(zip(texts, found, strict=True)), count
        return [], 0

    def _boxes(self, texts: Sequence[str], width: int) -> list[QRect]:
        """Boxes of the first texts, until the lines are full."""
        metrics = QFontMetrics(self._font())
        gap, height = round(Space.S * self._enlarged), metrics.height() + round(Space.S * self._enlarged)
        widest = min(round(theme().px(_WIDEST) * self._enlarged), max(1, width))
        x = line = 0
        boxes: list[QRect] = []
        for text in texts:
            wide = min(metrics.horizontalAdvance(text) + 2 * self._side() + 2, widest)
            if x and x + wide > width:
                x, line = 0, line + 1
            if line >= self._lines:
                break
            boxes.append(QRect(x, line * (height + gap), wide, height))
            x += wide + gap
        return boxes
