"""Pages under each other, as wide as the view or zoomed; pictures are asked for where they are seen.

Knows sizes and pictures; nothing of files, formats or processes.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.widgets.row_heights import RowHeights
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming

ZOOMS = (50, 75, 100, 125, 150, 200, 300)
"""Percent of the width that fits."""
PAPER_MARK = QColor("#FFE08A")
"""Colour of a text marker on white paper."""
_MARK_RADIUS = 2.0
_SETTLE_MS = 40
_KEPT_BYTES = 160 * 1024 * 1024
_WIDEST = 1_000
"""A page fits no wider than this: lines longer than a book's are hard to read."""


class PagedView(QAbstractScrollArea):
    """`pictures_wanted({number: width_px})`, numbers from 1, nearest first; `page_changed(number)` while scrolling."""

    pictures_wanted = Signal(object)
    page_changed = Signal(int)
    zoom_changed = Signal(int)

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "raised")
        self.setAccessibleName(name)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name = name
        self._sizes: list[tuple[float, float]] = []
        self._heights = RowHeights()
        self._zoom = 100
        self._page = 0
        self._pictures: OrderedDict[int, tuple[int, QPixmap]] = OrderedDict()
        self._troubles: dict[int, str] = {}
        self._marks: Mapping[int, Sequence[QRectF]] = {}
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._ask_for_pictures)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._scrolled())
        theming().changed.connect(self._lay_out)

    def set_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show pages of these proportions, from the first."""
        self._sizes = list(sizes)
        self._pictures.clear()
        self._troubles.clear()
        self._marks = {}
        self._page = 0
        self.verticalScrollBar().setValue(0)
        self._lay_out()
        self._scrolled()

    def page_count(self) -> int:
        return len(self._sizes)

    def page(self) -> int:
        """Number of the page being read, from 1; 0 without pages."""
        return self._page

    def show_page(self, number: int) -> None:
        """Scroll to a page; the first or last for a number beyond."""
        if self._sizes:
            row = min(max(number, 1), len(self._sizes)) - 1
            self.verticalScrollBar().setValue(self._heights.top(row))

    def zoom(self) -> int:
        """Percent of the width that fits."""
        return self._zoom

    def set_zoom(self, percent: int) -> None:
        self._zoom = min(max(percent, ZOOMS[0]), ZOOMS[-1])
        self._lay_out()
        self.zoom_changed.emit(self._zoom)

    def step_zoom(self, steps: int) -> None:
        """Take the next larger (+1) or smaller (-1) zoom."""
        nearest = min(range(len(ZOOMS)), key=lambda at: abs(ZOOMS[at] - self._zoom))
        self.set_zoom(ZOOMS[min(max(nearest + steps, 0), len(ZOOMS) - 1)])

    def set_picture(self, number: int, width_px: int, image: QImage) -> None:
        """Take a drawn page; the ones used longest ago make room for it."""
        self._pictures[number] = (width_px, QPixmap.fromImage(image))
        self._pictures.move_to_end(number)
        self._troubles.pop(number, None)
        while len(self._pictures) > 1 and self._used_bytes() > _KEPT_BYTES:
            self._pictures.popitem(last=False)
        self.viewport().update()

    def set_trouble(self, number: int, text: str) -> None:
        """Say on the page why it is not shown."""
        self._troubles[number] = text
        self.viewport().update()

    def set_marks(self, marks: Mapping[int, Sequence[QRectF]]) -> None:
        """Mark parts of pages, given as shares of their width and height."""
        self._marks = marks
        self.viewport().update()

    def reveal_mark(self, number: int) -> None:
        """Bring the first mark of a page into view, if it is not all there."""
        if self._sizes and (marks := self._marks.get(number)):
            area = self._mark_rect(self._page_rect(number), marks[0]).toAlignedRect()
            if not self.viewport().rect().contains(area):
                down, across = self.verticalScrollBar(), self.horizontalScrollBar()
                down.setValue(down.value() + area.top() - self.viewport().height() // 3)
                across.setValue(across.value() + area.left() - Space.XL)

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(theme().px(560), theme().px(640))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(160))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.ZoomIn):
            self.step_zoom(+1)
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.step_zoom(-1)
        elif event.key() == Qt.Key.Key_Home:
            self.show_page(1)
        elif event.key() == Qt.Key.Key_End:
            self.show_page(len(self._sizes))
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not self.horizontalScrollBar().maximum():
            back = (event.key() == Qt.Key.Key_Left) != (
                self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            )
            self.show_page(self._page - 1 if back else self._page + 1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme().colour("raised"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number in self._visible_pages():
            area = self._page_rect(number)
            painter.fillRect(area, Qt.GlobalColor.white)
            found = self._pictures.get(number)
            if found is not None:
                self._pictures.move_to_end(number)
                painter.drawPixmap(area, found[1])
            elif number in self._troubles:
                self._paint_words(painter, area, self._troubles[number])
            self._paint_marks(painter, number, area)
            painter.setPen(theme().colour("border"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(0, 0, -1, -1))

    # Inside

    def _paint_words(self, painter: QPainter, area: QRect, text: str) -> None:
        # Paper is white in every theme, and so the words on it are dark.
        painter.setPen(Qt.GlobalColor.black)
        painter.setFont(theme().font(TypeRole.BODY))
        wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area.adjusted(Space.XL, Space.XL, -Space.XL, -Space.XL), int(wrapped), text)

    def _paint_marks(self, painter: QPainter, number: int, area: QRect) -> None:
        """Like a text marker: what is printed stays black. Paper is white, so the colour is the same in every theme."""
        painter.save()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(PAPER_MARK)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in self._marks.get(number, ()):
            box = self._mark_rect(area, mark)
            painter.drawRoundedRect(box, _MARK_RADIUS, _MARK_RADIUS)
        painter.restore()

    @staticmethod
    def _mark_rect(area: QRect, mark: QRectF) -> QRectF:
        """Where a mark stands on the viewport, a little larger than its letters."""
        left, top = area.left() + mark.left() * area.width(), area.top() + mark.top() * area.height()
        box = QRectF(left, top, mark.width() * area.width(), mark.height() * area.height())
        more = max(box.height() * 0.15, 1.0)
        return box.adjusted(-more, -more, more, more)

    def _scale(self) -> float:
        """Pixels per point."""
        widest = max((width for width, _ in self._sizes), default=1.0)
        fits = min(self.viewport().width() - 2 * Space.L, theme().px(_WIDEST))
        return max(fits, 60) / widest * self._zoom / 100

    def _page_rect(self, number: int) -> QRect:
        width, height = self._sizes[number - 1]
        scale = self._scale()
        size = QSize(round(width * scale), round(height * scale))
        room = max(self.viewport().width(), self._content_width())
        left = (room - size.width()) // 2 - self.horizontalScrollBar().value()
        top = self._heights.top(number - 1) - self.verticalScrollBar().value() + Space.L
        return QRect(QPoint(left, top), size)

    def _content_width(self) -> int:
        widest = max((width for width, _ in self._sizes), default=0.0)
        return round(widest * self._scale()) + 2 * Space.L

    def _visible_pages(self) -> range:
        if not self._sizes:
            return range(0)
        top = self.verticalScrollBar().value()
        first = self._heights.row_at(top)
        last = self._heights.row_at(top + self.viewport().height())
        return range(first + 1, last + 2)

    def _lay_out(self) -> None:
        """Sizes at another width or zoom; the page being read stays where it is."""
        bar = self.verticalScrollBar()
        anchor, part = 0, 0.0
        if len(self._heights):
            anchor = self._heights.row_at(bar.value())
            part = (bar.value() - self._heights.top(anchor)) / max(self._heights.height(anchor), 1)
        scale = self._scale()
        self._heights = RowHeights(round(height * scale) + Space.L for _, height in self._sizes)
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(theme().px(48))
        bar.setRange(0, max(self._heights.total() + Space.L - self.viewport().height(), 0))
        if anchor < len(self._heights):
            bar.setValue(round(self._heights.top(anchor) + part * self._heights.height(anchor)))
        across = self.horizontalScrollBar()
        across.setPageStep(self.viewport().width())
        across.setRange(0, max(self._content_width() - self.viewport().width(), 0))
        self._settle.start()
        self.viewport().update()

    def _scrolled(self) -> None:
        if self._sizes:
            # The page that fills the upper third is the one being read; at the very end it is the last one.
            bar = self.verticalScrollBar()
            at_end = bar.value() == bar.maximum() and bar.maximum() > 0
            row = self._heights.row_at(bar.value() + self.viewport().height() // 3)
            page = len(self._sizes) if at_end else row + 1
            if page != self._page:
                self._page = page
                self.setAccessibleName(f"{self._name} {page}")
                self.page_changed.emit(page)
        self._settle.start()
        self.viewport().update()

    def _ask_for_pictures(self) -> None:
        """Ask for what is seen and not drawn at this size, then for the neighbours."""
        seen = self._visible_pages()
        if not seen:
            return
        ratio = self.devicePixelRatioF()
        beside = [seen.stop, seen.start - 1]
        wanted: dict[int, int] = {}
        for number in [*seen, *beside]:
            if not 1 <= number <= len(self._sizes) or number in self._troubles:
                continue
            width_px = round(self._page_rect(number).width() * ratio)
            found = self._pictures.get(number)
            if found is None or found[0] != width_px:
                wanted[number] = width_px
        self.pictures_wanted.emit(wanted)

    def _used_bytes(self) -> int:
        return sum(pixmap.width() * pixmap.height() * 4 for _, pixmap in self._pictures.values())
