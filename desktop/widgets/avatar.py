"""A round sign with the first letters of somebody's name. Decoration: the name stands beside it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.theming import theme, theming


class Avatar(QWidget):
    """`pixels` is its side at 100 %."""

    def __init__(self, name: str = "", *, pixels: int = 40, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._pixels = name, pixels
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theming().changed.connect(self.updateGeometry)

    def set_name(self, name: str) -> None:
        self._name = name
        self.update()

    def sizeHint(self) -> QSize:
        side = theme().px(self._pixels)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.colour("accent"), 1))
        painter.setBrush(now.colour("accent_tint"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawEllipse(box)
        font = self.font()
        font.setPixelSize(max(round(box.height() * 0.38), 1))
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(now.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials(self._name))


def initials(name: str) -> str:
    """First letters of the first and the last word that have one, in capitals; "?" for none."""
    letters = [next((c for c in word if c.isalnum()), "") for word in name.split()]
    found = [letter.upper() for letter in letters if letter]
    return "".join(found[:1] + found[1:][-1:]) or "?"
