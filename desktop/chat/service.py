"""Chats: sessions, questions, answers as they are written, ratings. No Qt, no SQL."""

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, contextmanager, suppress

from desktop.ai.service import AiService
from desktop.chat import store
from desktop.chat.answering import Answerer, Ask, KeptAnswers
from desktop.chat.answers import (
    Answer,
    AnswerEvent,
    AskResult,
    ChatView,
    Citation,
    Cited,
    Delta,
    Doubt,
    Ended,
    MessageView,
    PassagesFound,
    Problem,
    Searching,
    Started,
    TryingAgain,
)
from desktop.chat.citations import Part, parts_of
from desktop.chat.material import EVERYTHING, Material, Scope
from desktop.chat.prompts import prompt, quoted
from desktop.chat.questions import QUESTION_CHARS, checked
from desktop.chat.suggesting import Suggestions, suggestions
from desktop.chat.texts import text
from desktop.chat.titles import title_of
from desktop.chat.views import as_json, chat_view, last_question, material_of, message_view, turns_of
from desktop.chat.writing import LiveAnswer, Writers
from desktop.runtime.changes import ChangeSet
from desktop.storage.database import Database
from desktop.storage.transaction import Transaction
from shared.chat.records import CHAT, MESSAGE
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import ChatId, MessageId, new_id

__all__ = [
    "QUESTION_CHARS",
    "AnswerEvent",
    "AskResult",
    "ChatService",
    "ChatView",
    "Citation",
    "Cited",
    "Delta",
    "Doubt",
    "Ended",
    "LiveAnswer",
    "MessageView",
    "Part",
    "PassagesFound",
    "Problem",
    "Searching",
    "Started",
    "TryingAgain",
    "parts_of",
    "prompt",
    "quoted",
]

TITLE_CHARS = 200


class ChatService:
    """Every chat of the open profile."""

    def __init__(self, database: Database, material: Material, ai: AiService, clock: Clock) -> None:
        self._database = database
        self._ai = ai
        self._answerer = Answerer(material, ai, KeptAnswers(self._kept_answer, self._keep_answer))
        self._writers = Writers(self._answerer, self._store_answer, clock)
        self._starting: set[ChatId] = set()
        self._may_hold_answers = True
        self._must_forget = False
        self._unsubscribe = database.bus.subscribe(self._on_change)

    async def chats(self, search: str = "") -> list[ChatView]:
        """Return chats, the one used last first; with `search`, those with these words in title or messages."""
        async with self._database.reader() as reader:
            rows = await store.chats(reader, search.strip())
        return [chat_view(row) for row in rows]

    async def chat(self, chat_id: ChatId) -> ChatView:
        """Return one chat. Raises `AppError("chat.not_found")`."""
        async with self._database.reader() as reader:
            row = await store.chat(reader, chat_id)
        if row is None:
            raise AppError("chat.not_found")
        return chat_view(row)

    async def messages(self, chat_id: ChatId) -> list[MessageView]:
        """Return a chat's messages in order; the one being written as it is now."""
        async with self._database.reader() as reader:
            rows = await store.messages(reader, chat_id)
        live = self._writers.live(chat_id)
        return [
            live.message if live is not None and live.id.bytes == row["id"] else message_view(row)
            for row in rows
        ]

    async def create(self, title: str = "", scope: Scope = EVERYTHING) -> ChatId:
        """Make an empty chat; its first question names it unless it has a title."""
        chat_id = ChatId(new_id())
        title = " ".join(title.split())[:TITLE_CHARS]
        titled_by = "person" if title else "question"
        name, material = title or text("new_chat"), material_of(scope)
        await self._database.write(lambda tx: store.insert_chat(tx, chat_id, name, titled_by, material))
        return chat_id

    async def rename(self, chat_id: ChatId, title: str) -> None:
        """Give a chat a title of the person's own. Raises `AppError("chat.title_empty")`."""
        title = " ".join(title.split())[:TITLE_CHARS]
        if not title:
            raise AppError("chat.title_empty")
        await self._database.write(lambda tx: tx.update(CHAT, chat_id, title=title, titled_by="person"))

    async def set_scope(self, chat_id: ChatId, scope: Scope) -> None:
        """Choose what a chat asks about from now on."""
        await self._database.write(lambda tx: tx.update(CHAT, chat_id, material=material_of(scope)))

    async def delete(self, chat_id: ChatId) -> None:
        """Delete a chat; `restore` brings it back. An answer being written is stopped."""
        await self.cancel(chat_id)
        await self._database.write(lambda tx: tx.delete(CHAT, chat_id))

    async def restore(self, chat_id: ChatId) -> None:
        """Undo `delete`."""
        await self._database.write(lambda tx: tx.restore(CHAT, chat_id))

    async def delete_message(self, message_id: MessageId) -> None:
        """Delete one message; `restore_messages` brings it back."""
        message = await self._message(message_id)
        live = self._writers.live(message.chat_id)
        if live is not None and live.id == message_id:
            await live.cancel()
        await self._database.write(lambda tx: tx.delete(MESSAGE, message_id))

    async def restore_messages(self, message_ids: Sequence[MessageId]) -> None:
        """Undo the deletion of messages."""
        await self._database.write(lambda tx: [tx.restore(MESSAGE, one) for one in message_ids])

    async def rate(self, message_id: MessageId, rating: int) -> None:
        """Thumbs up (1), down (-1) or neither (0). A bad answer is not given again to the same question."""
        rating = max(-1, min(1, rating))

        def write(tx: Transaction) -> None:
            tx.update(MESSAGE, message_id, rating=rating)
            if rating < 0:
                store.forget_answers(tx)

        await self._database.write(write)

    async def earlier_questions(self, beginning: str, limit: int = 5) -> list[str]:
        """Return questions asked before that begin like this, for completion as one types."""
        if not beginning.strip():
            return []
        async with self._database.reader() as reader:
            return await store.questions_like(reader, beginning.lstrip(), limit)

    async def start(
        self, chat_id: ChatId | None, question: str, scope: Scope | None = None, *, offline: bool = False
    ) -> LiveAnswer:
        """Ask in a chat (None: a new one). The answer is written in the background and stored as it comes.

        `scope` None keeps the chat's own; a given one becomes it. `offline` quotes without asking a model.
        Raises `AppError`: `chat.question_empty`, `chat.question_too_long`, `chat.busy`, `chat.not_found`.
        """
        question = checked(question)
        if chat_id is None:
            return await self._begin(
                ChatId(new_id()), question, scope or EVERYTHING, [], offline=offline, is_new=True
            )
        with self._reserved(chat_id):
            chat = await self.chat(chat_id)
            before = await self.messages(chat_id)
            if scope is not None and scope != chat.scope:
                await self.set_scope(chat_id, scope)
            return await self._begin(chat_id, question, scope or chat.scope, before, offline=offline)

    async def ask(
        self, chat_id: ChatId | None, question: str, scope: Scope | None = None, *, offline: bool = False
    ) -> AsyncGenerator[AnswerEvent]:
        """`start`, and yield its events. Leaving early does not stop the answer: `cancel` does."""
        live = await self.start(chat_id, question, scope, offline=offline)
        async with aclosing(live.events()) as events:
            async for event in events:
                yield event

    async def edit(self, message_id: MessageId, question: str, *, offline: bool = False) -> LiveAnswer:
        """Ask a changed question in place of an earlier one; it and all that followed are hidden.

        Raises as `start`, and `AppError("chat.message_not_found")`.
        """
        question = checked(question)
        message = await self._message(message_id)
        return await self._again(message, question, offline=offline, keep_question=False)

    async def retry(self, message_id: MessageId, *, offline: bool = False) -> LiveAnswer:
        """Answer a question anew: `message_id` is the question's or its answer's. Raises as `edit`."""
        message = await self._message(message_id)
        if message.role == "assistant":
            message = await self._question_of(message)
        return await self._again(message, message.text, offline=offline, keep_question=True)

    def live(self, chat_id: ChatId) -> LiveAnswer | None:
        """The answer being written in a chat, to follow it (again)."""
        return self._writers.live(chat_id)

    async def cancel(self, chat_id: ChatId) -> None:
        """Stop the answer being written in a chat, if any; what came is kept."""
        live = self._writers.live(chat_id)
        if live is not None:
            await live.cancel()

    async def answer_once(
        self, question: str, scope: Scope = EVERYTHING, *, offline: bool = False
    ) -> AskResult:
        """Answer without a chat, for scripts; nothing is stored. Raises AppError where a model broke off."""
        answer: Answer | None = None
        async with aclosing(self._answerer.events(Ask(checked(question), scope, offline=offline))) as events:
            async for event in events:
                answer = event if isinstance(event, Answer) else answer
        if answer is None:
            raise RuntimeError("an answerer ended without an answer")
        if answer.problem is not None and not answer.complete:
            raise answer.problem.error
        words = f"{text('without_ai')}\n\n{answer.text}" if answer.mode == "passages" else answer.text
        return AskResult(answer.mode, words, answer.citations, answer.problem)

    async def close(self) -> None:
        """Stop what is being written (what came is kept). Call before `ai` and the library close."""
        self._unsubscribe()
        await self._writers.close()
        if self._must_forget:
            await self._forget_answers()

    async def _begin(
        self,
        chat_id: ChatId,
        question: str,
        scope: Scope,
        before: Sequence[MessageView],
        *,
        offline: bool,
        is_new: bool = False,
        asked: MessageView | None = None,
    ) -> LiveAnswer:
        """Store question and answer-to-be in one transaction and set a writer on it. `asked`: it is there already."""
        question_id = asked.id if asked is not None else MessageId(new_id())
        answer_id = MessageId(new_id())

        def write(tx: Transaction) -> int:
            if is_new:
                store.insert_chat(tx, chat_id, text("new_chat"), "question", material_of(scope))
            if not before and asked is None:
                store.name_chat(tx, chat_id, title_of(question), "question")
            if asked is None:
                store.insert_message(tx, chat_id, question_id, "user", question, "done")
            store.insert_message(tx, chat_id, answer_id, "assistant", "", "unfinished")
            return tx.now_ms

        now_ms = await self._database.write(write)
        message = MessageView(answer_id, chat_id, "assistant", "", now_ms, state="unfinished", live=True)
        live = LiveAnswer(message, Started(chat_id, question_id, answer_id))
        ask = Ask(
            question, scope, last_question(before), turns_of(before), offline=offline, fresh=asked is not None
        )
        is_first = not any(one.role == "assistant" for one in before)
        self._writers.start(live, ask, lambda done: self._suggest(question, done, is_first=is_first))
        return live

    async def _again(
        self, message: MessageView, question: str, *, offline: bool, keep_question: bool
    ) -> LiveAnswer:
        chat_id = message.chat_id
        with self._reserved(chat_id):
            chat = await self.chat(chat_id)
            async with self._database.reader() as reader:
                rows = await store.messages(reader, chat_id)
            position = next(row["position"] for row in rows if row["id"] == message.id.bytes)
            before = [message_view(row) for row in rows if row["position"] < position]
            first_hidden = position + 1 if keep_question else position
            await self._database.write(lambda tx: store.hide_from(tx, chat_id, first_hidden))
            asked = message if keep_question else None
            return await self._begin(chat_id, question, chat.scope, before, offline=offline, asked=asked)

    async def _suggest(self, question: str, message: MessageView, *, is_first: bool) -> None:
        """After a model's answer, let it name the chat and suggest questions, if the person allows that."""
        if message.mode != "model" or message.state != "done" or not self._ai.may_suggest:
            return
        try:
            engine = await self._ai.engine()
            found = (
                Suggestions()
                if engine is None
                else await suggestions(self._ai, engine, question, message.text)
            )
        except AppError:
            # The answer stands with the questions made without a model.
            return

        def write(tx: Transaction) -> None:
            if found.questions:
                tx.update(MESSAGE, message.id, follow_ups=as_json(found.questions))
            if found.title and is_first:
                store.name_chat(tx, message.chat_id, found.title, "engine")

        await self._database.write(write)

    async def _message(self, message_id: MessageId) -> MessageView:
        async with self._database.reader() as reader:
            row = await store.message(reader, message_id)
        if row is None:
            raise AppError("chat.message_not_found")
        return message_view(row)

    async def _question_of(self, answer: MessageView) -> MessageView:
        earlier: MessageView | None = None
        for one in await self.messages(answer.chat_id):
            if one.id == answer.id:
                break
            earlier = one if one.role == "user" else earlier
        if earlier is None:
            raise AppError("chat.message_not_found")
        return earlier

    async def _store_answer(self, message: MessageView) -> None:
        values = {
            "text": message.text,
            "state": message.state,
            "mode": message.mode,
            "engine": message.engine,
            "citations": as_json(message.citations),
            "doubts": as_json(message.doubts),
            "problem": None if message.problem is None else as_json(message.problem),
            "follow_ups": as_json(message.follow_ups),
        }
        await self._database.write(lambda tx: tx.update(MESSAGE, message.id, **values))

    @contextmanager
    def _reserved(self, chat_id: ChatId) -> Iterator[None]:
        """Let one question at a time into a chat, from before it is stored until its answer is being written."""
        if self._writers.live(chat_id) is not None or chat_id in self._starting:
            raise AppError("chat.busy")
        self._starting.add(chat_id)
        try:
            yield
        finally:
            self._starting.discard(chat_id)

    async def _kept_answer(self, key: bytes) -> str | None:
        async with self._database.reader() as reader:
            kept = await store.kept_answer(reader, key)
        if kept is not None:
            with suppress(AppError):  # a full disk must not cost an answer that is here
                await self._database.write(lambda tx: store.touch_answer(tx, key))
        return kept

    async def _keep_answer(self, key: bytes, reply: str) -> None:
        self._may_hold_answers = True
        with suppress(AppError):
            await self._database.write(lambda tx: store.keep_answer(tx, key, reply))

    def _on_change(self, changes: ChangeSet) -> None:
        """Drop kept answers when material changes: they may quote what was deleted or corrected.

        They could not be given wrongly: their keys hold the passages' text.
        """
        if self._may_hold_answers and changes.touches("item", "correction", "transcript", "passage"):
            self._may_hold_answers = False
            self._must_forget = True
            self._writers.spawn_after(self._forget_answers)

    async def _forget_answers(self) -> None:
        with suppress(AppError):
            await self._database.write(store.forget_answers)
            self._must_forget = False
