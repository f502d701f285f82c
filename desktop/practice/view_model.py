"""A talk from the first word to the last: whose turn it is, what was said, what is to be spoken. QtCore only."""

import asyncio
from collections.abc import Coroutine
from contextlib import aclosing
from typing import Any, Literal

from PySide6.QtCore import QTimer, Signal

from desktop.practice.service import KIND, Blocked, Difficulty, Ended, Minutes, PracticeService, Said
from desktop.practice.talk import Sentences
from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.tasks import TaskScope

Phase = Literal["off", "starting", "waiting", "listening", "understanding", "thinking", "speaking"]
TICK_MS = 1_000
MOST_S = 60
"""Of one turn; it is answered then."""
_SAMPLE_BYTES = 2


class PracticeViewModel(ViewModel):
    """`changed` with anything; `elsewhere`: ask whether to take over; `speak(sentence, language)` and `hush`.

    `warned` once in a talk when little is left; `over` when it ended, for whatever reason.
    """

    changed = Signal()
    elsewhere = Signal()
    speak = Signal(str, str)
    hush = Signal()
    warned = Signal()
    over = Signal()

    def __init__(self, practice: PracticeService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._practice = practice
        self.phase: Phase = "off"
        self.said: list[Said] = []
        self.problem: AppError | None = None
        """What went wrong with the last turn, or with the start."""
        self.unknown: AppError | None = None
        """Why it is not known whether a talk can begin."""
        self.unheard = False
        """Nothing was understood of the last turn."""
        self.voiced = False
        """Whether answers are spoken; set by who has the voice."""
        self._to_speak = False
        self._warned = False
        self._sound = bytearray()
        self._rate = self._channels = 1
        self._words = self._language = ""
        self._turn: asyncio.Task[None] | None = None
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.changed)
        self.watch(self._told, KIND)
        self.watch(lambda _changes: self.changed.emit(), "model", "lease")
        self.watch(lambda _changes: self.reload(), "setting", "account")

    # How it stands

    @property
    def running(self) -> bool:
        return self._practice.session is not None

    @property
    def minutes(self) -> Minutes | None:
        return self._practice.minutes

    @property
    def blocked(self) -> Blocked | None:
        return self._practice.blocked

    @property
    def offline_refusal(self) -> AppError | None:
        """Why no minutes that are set aside here can be used."""
        return self._practice.offline_refusal

    @property
    def offline_problem(self) -> AppError | None:
        """Why no minutes could be set aside here, where a person can do something about it."""
        return self._practice.offline_problem

    @property
    def known(self) -> bool:
        return self._practice.known

    @property
    def ended(self) -> Ended | None:
        return self._practice.ended

    @property
    def lost(self) -> AppError | None:
        """Why the server does not hear of the talk now."""
        return self._practice.problem

    @property
    def unfinished(self) -> tuple[str, Difficulty] | None:
        """Topic and difficulty of a talk that this device did not end."""
        before = self._practice.unfinished
        return None if before is None else (before.topic, before.difficulty)

    @property
    def topic(self) -> tuple[str, Difficulty] | None:
        """Topic and difficulty of the talk that is on."""
        now = self._practice.session
        return None if now is None else (now.topic, now.difficulty)

    @property
    def can_retry(self) -> bool:
        """Whether the last words can be asked again."""
        return self.running and self.phase == "waiting" and bool(self._words)

    def reload(self) -> None:
        """Ask how the minutes stand."""
        if not self.running:
            self.spawn_latest(self._load, name="practice")

    # The talk

    def start(self, topic: str, difficulty: Difficulty, *, take_over: bool = False) -> None:
        """Begin; `elsewhere` or `problem` follow when that cannot be."""
        if self.phase == "off":
            self.problem = None
            self._become("starting")
            self.spawn(self._start(" ".join(topic.split()), difficulty, take_over), name="start")

    def stop(self) -> None:
        """End the talk."""
        self._practice.end()

    def listen(self, rate: int, channels: int) -> None:
        """The person begins to speak; what is being said or written is interrupted."""
        if not self.running or self.phase == "listening":
            return
        self._interrupt()
        self._rate, self._channels = rate, channels
        self._sound.clear()
        self.problem, self.unheard = None, False
        self._become("listening")

    def hear(self, pcm: bytes) -> None:
        """Add sound; ignored unless it listens. A turn that is too long is answered."""
        if self.phase != "listening":
            return
        self._sound += pcm
        if len(self._sound) >= MOST_S * self._rate * self._channels * _SAMPLE_BYTES:
            self.finish()

    def finish(self) -> None:
        """The person has spoken."""
        if self.phase == "listening":
            sound = bytes(self._sound)
            self._sound.clear()
            self._run(self._understand(sound), "understanding")

    def retry(self) -> None:
        """Ask the last words again."""
        if self.can_retry:
            self.problem = None
            self._run(self._reply(), "thinking")

    def spoken(self) -> None:
        """The voice has said everything it was given."""
        self._to_speak = False
        if self.phase == "speaking":
            self._become("waiting")

    async def aclose(self) -> None:
        """The page goes: nothing may be left open."""
        self._timer.stop()
        self.close()
        self._interrupt()
        await self._practice.leave()

    # Within

    async def _load(self) -> None:
        try:
            await self._practice.look()
            self.unknown = None
        except AppError as error:
            self.unknown = error
        self.changed.emit()

    async def _start(self, topic: str, difficulty: Difficulty, take_over: bool) -> None:
        try:
            await self._practice.start(topic, difficulty, take_over=take_over)
        except AppError as error:
            self._become("off")
            if error.code == "billing.session_elsewhere":
                self.elsewhere.emit()
                return
            self.problem = error
            self.reload()
            self.changed.emit()
            return
        self.said, self._words, self._warned, self.unheard = [], "", False, False
        self._timer.start()
        self._become("waiting")
        self._warn()

    async def _understand(self, sound: bytes) -> None:
        try:
            heard = await self._practice.hear(sound, rate=self._rate, channels=self._channels)
        except AppError as error:
            self._stumble(error)
            return
        if not heard.text:
            self.unheard = True
            self._become("waiting")
            return
        self._words, self._language = heard.text, heard.language
        self.said.append(Said("you", heard.text))
        self._become("thinking")
        await self._reply()

    async def _reply(self) -> None:
        sentences, whole = Sentences(), False
        self.said.append(Said("teacher", ""))
        try:
            async with aclosing(self._practice.answer(self._words)) as pieces:
                async for piece in pieces:
                    self.said[-1] = Said("teacher", self.said[-1].text + piece)
                    self._utter(*sentences.add(piece))
                    self.changed.emit()
            whole = True
            self._utter(sentences.rest())
        except AppError as error:
            self._stumble(error)
        finally:
            self._finish_answer(whole=whole)
        if whole:
            self._words = ""
            self._become("speaking" if self._to_speak else "waiting")

    def _finish_answer(self, *, whole: bool) -> None:
        last = self.said[-1] if self.said else None
        if last is None or last.who != "teacher":
            return
        if not last.text.strip():
            self.said.pop()
        elif not whole:
            self.said[-1] = Said("teacher", last.text, cut=True)
            self._words = ""

    def _utter(self, *sentences: str) -> None:
        for sentence in sentences:
            if self.voiced and sentence:
                self._to_speak = True
                self.speak.emit(sentence, self._language)

    def _stumble(self, error: AppError) -> None:
        self.problem = error
        if self.running:
            self._become("waiting")

    def _interrupt(self) -> None:
        if self._turn is not None:
            self._turn.cancel()
            self._turn = None
        self._to_speak = False
        self.hush.emit()

    def _run(self, turn: Coroutine[Any, Any, None], phase: Phase) -> None:
        if self._scope.closed:
            turn.close()
            return
        self._turn = self._scope.spawn(turn, name="turn")
        self._become(phase)

    def _told(self, _changes: ChangeSet) -> None:
        if self.phase not in ("off", "starting") and not self.running:
            self._timer.stop()
            self._interrupt()
            self._sound.clear()
            self._become("off")
            self.over.emit()
            return
        self._warn()
        self.changed.emit()

    def _warn(self) -> None:
        minutes = self.minutes
        if (
            self.phase not in ("off", "starting")
            and minutes is not None
            and minutes.warning
            and not self._warned
        ):
            self._warned = True
            self.warned.emit()

    def _become(self, phase: Phase) -> None:
        self.phase = phase
        self.changed.emit()
