"""How much of an allowance is used: a bar in green, amber or red, and a small button with one. Knows no allowance."""

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.widgets.icons import paint_icon
from desktop.widgets.theme import FOCUS_WIDTH, RADIUS_CONTROL, Space, TypeRole
from desktop.widgets.theming import theme, theming

Level = Literal["ok", "warning", "danger", "muted"]
"""Colour roles; "muted" is for what is not known to be true any more."""

_BAR, _SLIM = 8, 4
_ICON = 18
_LEAST_WIDTH = 64


def paint_bar(painter: QPainter, box: QRectF, fraction: float, level: Level, *, mirrored: bool) -> None:
    """Draw a bar that is filled from the leading edge; something used is never drawn as nothing."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = box.height() / 2
    now = theme()
    painter.setPen(QPen(now.colour("control_border"), 1))
    painter.setBrush(now.colour("raised"))
    painter.drawRoundedRect(box, radius, radius)
    if fraction > 0:
        filled = QRectF(box)
        filled.setWidth(max(box.height(), box.width() * min(fraction, 1.0)))
        if mirrored:
            filled.moveRight(box.right())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour(level))
        painter.drawRoundedRect(filled, radius, radius)
    painter.restore()


class MeterBar(QWidget):
    """`set_share(fraction, level)`; `name` and the words beside it say the same to screen readers."""

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fraction = 0.0
        self._level: Level = "ok"

    def set_share(self, fraction: float, level: Level) -> None:
        """Show a share from 0 to 1."""
        self._fraction, self._level = fraction, level
        self.update()

    def share(self) -> float:
        return self._fraction

    def level(self) -> Level:
        return self._level

    def sizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().px(_BAR) + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        paint_bar(painter, box, self._fraction, self._level, mirrored=mirrored)


class MeterButton(QAbstractButton):
    """An icon, a few words and a slim bar under them. Where there is little room it says less."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._icon = "gauge"
        self._fraction = 0.0
        self._level: Level = "ok"
        self._short = ""
        theming().changed.connect(self.updateGeometry)

    def set_meter(
        self, text: str, short: str, fraction: float, level: Level, *, icon_name: str, spoken: str
    ) -> None:
        """Say `text`, or `short` where there is little room; `spoken` is the tooltip and what screen readers hear."""
        self._icon, self._fraction, self._level, self._short = icon_name, fraction, level, short
        self.setText(text)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.updateGeometry()
        self.update()

    def shown_text(self) -> str:
        """The words there is room for: all, the short ones, or none beside the icon."""
        room = self.width() - self._beside()
        fits = (
            text for text in (self.text(), self._short) if self._metrics().horizontalAdvance(text) <= room
        )
        return next(fits, "")

    def level(self) -> Level:
        return self._level

    def sizeHint(self) -> QSize:
        now = theme()
        words = self._metrics().horizontalAdvance(self.text()) + self._beside()
        return QSize(max(words, now.px(_LEAST_WIDTH)), now.hit_target)

    def minimumSizeHint(self) -> QSize:
        """The icon and the bar: where there is little room the page's own buttons come first."""
        return QSize(max(theme().px(_ICON) + 2 * Space.S, theme().hit_target), theme().hit_target)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        inner = self.rect().adjusted(Space.S, 0, -Space.S, 0)
        slim = now.px(_SLIM)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        words_height = max(self._metrics().height(), now.px(_ICON))
        top = (self.height() - words_height - slim - 3) // 2
        glyph = QRect(inner.left(), top + (words_height - now.px(_ICON)) // 2, now.px(_ICON), now.px(_ICON))
        words = QRect(inner.left() + now.px(_ICON) + Space.XS, top, 0, words_height)
        words.setRight(inner.right())
        if mirrored:
            glyph.moveRight(inner.right())
            words.moveLeft(inner.left())
        paint_icon(
            painter, glyph, self._icon, self._level if self._level in ("warning", "danger") else "muted"
        )
        painter.setFont(now.font(TypeRole.SMALL, semibold=True, tabular=True))
        painter.setPen(now.colour("text"))
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(
            words, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, self.shown_text()
        )
        bar = QRectF(inner.left() + 0.5, top + words_height + 3, inner.width() - 1, slim)
        paint_bar(painter, bar, self._fraction, self._level, mirrored=mirrored)

    def _paint_ground(self, painter: QPainter) -> None:
        now = theme()
        if self.isDown() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("pressed" if self.isDown() else "hover"))
            painter.drawRoundedRect(self.rect(), RADIUS_CONTROL, RADIUS_CONTROL)
        if self.hasFocus():
            painter.setPen(QPen(now.colour("accent"), FOCUS_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS_CONTROL, RADIUS_CONTROL
            )

    def _beside(self) -> int:
        return theme().px(_ICON) + Space.XS + 2 * Space.S

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(theme().font(TypeRole.SMALL, semibold=True, tabular=True))
