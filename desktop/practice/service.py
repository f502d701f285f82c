"""A spoken talk with the AI: its minutes on the server, what was heard, what is answered. Knows no sound device."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Protocol, TypeVar

import msgspec

from desktop.ai.service import AiService, TextDelta, Turn
from desktop.media.service import Dictated
from desktop.practice.talk import REPLY_TOKENS, remembered, system_prompt
from desktop.practice.views import Blocked, Ended, Minutes, Said, minutes_of
from desktop.runtime.changes import ChangeBus, ChangeSet
from shared.billing import voice as rules
from shared.billing.voice_messages import (
    SESSION_PATH,
    Difficulty,
    EndSession,
    Heartbeat,
    SessionStatus,
    StartSession,
    VoiceSession,
)
from shared.clock import Clock
from shared.errors import AppError
from shared.tasks import TaskScope

__all__ = ["KIND", "Blocked", "Difficulty", "Ended", "Minutes", "Pace", "PracticeService", "Said"]

T = TypeVar("T")
KIND = "practice"
"""What is announced on the bus when anything below changed."""
OPERATION = "voice"
_PATH = SESSION_PATH.removeprefix("/api/v1/")
_NOT_THERE = 404
_LEAVE_S = 2.0
_ASK_S = 10.0
_OVER: dict[str, Ended] = {
    "user_ended": "user_ended",
    "limit_reached": "limit_reached",
    "timeout": "timeout",
    "stale": "stale",
    "superseded": "superseded",
}


class SignedIn(Protocol):
    """What is needed of who is signed in."""

    @property
    def user_id(self) -> uuid.UUID: ...
    @property
    def device_id(self) -> uuid.UUID: ...
    @property
    def server_url(self) -> str: ...


class Accounts(Protocol):
    """What is needed of the accounts service."""

    @property
    def session(self) -> SignedIn | None: ...

    async def call(
        self,
        method: str,
        path: str,
        *,
        body: msgspec.Struct | None = None,
        answer: type[T],
        timeout_s: float = 30.0,
    ) -> T:
        """Call `/api/v1/<path>` as the account. Raises AppError."""
        ...


class Listener(Protocol):
    """What is needed of the recogniser."""

    @property
    def ready(self) -> bool: ...

    async def words(self, pcm: bytes, *, rate: int, channels: int) -> Dictated: ...


class Pace(msgspec.Struct, frozen=True):
    """How often the server hears of a talk, and when nobody seems to be there."""

    beat_s: float = rules.HEARTBEAT_MS / 1000
    retry_s: float = 5.0
    least_s: float = 1.0
    idle_ms: int = 5 * 60_000


class PracticeService:
    """At most one talk. It announces "practice"; what it asks the server raises AppError as connections do."""

    def __init__(
        self,
        accounts: Accounts,
        ai: AiService,
        listener: Listener,
        clock: Clock,
        bus: ChangeBus,
        *,
        pace: Pace | None = None,
    ) -> None:
        self._accounts, self._ai, self._listener = accounts, ai, listener
        self._clock, self._bus, self._pace = clock, bus, pace or Pace()
        self._scope = TaskScope("practice")
        self._unsubscribe = bus.subscribe(self._changed)
        self._status: SessionStatus | None = None
        self._absent = ""
        self._has_ai = False
        self._session: VoiceSession | None = None
        self._unknown = False
        """Whether a start was asked for whose answer never came: perhaps it began."""
        self._starting = asyncio.Lock()
        self._seq = 0
        self._heard_ms = self._active_ms = 0
        self._beating: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None
        self._turns: list[Turn] = []
        self._minutes: Minutes | None = None
        self.problem: AppError | None = None
        """Why the server has not heard of the talk lately; it goes on meanwhile."""
        self.ended: Ended | None = None
        """Why the last talk is over."""

    # How it stands

    @property
    def session(self) -> VoiceSession | None:
        """The talk that is on, as the server last told it."""
        return self._session

    @property
    def unfinished(self) -> VoiceSession | None:
        """A talk that this device began and did not end: the program or the computer stopped meanwhile."""
        before, who = self._status.session if self._status else None, self._accounts.session
        if self._session is not None or before is None or who is None:
            return None
        return before if before.device_id == who.device_id else None

    @property
    def minutes(self) -> Minutes | None:
        """How the minutes stand now, with what was spoken since the server last counted; None when not known."""
        if self._minutes is None or self._session is None:
            return self._minutes
        return self._minutes.later(min(self._silence_ms(), rules.MOST_MS))

    @property
    def known(self) -> bool:
        """Whether `blocked` says what is so: the server was asked, or need not be."""
        return self._accounts.session is None or self._is_absent() or self._status is not None

    @property
    def blocked(self) -> Blocked | None:
        """Why no talk can begin, what must be done first coming first."""
        if self._accounts.session is None:
            return "signed_out"
        if self._is_absent():
            return "no_sessions"
        if self._status is not None and not self._has_ai:
            return "no_ai"
        minutes = self._minutes
        if minutes is not None and minutes.remaining_ms == 0 and self.unfinished is None:
            return "used_up"
        return None if self._listener.ready else "no_speech_model"

    async def look(self) -> None:
        """Ask the server how the minutes stand, and whether there is AI. Raises AppError."""
        who = self._accounts.session
        if who is None or self._session is not None:
            return
        try:
            status = await self._ask("GET", "status", None, SessionStatus)
            has_ai = await self._ai.engine() is not None
        except AppError as error:
            if not _is_missing(error):
                raise
            self._absent = who.server_url
        else:
            if self._accounts.session != who or self._session is not None:
                return
            self._status, self._has_ai, self._absent = status, has_ai, ""
            self._minutes = minutes_of(status)
        self._bus.announce(KIND)

    # A talk

    async def start(self, topic: str, difficulty: Difficulty, *, take_over: bool = False) -> None:
        """Begin a talk, or go on with one of this device about the same thing.

        Raises AppError `billing.session_elsewhere` (ask, then `take_over`), `billing.used_up`, `billing.reserved`.
        """
        async with self._starting:
            await self._start(topic, difficulty, take_over=take_over)

    async def _start(self, topic: str, difficulty: Difficulty, *, take_over: bool) -> None:
        await self._settled()
        before = self.unfinished
        if before is not None and (before.topic, before.difficulty) != (topic, difficulty):
            self._end_there(before)
            await self._settled()
        self._unknown = True
        body = StartSession(topic=topic, difficulty=difficulty, take_over=take_over)
        try:
            told = await self._ask("POST", "start", body, VoiceSession)
        except AppError as error:
            self._unknown = error.retryable
            raise
        self._unknown, self._session, self._seq = False, told, told.last_seq
        self.ended = self.problem = None
        self._turns.clear()
        self._minutes = minutes_of(told)
        self._heard_ms = self._active_ms = self._clock.monotonic_ms()
        self._beating = self._scope.spawn(self._beat_on(told), name="heartbeats")
        self._bus.announce(KIND)

    async def beat(self) -> None:
        """Tell the server that the talk goes on; never raises for a lost network."""
        session = self._session
        if session is None:
            return
        if self._clock.monotonic_ms() - self._active_ms > self._pace.idle_ms:
            self.end(shown="idle")
            return
        self._seq += 1
        sign = Heartbeat(session_id=session.session_id, epoch=session.epoch, seq=self._seq)
        try:
            told = await self._ask("POST", "heartbeat", sign, VoiceSession)
        except AppError as error:
            if self._session is session:
                self._unheard(error)
            return
        if self._session is not session:
            return
        self._heard_ms, self.problem, self._minutes = self._clock.monotonic_ms(), None, minutes_of(told)
        if told.active:
            self._session = told
            self._bus.announce(KIND)
        else:
            self._over(_OVER.get(told.end_reason or "", "error"))

    def end(self, *, shown: Ended = "user_ended") -> None:
        """End the talk here at once; the server is told, and told again if it did not hear."""
        session = self._session
        if session is not None:
            self._over(shown)
            self._end_there(session)

    async def leave(self) -> None:
        """End the talk because its page goes, and wait a moment for the server to know."""
        self.end()
        with contextlib.suppress(TimeoutError, AppError):
            async with asyncio.timeout(_LEAVE_S):
                async with self._starting:
                    self.end()
                if self._unknown:
                    self._unknown = False
                    await self.look()
                    if self.unfinished is not None:
                        self._end_there(self.unfinished)
                if self._ending is not None:
                    await asyncio.shield(self._ending)

    async def close(self) -> None:
        """End everything."""
        await self.leave()
        self._unsubscribe()
        await self._scope.close()

    async def hear(self, pcm: bytes, *, rate: int, channels: int) -> Dictated:
        """Recognise what was said. Raises AppError as `Dictation.words`."""
        self._active_ms = self._clock.monotonic_ms()
        return await self._listener.words(pcm, rate=rate, channels=channels)

    async def answer(self, words: str) -> AsyncGenerator[str]:
        """Yield the answer as it is written. Raises `AppError("ai.…")` and `("billing.…")`; then ask again."""
        session = self._session
        if session is None:
            return
        self._active_ms = self._clock.monotonic_ms()
        engine = await self._ai.engine()
        if engine is None:
            raise AppError("ai.not_set_up")
        asked = Turn("user", words)
        system = system_prompt(session.topic, session.difficulty)
        request = self._ai.request(OPERATION, system, remembered([*self._turns, asked]), REPLY_TOKENS)
        said: list[str] = []
        try:
            async with aclosing(engine.stream(request)) as events:
                async for event in events:
                    if isinstance(event, TextDelta):
                        said.append(event.text)
                        yield event.text
        finally:
            if said and self._session is not None:
                self._turns += [asked, Turn("assistant", "".join(said))]
                self._active_ms = self._clock.monotonic_ms()

    # Within

    def _silence_ms(self) -> int:
        return max(0, self._clock.monotonic_ms() - self._heard_ms)

    def _is_absent(self) -> bool:
        session = self._accounts.session
        return session is not None and self._absent == session.server_url

    def _changed(self, changes: ChangeSet) -> None:
        if changes.touches("account") and not changes.everything:
            self._status, self._minutes, self._has_ai = None, None, False
            if self._session is not None and self._accounts.session is None:
                self._over("signed_out")
            self._bus.announce(KIND)

    async def _beat_on(self, begun: VoiceSession) -> None:
        while self._session is not None and self._session.session_id == begun.session_id:
            await asyncio.sleep(self._pause_s())
            await self.beat()

    def _pause_s(self) -> float:
        """Until the next sign of life: sooner when the minutes end before, or when the last one was not heard."""
        if self.problem is not None:
            return self._pace.retry_s
        left = self.minutes.remaining_ms if self.minutes is not None else None
        if left is None:
            return self._pace.beat_s
        return min(self._pace.beat_s, max(left / 1000, self._pace.least_s))

    def _unheard(self, error: AppError) -> None:
        if error.code == "billing.session_over":
            self._over(_OVER.get(str(error.parameters.get("reason", "")), "error"))
        elif not error.retryable:
            self.end(shown="error")
        elif self._silence_ms() > rules.STALE_MS:
            self._over("stale")
        else:
            self.problem = error
            self._bus.announce(KIND)

    def _over(self, reason: Ended) -> None:
        self._minutes = self.minutes
        self._session, self.problem, self.ended = None, None, reason
        if self._status is not None:
            self._status = msgspec.structs.replace(self._status, session=None)
        if self._beating is not None and self._beating is not asyncio.current_task():
            self._beating.cancel()
        self._beating = None
        self._bus.announce(KIND)

    def _end_there(self, session: VoiceSession) -> None:
        if self._status is not None:
            self._status = msgspec.structs.replace(self._status, session=None)
        self._ending = self._scope.spawn(self._say_end(session), name="end")

    async def _say_end(self, session: VoiceSession) -> None:
        """Tell the server until it knows, or has found out by itself."""
        body = EndSession(session_id=session.session_id, epoch=session.epoch)
        until_ms = self._clock.monotonic_ms() + rules.STALE_MS
        while self._clock.monotonic_ms() < until_ms:
            try:
                told = await self._ask("POST", "end", body, VoiceSession)
            except AppError as error:
                if not error.retryable:
                    return
                await asyncio.sleep(self._pace.retry_s)
            else:
                if self._session is None:
                    self._minutes = minutes_of(told)
                    self._bus.announce(KIND)
                return

    async def _settled(self) -> None:
        """Wait until the end of the talk before is told: told late, it would end the next one."""
        if self._ending is None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_ASK_S):
                await asyncio.shield(self._ending)
        self._ending.cancel()
        self._ending = None

    async def _ask(self, method: str, what: str, body: msgspec.Struct | None, answer: type[T]) -> T:
        return await self._accounts.call(
            method, f"{_PATH}/{what}", body=body, answer=answer, timeout_s=_ASK_S
        )


def _is_missing(error: AppError) -> bool:
    """Whether the server has no spoken sessions: with its own words, or a proxy's."""
    if error.code == "network.bad_answer":
        return error.parameters.get("status") == _NOT_THERE
    return error.code == "web.not_found"
