"""Things that belong together: choose one at the left, then its partner. Without dragging. Knows no quiz."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.action_card import ActionCard
from desktop.widgets.announcer import announce
from desktop.widgets.icons import icon
from desktop.widgets.label import Label
from desktop.widgets.quiz_math import spoken
from desktop.widgets.quiz_options import TileOption
from desktop.widgets.quiz_palette import OPTION_LETTERS, badge_width, paint_badge
from desktop.widgets.quiz_text import QuizText
from desktop.widgets.quiz_tile import OptionTile
from desktop.widgets.theme import RADIUS_CONTROL, Space, TypeRole
from desktop.widgets.theming import theme, theming

_BADGE_HEIGHT = 28
OPEN = -1


class MatchingPairs(QWidget):
    """`places()` gives per left the index of its right, or −1. A right goes to one left at a time."""

    changed = Signal()

    def __init__(
        self, left: Sequence[TileOption], right: Sequence[TileOption], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._places = [OPEN] * len(left)
        self._current = 0
        self._locked = False
        self.lefts = [LeftCard(item) for item in left]
        self.rights = [OptionTile(number, item.text) for number, item in enumerate(right)]
        for tile, item in zip(self.rights, right, strict=True):
            if item.alt:
                tile.set_picture(None, item.alt)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(Space.XL)
        for cards in (self.lefts, self.rights):
            column = QVBoxLayout()
            column.setSpacing(Space.S)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            columns.addLayout(column, 1)
        for number, card in enumerate(self.lefts):
            card.clicked.connect(lambda _on, number=number: self._choose(number))
        for tile in self.rights:
            tile.clicked.connect(lambda _on, number=tile.position: self.press(number))
        self._show()

    def places(self) -> list[int]:
        return list(self._places)

    def set_places(self, places: Sequence[Any]) -> None:
        """Show an earlier answer; ignored when it has another shape."""
        rights = range(OPEN, len(self.rights))
        if len(places) == len(self._places) and all(place in rights for place in places):
            self._places = [int(place) for place in places]
            self._show()

    def press(self, right: int) -> bool:
        """Give the chosen left this right, as a click on it does; False when that cannot be."""
        if self._locked or not 0 <= right < len(self.rights):
            return False
        for left, place in enumerate(self._places):
            if place == right:
                self._places[left] = OPEN
        self._places[self._current] = right
        self._tell(self._current)
        free = [left for left, place in enumerate(self._places) if place == OPEN]
        after = [left for left in free if left > self._current]
        self._current = (after or free or [self._current])[0]
        self._show()
        self.changed.emit()
        return True

    def set_locked(self, locked: bool) -> None:
        self._locked = locked
        for card in (*self.lefts, *self.rights):
            card.setEnabled(not locked)
        self._show()

    def set_left_picture(self, index: int, picture: QPixmap) -> None:
        self.lefts[index].set_picture(picture)

    def set_right_picture(self, index: int, picture: QPixmap, alt: str) -> None:
        self.rights[index].set_picture(picture, alt)

    def set_verdicts(self, solution: Sequence[int], right: Sequence[bool]) -> None:
        """After the reveal: each left's own right, and whether what was given is right."""
        for card, place, one in zip(self.lefts, solution, right, strict=True):
            card.set_verdict(place, right=one)
        for tile in self.rights:
            tile.setChecked(False)

    def _choose(self, left: int) -> None:
        if self._current == left and self._places[left] != OPEN:
            self._places[left] = OPEN
            self._tell(left)
            self.changed.emit()
        self._current = left
        self._show()

    def _show(self) -> None:
        for left, card in enumerate(self.lefts):
            card.set_match(self._places[left], self._spoken(self._places[left]))
            card.set_highlighted(left == self._current and not self._locked)
        for tile in self.rights:
            tile.setCheckable(True)
            tile.setChecked(tile.position in self._places)

    def _spoken(self, right: int) -> str:
        return "" if right == OPEN else self.rights[right].accessibleName()

    def _tell(self, left: int) -> None:
        partner = self._spoken(self._places[left]) or self.tr("nothing yet")
        words = self.tr("{left} goes with {right}")
        announce(self, words.format(left=self.lefts[left].spoken_text(), right=partner))


class LeftCard(ActionCard):
    """A left with the badge of the right it was given."""

    def __init__(self, item: TileOption) -> None:
        super().__init__("", padding=Space.S)
        self._item = item
        self.words = QuizText(item.text or item.alt, TypeRole.LEAD)
        self.picture = Label()
        self.picture.hide()
        self.badge = _Badges()
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(Space.XS, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.picture)
        row.addWidget(self.words, 1)
        row.addWidget(self.badge)
        self.add(line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.set_match(OPEN, "")

    def spoken_text(self) -> str:
        return spoken(self._item.text) or self._item.alt

    def set_match(self, right: int, words: str) -> None:
        self.badge.set_match(right)
        partner = words or self.tr("nothing yet")
        text = self.tr("{left}, goes with {right}")
        self.setAccessibleName(text.format(left=self.spoken_text(), right=partner))

    def set_verdict(self, solution: int, *, right: bool) -> None:
        self.badge.set_verdict(solution, right=right)
        word = self.tr("right") if right else self.tr("wrong, it is {letter}")
        self.setAccessibleDescription(word.format(letter=OPTION_LETTERS[solution]))

    def set_picture(self, picture: QPixmap) -> None:
        modes = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        side = theme().px(2 * _BADGE_HEIGHT)
        self.picture.setPixmap(picture.scaled(side, side, *modes))
        self.picture.setAccessibleName(self._item.alt)
        self.picture.show()


class _Badges(QWidget):
    """The place of a badge: dashed while open; after the reveal with a mark, and the right one beside a wrong one."""

    def __init__(self) -> None:
        super().__init__()
        self._match = OPEN
        self._solution: int | None = None
        self._right = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theming().changed.connect(self.updateGeometry)

    def set_match(self, right: int) -> None:
        self._match = right
        self.update()

    def set_verdict(self, solution: int, *, right: bool) -> None:
        self._solution, self._right = solution, right
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        high = theme().px(_BADGE_HEIGHT)
        count = 1 if self._solution is None else 2
        return QSize(count * badge_width(high) + (count - 1) * (Space.S + high), high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        high, wide = self.height(), badge_width(self.height())
        start = self.width() - wide if rtl else 0
        self._paint(painter, QRectF(start, 0, wide, high), self._match, rtl=rtl)
        if self._solution is None:
            return
        name, role = ("check-circle", "ok") if self._right else ("close-circle", "danger")
        mark = start - Space.XS - high if rtl else start + wide + Space.XS
        inset = high // 6
        side = high - 2 * inset
        painter.drawPixmap(mark + inset, inset, icon(name, role).pixmap(side))
        if not self._right:
            far = 0 if rtl else self.width() - wide
            self._paint(painter, QRectF(far, 0, wide, high), self._solution, rtl=rtl)

    def _paint(self, painter: QPainter, box: QRectF, position: int, *, rtl: bool) -> None:
        if position != OPEN:
            paint_badge(painter, box, position, rtl=rtl)
            return
        painter.setPen(QPen(theme().colour("control_border"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS_CONTROL, RADIUS_CONTROL)
