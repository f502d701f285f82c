"""A spoken talk with the AI: its minutes on the server, what was heard, what is answered. Knows no sound device."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TypeVar

import msgspec

from desktop.ai.service import AiService, TextDelta, Turn
from desktop.media.service import Dictated
from desktop.practice.lent_talk import LentTalk
from desktop.practice.needs import Accounts, Leases, Listener, Pace
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
_ROOMLESS = frozenset({"billing.used_up", "billing.reserved"})
_OVER: dict[str, Ended] = {
    "user_ended": "user_ended",
    "limit_reached": "limit_reached",
    "timeout": "timeout",
    "stale": "stale",
    "superseded": "superseded",
}


class PracticeService:
    """At most one talk. It announces "practice"; what it asks the server raises AppError as connections do."""

    def __init__(
        self,
        accounts: Accounts,
        ai: AiService,
        listener: Listener,
        leases: Leases,
        clock: Clock,
        bus: ChangeBus,
        *,
        pace: Pace | None = None,
    ) -> None:
        self._accounts, self._ai, self._listener = accounts, ai, listener
        self._clock, self._bus, self._pace = clock, bus, pace or Pace()
        self._lent = LentTalk(leases, clock)
        self._away: AppError | None = None
        """Why the server was not reached when it was last asked how things stand, where minutes are set aside here."""
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
        minutes = self._lent.minutes if self._lent.on or self._away is not None else self._minutes
        if minutes is None or self._session is None:
            return minutes
        return minutes.later(min(self._silence_ms(), rules.MOST_MS))

    @property
    def known(self) -> bool:
        """Whether `blocked` says what is so: the server was asked, or need not be."""
        asked = self._is_absent() or self._status is not None or self._away is not None
        return self._accounts.session is None or asked

    @property
    def blocked(self) -> Blocked | None:
        """Why no talk can begin, what must be done first coming first."""
        if self._accounts.session is None:
            return "signed_out"
        if self._is_absent():
            return "no_sessions"
        if self._away is not None:
            return self._blocked_offline()
        if self._status is not None and not self._has_ai:
            return "no_ai"
        minutes = self._minutes
        if minutes is not None and minutes.remaining_ms == 0 and self.unfinished is None:
            return "used_up"
        return None if self._listener.ready else "no_speech_model"

    @property
    def offline_refusal(self) -> AppError | None:
        """Why no minutes that are set aside here can be used."""
        return self._lent.refusal

    @property
    def offline_problem(self) -> AppError | None:
        """Why no minutes could be set aside here, where a person can do something about it."""
        return self._lent.problem

    async def look(self) -> None:
        """Ask the server how the minutes stand, and whether there is AI.

        Raises AppError, but where minutes are set aside here, which serve when the server is not reached.
        """
        who = self._accounts.session
        if who is None or self._session is not None:
            return
        any_lent = await self._lent.look()
        try:
            status = await self._ask("GET", "status", None, SessionStatus)
            has_ai = await self._ai.engine() is not None
        except AppError as error:
            if _is_missing(error):
                self._absent = who.server_url
            elif error.retryable and any_lent:
                self._away, self._has_ai = error, await self._has_own_ai()
            else:
                raise
        else:
            if self._accounts.session != who or self._session is not None:
                return
            self._status, self._has_ai, self._absent, self._away = status, has_ai, "", None
            self._minutes = minutes_of(status, self._lent.left_ms)
            self._lent.want()
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
            told = await self._begun_here(error, topic, difficulty)
        else:
            self._unknown = self._lent.on = False
            self._away, self._minutes = None, minutes_of(told, self._lent.left_ms)
        self._session, self._seq = told, told.last_seq
        self.ended = self.problem = None
        self._turns.clear()
        self._heard_ms = self._active_ms = self._clock.monotonic_ms()
        self._beating = self._scope.spawn(self._beat_on(told), name="heartbeats")
        self._bus.announce(KIND)

    async def _begun_here(self, error: AppError, topic: str, difficulty: Difficulty) -> VoiceSession:
        """Begin a talk on what is set aside here, or raise why none began on the server."""
        who, roomless = self._accounts.session, error.code in _ROOMLESS
        away = error.retryable and not roomless
        if who is None or not self._lent.left_ms or not (away or roomless):
            raise error
        if away:
            if not await self._has_own_ai():
                raise error
            self._away = error
        return self._lent.begin(who, topic, difficulty)

    async def beat(self) -> None:
        """Tell the server that the talk goes on; never raises for a lost network."""
        session = self._session
        if session is None:
            return
        if self._clock.monotonic_ms() - self._active_ms > self._pace.idle_ms:
            self.end(shown="idle")
            return
        if self._lent.on:
            await self._count(session)
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
        self._heard_ms, self.problem = self._clock.monotonic_ms(), None
        self._minutes = minutes_of(told, self._lent.left_ms)
        if told.active:
            self._session = told
            self._bus.announce(KIND)
        else:
            self._ended_there(_OVER.get(told.end_reason or "", "error"))

    def end(self, *, shown: Ended = "user_ended") -> None:
        """End the talk here at once; the server is told, and told again if it did not hear."""
        session = self._session
        if session is None:
            return
        lent, silence_ms = self._lent.on, self._silence_ms()
        self._over(shown)
        if lent:
            self._ending = self._scope.spawn(self._lent.finish(silence_ms), name="end")
        else:
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
            self._status, self._minutes, self._has_ai, self._away = None, None, False, None
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
            self._ended_there(_OVER.get(str(error.parameters.get("reason", "")), "error"))
        elif not error.retryable:
            self.end(shown="error")
        elif self._silence_ms() > rules.STALE_MS:
            self._ended_there("stale")
        else:
            self.problem = error
            self._bus.announce(KIND)

    def _ended_there(self, reason: Ended) -> None:
        """The server ended the talk, or lost it; what is set aside here is of the same month, and lets it go on."""
        session, who = self._session, self._accounts.session
        goes_on = reason == "limit_reached" or (reason == "stale" and self._has_own())
        if not goes_on or session is None or who is None or not self._lent.left_ms:
            self._over(reason)
            return
        told = self._lent.begin(who, session.topic, session.difficulty)
        self._session, self.problem = msgspec.structs.replace(told, session_id=session.session_id), None
        self._heard_ms = self._clock.monotonic_ms()
        self._bus.announce(KIND)

    async def _count(self, session: VoiceSession) -> None:
        """Spend what was spoken since the last time; without minutes the talk is over."""
        silence_ms, self._heard_ms = self._silence_ms(), self._clock.monotonic_ms()
        try:
            left_ms = await self._lent.count(silence_ms)
        except AppError as error:
            if self._session is session:
                self._over("offline_used_up" if error.code == "leases.used_up" else "offline_over")
            return
        if self._session is not session:
            return
        if left_ms > 0:
            self._bus.announce(KIND)
        else:
            self._over("offline_used_up")
            self._ending = self._scope.spawn(self._lent.finish(0), name="end")

    def _blocked_offline(self) -> Blocked | None:
        if not self._lent.left_ms:
            return "no_offline"
        if not self._has_ai:
            return "no_offline_ai"
        return None if self._listener.ready else "no_speech_model"

    async def _has_own_ai(self) -> bool:
        """Whether answers can come without the account's server."""
        return self._has_own() and await self._ai.engine() is not None

    def _has_own(self) -> bool:
        chosen = self._ai.chosen
        return chosen is not None and chosen.name != "lantern"

    def _over(self, reason: Ended) -> None:
        if not self._lent.on:
            self._minutes = self.minutes
        self._lent.on = False
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
                    self._minutes = minutes_of(told, self._lent.left_ms)
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
