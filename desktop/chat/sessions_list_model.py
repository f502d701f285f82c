"""Chats as rows of a list, renamed in place. QtCore only."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.chat.service import ChatView
from desktop.widgets.formats import format_date_time
from shared.ids import ChatId

ChatRole = Qt.ItemDataRole.UserRole
_ROOT = QModelIndex()


class SessionsListModel(QAbstractListModel):
    """`renamed(chat_id, title)` when a person has typed another title."""

    renamed = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chats: list[ChatView] = []

    def set_chats(self, chats: Sequence[ChatView]) -> None:
        """Show these. The same chats in the same order keep selection, scroll place and an open editor."""
        if [one.id for one in chats] == [one.id for one in self._chats]:
            self._chats = list(chats)
            if self._chats:
                self.dataChanged.emit(self.index(0), self.index(len(self._chats) - 1))
            return
        self.beginResetModel()
        self._chats = list(chats)
        self.endResetModel()

    def chat(self, index: QModelIndex | QPersistentModelIndex) -> ChatView | None:
        return self._chats[index.row()] if index.isValid() and index.row() < len(self._chats) else None

    def row_of(self, chat_id: ChatId | None) -> int:
        """Row of a chat, -1 when it is not shown."""
        return next((row for row, chat in enumerate(self._chats) if chat.id == chat_id), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._chats)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        chat = self._chats[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return chat.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{chat.title}, {format_date_time(chat.updated_ms)}"
        return chat if role == ChatRole else None

    def setData(
        self, index: QModelIndex | QPersistentModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        chat = self.chat(index)
        title = " ".join(str(value).split())
        if chat is None or role != Qt.ItemDataRole.EditRole or not title or title == chat.title:
            return False
        self.renamed.emit(chat.id, title)
        return True
