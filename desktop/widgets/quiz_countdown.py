"""How much time is left: a ring that empties and a number. Knows no clock but the function it is given."""

import math
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.formats import format_clock
from desktop.widgets.icons import paint_icon
from desktop.widgets.theme import TypeRole
from desktop.widgets.theming import theme, theming

_TICK_MS = 100
_SIZE = 72
_STROKE = 6
_SHORT_MS = 10_000
_CLOCK_FROM_S = 100


class Countdown(QWidget):
    """`run(left, total)` shows the milliseconds `left()` gives; None means no limit and shows no ring.

    `passed(seconds)` fires once as the time left falls to 10, 5 and 0 whole seconds, for announcements.
    """

    passed = Signal(int)
    MARKS_S = (10, 5, 0)

    def __init__(self, *, enlarged: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._enlarged = enlarged
        self._left: Callable[[], float | None] = lambda: None
        self._total_ms = 1.0
        self._paused = False
        self._shown_ms: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        theming().changed.connect(self.updateGeometry)

    def run(self, left: Callable[[], float | None], total_ms: float | None) -> None:
        """Follow `left()` (milliseconds) of `total_ms`; both None for a question without a limit."""
        self._left = left
        self._total_ms = max(1.0, total_ms or 1.0)
        self._paused = False
        self._shown_ms = left()
        self._describe()
        if self.isVisible():
            self._timer.start()

    def pause(self, left_ms: float | None, total_ms: float | None) -> None:
        """Stand still at `left_ms` of `total_ms` and say so with an icon."""
        self._timer.stop()
        self._total_ms = max(1.0, total_ms or 1.0)
        self._paused = True
        self._shown_ms = left_ms
        self._describe()

    def stop(self) -> None:
        """Show nothing."""
        self._timer.stop()
        self._left = lambda: None
        self._paused, self._shown_ms = False, None
        self._describe()

    def seconds(self) -> int | None:
        """Whole seconds on show, rounded up; None without a limit."""
        return None if self._shown_ms is None else max(0, math.ceil(self._shown_ms / 1000))

    def tick(self) -> None:
        """Read the time and show it."""
        if self._paused:
            return
        before = self.seconds()
        self._shown_ms = self._left()
        after = self.seconds()
        if after != before:
            self._describe()
        if before is not None and after is not None:
            for mark in self.MARKS_S:
                if after <= mark < before:
                    self.passed.emit(mark)
                    break
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._paused and self._left() is not None:
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def sizeHint(self) -> QSize:
        side = round(theme().px(_SIZE) * self._enlarged)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        seconds = self.seconds()
        if seconds is None or self._shown_ms is None:
            return
        now = theme()
        stroke = max(3, round(theme().px(_STROKE) * self._enlarged))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = stroke / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        # Where border and danger are one colour, only the stroke tells them apart.
        plain = now.colours.border == now.colours.danger
        painter.setPen(QPen(now.colour("border"), 1 if plain else stroke))
        painter.drawEllipse(box)
        short = self._shown_ms <= _SHORT_MS and not self._paused
        share = min(1.0, max(0.0, self._shown_ms / self._total_ms))
        arc = QPen(now.colour("danger" if short else "accent"), stroke)
        arc.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(arc if share else Qt.PenStyle.NoPen)
        # What is left is drawn up to twelve o'clock, so the ring empties clockwise; angles are in 1/16 degree.
        painter.drawArc(box, 90 * 16, round(share * 360 * 16))
        if self._paused:
            inset = self.width() // 3
            paint_icon(painter, self.rect().adjusted(inset, inset, -inset, -inset), "pause", "text")
            return
        text = str(seconds) if seconds < _CLOCK_FROM_S else format_clock(seconds * 1000)
        font = now.font(TypeRole.TITLE, semibold=True, tabular=True)
        # Three or more digits share the ring's inside.
        font.setPixelSize(max(8, round(self.width() * (0.36 if len(text) < 3 else 0.25))))
        painter.setFont(font)
        painter.setPen(now.colour("text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)

    def _describe(self) -> None:
        seconds = self.seconds()
        if seconds is None:
            name = ""
        elif self._paused:
            name = self.tr("Paused, %n second(s) left", "", seconds)
        else:
            name = self.tr("%n second(s) left", "", seconds)
        self.setAccessibleName(name)
        self.update()
