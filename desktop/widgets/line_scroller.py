"""Scrolls over any number of text lines of unequal height: only what is seen is laid out.

Heights are estimates until a line is seen or there is time to measure it; the line at the top of the view
never moves by that. Knows no marks, no selection and no player.
"""

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QPoint, QRect, QSize, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.widgets.row_heights import RowHeights
from desktop.widgets.text_lines import LineLayouts, TextLine
from desktop.widgets.theme import READING_CHARACTERS, Space, TypeRole
from desktop.widgets.theming import theme, theming

_MEASURE_MS = 4
_GLIDE_PAGES = 2
"""Farther than this the view jumps: text that flies past cannot be read."""


class LineScroller(QAbstractScrollArea):
    """Geometry and scrolling of `TextLine`s; a subclass draws them and takes the mouse.

    `laid_out` when the text stands elsewhere: at another width, in another theme, with other lines.
    """

    laid_out = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines: list[TextLine] = []
        self._heights = RowHeights()
        self._layouts = LineLayouts(self._lines, 0)
        self._measured: set[int] = set()
        self._mark_length = 0
        self._settling = False
        self._target: tuple[int, float] | None = None
        self._motion = QVariantAnimation(self)
        self._motion.valueChanged.connect(lambda value: self.verticalScrollBar().setValue(int(value)))
        self._motion.finished.connect(self._arrive)
        self._measuring = QTimer(self, interval=0)
        self._measuring.timeout.connect(self._measure_some)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._settle())
        theming().changed.connect(self._lay_out)

    def lines(self) -> Sequence[TextLine]:
        return self._lines

    def set_lines(self, lines: Sequence[TextLine]) -> None:
        """Show other lines. Lines that begin as before keep their place, so a growing text does not jump."""
        kept = 0
        for before, after in zip(self._lines, lines, strict=False):
            if before != after:
                break
            kept += 1
        self._lines = list(lines)
        self._mark_length = max((len(line.mark) for line in lines), default=0)
        if not kept:
            self._motion.stop()
            self.verticalScrollBar().setValue(0)
        self._lay_out(kept=kept)

    def set_line(self, row: int, line: TextLine) -> None:
        """Change one line, for instance after a correction."""
        self._lines[row] = line
        self._layouts.forget(row)
        self._measured.discard(row)
        self._settle()

    # Places

    def row_at(self, point: QPoint) -> int:
        """Line at a point of the viewport; -1 above the first and below the last."""
        y = point.y() + self.verticalScrollBar().value()
        return self._heights.row_at(y) if self._lines and 0 <= y < self._heights.total() else -1

    def row_rect(self, row: int) -> QRect:
        """Where a line stands on the viewport, with its margin."""
        left, width = self.column()
        top = self._heights.top(row) - self.verticalScrollBar().value()
        return QRect(left, top, width, self._heights.height(row))

    def column(self) -> tuple[int, int]:
        """Left edge and width of the lines on the viewport, with their margin."""
        width = self._margin() + self._text_width() + Space.M
        return max((self.viewport().width() - width) // 2, 0), width

    def text_rect(self, row: int) -> QRect:
        """Where the text of a line stands on the viewport, heading included."""
        area = self.row_rect(row)
        margin, width = self._margin(), self._text_width()
        left = area.right() + 1 - margin - width if self._mirrored() else area.left() + margin
        return QRect(left, area.top(), width, area.height())

    def first_row(self) -> int:
        """The line at the top of the view; -1 when there is none."""
        return self._heights.row_at(self.verticalScrollBar().value()) if self._lines else -1

    def is_visible(self, row: int) -> bool:
        """Whether some of a line is in the view."""
        return 0 <= row < len(self._lines) and self.row_rect(row).intersects(self.viewport().rect())

    # Scrolling

    def scroll_to_row(self, row: int) -> None:
        """Put a line at the top at once: for coming back to where one was."""
        if 0 <= row < len(self._lines):
            self._motion.stop()
            self.verticalScrollBar().setValue(self._heights.top(row))

    def reveal(self, row: int, *, at: float | None = None) -> None:
        """Scroll to a line: `at` is the part of the view above it; None moves only as far as needed."""
        if not 0 <= row < len(self._lines):
            return
        self._measure(row)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top = self._heights.top(row)
        if at is None:
            if top < bar.value():
                at = Space.S / height
            elif top + self._heights.height(row) > bar.value() + height:
                at = 1 - (self._heights.height(row) + Space.S) / height
            else:
                return
        self._target = (row, at)
        self._glide(self._value_for(row, at))

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(theme().px(420), theme().px(480))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(220), theme().px(120))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    # Inside

    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _margin(self) -> int:
        """Width of what stands before the text."""
        if not self._mark_length:
            return Space.M
        small = theme().point_size(TypeRole.SMALL) / theme().point_size()
        digits = self.fontMetrics().horizontalAdvance("0" * self._mark_length)
        return round(digits * small) + 2 * Space.M

    def _text_width(self) -> int:
        reading = self.fontMetrics().averageCharWidth() * READING_CHARACTERS
        room = self.viewport().width() - self._margin() - Space.M
        return max(min(room, reading), 40)

    def _update_row(self, row: int) -> None:
        if 0 <= row < len(self._lines):
            area = self.row_rect(row)
            self.viewport().update(QRect(0, area.top() - 2, self.viewport().width(), area.height() + 4))

    def _lay_out(self, *, kept: int = 0) -> None:
        """Everything at a new width or in a new theme; the first `kept` lines are as they were."""
        anchor, within = self._anchor()
        width, before = self._text_width(), self._layouts
        self._layouts = LineLayouts(self._lines, width)
        same = kept and before.measure == self._layouts.measure
        heights = {row: self._heights.height(row) for row in self._measured if row < kept} if same else {}
        self._measured = set(heights)
        rows = range(len(self._lines))
        self._heights = RowHeights(heights.get(row) or self._layouts.estimate(row) for row in rows)
        self._settle(anchor, within)
        self.laid_out.emit()

    def _anchor(self) -> tuple[int, int]:
        """The line at the top and how far it is scrolled over."""
        if not len(self._heights):
            return 0, 0
        value = self.verticalScrollBar().value()
        row = self._heights.row_at(value)
        return row, value - self._heights.top(row)

    def _settle(self, anchor: int | None = None, within: int = 0) -> None:
        """Measure what is seen, and keep the line at the top where it is."""
        if self._settling:
            return
        self._settling = True
        if anchor is None:
            anchor, within = self._anchor()
        bar, height = self.verticalScrollBar(), self.viewport().height()
        anchor = max(min(anchor, len(self._lines) - 1), 0)
        row, y = anchor, -within
        while row < len(self._lines) and y < height:
            self._measure(row)
            y += self._heights.height(row)
            row += 1
        bar.setPageStep(height)
        bar.setSingleStep(max(round(self._layouts.line_height), 1))
        bar.setRange(0, max(self._heights.total() + Space.L - height, 0))
        if self._lines and self._motion.state() != QVariantAnimation.State.Running:
            bar.setValue(self._heights.top(anchor) + within)
        self._settling = False
        self.viewport().update()
        if len(self._measured) < len(self._lines):
            self._measuring.start()

    def _measure(self, row: int) -> None:
        if row not in self._measured:
            self._measured.add(row)
            self._heights.set_height(row, self._layouts.height(row))

    def _measure_some(self) -> None:
        """Use idle moments to turn estimates into heights, so that the scroll bar tells the truth."""
        clock = QElapsedTimer()
        clock.start()
        anchor, within = self._anchor()
        for row in range(len(self._lines)):
            if row not in self._measured:
                self._measure(row)
                if clock.elapsed() >= _MEASURE_MS:
                    break
        else:
            self._measuring.stop()
        self._settle(anchor, within)

    def _value_for(self, row: int, at: float) -> int:
        target = self._heights.top(row) - round(self.viewport().height() * at)
        return min(max(target, 0), self.verticalScrollBar().maximum())

    def _glide(self, target: int) -> None:
        bar = self.verticalScrollBar()
        self._motion.stop()
        far = abs(target - bar.value()) > _GLIDE_PAGES * self.viewport().height()
        if far or not theme().motion_ms or not self.isVisible():
            self._arrive()
            return
        self._motion.setDuration(theme().motion_ms)
        self._motion.setStartValue(bar.value())
        self._motion.setEndValue(target)
        self._motion.start()

    def _arrive(self) -> None:
        """Stand exactly where the line is: what was passed may have been measured on the way."""
        for _ in range(2):
            if self._target is not None:
                self.verticalScrollBar().setValue(self._value_for(*self._target))
        self._target = None
