"""Draws an item as a card or as a line, and edits its title in place. Knows no service."""

from typing import Any, Literal

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.media.library_list_model import ItemRole, length_text, state_text
from desktop.media.library_thumbnails_page import Thumbnails
from desktop.media.library_view_model import WORKING
from desktop.media.service import ItemView, JobState
from desktop.widgets.formats import format_bytes, format_date
from desktop.widgets.icons import paint_icon
from desktop.widgets.theme import FOCUS_WIDTH, RADIUS_CARD, RADIUS_CONTROL, Space, TypeRole
from desktop.widgets.theming import theme

Mode = Literal["grid", "list"]
KIND_ICONS = {"audio": "microphone-outline", "video": "video-outline", "document": "file-document-outline"}
_CARD_WIDTH = 220
_ROW_HEIGHT = 64
_LENGTH_WIDTH, _SIZE_WIDTH, _DATE_WIDTH = 84, 84, 96
_COLUMNS_FROM = 640
"""A list narrower than this has no columns: title and state need the room."""
_BAR_HEIGHT = 6
_LOOKS = {
    JobState.AWAY: ("muted", "progress-clock"),
    JobState.FAILED: ("danger", "alert-circle-outline"),
    JobState.CANCELLED: ("muted", "cancel"),
    **dict.fromkeys(WORKING, ("info", "progress-clock")),
}
_Index = QModelIndex | QPersistentModelIndex


def state_look(item: ItemView) -> tuple[str, str] | None:
    """Tone and icon of the state's pill; None for what is simply ready."""
    if item.fetching is not None:
        return ("info", "cloud-download-outline")
    if not item.here and item.state in (JobState.AWAY, JobState.COMPLETED):
        return ("muted", "cloud-outline")
    if item.state is JobState.COMPLETED:
        return ("info", "information-outline") if item.notice else None
    if item.state is not JobState.PENDING:
        return _LOOKS[item.state]
    return ("warning", "alert-outline") if item.waiting or item.error else ("muted", "clock-outline")


def line_height(role: TypeRole) -> int:
    return QFontMetrics(theme().font(role)).height()


def card_width() -> int:
    """Cards are at least this wide and share what is left; they grow half as fast as the text."""
    return (_CARD_WIDTH + theme().px(_CARD_WIDTH)) // 2


class ItemDelegate(QStyledItemDelegate):
    """`mode` chooses between card and line; the view sets it and its grid."""

    def __init__(self, view: QListView, thumbnails: Thumbnails) -> None:
        super().__init__(view)
        self._view = view
        self._thumbnails = thumbnails
        self.mode: Mode = "grid"

    def card_height(self, width: int) -> int:
        """Height of a card's place in the grid for its width, both with the gap."""
        inside = width - Space.L
        words = 2 * line_height(TypeRole.BODY) + line_height(TypeRole.SMALL) + _foot_height()
        return round(inside * 9 / 16) + words + 4 * Space.S + Space.L

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        if self.mode == "grid":
            return self._view.gridSize()
        lines = line_height(TypeRole.BODY) + _foot_height() + Space.XS
        return QSize(
            self._view.viewport().width(), max(theme().px(_ROW_HEIGHT), lines + 2 * Space.S) + Space.XS
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item: ItemView | None = index.data(ItemRole)
        if item is None:
            return
        shape: Any = option
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        draw = _Drawing(painter, QRect(shape.rect), shape.state, self._view, self._thumbnails)
        if self.mode == "grid":
            draw.card(item)
        else:
            draw.line(item)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: _Index) -> QWidget:
        field = QLineEdit(parent)
        field.setAccessibleName(self.tr("Title"))
        return field

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        # Progress of the item must not put the old title back into what is being typed.
        if isinstance(editor, QLineEdit) and not editor.property("filled"):
            editor.setProperty("filled", "true")
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index) -> None:
        shape: Any = option
        rect = QRect(shape.rect)
        height = editor.sizeHint().height()
        if self.mode == "grid":
            inner = rect.adjusted(Space.S, Space.S, -Space.S, -Space.S)
            top = inner.top() + round(inner.width() * 9 / 16) + Space.XS
            editor.setGeometry(inner.left() + Space.XS, top, inner.width() - Space.S, height)
            return
        box = _box_of_line(rect)
        words = _mirrored(self._view, _words_of_line(box), box)
        editor.setGeometry(words.left(), rect.center().y() - height // 2, words.width(), height)


class _Drawing:
    """One item on one painter."""

    def __init__(
        self,
        painter: QPainter,
        rect: QRect,
        state: QStyle.StateFlag,
        view: QListView,
        thumbnails: Thumbnails,
    ) -> None:
        self._painter = painter
        self._rect = rect
        self._view = view
        self._thumbnails = thumbnails
        self._chosen = bool(state & QStyle.StateFlag.State_Selected)
        self._hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        self._focused = bool(state & QStyle.StateFlag.State_HasFocus)
        self._muted = "text" if self._chosen else "muted"

    def card(self, item: ItemView) -> None:
        box = self._rect.adjusted(Space.S, Space.S, -Space.S, -Space.S)
        self._ground(box, RADIUS_CARD)
        picture = QRect(box.left(), box.top(), box.width(), round(box.width() * 9 / 16))
        self._picture(item, picture, RADIUS_CARD, whole_top=True)
        self._edge(box, RADIUS_CARD)
        self._badge(length_text(item), picture)
        inner = box.adjusted(Space.M, picture.height() + Space.S, -Space.M, -Space.S)
        body, small = line_height(TypeRole.BODY), line_height(TypeRole.SMALL)
        lines = self._two_lines(QRect(inner.left(), inner.top(), inner.width(), 2 * body), item.title)
        top = inner.top() + lines * body + Space.XS
        facts = f"{format_date(item.created_ms)} · {format_bytes(item.size_bytes)}"
        self._words(
            QRect(inner.left(), top, inner.width(), small), facts, theme().font(TypeRole.SMALL), self._muted
        )
        foot = QRect(
            inner.left(), inner.bottom() + 1 - _foot_height() - Space.XS, inner.width(), _foot_height()
        )
        self._state_or_tags(item, foot)

    def line(self, item: ItemView) -> None:
        box = _box_of_line(self._rect)
        self._ground(box, RADIUS_CONTROL)
        self._edge(box, RADIUS_CONTROL)
        self._picture(item, _mirrored(self._view, _picture_of_line(box), box), RADIUS_CONTROL)
        words = _words_of_line(box)
        body, foot = line_height(TypeRole.BODY), _foot_of(item)
        height = body + Space.XS + foot if foot else body
        top = box.center().y() - height // 2
        title = QRect(words.left(), top, words.width(), body)
        self._words(self._mirror(title, box), item.title, theme().font(semibold=True), "text")
        below = QRect(words.left(), top + body + Space.XS, words.width(), foot)
        self._state_or_tags(item, self._mirror(below, box))
        if box.width() >= theme().px(_COLUMNS_FROM):
            self._columns(item, box)

    def _columns(self, item: ItemView, box: QRect) -> None:
        font = theme().font(TypeRole.SMALL, tabular=True)
        right = box.right() - Space.M
        texts = (format_date(item.created_ms), format_bytes(item.size_bytes), length_text(item))
        for text, width in zip(texts, (_DATE_WIDTH, _SIZE_WIDTH, _LENGTH_WIDTH), strict=True):
            wide = theme().px(width)
            place = QRect(right - wide, box.top(), wide, box.height())
            self._words(self._mirror(place, box), text, font, self._muted, trailing=True)
            right -= wide

    def _ground(self, box: QRect, radius: int) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        role = "accent_tint" if self._chosen else "hover" if self._hovered else "surface"
        self._painter.setBrush(theme().colour(role))
        self._painter.drawRoundedRect(box, radius, radius)

    def _edge(self, box: QRect, radius: int) -> None:
        """Border over the picture: selected things are framed, and the current one is so on the keyboard."""
        now = theme()
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._chosen or self._focused:
            pen = QPen(now.colour("accent"), FOCUS_WIDTH)
            if not self._chosen:
                pen.setStyle(Qt.PenStyle.DashLine)
        else:
            pen = QPen(now.colour("border"), 1)
        self._painter.setPen(pen)
        half = pen.widthF() / 2
        self._painter.drawRoundedRect(QRectF(box).adjusted(half, half, -half, -half), radius, radius)

    def _picture(self, item: ItemView, rect: QRect, radius: int, *, whole_top: bool = False) -> None:
        now, painter = theme(), self._painter
        frame = QPainterPath()
        # Square corners below: the words follow there.
        frame.addRoundedRect(QRectF(rect.adjusted(0, 0, 0, radius if whole_top else 0)), radius, radius)
        painter.save()
        painter.setClipPath(frame)
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        painter.fillRect(rect, now.colour("raised"))
        picture = None
        if item.thumbnail is not None:
            ratio = self._view.devicePixelRatioF()
            picture = self._thumbnails.get(item.thumbnail, rect.size(), ratio)
        if picture is not None and not picture.isNull():
            size = picture.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(rect.topLeft(), size)
            place.moveCenter(rect.center())
            painter.drawPixmap(place, picture)
        elif item.thumbnail is None or picture is not None:
            side = min(rect.height() // 2, now.px(48))
            place = QRect(0, 0, side, side)
            place.moveCenter(rect.center())
            paint_icon(painter, place, KIND_ICONS.get(item.kind, "file-outline"), "muted")
        painter.restore()

    def _badge(self, text: str, over: QRect) -> None:
        """The length, on a ground of its own in the picture's trailing corner."""
        if not text:
            return
        now, painter = theme(), self._painter
        font = now.font(TypeRole.SMALL, semibold=True, tabular=True)
        metrics = QFontMetrics(font)
        width, height = metrics.horizontalAdvance(text) + 2 * Space.S, metrics.height() + Space.XS
        box = QRect(over.right() - width - Space.S, over.bottom() - height - Space.S, width, height)
        box = self._mirror(box, over)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("surface"))
        painter.drawRoundedRect(box, RADIUS_CONTROL, RADIUS_CONTROL)
        painter.setFont(font)
        painter.setPen(now.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _state_or_tags(self, item: ItemView, rect: QRect) -> None:
        look = state_look(item)
        if look is None:
            words = QRect(rect.left(), rect.top(), rect.width(), line_height(TypeRole.SMALL))
            self._words(words, " · ".join(item.tags), theme().font(TypeRole.SMALL), self._muted)
            return
        if _has_bar(item):
            small, thick = line_height(TypeRole.SMALL), theme().px(_BAR_HEIGHT)
            words = QRect(rect.left(), rect.top(), rect.width(), small)
            self._words(words, state_text(item), theme().font(TypeRole.SMALL), self._muted)
            self._bar(QRect(rect.left(), rect.bottom() + 1 - thick, rect.width(), thick), item.progress)
            return
        pill = QRect(rect.left(), rect.top(), rect.width(), _pill_height())
        self._pill(pill, state_text(item), *look)

    def _bar(self, rect: QRect, fraction: float) -> None:
        now, painter = theme(), self._painter
        radius = rect.height() / 2
        painter.setPen(QPen(now.colour("control_border"), 1))
        painter.setBrush(now.colour("raised"))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        done = QRect(
            rect.left(), rect.top(), max(rect.height(), round(rect.width() * fraction)), rect.height()
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("accent"))
        painter.drawRoundedRect(self._mirror(done, rect), radius, radius)

    def _pill(self, rect: QRect, text: str, tone: str, icon_name: str) -> None:
        now, painter = theme(), self._painter
        font = now.font(TypeRole.SMALL, semibold=True)
        metrics = QFontMetrics(font)
        side = metrics.height()
        room = rect.width() - side - 2 * Space.S - Space.XS
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(shown) + side + 2 * Space.S + Space.XS + 2
        box = self._mirror(QRect(rect.left(), rect.top(), min(width, rect.width()), rect.height()), rect)
        painter.setPen(QPen(now.colour("control_border" if tone == "muted" else tone), 1))
        painter.setBrush(now.colour("surface"))
        painter.drawRoundedRect(
            QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), box.height() / 2, box.height() / 2
        )
        inner = box.adjusted(Space.S, 0, -Space.S, 0)
        glyph = QRect(inner.left(), inner.center().y() - side // 2, side, side)
        paint_icon(painter, self._mirror(glyph, inner), icon_name, tone)
        words = inner.adjusted(side + Space.XS, 0, 1, 0)
        self._words(self._mirror(words, inner), shown, font, tone)

    def _words(self, rect: QRect, text: str, font: QFont, role: str, *, trailing: bool = False) -> None:
        painter = self._painter
        painter.setFont(font)
        painter.setPen(theme().colour(role))
        line = " ".join(text.split())
        shown = QFontMetrics(font).elidedText(line, Qt.TextElideMode.ElideRight, rect.width())
        right = self._view.isRightToLeft() != trailing
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)

    def _two_lines(self, rect: QRect, text: str) -> int:
        """Draw a title on up to two lines; what does not fit ends in "…". Returns how many it took."""
        font = theme().font(semibold=True)
        line = " ".join(text.split())
        layout = QTextLayout(line, font)
        option = QTextOption(Qt.AlignmentFlag.AlignLeading)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        first = layout.createLine()
        first.setLineWidth(rect.width())
        first.setPosition(QPointF(0, 0))
        layout.endLayout()
        cut = first.textLength()
        height = line_height(TypeRole.BODY)
        upper = QRect(rect.left(), rect.top(), rect.width(), height)
        # Qt counts UTF-16 units, Python characters.
        units = line.encode("utf-16-le")
        self._words(upper, units[: 2 * cut].decode("utf-16-le", "ignore"), font, "text")
        rest = units[2 * cut :].decode("utf-16-le", "ignore")
        self._words(upper.translated(0, height), rest, font, "text")
        return 2 if rest else 1

    def _mirror(self, rect: QRect, around: QRect) -> QRect:
        return _mirrored(self._view, rect, around)


def _mirrored(view: QWidget, rect: QRect, around: QRect) -> QRect:
    return QStyle.visualRect(view.layoutDirection(), around, rect)


def _box_of_line(rect: QRect) -> QRect:
    return rect.adjusted(Space.S, 0, -Space.S, -Space.XS)


def _picture_of_line(box: QRect) -> QRect:
    height = box.height() - 2 * Space.S
    return QRect(box.left() + Space.S, box.top() + Space.S, round(height * 16 / 9), height)


def _words_of_line(box: QRect) -> QRect:
    """Where title and state of a line stand, in a left-to-right list."""
    left = _picture_of_line(box).right() + Space.M
    right = box.right() - Space.M
    if box.width() >= theme().px(_COLUMNS_FROM):
        right -= theme().px(_LENGTH_WIDTH + _SIZE_WIDTH + _DATE_WIDTH)
    return QRect(left, box.top(), max(right - left, 1), box.height())


def _has_bar(item: ItemView) -> bool:
    return item.state in WORKING or (
        item.state is JobState.PENDING and not item.waiting and item.progress > 0
    )


def _foot_of(item: ItemView) -> int:
    """Height of what stands under the title of a line."""
    if state_look(item) is None:
        return line_height(TypeRole.SMALL) if item.tags else 0
    return _foot_height() if _has_bar(item) else _pill_height()


def _foot_height() -> int:
    """Room for a pill, or for a line of words over a bar."""
    return max(_pill_height(), line_height(TypeRole.SMALL) + Space.XS + theme().px(_BAR_HEIGHT))


def _pill_height() -> int:
    return QFontMetrics(theme().font(TypeRole.SMALL, semibold=True)).height() + Space.XS + 2
