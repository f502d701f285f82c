"""A small state or tag: an icon or a dot, and always a word."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.icons import paint_icon
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming

Tone = Literal["neutral", "accent", "ok", "warning", "danger", "info"]

TONE_ICONS: dict[str, str] = {
    "neutral": "",
    "accent": "",
    "ok": "check-circle-outline",
    "warning": "alert-outline",
    "danger": "alert-circle-outline",
    "info": "information-outline",
}


class Pill(QWidget):
    """Word with an edge in the colour of its tone. States of a job use ok, warning, danger, info."""

    def __init__(
        self, text: str = "", tone: Tone = "neutral", *, icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text = self._icon = ""
        self._tone: Tone = tone
        self.set_state(text, tone, icon_name)
        theming().changed.connect(self._restyle)

    def set_state(self, text: str, tone: Tone = "neutral", icon_name: str = "") -> None:
        self._text, self._tone = text, tone
        self._icon = icon_name or TONE_ICONS[tone]
        self.setAccessibleName(text)
        self._restyle()

    def text(self) -> str:
        return self._text

    def _restyle(self) -> None:
        self.setFont(theme().font(TypeRole.SMALL, semibold=True))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        icon_width = metrics.height() + Space.XS if self._icon else 0
        return QSize(
            metrics.horizontalAdvance(self._text) + icon_width + 2 * Space.S + 2,
            metrics.height() + Space.XS + 2,
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme()
        role = "text" if self._tone == "neutral" else self._tone
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.colour("control_border" if self._tone == "neutral" else role), 1))
        painter.setBrush(colours.colour("surface"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(colours.colour(role))
        inner = self.rect().adjusted(Space.S, 0, -Space.S, 0)
        side = self.fontMetrics().height()
        if self._icon:
            glyph = inner.adjusted(0, 0, 0, 0)
            glyph.setSize(QSize(side, side))
            glyph.moveTop((self.height() - side) // 2)
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                glyph.moveRight(inner.right())
                inner.setRight(glyph.left() - Space.XS)
            else:
                inner.setLeft(glyph.right() + Space.XS)
            paint_icon(painter, glyph, self._icon, role)
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, self._text)
