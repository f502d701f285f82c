"""How an option of a quiz is told apart: letter, shape and colour-blind-safe colour by its place. Knows no quiz."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from desktop.widgets.theme import RADIUS_CONTROL, TypeRole, mix
from desktop.widgets.theming import theme

OPTION_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9")
"""Okabe and Ito's palette (Color Universal Design, 2008); the browser's page has the same."""
OPTION_SHAPES = (
    "triangle", "diamond", "circle", "square", "star", "pentagon", "hexagon", "down", "plus",
)  # fmt: skip
"""Colours come again after six, shapes do not."""
OPTION_LETTERS = "ABCDEFGHI"
_TINT = 0.1
_STAR_WAIST = 0.45


@dataclass(frozen=True)
class OptionLook:
    """Letter, shape and colours of one place. `ink` stands on `colour`; `ground` takes ordinary text."""

    letter: str
    shape: str
    colour: QColor
    ink: QColor
    ground: QColor


def option_look(position: int) -> OptionLook:
    """The look of the option at `position` (0 to 8) in the theme in force."""
    now = theme()
    name = OPTION_COLOURS[position % len(OPTION_COLOURS)]
    letter, shape = OPTION_LETTERS[position], OPTION_SHAPES[position]
    if now.colours.name == "contrast":
        return OptionLook(letter, shape, now.colour("surface"), now.colour("text"), now.colour("surface"))
    ink = max("#000000", "#FFFFFF", key=lambda one: contrast(one, name))
    ground = mix(now.colours.surface, name, _TINT)
    return OptionLook(letter, shape, QColor(name), QColor(ink), QColor(ground))


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(name: str) -> float:
    colour = QColor(name)
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def badge_width(height: int) -> int:
    """Width of a badge: room for the shape and the letter."""
    return round(height * 1.5)


def paint_badge(painter: QPainter, rect: QRectF, position: int, *, rtl: bool = False) -> None:
    """Draw shape and letter side by side on the option's colour, the shape first in reading order."""
    look = option_look(position)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outlined = theme().colours.name == "contrast"
    painter.setPen(QPen(look.ink, 2) if outlined else Qt.PenStyle.NoPen)
    painter.setBrush(look.colour)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1) if outlined else rect, RADIUS_CONTROL, RADIUS_CONTROL)
    half = rect.width() / 2
    first = QRectF(rect.x(), rect.y(), half, rect.height())
    second = first.translated(half, 0)
    shape_box, letter_box = (second, first) if rtl else (first, second)
    inset = rect.height() * 0.06
    side = rect.height() * 0.46
    centre = shape_box.center() + QPointF(-inset if rtl else inset, 0)
    paint_shape(
        painter, QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side), look.shape, look.ink
    )
    font = theme().font(TypeRole.BODY, semibold=True)
    font.setPixelSize(max(8, round(rect.height() * 0.5)))
    painter.setFont(font)
    painter.setPen(look.ink)
    painter.drawText(
        letter_box.translated(inset if rtl else -inset, 0), Qt.AlignmentFlag.AlignCenter, look.letter
    )
    painter.restore()


def paint_shape(painter: QPainter, box: QRectF, shape: str, ink: QColor) -> None:
    """Draw one of OPTION_SHAPES, filled."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    if shape == "circle":
        painter.drawEllipse(box)
    elif shape == "square":
        inset = box.width() * 0.06
        painter.drawRect(box.adjusted(inset, inset, -inset, -inset))
    elif shape == "plus":
        third = box.width() / 3
        painter.drawRect(box.adjusted(third, 0, -third, 0))
        painter.drawRect(box.adjusted(0, third, 0, -third))
    else:
        painter.drawPolygon(_polygon(box, shape))


def _polygon(box: QRectF, shape: str) -> QPolygonF:
    corners = {"triangle": 3, "down": 3, "diamond": 4, "pentagon": 5, "hexagon": 6, "star": 10}[shape]
    start = math.pi / 2 if shape == "down" else -math.pi / 2
    radius = box.width() / 2 * (1.12 if corners != 4 else 1.05)
    points: list[QPointF] = []
    for number in range(corners):
        reach = radius * (_STAR_WAIST if shape == "star" and number % 2 else 1)
        angle = start + 2 * math.pi * number / corners
        points.append(box.center() + QPointF(reach * math.cos(angle), reach * math.sin(angle)))
    return QPolygonF(points)
