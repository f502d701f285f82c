"""What hangs at the pointer while something is dragged: a few words on a card. Knows no feature."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPixmap

from desktop.widgets.theme import RADIUS_CONTROL, Space, TypeRole
from desktop.widgets.theming import theme

_WIDEST = 260


def drag_picture(text: str, ratio: float) -> QPixmap:
    """The words on one line, shortened where needed; `ratio` is the screen's pixels per point."""
    font = theme().font(TypeRole.BODY, semibold=True)
    metrics = QFontMetrics(font)
    words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, theme().px(_WIDEST))
    width = metrics.horizontalAdvance(words) + 2 * Space.L
    height = metrics.height() + 2 * Space.S
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().colour("accent"), 2))
    painter.setBrush(theme().colour("surface"))
    area = QRectF(0, 0, width, height)
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), RADIUS_CONTROL, RADIUS_CONTROL)
    painter.setPen(theme().colour("text"))
    painter.setFont(font)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return picture
