"""State of the list of chats: which there are, found by words, renamed, deleted and brought back. QtCore only."""

from PySide6.QtCore import Signal

from desktop.chat.service import ChatService, ChatView
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.ids import ChatId
from shared.tasks import TaskScope


class SessionsViewModel(ViewModel):
    """`deleted(ChatView)` offers an undo, `restored(ChatId)` follows it. Errors of actions go to the window."""

    changed = Signal()
    deleted = Signal(object)
    restored = Signal(object)

    def __init__(self, chat: ChatService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._chat = chat
        self.chats: list[ChatView] = []
        self.wanted = ""
        self.loaded = False
        self.watch(lambda _changes: self.reload(), "chat", "message")

    def reload(self) -> None:
        self.spawn_latest(self._load, name="chats")

    def find(self, words: str) -> None:
        """Show only chats with these words in title or messages."""
        if words != self.wanted:
            self.wanted = words
            self.reload()

    def rename(self, chat_id: ChatId, title: str) -> None:
        self.spawn(self._chat.rename(chat_id, title), name="rename chat")

    def delete(self, chat: ChatView) -> None:
        self.spawn(self._delete(chat), name="delete chat")

    def restore(self, chat_id: ChatId) -> None:
        self.spawn(self._restore(chat_id), name="restore chat")

    async def _delete(self, chat: ChatView) -> None:
        await self._chat.delete(chat.id)
        self.deleted.emit(chat)

    async def _restore(self, chat_id: ChatId) -> None:
        await self._chat.restore(chat_id)
        self.restored.emit(chat_id)

    async def _load(self) -> None:
        try:
            self.chats = await self._chat.chats(self.wanted)
        except AppError as error:
            self.failed.emit(error)
            return
        self.loaded = True
        self.changed.emit()
