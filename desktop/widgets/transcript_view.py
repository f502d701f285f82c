"""Running text with a margin mark on each line: marks the spoken word and what was found, and can be selected.

Knows lines, characters and places; nothing of players, times or services.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from desktop.widgets.line_scroller import LineScroller
from desktop.widgets.readable_text import ReadableText
from desktop.widgets.text_lines import TextLine
from desktop.widgets.text_painting import LinePainter, LineState, Ranges
from desktop.widgets.text_selection import TextPlace, TextSelection

FOLLOW_AT = 0.35
"""The followed line stands this far down the view, so that what comes next can be read."""
_DRAG_SCROLL_MS = 30
_DRAG_SCROLL_PIXELS = 60
_NOTHING = TextSelection(TextPlace(0, 0), TextPlace(0, 0))


class TranscriptView(LineScroller):
    """A click on a word or a mark fires `place_activated(row, offset)`; dragging selects instead."""

    place_activated = Signal(int, int)
    edit_requested = Signal(int)
    follow_changed = Signal(bool)

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setProperty("surface", "surface")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.readable = ReadableText(name, self.viewport())
        self._spoken: tuple[int, int, int] | None = None
        self._matches: Mapping[int, Ranges] = {}
        self._match: Mapping[int, Ranges] = {}
        self._current = -1
        self._hovered = -1
        self._follow = True
        self._selection = _NOTHING
        self._pressed: TextPlace | None = None
        self._dragging = False
        self._mouse = QPoint()
        self._drag_scroll = QTimer(self, interval=_DRAG_SCROLL_MS)
        self._drag_scroll.timeout.connect(self._scroll_for_drag)
        self.verticalScrollBar().actionTriggered.connect(lambda _action: self._scrolled_by_hand())

    def set_lines(self, lines: Sequence[TextLine]) -> None:
        self._selection, self._pressed = _NOTHING, None
        self._current = min(self._current, len(lines) - 1)
        self._hovered = -1
        if self._spoken is not None and self._spoken[0] >= len(lines):
            self._spoken = None
        super().set_lines(lines)
        self.readable.set_lines([_words(line) for line in lines])

    def set_line(self, row: int, line: TextLine) -> None:
        super().set_line(row, line)
        self.readable.set_line(row, _words(line))

    # The spoken word and what was found

    def set_spoken(self, row: int, start: int, end: int) -> None:
        """Mark characters [start, end) of a line as being spoken; row -1 marks nothing."""
        now = (row, start, end) if 0 <= row < len(self._lines) else None
        if now == self._spoken:
            return
        before, self._spoken = self._spoken, now
        for place in (before, now):
            if place is not None:
                self._update_row(place[0])
        if now is not None and self._follow and (before is None or before[0] != row):
            self.reveal(row, at=FOLLOW_AT)

    def spoken_row(self) -> int:
        """The line being spoken; -1 when none is."""
        return -1 if self._spoken is None else self._spoken[0]

    def follows(self) -> bool:
        return self._follow

    def set_follow(self, *, on: bool) -> None:
        """Keep the spoken line in view, or leave the view to the person who scrolls."""
        changed = on != self._follow
        self._follow = on
        if on:
            self.reveal(self.spoken_row(), at=FOLLOW_AT)
        if changed:
            self.follow_changed.emit(on)

    def set_matches(self, spans: Mapping[int, Ranges], current: Mapping[int, Ranges]) -> None:
        """Mark what was found: all places by line, and the place one stands at."""
        self._matches, self._match = spans, current
        self.viewport().update()

    # The current line and the selection

    def current_row(self) -> int:
        """The line the keyboard stands on; -1 before any."""
        return self._current

    def set_current_row(self, row: int, *, reveal: bool = True) -> None:
        """Stand on a line and say it to screen readers."""
        before, self._current = self._current, max(min(row, len(self._lines) - 1), -1)
        self._update_row(before)
        self._update_row(self._current)
        if self._current < 0:
            return
        words = _words(self._lines[self._current])
        self.setAccessibleDescription(words)
        self.readable.stand_on(self._current)
        if self.hasFocus() and before != self._current:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        if reveal:
            self.reveal(self._current)

    def select_all(self) -> None:
        if self._lines:
            last = len(self._lines) - 1
            self._select(TextSelection(TextPlace(0, 0), TextPlace(last, len(self._lines[last].text))))

    def selected_text(self) -> str:
        """Return the selected text; without a selection that of the current line."""
        if self._selection:
            return self._selection.text([line.text for line in self._lines])
        return self._lines[self._current].text if 0 <= self._current < len(self._lines) else ""

    def copy(self) -> None:
        if text := self.selected_text():
            QGuiApplication.clipboard().setText(text)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.readable.setGeometry(self.viewport().rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._lines:
            return
        painter = LinePainter(QPainter(self.viewport()), self._layouts, mirrored=self._mirrored())
        row = self._heights.row_at(event.rect().top() + self.verticalScrollBar().value())
        while row < len(self._lines):
            area = self.row_rect(row)
            if area.top() > event.rect().bottom():
                break
            painter.paint(row, self._lines[row], area, self.text_rect(row), self._state(row))
            row += 1
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._scrolled_by_hand()
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif self._current >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.place_activated.emit(self._current, 0)
        elif self._current >= 0 and event.key() == Qt.Key.Key_F2:
            self.edit_requested.emit(self._current)
        elif self._lines and not event.modifiers() and (row := self._row_for_key(event.key())) is not None:
            self._scrolled_by_hand()
            self.set_current_row(max(row, 0))
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.readable.catch_up()
        self._update_row(self._current)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_row(self._current)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place is None:
            return
        if event.button() == Qt.MouseButton.LeftButton:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._pressed, self._dragging = place, extend
            self._mouse = event.position().toPoint()
            self._select(TextSelection(self._selection.anchor if extend else place, place))
        elif event.button() == Qt.MouseButton.RightButton:
            self.set_current_row(place.row, reveal=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            self._hover(event.position().toPoint())
            return
        far = (event.position().toPoint() - self._mouse).manhattanLength() >= QApplication.startDragDistance()
        if self._dragging or far:
            self._dragging = True
            self._mouse = event.position().toPoint()
            self._extend_selection()
            if not self.viewport().rect().contains(event.position().toPoint()):
                self._drag_scroll.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        place, self._pressed = self._pressed, None
        self._drag_scroll.stop()
        if self._dragging:
            self._dragging = False
            return
        self.set_current_row(place.row, reveal=False)
        if self._is_active_place(event.position().toPoint()):
            on_text = self.text_rect(place.row).contains(event.position().toPoint())
            self.place_activated.emit(place.row, self._word_start(place) if on_text else 0)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (
            event.button() == Qt.MouseButton.LeftButton
            and (row := self.row_at(event.position().toPoint())) >= 0
        ):
            self.edit_requested.emit(row)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_hovered(-1)

    # Inside

    def _state(self, row: int) -> LineState:
        spoken = self._spoken if self._spoken is not None and self._spoken[0] == row else None
        return LineState(
            spoken=None if spoken is None else spoken[1:],
            current=row == self._current and self.hasFocus(),
            hovered=row == self._hovered,
            selected=self._selection.range_in(row, len(self._lines[row].text)) if self._selection else (0, 0),
            matches=self._matches.get(row, ()),
            match=self._match.get(row, ()),
        )

    def _scrolled_by_hand(self) -> None:
        self._motion.stop()
        if self._spoken is not None:
            self.set_follow(on=False)

    def _place_at(self, point: QPoint) -> TextPlace | None:
        """Place nearest to a point, also beside and below the text."""
        if not self._lines:
            return None
        y = point.y() + self.verticalScrollBar().value()
        row = self._heights.row_at(y)
        area = self.text_rect(row)
        inside = QPointF(point.x() - area.left(), y - self._heights.top(row))
        return TextPlace(row, self._layouts.offset_at(row, inside))

    def _word_start(self, place: TextPlace) -> int:
        """First character of the word at a place: the nearest gap between letters may be the one after it."""
        text = self._lines[place.row].text
        offset = min(place.offset, len(text))
        while (
            offset > 0
            and (offset >= len(text) or not text[offset].isspace())
            and not text[offset - 1].isspace()
        ):
            offset -= 1
        return offset

    def _is_active_place(self, point: QPoint) -> bool:
        """Whether a click here means a word or a mark, not the empty space around them."""
        row = self.row_at(point)
        if row < 0 or not self.row_rect(row).contains(point):
            return False
        area = self.text_rect(row)
        if not area.contains(point):
            return bool(self._lines[row].mark)
        return self._layouts.is_on_text(row, QPointF(point - area.topLeft()))

    def _hover(self, point: QPoint) -> None:
        active = self._is_active_place(point)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if active else Qt.CursorShape.ArrowCursor)
        self._set_hovered(self.row_at(point))

    def _set_hovered(self, row: int) -> None:
        if row != self._hovered:
            before, self._hovered = self._hovered, row
            self._update_row(before)
            self._update_row(row)

    def _select(self, selection: TextSelection) -> None:
        self._selection = selection
        self.viewport().update()

    def _extend_selection(self) -> None:
        if (place := self._place_at(self._mouse)) is not None:
            self._select(TextSelection(self._selection.anchor, place))

    def _scroll_for_drag(self) -> None:
        area = self.viewport().rect()
        if self._pressed is None or area.contains(self._mouse):
            self._drag_scroll.stop()
            return
        beyond = self._mouse.y() - (area.bottom() if self._mouse.y() > area.bottom() else 0)
        step = max(min(beyond, _DRAG_SCROLL_PIXELS), -_DRAG_SCROLL_PIXELS)
        self._scrolled_by_hand()
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + step)
        self._extend_selection()

    def _row_for_key(self, key: int) -> int | None:
        page = max(round(self.viewport().height() / (self._layouts.line_height * 2)), 1)
        here = self._current if self._current >= 0 else self.first_row() - 1
        rows = {
            Qt.Key.Key_Up: here - 1,
            Qt.Key.Key_Down: here + 1,
            Qt.Key.Key_PageUp: here - page,
            Qt.Key.Key_PageDown: here + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._lines) - 1,
        }
        return rows.get(Qt.Key(key))


def _words(line: TextLine) -> str:
    """All that a line says, for who hears it."""
    return " ".join(part for part in (line.mark, line.heading, line.text) if part)
