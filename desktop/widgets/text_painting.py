"""Draws one laid-out line of a transcript with its marks. Knows no scrolling and no events."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QTextCharFormat, QTextLayout

from desktop.widgets.text_lines import LineLayouts, TextLine
from desktop.widgets.theme import FOCUS_WIDTH, RADIUS_CONTROL, Space, TypeRole
from desktop.widgets.theming import theme

_WORD_RADIUS = 4
_BAR_WIDTH = 3

Ranges = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class LineState:
    """How a line stands out: ranges are characters [start, end); `spoken` is None when it is another line's turn."""

    spoken: tuple[int, int] | None = None
    current: bool = False
    hovered: bool = False
    selected: tuple[int, int] = (0, 0)
    matches: Ranges = ()
    match: Ranges = ()


class LinePainter:
    """Draws lines on one painter; call `end` after the last."""

    def __init__(self, painter: QPainter, layouts: LineLayouts, *, mirrored: bool) -> None:
        self._painter = painter
        self._layouts = layouts
        self._mirrored = mirrored
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def end(self) -> None:
        self._painter.end()

    def paint(self, row: int, line: TextLine, area: QRect, text_area: QRect, state: LineState) -> None:
        """Draw a line: `area` is its whole row, `text_area` where its text was laid out."""
        self._ground(area, state)
        self._words_beside(row, line, area, text_area, state)
        self._marks(row, text_area, state)
        origin = QPointF(text_area.left(), text_area.top() + self._layouts.top(row))
        self._painter.setPen(theme().colour("text"))
        self._layouts.layout(row).draw(self._painter, origin, _coloured(state))

    def _ground(self, area: QRect, state: LineState) -> None:
        painter, colours = self._painter, theme()
        box = QRectF(area).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if state.hovered:
            painter.setBrush(colours.colour("hover"))
            painter.drawRoundedRect(box, RADIUS_CONTROL, RADIUS_CONTROL)
        if state.spoken is not None:
            painter.setBrush(colours.colour("accent"))
            left = box.right() - _BAR_WIDTH if self._mirrored else box.left()
            painter.drawRoundedRect(QRectF(left, box.top() + 2, _BAR_WIDTH, box.height() - 4), 1.5, 1.5)
        if state.current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.colour("accent"), FOCUS_WIDTH))
            painter.drawRoundedRect(box, RADIUS_CONTROL, RADIUS_CONTROL)

    def _words_beside(
        self, row: int, line: TextLine, area: QRect, text_area: QRect, state: LineState
    ) -> None:
        """Draw the mark in the margin, in line with the first line of text, and the heading above it."""
        painter, colours = self._painter, theme()
        if line.mark:
            font = colours.font(TypeRole.SMALL, semibold=state.spoken is not None, tabular=True)
            top = text_area.top() + self._layouts.top(row)
            beside = QRect(area.left(), top, text_area.left() - area.left() - Space.M, 0)
            if self._mirrored:
                beside = QRect(
                    text_area.right() + Space.M, top, area.right() - text_area.right() - Space.M, 0
                )
            beside.setHeight(round(self._layouts.line_height))
            painter.setFont(font)
            painter.setPen(colours.colour("muted" if state.spoken is None else "text"))
            # Marks stand against the text on either side; without "absolute" a painter mirrors the words itself.
            against_text = Qt.AlignmentFlag.AlignLeft if self._mirrored else Qt.AlignmentFlag.AlignRight
            flags = against_text | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(beside, flags, line.mark)
        if line.heading:
            font = colours.font(TypeRole.SMALL, semibold=True)
            above = QRect(text_area)
            above.setTop(area.top() + Space.XS)
            above.setHeight(self._layouts.top(row) - Space.XS)
            painter.setFont(font)
            painter.setPen(colours.colour("muted"))
            shown = QFontMetricsF(font).elidedText(line.heading, Qt.TextElideMode.ElideRight, above.width())
            # Above the beginning of the text, whatever direction the text has.
            begins = (
                Qt.AlignmentFlag.AlignRight if reads_from_right(line.text) else Qt.AlignmentFlag.AlignLeft
            )
            flags = begins | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(above, flags, shown)

    def _marks(self, row: int, text_area: QRect, state: LineState) -> None:
        colours = theme()
        # A tint alone is too faint on black.
        edge = "accent" if colours.colours.name == "contrast" else ""
        for start, end in state.matches:
            self._boxes(row, text_area, start, end, fill="accent_tint", edge=edge)
        for start, end in state.match:
            self._boxes(row, text_area, start, end, fill="accent_tint", edge="text" if edge else "accent")
        if state.spoken is not None and state.spoken[0] < state.spoken[1]:
            self._boxes(row, text_area, *state.spoken, fill="accent")
        if state.selected[0] < state.selected[1]:
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(colours.colour("accent"))
            for box in self._layouts.rectangles(row, *state.selected):
                self._painter.drawRect(box.translated(text_area.topLeft()))

    def _boxes(self, row: int, text_area: QRect, start: int, end: int, *, fill: str, edge: str = "") -> None:
        colours = theme()
        self._painter.setBrush(colours.colour(fill))
        self._painter.setPen(QPen(colours.colour(edge), 1.5) if edge else QPen(Qt.PenStyle.NoPen))
        for box in self._layouts.rectangles(row, start, end):
            around = box.translated(text_area.topLeft()).adjusted(-2, 1, 2, -1)
            self._painter.drawRoundedRect(around, _WORD_RADIUS, _WORD_RADIUS)


def reads_from_right(text: str) -> bool:
    """Direction of a text by its first letter that has one, as Qt lays it out."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def _coloured(state: LineState) -> list[QTextLayout.FormatRange]:
    """Text colour of what stands on the accent colour."""
    ranges = [state.selected] if state.spoken is None else [state.spoken, state.selected]
    formats: list[QTextLayout.FormatRange] = []
    for start, end in ranges:
        if start < end:
            one = QTextLayout.FormatRange()
            one.start, one.length = start, end - start
            one.format = QTextCharFormat()
            one.format.setForeground(theme().colour("on_accent"))
            formats.append(one)
    return formats
