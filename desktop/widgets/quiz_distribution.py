"""What a room answered: one bar per option, text or range. Knows counts and words, no question."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.formats import format_number, format_share
from desktop.widgets.icons import paint_icon
from desktop.widgets.quiz_math import has_maths, spoken
from desktop.widgets.quiz_palette import OPTION_LETTERS, badge_width, option_look, paint_badge
from desktop.widgets.quiz_text import QuizDocument
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming

_BAR = 12
_NO_WRAP = 10_000


@dataclass(frozen=True)
class Bar:
    """One line of a distribution. `position` gives it an option's badge and colour; `own` was the viewer's answer."""

    text: str
    count: int
    position: int | None = None
    right: bool = False
    own: bool = False


class Distribution(QWidget):
    """Bars one below the other, each as long as its share of the `total` answers."""

    def __init__(self, *, enlarged: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._enlarged = enlarged
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)
        self.rows: list[BarRow] = []

    def set_bars(self, bars: Sequence[Bar], total: int) -> None:
        """Show these; `total` is how many answered (an answer may count in several bars)."""
        for number, bar in enumerate(bars):
            if number == len(self.rows):
                self.rows.append(BarRow(enlarged=self._enlarged, parent=self))
                self._column.addWidget(self.rows[-1])
                # Left to the layout, it would take no room until the event loop comes to it.
                self.rows[-1].show()
            self.rows[number].set_bar(bar, total)
        while len(self.rows) > len(bars):
            row = self.rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()


class BarRow(QWidget):
    """Badge, text and number above a bar."""

    def __init__(self, *, enlarged: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._enlarged = enlarged
        self._bar = Bar("", 0)
        self._total = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theming().changed.connect(self.updateGeometry)

    def set_bar(self, bar: Bar, total: int) -> None:
        self._bar, self._total = bar, total
        letter = "" if bar.position is None else f"{OPTION_LETTERS[bar.position]}: "
        parts = [f"{letter}{spoken(bar.text)}", self.tr("%n answer(s)", "", bar.count)]
        parts += [self.tr("right")] if bar.right else []
        parts += [self.tr("your answer")] if bar.own else []
        self.setAccessibleName(", ".join(parts))
        self.setToolTip(spoken(bar.text))
        self.updateGeometry()
        self.update()

    def share(self) -> float:
        """Part of the answers, 0 to 1."""
        return min(1.0, self._bar.count / self._total) if self._total else 0.0

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), self._text_height() + Space.XS + self._thickness())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._paint_line(painter, rtl=rtl)
        self._paint_bar(painter, rtl=rtl)

    def _paint_line(self, painter: QPainter, *, rtl: bool) -> None:
        now, bar, high = theme(), self._bar, self._text_height()
        line = _Line(QRect(0, 0, self.width(), high), rtl=rtl)
        if bar.position is not None:
            low = min(high, self._plain_height())
            place = QRectF(line.leading(badge_width(low)))
            paint_badge(
                painter, QRectF(place.x(), (high - low) / 2, place.width(), low), bar.position, rtl=rtl
            )
        font = now.font(TypeRole.BODY, semibold=True, tabular=True)
        font.setPointSizeF(font.pointSizeF() * self._enlarged)
        painter.setFont(font)
        painter.setPen(now.colour("text"))
        number = f"{format_number(bar.count)} · {format_share(self.share())}"
        width = QFontMetrics(font).horizontalAdvance(number) + 1
        painter.drawText(line.trailing(width), Qt.AlignmentFlag.AlignCenter, number)
        for shown, name, role in ((bar.right, "check-circle", "ok"), (bar.own, "account-circle", "text")):
            if shown:
                paint_icon(painter, line.trailing(round(high * 0.8)), name, role)
        font.setWeight(now.font().weight())
        if has_maths(bar.text):
            document = QuizDocument(bar.text, font, now.colour("text"), rtl=rtl)
            box = QRectF(line.rest())
            spare = max(0.0, box.height() - document.height(_NO_WRAP))
            painter.save()
            painter.setClipRect(box)
            document.paint(painter, box.adjusted(0, spare / 2, 0, 0))
            painter.restore()
            return
        painter.setFont(font)
        words = QFontMetrics(font).elidedText(
            spoken(bar.text), Qt.TextElideMode.ElideRight, line.rest().width()
        )
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        painter.drawText(
            line.rest(), side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, words
        )

    def _paint_bar(self, painter: QPainter, *, rtl: bool) -> None:
        now, thick = theme(), self._thickness()
        track = QRectF(0, self.height() - thick, self.width(), thick).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(now.colour("border"), 1))
        painter.setBrush(now.colour("raised"))
        painter.drawRoundedRect(track, thick / 2, thick / 2)
        share = self.share()
        if not share:
            return
        colour = now.colour("accent")
        if self._bar.position is not None:
            look = option_look(self._bar.position)
            colour = look.ink if now.colours.name == "contrast" else look.colour
        filled = QRectF(track)
        filled.setWidth(max(float(thick), track.width() * share))
        if rtl:
            filled.moveRight(track.right())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(filled, thick / 2, thick / 2)

    def _text_height(self) -> int:
        font = theme().font(TypeRole.BODY)
        font.setPointSizeF(font.pointSizeF() * self._enlarged)
        plain = self._plain_height()
        if not has_maths(self._bar.text):
            return plain
        # Fractions need more than a line of words.
        return max(plain, round(QuizDocument(self._bar.text, font, theme().colour("text")).height(_NO_WRAP)))

    def _plain_height(self) -> int:
        font = theme().font(TypeRole.BODY)
        font.setPointSizeF(font.pointSizeF() * self._enlarged)
        return QFontMetrics(font).height() + Space.XS

    def _thickness(self) -> int:
        return round(theme().px(_BAR) * self._enlarged)


class _Line:
    """Hands out places of one line from both ends, in reading direction."""

    def __init__(self, box: QRect, *, rtl: bool) -> None:
        self._box, self._rtl = box, rtl

    def leading(self, width: int) -> QRect:
        return self._cut(width, from_left=not self._rtl)

    def trailing(self, width: int) -> QRect:
        return self._cut(width, from_left=self._rtl)

    def rest(self) -> QRect:
        return QRect(self._box)

    def _cut(self, width: int, *, from_left: bool) -> QRect:
        piece = QRect(self._box)
        piece.setWidth(width)
        if from_left:
            self._box.setLeft(self._box.left() + width + Space.S)
        else:
            piece.moveRight(self._box.right())
            self._box.setRight(self._box.right() - width - Space.S)
        return piece
