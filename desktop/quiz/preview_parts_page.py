"""Parts of the player's page, drawn as the phone's browser draws them: tiles, fields, rows, buttons.

Lengths are the page's own CSS pixels on a screen 360 wide; the colours are of one palette, not of the window.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from desktop.quiz.mixed import mixed
from desktop.widgets.formats import format_number
from desktop.widgets.quiz_number import number_words
from desktop.widgets.quiz_palette import (
    OPTION_COLOURS,
    OPTION_LETTERS,
    OPTION_SHAPES,
    contrast,
    paint_shape,
)
from desktop.widgets.quiz_text import QuizDocument
from desktop.widgets.theme import RADIUS_CARD, RADIUS_CONTROL, Colours, Space, mix
from desktop.widgets.theming import theme
from shared.quiz.questions import public_view
from shared.quiz.quiz import Choice, Media, Question
from shared.quiz.views import (
    ClozeView,
    MatchingView,
    MultipleView,
    NumberView,
    OrderView,
    PollView,
    ScaleView,
    SingleView,
    SlideView,
    TrueFalseView,
    TypedView,
    WordCloudView,
)

SCREEN = 360.0
MARGIN = float(Space.L)
WIDTH = SCREEN - 2 * MARGIN
SMALL, BODY, LEAD, TITLE = 14, 16, 18, 22
_TILE, _BADGE, _FIELD, _SEND, _STEP = 64.0, 56.0, 56.0, 52.0, 56.0
_CHOICE_PICTURE = 130.0
_TINT = 0.12
PictureOf = Callable[[Media], Path | None]


@dataclass(frozen=True)
class Part:
    """Something of a height, drawn into a rectangle of that height and the width of the column."""

    height: float
    draw: Callable[[QPainter, QRectF], None]


class Brush:
    """Draws in one palette. `rtl` mirrors what stands before and behind words."""

    def __init__(self, colours: Colours, picture_of: PictureOf, *, rtl: bool = False) -> None:
        self.colours = colours
        self.picture_of = picture_of
        self.rtl = rtl

    def colour(self, role: str) -> QColor:
        return QColor(self.colours.role(role))

    def font(self, pixels: int, *, semibold: bool = False) -> QFont:
        font = QFont(theme().family)
        font.setPixelSize(pixels)
        font.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
        return font

    def words(
        self, text: str, pixels: int, *, role: str = "text", semibold: bool = False, width: float = WIDTH
    ) -> Part:
        """Return a paragraph with its formulas."""
        document = QuizDocument(text, self.font(pixels, semibold=semibold), self.colour(role), rtl=self.rtl)
        return Part(document.height(width), document.paint)

    def box(
        self,
        painter: QPainter,
        rect: QRectF,
        fill: str,
        edge: str,
        radius: float = RADIUS_CARD,
        wide: float = 1,
    ) -> None:
        """Fill a rounded box and draw its edge; both are colour roles or `#RRGGBB`."""
        painter.setPen(QPen(self._named(edge), wide) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(self._named(fill))
        half = wide / 2 if edge else 0
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)

    def picture(self, media: Media, width: float, most: float) -> Part:
        """Return a picture in its shape; of sounds and films the bar that plays them."""
        path = self.picture_of(media)
        image = QImage(str(path)) if path is not None and media.mime.startswith("image/") else QImage()
        if image.isNull():
            return self._player(media, width)
        size = image.size().toSizeF()
        scale = min(width / size.width(), most / size.height(), 1.0)
        wide, high = size.width() * scale, size.height() * scale

        def draw(painter: QPainter, rect: QRectF) -> None:
            place = QRectF(rect.center().x() - wide / 2, rect.top(), wide, high)
            frame = QPainterPath()
            frame.addRoundedRect(place, RADIUS_CARD, RADIUS_CARD)
            painter.save()
            painter.setClipPath(frame, Qt.ClipOperation.IntersectClip)
            painter.drawImage(place, image)
            painter.restore()

        return Part(high, draw)

    def card(self, part: Part, padding: float = MARGIN, *, edge: str = "border") -> Part:
        """Return a part on a surface of its own."""

        def draw(painter: QPainter, rect: QRectF) -> None:
            self.box(painter, rect, "surface", edge)
            part.draw(painter, rect.adjusted(padding, padding, -padding, -padding))

        return Part(part.height + 2 * padding, draw)

    def field(self, text: str, height: float = _FIELD) -> Part:
        """Return an empty field with words in it that say what to write."""

        def draw(painter: QPainter, rect: QRectF) -> None:
            self.box(painter, rect, "surface", "control_border", RADIUS_CONTROL)
            self._line(painter, rect.adjusted(Space.M, 0, -Space.M, 0), text, LEAD, "disabled")

        return Part(height, draw)

    def send(self, text: str) -> Part:
        """Return the button that sends an answer."""

        def draw(painter: QPainter, rect: QRectF) -> None:
            self.box(painter, rect, "accent", "", RADIUS_CONTROL)
            self._line(painter, rect, text, LEAD, "on_accent", semibold=True, centred=True)

        return Part(_SEND, draw)

    def tile(self, position: int, choice: Choice) -> Part:
        """Return an option: letter and shape on its colour, words and picture beside them."""
        inner = WIDTH - _BADGE - 2 * MARGIN
        parts = [self.picture(choice.media, inner, _CHOICE_PICTURE)] if choice.media else []
        if choice.text or not parts:
            parts.append(self.words(choice.text or "…", LEAD, width=inner))
        body = stacked(parts, Space.S)
        height = max(_TILE, body.height + 2 * Space.M)
        return Part(height, partial(self._draw_tile, position=position % len(OPTION_LETTERS), body=body))

    def _draw_tile(self, painter: QPainter, rect: QRectF, *, position: int, body: Part) -> None:
        name = OPTION_COLOURS[position % len(OPTION_COLOURS)]
        ground = mix(self.colours.surface, name, _TINT)
        ink = QColor(max("#14161C", "#FFFFFF", key=lambda one: contrast(one, name)))
        self.box(painter, rect, ground, name, RADIUS_CARD, 2)
        frame = QPainterPath()
        frame.addRoundedRect(rect, RADIUS_CARD, RADIUS_CARD)
        painter.save()
        painter.setClipPath(frame, Qt.ClipOperation.IntersectClip)
        left = rect.right() - _BADGE if self.rtl else rect.left()
        badge = QRectF(left, rect.top(), _BADGE, rect.height())
        painter.fillRect(badge, QColor(name))
        painter.restore()
        centre = badge.center()
        painter.setFont(self.font(SMALL, semibold=True))
        painter.setPen(ink)
        painter.drawText(
            QRectF(badge.left(), centre.y() - 22, _BADGE, 18),
            Qt.AlignmentFlag.AlignCenter,
            OPTION_LETTERS[position],
        )
        paint_shape(painter, QRectF(centre.x() - 10, centre.y(), 20, 20), OPTION_SHAPES[position], ink)
        inset = MARGIN if self.rtl else _BADGE + MARGIN
        width = rect.width() - _BADGE - 2 * MARGIN
        top = rect.center().y() - body.height / 2
        body.draw(painter, QRectF(rect.left() + inset, top, width, body.height))

    def row(self, place: str, choice: Choice) -> Part:
        """Return a thing to put in order: its place, its words, arrows to move it."""
        inner = WIDTH - 150
        parts = [self.picture(choice.media, inner, _CHOICE_PICTURE)] if choice.media else []
        if choice.text or not parts:
            parts.append(self.words(choice.text or "…", BODY, width=inner))
        body = stacked(parts, Space.XS)

        def draw(painter: QPainter, rect: QRectF) -> None:
            self.box(painter, rect, "surface", "control_border")
            start = rect.right() - 38 if self.rtl else rect.left() + Space.S
            circle = QRectF(start, rect.center().y() - 15, 30, 30)
            self.box(painter, circle, "raised", "", 15)
            self._line(painter, circle, place, SMALL, "text", semibold=True, centred=True)
            left = rect.left() + (104 if self.rtl else 46)
            body.draw(painter, QRectF(left, rect.center().y() - body.height / 2, inner, body.height))
            for number, arrow in enumerate(("↑", "↓")):
                x = rect.left() + Space.S + number * 46 if self.rtl else rect.right() - 98 + number * 46
                button = QRectF(x, rect.center().y() - 21, 42, 42)
                self.box(painter, button, "surface", "control_border", 21)
                self._line(painter, button, arrow, LEAD, "text", centred=True)

        return Part(max(60.0, body.height + Space.M), draw)

    def steps(self, low: int, high: int) -> Part:
        """Return the numbers of a scale side by side, in as many rows as they need."""
        count = max(1, min(high - low + 1, 30))
        per_row = max(1, min(count, int((WIDTH + Space.S) // (44 + Space.S))))
        rows = -(-count // per_row)

        def draw(painter: QPainter, rect: QRectF) -> None:
            for at in range(count):
                line, place = divmod(at, per_row)
                in_line = min(per_row, count - line * per_row)
                wide = (rect.width() - (in_line - 1) * Space.S) / in_line
                x = rect.left() + place * (wide + Space.S)
                box = QRectF(x, rect.top() + line * (_STEP + Space.S), wide, _STEP)
                self.box(painter, box, "surface", "control_border", RADIUS_CONTROL, 2)
                self._line(painter, box, format_number(low + at), LEAD, "text", semibold=True, centred=True)

        return Part(rows * _STEP + (rows - 1) * Space.S, draw)

    def ends(self, first: str, last: str) -> Part:
        """Return words at both ends of a line."""

        def draw(painter: QPainter, rect: QRectF) -> None:
            half = rect.width() / 2 - Space.S
            ends = (first, last) if not self.rtl else (last, first)
            left = QRectF(rect.left(), rect.top(), half, rect.height())
            self._line(painter, left, ends[0], SMALL, "muted", absolute=Qt.AlignmentFlag.AlignLeft)
            right = QRectF(rect.right() - half, rect.top(), half, rect.height())
            self._line(painter, right, ends[1], SMALL, "muted", absolute=Qt.AlignmentFlag.AlignRight)

        return Part(20.0, draw)

    def slider(self, low: str, high: str) -> Part:
        """Return a slider with the numbers at its ends."""
        below = self.ends(low, high)

        def draw(painter: QPainter, rect: QRectF) -> None:
            y = rect.top() + 22
            self.box(painter, QRectF(rect.left(), y - 3, rect.width(), 6), "control_border", "", 3)
            self.box(painter, QRectF(rect.center().x() - 10, y - 10, 20, 20), "accent", "", 10)
            below.draw(painter, QRectF(rect.left(), rect.top() + 44, rect.width(), below.height))

        return Part(44 + below.height, draw)

    def _player(self, media: Media, width: float) -> Part:
        text = f"▶  {media.alt}" if media.alt else "▶"

        def draw(painter: QPainter, rect: QRectF) -> None:
            self.box(painter, rect, "raised", "border", rect.height() / 2)
            self._line(painter, rect.adjusted(MARGIN, 0, -MARGIN, 0), text, SMALL, "text")

        return Part(48.0 if width > 0 else 0.0, draw)

    def _named(self, name: str) -> QColor:
        return QColor(name) if name.startswith("#") else self.colour(name)

    def _line(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        pixels: int,
        role: str,
        *,
        semibold: bool = False,
        centred: bool = False,
        absolute: Qt.AlignmentFlag | None = None,
    ) -> None:
        font = self.font(pixels, semibold=semibold)
        painter.setFont(font)
        painter.setPen(self.colour(role))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        side = Qt.AlignmentFlag.AlignRight if self.rtl else Qt.AlignmentFlag.AlignLeft
        side = Qt.AlignmentFlag.AlignHCenter if centred else absolute or side
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)


def stacked(parts: Sequence[Part], gap: float) -> Part:
    """Return parts one below the other."""
    height = sum(part.height for part in parts) + gap * max(0, len(parts) - 1)

    def draw(painter: QPainter, rect: QRectF) -> None:
        place = QPointF(rect.topLeft())
        for part in parts:
            part.draw(painter, QRectF(place.x(), place.y(), rect.width(), part.height))
            place.setY(place.y() + part.height + gap)

    return Part(height, draw)


def answer_parts(question: Question, brush: Brush) -> list[Part]:
    """Return what a player answers a question with, top to bottom."""
    view = public_view(mixed(question))
    if isinstance(view, SingleView | MultipleView | PollView):
        several = isinstance(view, MultipleView) or (isinstance(view, PollView) and view.multiple)
        tiles = [brush.tile(at, choice) for at, choice in enumerate(view.options)]
        return [
            stacked(tiles, Space.M),
            *([brush.send(QCoreApplication.translate("Preview", "Send"))] if several else []),
        ]
    if isinstance(view, TrueFalseView):
        both = (
            Choice(QCoreApplication.translate("Preview", "True")),
            Choice(QCoreApplication.translate("Preview", "False")),
        )
        return [stacked([brush.tile(at, choice) for at, choice in enumerate(both)], Space.M)]
    if isinstance(view, ScaleView):
        return [brush.steps(view.low, view.high), brush.ends(view.low_label, view.high_label)]
    if isinstance(view, SlideView):
        return [brush.card(brush.words(view.text or "…", LEAD, width=WIDTH - 2 * MARGIN))]
    return [*_writing_parts(view, brush), brush.send(QCoreApplication.translate("Preview", "Send"))]


def _writing_parts(view: object, brush: Brush) -> list[Part]:
    if isinstance(view, TypedView):
        return [brush.field(QCoreApplication.translate("Preview", "Your answer"))]
    if isinstance(view, WordCloudView):
        words = [
            brush.field(QCoreApplication.translate("Preview", "A word or a few")) for _ in range(view.entries)
        ]
        return [stacked(words, Space.S)]
    if isinstance(view, NumberView):
        prompt = QCoreApplication.translate("Preview", "A number")
        number = brush.field(f"{prompt} {view.unit}".strip())
        ends = (number_words(end, view.unit) for end in (view.low, view.high))
        return [number, *([brush.slider(*ends)] if view.slider else [])]
    if isinstance(view, OrderView):
        rows = [brush.row(format_number(at), item) for at, item in enumerate(view.items, start=1)]
        return [stacked(rows, Space.S)]
    if isinstance(view, MatchingView):
        return [stacked([_match(choice, brush) for choice in view.left], Space.M)]
    return _cloze_parts(view, brush) if isinstance(view, ClozeView) else []


def _match(choice: Choice, brush: Brush) -> Part:
    inner = WIDTH - 2 * Space.M
    parts = [brush.picture(choice.media, inner, _CHOICE_PICTURE)] if choice.media else []
    if choice.text or not parts:
        parts.append(brush.words(choice.text or "…", BODY, semibold=True, width=inner))
    choose = QCoreApplication.translate("Preview", "Choose…")
    return brush.card(stacked([*parts, brush.field(f"{choose}  ▾", 44.0)], Space.S), Space.M)


def _cloze_parts(view: ClozeView, brush: Brush) -> list[Part]:
    blanks = [f"[ {hint or '        '} ]" for hint in view.hints]
    text = "".join(part + blank for part, blank in zip(view.parts, [*blanks, ""], strict=False))
    parts = [brush.card(brush.words(text or "…", LEAD, width=WIDTH - 2 * MARGIN))]
    if view.bank:
        parts.append(brush.words("   ".join(view.bank), BODY, role="muted"))
    return parts
