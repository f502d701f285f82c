"""Paper: text, lines, boxes and pictures with their heights, flowed onto pages without tearing a question apart.

Lengths are in pixels of 1/144 inch; colours are those of ink on paper, in every theme.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from desktop.widgets.quiz_text import QuizDocument
from desktop.widgets.theme import LIGHT
from desktop.widgets.theming import theme

DPI = 144
_PER_POINT = DPI / 72
BODY_POINTS, SMALL_POINTS, TITLE_POINTS = 11.0, 9.0, 17.0
GAP = 10.0
QUESTION_GAP = 30.0
_MARKER_GAP = 12.0
_WRITING_LINE = 44.0
_MOST_PICTURE = 380.0

Draw = Callable[[QPainter, QRectF], None]


def ink(*, muted: bool = False) -> QColor:
    """Return the colour of words on paper."""
    return QColor(LIGHT.muted if muted else LIGHT.text)


def paper_font(points: float = BODY_POINTS, *, semibold: bool = False) -> QFont:
    """Return the window's font in a size on paper."""
    font = QFont(theme().family)
    font.setPixelSize(round(points * _PER_POINT))
    font.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@dataclass(frozen=True)
class Piece:
    """Something of a height, drawn into a rectangle of that height."""

    height: float
    draw: Draw


@dataclass
class Block:
    """Pieces that stay together on one page if a page can hold them."""

    pieces: list[Piece] = field(default_factory=list)
    after: float = QUESTION_GAP

    def height(self) -> float:
        return sum(piece.height for piece in self.pieces)


def words(
    text: str,
    width: float,
    *,
    points: float = BODY_POINTS,
    semibold: bool = False,
    muted: bool = False,
    marker: str = "",
    indent: float = 0.0,
    box: str = "",
) -> Piece:
    """Return a paragraph. `marker` hangs before it; `box` is "round" or "square": a place for a tick."""
    font = paper_font(points, semibold=semibold)
    metrics = QFontMetricsF(paper_font(points, semibold=True))
    side = metrics.ascent() if box else 0.0
    hang = (metrics.horizontalAdvance(marker) + _MARKER_GAP if marker else 0.0) + (
        side + _MARKER_GAP if box else 0.0
    )
    document = QuizDocument(text or " ", font, ink(muted=muted))
    height = document.height(width - indent - hang)

    def draw(painter: QPainter, rect: QRectF) -> None:
        left = rect.left() + indent
        if box:
            painter.setPen(QPen(ink(), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            place = QRectF(left, rect.top() + (metrics.height() - side) / 2, side, side)
            if box == "round":
                painter.drawEllipse(place)
            else:
                painter.drawRect(place)
            left += side + _MARKER_GAP
        if marker:
            painter.setFont(paper_font(points, semibold=True))
            painter.setPen(ink())
            painter.drawText(
                QRectF(left, rect.top(), 200, metrics.height()),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                marker,
            )
        document.paint(
            painter, QRectF(rect.left() + indent + hang, rect.top(), width - indent - hang, height)
        )

    return Piece(height + GAP, draw)


def writing_lines(
    count: int, width: float, *, indent: float = 0.0, share: float = 1.0, after: str = ""
) -> Piece:
    """Return lines to write on; `after` stands behind the last (a unit)."""

    def draw(painter: QPainter, rect: QRectF) -> None:
        painter.setPen(QPen(ink(muted=True), 1.2))
        end = rect.left() + indent + (width - indent) * share
        for number in range(1, count + 1):
            y = rect.top() + number * _WRITING_LINE - GAP
            painter.drawLine(round(rect.left() + indent), round(y), round(end), round(y))
        if after:
            painter.setFont(paper_font())
            painter.setPen(ink())
            painter.drawText(round(end + _MARKER_GAP), round(rect.top() + count * _WRITING_LINE - GAP), after)

    return Piece(count * _WRITING_LINE, draw)


def row(cells: Sequence[tuple[float, Piece]]) -> Piece:
    """Return pieces side by side, each at its distance from the leading edge."""
    height = max((piece.height for _, piece in cells), default=0.0)

    def draw(painter: QPainter, rect: QRectF) -> None:
        for left, piece in cells:
            piece.draw(painter, QRectF(rect.left() + left, rect.top(), rect.width() - left, piece.height))

    return Piece(height, draw)


def picture(image: QImage, width: float, *, indent: float = 0.0, most: float = _MOST_PICTURE) -> Piece:
    """Return a picture, never larger than it is nor than the room there is."""
    size = image.size().scaled(
        round(min(width - indent, image.width() * 1.5)),
        round(min(most, image.height() * 1.5)),
        Qt.AspectRatioMode.KeepAspectRatio,
    )

    def draw(painter: QPainter, rect: QRectF) -> None:
        painter.drawImage(QRectF(rect.left() + indent, rect.top(), size.width(), size.height()), image)

    return Piece(size.height() + GAP, draw)


def rule(width: float) -> Piece:
    """Return a thin line over the whole width."""

    def draw(painter: QPainter, rect: QRectF) -> None:
        painter.setPen(QPen(QColor(LIGHT.border), 1.4))
        y = round(rect.top() + GAP)
        painter.drawLine(round(rect.left()), y, round(rect.left() + width), y)

    return Piece(2 * GAP + GAP, draw)


def flowed(blocks: Sequence[Block], height: float) -> list[list[tuple[float, Piece]]]:
    """Return per page what stands at which distance from its top."""
    pages: list[list[tuple[float, Piece]]] = [[]]
    y = 0.0
    for block in blocks:
        if y > 0 and y + block.height() > height and block.height() <= height:
            pages.append([])
            y = 0.0
        for piece in block.pieces:
            if y > 0 and y + piece.height > height:
                pages.append([])
                y = 0.0
            pages[-1].append((y, piece))
            y += piece.height
        y += block.after
    return pages
