"""A question as it looks on a phone, in light and dark. Draws the public view: never what is right."""

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop.quiz.preview_parts_page import (
    LEAD,
    MARGIN,
    SCREEN,
    SMALL,
    TITLE,
    WIDTH,
    Brush,
    Part,
    PictureOf,
    answer_parts,
    stacked,
)
from desktop.widgets.formats import format_number
from desktop.widgets.label import Label
from desktop.widgets.quiz_math import spoken
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import DARK, LIGHT, Space
from desktop.widgets.theming import theme, theming
from shared.quiz.questions import is_answerable, is_opinion
from shared.quiz.quiz import Question

_LONG_CHARACTERS = 140
_PICTURE_HEIGHT = 220.0
_FULL_POINTS = 1000
_WIDTH, _HEIGHT = 296, 620
_RADIUS = 20


class _Screen(QWidget):
    """The page on the phone's screen, as long as it needs."""

    def __init__(self, picture_of: PictureOf) -> None:
        super().__init__()
        self._picture_of = picture_of
        self._question: Question | None = None
        self._place = (1, 1)
        self._dark = False
        self._content = Part(0.0, lambda _painter, _rect: None)

    def show_question(self, question: Question | None, number: int, count: int) -> None:
        self._question, self._place = question, (number, count)
        self.lay_out()

    def set_dark(self, dark: bool) -> None:
        self._dark = dark
        self.lay_out()

    def lay_out(self) -> None:
        """Measure again: words, palette or direction are others."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._brush = Brush(DARK if self._dark else LIGHT, self._picture_of, rtl=rtl)
        parts = self._parts(self._question) if self._question is not None else []
        self._content = stacked(parts, MARGIN)
        self.setAccessibleName(spoken(self._question.text) if self._question is not None else "")
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round((self._content.height + 2 * MARGIN) * width / SCREEN)

    def sizeHint(self) -> QSize:
        width = max(self.width(), 1)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self._brush.colour("background"))
        scale = self.width() / SCREEN
        painter.scale(scale, scale)
        self._content.draw(painter, QRectF(MARGIN, MARGIN, WIDTH, self._content.height))

    def _parts(self, question: Question) -> list[Part]:
        brush = self._brush
        text = question.text.strip()
        pixels = LEAD if len(text) > _LONG_CHARACTERS else TITLE
        parts = [self._head(question)]
        if text:
            parts.append(brush.words(text, pixels, semibold=True))
        if question.media is not None:
            parts.append(brush.picture(question.media, WIDTH, _PICTURE_HEIGHT))
        return [*parts, *answer_parts(question, brush)]

    def _head(self, question: Question) -> Part:
        """Which question it is, what it is worth, and the time left."""
        brush = self._brush
        number, count = self._place
        which = QCoreApplication.translate("Preview", "Question {number} of {count}").format(
            number=format_number(number), count=format_number(count)
        )
        worth = ""
        if is_answerable(question.body) and not is_opinion(question.body) and question.multiplier != 1:
            points = format_number(round(_FULL_POINTS * question.multiplier))
            worth = QCoreApplication.translate("Preview", "{points} points").format(points=points)
        limit = question.time_limit_s if is_answerable(question.body) else None

        def draw(painter: QPainter, rect: QRectF) -> None:
            painter.setFont(brush.font(SMALL))
            start, end = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
            if brush.rtl:
                start, end = end, start
            top = QRectF(rect.left(), rect.top(), rect.width(), 20)
            painter.setPen(brush.colour("muted"))
            painter.drawText(top, start | Qt.AlignmentFlag.AlignVCenter, which)
            painter.setFont(brush.font(SMALL, semibold=True))
            painter.setPen(brush.colour("accent"))
            painter.drawText(top, end | Qt.AlignmentFlag.AlignVCenter, worth)
            if limit is not None:
                _draw_timer(painter, QRectF(rect.left(), rect.top() + 28, rect.width(), 22), brush, limit)

        return Part(50.0 if limit is not None else 20.0, draw)


def _draw_timer(painter: QPainter, rect: QRectF, brush: Brush, limit_s: int) -> None:
    number = QRectF(rect.right() - 48, rect.top(), 48, rect.height())
    track = QRectF(rect.left(), rect.center().y() - 5, rect.width() - 60, 10)
    if brush.rtl:
        number.moveLeft(rect.left())
        track.moveRight(rect.right())
    brush.box(painter, track, "accent", "", 5)
    painter.setFont(brush.font(LEAD, semibold=True))
    painter.setPen(brush.colour("text"))
    painter.drawText(number, Qt.AlignmentFlag.AlignCenter, format_number(limit_s))


class _Phone(QWidget):
    """The frame of a phone around its screen; what is longer scrolls."""

    def __init__(self, screen: _Screen) -> None:
        super().__init__()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(screen)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.L, Space.S, Space.L)
        column.addWidget(self._scroll)
        self.fit()

    def fit(self) -> None:
        """Take the size that goes with the text."""
        self.setFixedWidth(theme().px(_WIDTH))
        self.setMaximumHeight(theme().px(_HEIGHT))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(_WIDTH), theme().px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("control_border"), 2))
        painter.setBrush(theme().colour("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)


class PreviewPanel(QWidget):
    """The phone, and a switch between light and dark."""

    def __init__(self, picture_of: PictureOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.screen_ = _Screen(picture_of)
        self.phone = _Phone(self.screen_)
        self.looks = SegmentedControl(
            self.tr("Look of the phone"),
            [
                Segment("light", self.tr("Light"), "white-balance-sunny"),
                Segment("dark", self.tr("Dark"), "weather-night"),
            ],
        )
        self.looks.selected.connect(lambda id_: self.screen_.set_dark(id_ == "dark"))
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.M)
        column.addWidget(Label(self.tr("On a phone"), semibold=True))
        column.addWidget(self.phone, 1, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.looks, 0, Qt.AlignmentFlag.AlignHCenter)
        dark = theme().colours.name != "light"
        self.looks.set_selected("dark" if dark else "light")
        self.screen_.set_dark(dark)
        theming().changed.connect(self._restyle)

    def show_question(self, question: Question | None, number: int, count: int) -> None:
        """Show a question, or an empty screen."""
        self.screen_.show_question(question, number, count)

    def _restyle(self) -> None:
        self.phone.fit()
        self.screen_.lay_out()
