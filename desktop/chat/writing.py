"""Answers being written: each is a task that stores what comes, and can be followed by any number of pages."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from typing import Protocol

import msgspec

from desktop.chat.answering import Ask
from desktop.chat.answers import Answer, AnswerEvent, Citation, Cited, Delta, Ended, MessageView, Problem
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import ChatId, MessageId
from shared.tasks import TaskScope

STORE_EVERY_MS = 700
"""Between two writes of a growing answer: a crash loses less than a second of text."""

Store = Callable[[MessageView], Awaitable[None]]
"""Writes an answer as it is now."""


class Answers(Protocol):
    """Who answers: yields what happens, the whole answer last."""

    def events(self, ask: Ask) -> AsyncGenerator[AnswerEvent | Answer]:
        """Begin to answer."""
        ...


class LiveAnswer:
    """An answer while it is written. `message` is how it looks now; `events` tells it from the start."""

    def __init__(self, message: MessageView, first: AnswerEvent) -> None:
        self.message = message
        self._told: list[AnswerEvent] = [first]
        self._more = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._ended = False

    @property
    def chat_id(self) -> ChatId:
        return self.message.chat_id

    @property
    def id(self) -> MessageId:
        return self.message.id

    async def events(self) -> AsyncGenerator[AnswerEvent]:
        """Yield what happened so far and what happens until the end. Leaving early does not stop the answer."""
        at = 0
        while True:
            while at < len(self._told):
                at += 1
                yield self._told[at - 1]
            if self._ended:
                return
            self._more.clear()
            await self._more.wait()

    async def cancel(self) -> None:
        """Stop writing at once; what came is kept. Returns when it is stored."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task])

    def run(self, task: asyncio.Task[None]) -> None:
        """Note the task that writes."""
        self._task = task
        task.add_done_callback(lambda _: self._end())

    def tell(self, event: AnswerEvent) -> None:
        """Pass an event on to whoever follows."""
        if isinstance(event, Delta):
            self.message = msgspec.structs.replace(self.message, text=self.message.text + event.text)
        elif isinstance(event, Cited):
            self.message = msgspec.structs.replace(
                self.message, citations=_with(self.message.citations, event.citation)
            )
        elif isinstance(event, Ended):
            self.message = event.message
        self._told.append(event)
        self._more.set()

    def _end(self) -> None:
        self._ended = True
        self._more.set()


def _with(citations: tuple[Citation, ...], one: Citation) -> tuple[Citation, ...]:
    return (*(other for other in citations if other.n != one.n), one)


class Writers:
    """The answers of this process that are being written, at most one per chat."""

    def __init__(self, answerer: Answers, store: Store, clock: Clock) -> None:
        self._answerer = answerer
        self._store = store
        self._clock = clock
        self._scope = TaskScope("chat")
        self._live: dict[ChatId, LiveAnswer] = {}

    def live(self, chat_id: ChatId) -> LiveAnswer | None:
        """The answer being written in a chat."""
        return self._live.get(chat_id)

    def start(
        self, live: LiveAnswer, ask: Ask, then: Callable[[MessageView], Awaitable[None]] | None = None
    ) -> None:
        """Begin to write; `then` is run with the finished answer, after it was told."""
        self._live[live.chat_id] = live
        live.run(self._scope.spawn(self._write(live, ask, then), name="answer"))

    def spawn_after(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run something small in the background, as long as the service is open."""
        if not self._scope.closed:
            self._scope.spawn(_run(work), name="after an answer")

    async def close(self) -> None:
        """Stop every answer; what came is kept."""
        await self._scope.close()

    async def _write(
        self, live: LiveAnswer, ask: Ask, then: Callable[[MessageView], Awaitable[None]] | None
    ) -> None:
        try:
            finished = await self._finish(live, ask)
        finally:
            self._live.pop(live.chat_id, None)
        if then is not None:
            self.spawn_after(lambda: then(finished))

    async def _finish(self, live: LiveAnswer, ask: Ask) -> MessageView:
        """Write to the end, whatever end it is, and store that."""
        try:
            finished = _finished(live.message, await self._answer(live, ask))
        except asyncio.CancelledError:
            await self._end(live, msgspec.structs.replace(live.message, state="cancelled", live=False))
            raise
        except AppError as error:
            # The library itself could not be read: there is nothing to fall back on.
            problem = Problem.of(error)
            finished = msgspec.structs.replace(live.message, state="failed", live=False, problem=problem)
        await self._end(live, finished)
        return finished

    async def _answer(self, live: LiveAnswer, ask: Ask) -> Answer:
        """Take the answer in; meanwhile what came is stored, also while the model pauses."""
        answer: Answer | None = None
        storing = self._scope.spawn(self._store_growth(live), name="store growing answer")
        try:
            async with aclosing(self._answerer.events(ask)) as events:
                async for event in events:
                    if isinstance(event, Answer):
                        answer = event
                    else:
                        live.tell(event)
        finally:
            # A write that was queued is carried out, and before the last one.
            storing.cancel()
        if answer is None:
            raise RuntimeError("an answerer ended without an answer")
        return answer

    async def _store_growth(self, live: LiveAnswer) -> None:
        stored = ""
        async for _ in live.events():
            if live.message.text == stored:
                continue
            stored, began_ms = live.message.text, self._clock.monotonic_ms()
            with suppress(AppError):  # the last write tells what is wrong
                await self._store(live.message)
            took_ms = self._clock.monotonic_ms() - began_ms
            await asyncio.sleep(max(0, STORE_EVERY_MS - took_ms) / 1000)

    async def _end(self, live: LiveAnswer, message: MessageView) -> None:
        try:
            await self._store(message)
        except AppError as error:
            # A full disk: the person still sees the answer, and why it will be gone.
            message = msgspec.structs.replace(message, state="failed", problem=Problem.of(error))
        finally:
            # Also when cancelled just here: a write that was queued is carried out.
            live.tell(Ended(message))


async def _run(work: Callable[[], Awaitable[None]]) -> None:
    await work()


def _finished(message: MessageView, answer: Answer) -> MessageView:
    return msgspec.structs.replace(
        message,
        text=answer.text,
        live=False,
        state="done" if answer.complete else "failed",
        mode=answer.mode,
        engine=answer.engine,
        citations=answer.citations,
        doubts=answer.doubts,
        problem=answer.problem,
        follow_ups=answer.follow_ups,
    )
