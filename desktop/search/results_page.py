"""The list of results on the Search page: how a hit is drawn, and its keys."""

from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QCursor,
    QPainter,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.search.hits import SearchHit
from desktop.search.list_model import HitRow, ItemRow, Row, RowRole, SearchListModel, place_text
from desktop.search.snippets import reads_from_right
from desktop.widgets.icons import paint_icon
from desktop.widgets.theme import RADIUS_CARD, Space, TypeRole
from desktop.widgets.theming import theme, theming

_KIND_ICONS = {"audio": "microphone-outline", "video": "video-outline", "document": "file-document-outline"}
_PLACE_WIDTH = 96
_PADDING = Space.M
_Index = QModelIndex | QPersistentModelIndex


class HitDelegate(QStyledItemDelegate):
    """Draws headings and hits: the place at the leading side, title and marked words beside it."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._layouts: dict[tuple[int, int], QTextLayout] = {}

    def forget_sizes(self) -> None:
        """Rows, width or theme changed."""
        self._layouts.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        row: Row = index.data(RowRole)
        width = self._view.viewport().width()
        now = theme()
        if isinstance(row, ItemRow):
            return QSize(width, now.hit_target + Space.S)
        height = round(self._layout(row, width).boundingRect().height())
        if row.titled:
            height += _line_height(TypeRole.BODY) + Space.XS
        return QSize(width, max(height, _line_height(TypeRole.BODY)) + 2 * _PADDING + Space.S)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Row = index.data(RowRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, ItemRow):
            self._paint_item(painter, _rect(option), row)
        else:
            self._paint_hit(painter, option, row)
        painter.restore()

    def _paint_item(self, painter: QPainter, rect: QRect, row: ItemRow) -> None:
        now = theme()
        side = now.icon_size
        inner = rect.adjusted(Space.XS, Space.S, -Space.XS, 0)
        glyph = QRect(inner.left(), inner.center().y() - side // 2, side, side)
        words = inner.adjusted(side + Space.S, 0, 0, 0)
        paint_icon(painter, self._mirrored(glyph, rect), _KIND_ICONS.get(row.kind, "bookshelf"), "muted")
        self._line(painter, self._mirrored(words, rect), row.title, now.font(semibold=True))

    def _paint_hit(self, painter: QPainter, option: QStyleOptionViewItem, row: HitRow) -> None:
        now = theme()
        rect = _rect(option)
        state: Any = getattr(option, "state")  # noqa: B009 - missing in the stubs
        box = rect.adjusted(1, 1, -1, -Space.S)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(QPen(now.colour("accent" if chosen else "border"), 2 if chosen else 1))
        painter.setBrush(now.colour("hover" if hovered and not chosen else "surface"))
        painter.drawRoundedRect(box, RADIUS_CARD, RADIUS_CARD)
        inner = box.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
        place = QRect(inner.left(), inner.top(), now.px(_PLACE_WIDTH), _line_height(TypeRole.BODY))
        self._paint_place(painter, self._mirrored(place, rect), row)
        words = inner.adjusted(place.width() + Space.M, 0, 0, 0)
        if row.titled:
            title = QRect(words.left(), words.top(), words.width(), _line_height(TypeRole.BODY))
            self._line(painter, self._mirrored(title, rect), row.hit.title, now.font(semibold=True))
            words.setTop(title.bottom() + 1 + Space.XS)
        layout = self._layout(row, self._view.viewport().width())
        painter.setPen(now.colour("text"))
        layout.draw(painter, QPointF(self._mirrored(words, rect).topLeft()))

    def _paint_place(self, painter: QPainter, rect: QRect, row: HitRow) -> None:
        now = theme()
        side = now.px(16)
        spoken = row.hit.page is None and row.hit.start_ms is not None
        glyph = QRect(rect.left(), rect.center().y() - side // 2, side, side)
        words = rect.adjusted(side + Space.XS, 0, 0, 0)
        name = "play" if spoken else "file-document-outline"
        paint_icon(painter, self._mirrored(glyph, rect), name, "accent")
        font = now.font(TypeRole.SMALL, semibold=True, tabular=True)
        self._line(painter, self._mirrored(words, rect), place_text(row.hit), font)

    def _line(self, painter: QPainter, rect: QRect, text: str, font: Any) -> None:
        painter.setFont(font)
        painter.setPen(theme().colour("text"))
        shown = painter.fontMetrics().elidedText(
            " ".join(text.split()), Qt.TextElideMode.ElideRight, rect.width()
        )
        # A painter takes its direction from the widget, and "left" as the leading edge.
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _mirrored(self, rect: QRect, around: QRect) -> QRect:
        return QStyle.visualRect(self._view.layoutDirection(), around, rect)

    def _layout(self, row: HitRow, width: int) -> QTextLayout:
        key = (row.hit.passage_id, width)
        found = self._layouts.get(key)
        if found is None:
            found = self._layouts[key] = _laid_out(row, width)
        return found


def _laid_out(row: HitRow, width: int) -> QTextLayout:
    """The words of a hit, in the direction of their own language, whatever the window's is."""
    now = theme()
    mirrored = reads_from_right(row.snippet.text)
    layout = QTextLayout(row.snippet.text, now.font())
    option = QTextOption(Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    marked = QTextCharFormat()
    marked.setFont(now.font(semibold=True))
    marked.setBackground(now.colour("accent_tint"))
    marked.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    marked.setUnderlineColor(now.colour("accent"))
    formats = []
    for first, last in row.snippet.marks:
        one = QTextLayout.FormatRange()
        one.start, one.length, one.format = first, last - first, marked
        formats.append(one)
    layout.setFormats(formats)
    room = max(width - now.px(_PLACE_WIDTH) - Space.M - 2 * _PADDING - 2, now.px(80))
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout


def _line_height(role: TypeRole) -> int:
    return round(theme().point_size(role) * 1.9)


def _rect(option: QStyleOptionViewItem) -> QRect:
    return QRect(getattr(option, "rect"))  # noqa: B009 - missing in the stubs


class ResultsView(QListView):
    """Enter or a click opens a hit; `left_upwards` fires when Up is pressed on the first one."""

    opened = Signal(object)
    menu_wanted = Signal(object, object)
    left_upwards = Signal()

    def __init__(self, name: str, model: SearchListModel, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("plain", "true")
        self.setModel(model)
        self._rows = model
        self._delegate = HitDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(
            lambda point: self._want_menu(self.indexAt(point), QCursor.pos())
        )
        self.clicked.connect(self._open)
        model.modelReset.connect(self._delegate.forget_sizes)
        theming().changed.connect(self._restyle)

    def current_hit(self) -> SearchHit | None:
        return self._rows.hit(self.currentIndex())

    def choose(self, passage_id: int | None) -> None:
        """Select a hit, else the first one."""
        row = self._rows.row_of(passage_id)
        if row >= 0:
            self.setCurrentIndex(self._rows.index(row))
            if row <= 1:
                self.scrollToTop()

    def open_current(self) -> None:
        self._open(self.currentIndex())

    def keyPressEvent(self, event: Any) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
            return
        if key == Qt.Key.Key_Menu:
            rect = self.visualRect(self.currentIndex())
            self._want_menu(self.currentIndex(), self.viewport().mapToGlobal(rect.center()))
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if key == Qt.Key.Key_Up and self.currentIndex() == before:
            self.left_upwards.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._delegate.forget_sizes()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _open(self, index: QModelIndex) -> None:
        hit = self._rows.hit(index)
        if hit is not None:
            self.opened.emit(hit)

    def _want_menu(self, index: QModelIndex, at: object) -> None:
        hit = self._rows.hit(index)
        if hit is not None:
            self.menu_wanted.emit(hit, at)

    def _restyle(self) -> None:
        self._delegate.forget_sizes()
        self.scheduleDelayedItemsLayout()
