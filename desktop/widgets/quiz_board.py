"""Leaderboard and podium: names, points and places that are handed in. Knows no game."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.formats import format_number
from desktop.widgets.icons import paint_icon
from desktop.widgets.theme import RADIUS_CONTROL, Space, TypeRole
from desktop.widgets.theming import theme, theming

PODIUM_PLACES = 3
_STEP_SHARES = (1.0, 0.72, 0.5)
_MIDDLE_FIRST = (1, 0, 2)


@dataclass(frozen=True)
class BoardLine:
    """One line. `moved` is how many ranks up (+) or down (−); `own` marks the viewer's."""

    name: str
    total: int
    rank: int
    moved: int = 0
    team: str = ""
    own: bool = False


class Board(QWidget):
    """Lines from the best down."""

    def __init__(self, *, enlarged: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._enlarged = enlarged
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self.rows: list[BoardRow] = []

    def set_lines(self, lines: Sequence[BoardLine]) -> None:
        while self.rows:
            row = self.rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for line in lines:
            self.rows.append(BoardRow(line, enlarged=self._enlarged, parent=self))
            self._column.addWidget(self.rows[-1])


class BoardRow(QWidget):
    """Rank, name, how far it moved, points."""

    def __init__(self, line: BoardLine, *, enlarged: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self._enlarged = enlarged
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._spoken())
        self.setToolTip(line.name)
        theming().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), QFontMetrics(self._font()).height() + 2 * Space.S)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, line = theme(), self.line
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        place = _Mirror(self.width() if rtl else 0)
        painter.setPen(QPen(now.colour("accent"), 2) if line.own else QPen(now.colour("border"), 1))
        painter.setBrush(now.colour("accent_tint" if line.own else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS_CONTROL, RADIUS_CONTROL)
        metrics, high = QFontMetrics(self._font()), self.height()
        painter.setPen(now.colour("text"))
        painter.setFont(self._font(semibold=True))
        rank_width = metrics.horizontalAdvance("0000")
        painter.drawText(place.box(Space.S, rank_width, high), Qt.AlignmentFlag.AlignCenter, str(line.rank))
        points = format_number(line.total)
        points_width = QFontMetrics(self._font(semibold=True)).horizontalAdvance(points) + 1
        end = self.width() - Space.M - points_width
        painter.drawText(place.box(end, points_width, high), Qt.AlignmentFlag.AlignCenter, points)
        end -= Space.M
        end = self._paint_move(painter, place, end)
        start = Space.S + rank_width + Space.S
        painter.setFont(self._font())
        self._paint_name(painter, place.box(start, max(0, end - start), high))

    def _paint_move(self, painter: QPainter, place: "_Mirror", end: int) -> int:
        moved = self.line.moved
        if not moved:
            return end
        side = round(QFontMetrics(self._font()).height() * 0.8)
        width = QFontMetrics(self._font()).horizontalAdvance(str(abs(moved)))
        painter.setFont(self._font())
        painter.drawText(
            place.box(end - width, width + 1, self.height()), Qt.AlignmentFlag.AlignCenter, str(abs(moved))
        )
        end -= width + side + Space.XS
        box = place.box(end, side, side).translated(0, (self.height() - side) / 2)
        # A place lost is no failure: muted, never in the colour of danger.
        role, glyph = ("ok", "arrow-up-bold") if moved > 0 else ("muted", "arrow-down-bold")
        paint_icon(painter, box.toRect(), glyph, "text" if self.line.own else role)
        return end - Space.S

    def _paint_name(self, painter: QPainter, box: QRectF) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        words = f"{self.line.name} · {self.line.team}" if self.line.team else self.line.name
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)

    def _font(self, *, semibold: bool = False) -> QFont:
        font = theme().font(TypeRole.LEAD, semibold=semibold or self.line.own, tabular=True)
        font.setPointSizeF(font.pointSizeF() * self._enlarged)
        return font

    def _spoken(self) -> str:
        line = self.line
        parts = [f"{line.rank}. {line.name}", *([line.team] if line.team else [])]
        parts.append(self.tr("%n point(s)", "", line.total))
        if line.moved > 0:
            parts.append(self.tr("up by %n", "", line.moved))
        elif line.moved < 0:
            parts.append(self.tr("down by %n", "", -line.moved))
        parts += [self.tr("you")] if line.own else []
        return ", ".join(parts)


class Podium(QWidget):
    """The best three on steps, the first in the middle; equal ranks stand on equal steps."""

    def __init__(self, *, enlarged: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._enlarged = enlarged
        self.lines: list[BoardLine] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theming().changed.connect(self.updateGeometry)

    def set_lines(self, lines: Sequence[BoardLine]) -> None:
        """Show the first three of `lines`, which are sorted by rank."""
        self.lines = list(lines[:PODIUM_PLACES])
        self.setAccessibleName(
            "; ".join(
                self.tr("{rank}. {name}, {points} points").format(
                    rank=line.rank, name=line.name, points=format_number(line.total)
                )
                for line in self.lines
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(theme().px(420) * self._enlarged), round(theme().px(220) * self._enlarged))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        used = min(self.width(), round(theme().px(600) * self._enlarged))
        width = (used - 2 * Space.S) / PODIUM_PLACES
        start = (self.width() - used) / 2
        for column, number in enumerate(_MIDDLE_FIRST):
            if number < len(self.lines):
                self._paint_step(painter, self.lines[number], start + column * (width + Space.S), width)

    def _paint_step(self, painter: QPainter, line: BoardLine, left: float, width: float) -> None:
        now = theme()
        words = now.font(TypeRole.LEAD, semibold=True)
        words.setPointSizeF(words.pointSizeF() * self._enlarged)
        points = now.font(TypeRole.BODY, tabular=True)
        points.setPointSizeF(points.pointSizeF() * self._enlarged)
        name_high, points_high = QFontMetrics(words).height(), QFontMetrics(points).height()
        room = self.height() - name_high - points_high - Space.S
        high = room * _STEP_SHARES[min(line.rank, PODIUM_PLACES) - 1]
        step = QRectF(left, self.height() - high, width, high).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(now.colour("accent" if line.own else "control_border"), 3 if line.own else 1))
        painter.setBrush(now.colour("accent" if line.rank == 1 else "accent_tint"))
        painter.drawRoundedRect(step, RADIUS_CONTROL, RADIUS_CONTROL)
        number = now.font(TypeRole.DISPLAY, semibold=True)
        number.setPointSizeF(number.pointSizeF() * self._enlarged)
        painter.setFont(number)
        painter.setPen(now.colour("on_accent" if line.rank == 1 else "text"))
        painter.drawText(step, Qt.AlignmentFlag.AlignCenter, str(line.rank))
        painter.setPen(now.colour("text"))
        top = step.top() - name_high - points_high - Space.XS
        painter.setFont(words)
        name = QFontMetrics(words).elidedText(line.name, Qt.TextElideMode.ElideRight, round(width))
        painter.drawText(QRectF(left, top, width, name_high), Qt.AlignmentFlag.AlignCenter, name)
        painter.setFont(points)
        box = QRectF(left, top + name_high, width, points_high)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, format_number(line.total))


class _Mirror:
    """Boxes counted from the leading edge; `width` 0 means left to right."""

    def __init__(self, width: int) -> None:
        self._width = width

    def box(self, start: float, width: float, height: float) -> QRectF:
        left = self._width - start - width if self._width else start
        return QRectF(left, 0, width, height)
