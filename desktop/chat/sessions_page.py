"""The list of chats beside a conversation: search, rename in place, delete."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.chat.service import ChatView
from desktop.chat.sessions_list_model import ChatRole, SessionsListModel
from desktop.chat.sessions_view_model import SessionsViewModel
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.formats import format_date_time
from desktop.widgets.icons import icon
from desktop.widgets.search_field import SearchField
from desktop.widgets.theme import RADIUS_CONTROL, Space, TypeRole
from desktop.widgets.theming import theme, theming
from shared.errors import AppError
from shared.ids import ChatId

_Index = QModelIndex | QPersistentModelIndex


class _SessionDelegate(QStyledItemDelegate):
    """Title over date."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        now = theme()
        lines = now.point_size(TypeRole.BODY) + now.point_size(TypeRole.SMALL)
        return QSize(now.px(120), max(round(lines * 1.8) + 2 * Space.S, now.hit_target))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        chat: ChatView = index.data(ChatRole)
        now = theme()
        shape: Any = option
        rect = QRect(shape.rect).adjusted(Space.XS, 1, -Space.XS, -1)
        chosen = bool(shape.state & QStyle.StateFlag.State_Selected)
        hovered = bool(shape.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = chosen and bool(shape.state & QStyle.StateFlag.State_HasFocus)
        if chosen or hovered:
            painter.setPen(QPen(now.colour("accent"), 2) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("accent_tint" if chosen else "hover"))
            painter.drawRoundedRect(rect, RADIUS_CONTROL, RADIUS_CONTROL)
        inner = rect.adjusted(Space.S, Space.XS, -Space.S, -Space.XS)
        half = round(inner.height() * 0.55)
        upper = QRect(inner.left(), inner.top(), inner.width(), half)
        lower = QRect(inner.left(), inner.top() + half, inner.width(), inner.height() - half)
        painter.setFont(now.font(semibold=chosen))
        painter.setPen(now.colour("text"))
        self._line(painter, upper, chat.title)
        painter.setFont(now.font(TypeRole.SMALL))
        painter.setPen(now.colour("text" if chosen else "muted"))
        self._line(painter, lower, format_date_time(chat.updated_ms))
        painter.restore()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index) -> None:
        shape: Any = option
        rect = QRect(shape.rect)
        height = min(editor.sizeHint().height(), rect.height())
        editor.setGeometry(
            rect.left() + Space.XS, rect.center().y() - height // 2, rect.width() - Space.S, height
        )

    @staticmethod
    def _line(painter: QPainter, rect: QRect, words: str) -> None:
        line = " ".join(words.split())
        shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, rect.width())
        # A painter takes its direction from the widget, and "left" as the leading edge.
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class SessionsView(QListView):
    """Up and Down open chats, F2 renames, Delete deletes."""

    delete_wanted = Signal(object)

    def __init__(self, name: str, model: SessionsListModel, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("plain", "true")
        self.setModel(model)
        self.sessions = model
        self.setItemDelegate(_SessionDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        theming().changed.connect(self.scheduleDelayedItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chat = self.sessions.chat(self.currentIndex())
        if chat is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_wanted.emit(chat)
            return
        super().keyPressEvent(event)

    def menu_for(self, index: QModelIndex) -> QMenu:
        """What can be done with one chat."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chat = self.sessions.chat(index)
        at = QPersistentModelIndex(index)
        menu.addAction(icon("pencil-outline"), self.tr("Rename"), lambda: self._edit(at))
        menu.addAction(icon("delete-outline"), self.tr("Delete"), lambda: self.delete_wanted.emit(chat))
        return menu

    def _edit(self, index: QPersistentModelIndex) -> None:
        if index.isValid():
            self.edit(self.sessions.index(index.row()))

    def _show_menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if index.isValid():
            self.menu_for(index).popup(self.viewport().mapToGlobal(point))


class SessionsPanel(QWidget):
    """`opened(ChatId)` when a person chooses a chat."""

    opened = Signal(object)

    def __init__(self, view_model: SessionsViewModel, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._current: ChatId | None = None
        self.search = SearchField(self.tr("Find a chat"))
        self.model = SessionsListModel(self)
        self.list = SessionsView(self.tr("Chats"), self.model)
        self.empty = EmptyState("message-outline", "")
        self.stack = ContentStack(self.list, self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.S)
        column.setSpacing(Space.S)
        column.addWidget(self.search)
        column.addWidget(self.stack, 1)
        self.search.settled.connect(view_model.find)
        self.stack.retry.connect(view_model.reload)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.list.delete_wanted.connect(view_model.delete)
        self.model.renamed.connect(view_model.rename)
        view_model.changed.connect(self._show)
        view_model.failed.connect(self._show_error)

    def show_current(self, chat_id: ChatId | None) -> None:
        """Mark the chat that is open; None for a new one."""
        self._current = chat_id
        row = self.model.row_of(chat_id)
        blocked = self.list.selectionModel().blockSignals(True)
        self.list.setCurrentIndex(self.model.index(row) if row >= 0 else QModelIndex())
        if row < 0:
            self.list.clearSelection()
        self.list.selectionModel().blockSignals(blocked)
        self.list.viewport().update()

    def rename_current(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self.list.edit(index)

    def current_chat(self) -> ChatView | None:
        return self.model.chat(self.list.currentIndex())

    def _show(self) -> None:
        self.model.set_chats(self._view_model.chats)
        self.show_current(self._current)
        if self._view_model.chats:
            self.stack.show_content()
            return
        self.empty.set_sentence(
            self.tr("No chat has these words.")
            if self._view_model.wanted
            else self.tr("Your questions and their answers will be kept here.")
        )
        self.stack.show_empty()

    def _show_error(self, error: AppError) -> None:
        self.stack.show_error(error, can_retry=True)

    def _chosen(self, index: QModelIndex) -> None:
        chat = self.model.chat(index)
        if chat is not None and chat.id != self._current:
            self._current = chat.id
            self.opened.emit(chat.id)
