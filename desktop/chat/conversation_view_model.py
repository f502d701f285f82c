"""State of one conversation: its messages, the answer being written, what it asks about. QtCore only."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import aclosing
from itertools import takewhile
from typing import Any, Literal

from PySide6.QtCore import QTimer, Signal

from desktop.chat.material import EVERYTHING, Scope
from desktop.chat.service import (
    AnswerEvent,
    ChatService,
    ChatView,
    Cited,
    Delta,
    Ended,
    LiveAnswer,
    MessageView,
    PassagesFound,
    Searching,
    TryingAgain,
)
from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.ids import ChatId, MessageId
from shared.tasks import TaskScope

GROW_EVERY_MS = 60
"""A growing answer is shown this often, however many pieces come: its layout must leave the window free."""

Phase = Literal["", "searching", "reading", "writing", "waiting"]


class ConversationViewModel(ViewModel):
    """`changed`: other messages or another chat. `grew(MessageView)`: the answer being written has more text."""

    changed = Signal()
    grew = Signal(object)
    phase_changed = Signal()
    scope_changed = Signal()
    asked = Signal()
    deleted = Signal(list)
    """Ids of messages that can be brought back."""
    ask_failed = Signal(object, str)
    """An AppError and the question that was not sent."""

    def __init__(self, chat: ChatService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._chat_service = chat
        self.chat_id: ChatId | None = None
        self.chat: ChatView | None = None
        self.messages: list[MessageView] = []
        self.loaded = True
        self.material: Scope = EVERYTHING
        self._chosen: Scope | None = None
        """What was chosen here and may not be stored yet: a chat read meanwhile does not undo it."""
        self.phase: Phase = ""
        self.passages = 0
        self._live: LiveAnswer | None = None
        self._follower: asyncio.Task[None] | None = None
        self._starting = False
        self._timer = QTimer(self, singleShot=True, interval=GROW_EVERY_MS)
        self._timer.timeout.connect(self._show_growth)
        self.watch(self._on_change, "chat", "message")

    @property
    def busy(self) -> bool:
        """Whether an answer is being written here."""
        return self._starting or self._live is not None

    def open(self, chat_id: ChatId | None) -> None:
        """Show a chat; None begins a new one, stored with its first question."""
        if chat_id == self.chat_id and self.loaded:
            return
        self._leave()
        self.chat_id, self.chat, self.messages, self._chosen = chat_id, None, [], None
        self.loaded = chat_id is None
        self.changed.emit()
        if chat_id is not None:
            self.reload()

    def reload(self) -> None:
        self.spawn_latest(self._load, name="conversation")

    def ask(self, question: str) -> None:
        """Ask in this chat, or begin one with the question."""
        self._begin(lambda: self._chat_service.start(self.chat_id, question, self.material), question)

    def edit(self, message_id: MessageId, question: str) -> None:
        """Ask this in place of an earlier question and all that followed it."""
        self._begin(lambda: self._in_scope(self._chat_service.edit(message_id, question)), question)

    def retry(self, message_id: MessageId, *, offline: bool = False) -> None:
        """Answer a question again; `message_id` is its own or its answer's. `offline`: quote, ask no model."""
        self._begin(lambda: self._in_scope(self._chat_service.retry(message_id, offline=offline)), "")

    def cancel(self) -> None:
        """Stop the answer being written; what came is kept."""
        if self.chat_id is not None:
            self.spawn(self._chat_service.cancel(self.chat_id), name="cancel")

    def rate(self, message_id: MessageId, rating: int) -> None:
        self.spawn(self._chat_service.rate(message_id, rating), name="rate")

    def delete(self, message_id: MessageId) -> None:
        """Delete an answer, or a question with its answers; `deleted` offers the undo."""
        at = next((at for at, one in enumerate(self.messages) if one.id == message_id), None)
        if at is None:
            return
        ids = [message_id]
        if self.messages[at].role == "user":
            rest = self.messages[at + 1 :]
            ids += [one.id for one in takewhile(lambda one: one.role == "assistant", rest)]
        self.spawn(self._delete(ids), name="delete messages")

    def restore(self, message_ids: list[MessageId]) -> None:
        """Bring deleted messages back."""
        self.spawn(self._chat_service.restore_messages(message_ids), name="restore messages")

    def set_material(self, material: Scope) -> None:
        """Choose what this chat asks about from now on."""
        if material == self.material:
            return
        self.material = self._chosen = material
        self.scope_changed.emit()
        if self.chat_id is not None:
            self.spawn(self._chat_service.set_scope(self.chat_id, material), name="scope")

    def last_question(self) -> MessageView | None:
        return next((one for one in reversed(self.messages) if one.role == "user"), None)

    def last_answer(self) -> MessageView | None:
        return next((one for one in reversed(self.messages) if one.role == "assistant"), None)

    def close(self) -> None:
        self._leave()
        super().close()

    async def _delete(self, message_ids: list[MessageId]) -> None:
        for message_id in message_ids:
            await self._chat_service.delete_message(message_id)
        self.deleted.emit(message_ids)

    async def _in_scope(self, start: Coroutine[Any, Any, LiveAnswer]) -> LiveAnswer:
        """Begin once what the chat asks about is stored: the service reads it there."""
        if self.chat_id is not None:
            await self._chat_service.set_scope(self.chat_id, self.material)
        return await start

    def _begin(self, start: Callable[[], Awaitable[LiveAnswer]], question: str) -> None:
        if self.busy:
            self.ask_failed.emit(AppError("chat.busy"), question)
            return
        self._starting = True
        self._set_phase("searching")
        self.spawn(self._start(start, question, self.chat_id), name="ask")

    async def _start(
        self, start: Callable[[], Awaitable[LiveAnswer]], question: str, asked_in: ChatId | None
    ) -> None:
        try:
            live = await start()
        except AppError as error:
            self._set_phase("")
            self.ask_failed.emit(error, question)
            return
        finally:
            self._starting = False
        if self.chat_id != asked_in:
            # The person went elsewhere meanwhile; the answer is written all the same.
            return
        self.chat_id = live.chat_id
        self._follow_live()
        self.asked.emit()
        await self._load()

    async def _load(self) -> None:
        chat_id = self.chat_id
        if chat_id is None:
            return
        try:
            chat = await self._chat_service.chat(chat_id)
            messages = await self._chat_service.messages(chat_id)
        except AppError as error:
            if chat_id == self.chat_id:
                self._could_not_load(error)
            return
        if chat_id != self.chat_id:
            return
        self.chat, self.messages, self.loaded = chat, messages, True
        if self._chosen == chat.scope:
            self._chosen = None
        elif self._chosen is None and chat.scope != self.material:
            self.material = chat.scope
            self.scope_changed.emit()
        self._follow_live()
        self.changed.emit()

    def _could_not_load(self, error: AppError) -> None:
        if error.code == "chat.not_found":
            self.open(None)
        else:
            self.failed.emit(error)

    def _on_change(self, changes: ChangeSet) -> None:
        live = self._live
        only_live = live is not None and "chat" not in changes.kinds and changes.ids("message") == {live.id}
        if self.chat_id is not None and (changes.everything or not only_live):
            self.reload()

    def _follow_live(self) -> None:
        live = self._chat_service.live(self.chat_id) if self.chat_id is not None else None
        if live is self._live:
            return
        self._leave()
        self._live = live
        if live is not None:
            self._follower = self._scope.spawn(self._follow(live), name="follow")
        self.phase_changed.emit()

    async def _follow(self, live: LiveAnswer) -> None:
        async with aclosing(live.events()) as events:
            async for event in events:
                self._take(event)
        self._live, self._follower = None, None
        self._set_phase("")

    def _take(self, event: AnswerEvent) -> None:
        if isinstance(event, Searching):
            self._set_phase("searching")
        elif isinstance(event, PassagesFound):
            self.passages = event.count
            self._set_phase("reading")
        elif isinstance(event, TryingAgain):
            self._set_phase("waiting")
        elif isinstance(event, Delta | Cited):
            self._set_phase("writing")
            if not self._timer.isActive():
                self._timer.start()
        elif isinstance(event, Ended):
            self._timer.stop()
            self._replace(event.message)
            self.reload()

    def _show_growth(self) -> None:
        if self._live is not None:
            self._replace(self._live.message)

    def _replace(self, message: MessageView) -> None:
        for at, one in enumerate(self.messages):
            if one.id == message.id:
                self.messages[at] = message
                self.grew.emit(message)
                return

    def _set_phase(self, phase: Phase) -> None:
        if phase != self.phase:
            self.phase = phase
            self.phase_changed.emit()

    def _leave(self) -> None:
        """Stop following; the answer itself goes on."""
        self._timer.stop()
        follower, self._follower, self._live = self._follower, None, None
        if follower is not None:
            follower.cancel()
        self._set_phase("")
