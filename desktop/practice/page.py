"""The practice page: choose a topic, speak with the AI, read what was said. Joins microphone, voice and talk."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.practice.service import PracticeService
from desktop.practice.setup_page import SetupPane
from desktop.practice.talk_page import TalkPane
from desktop.practice.view_model import Phase, PracticeViewModel
from desktop.practice.words_page import (
    blocked_action,
    blocked_text,
    difficulty_name,
    ended_text,
    phase_text,
    renewal_text,
)
from desktop.runtime.error_texts import error_text
from desktop.widgets.announcer import announce
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.language import ui_language
from desktop.widgets.microphone import Microphone, MicrophoneDevice, microphones, peak
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.voice import Voice
from shared.clock import Clock


class PracticePage(Page):
    """`topic` fills in what to talk about."""

    def __init__(
        self,
        context: PageContext,
        *,
        devices: Callable[[], Sequence[MicrophoneDevice]] = microphones,
        make_microphone: Callable[[QWidget], Any] = Microphone,
        make_voice: Callable[[QWidget], Voice] = Voice,
    ) -> None:
        super().__init__(context)
        practice: PracticeService = context.services.practice
        self._clock: Clock = context.services.clock
        self.view_model = PracticeViewModel(practice, context.scope, context.services.bus)
        self._devices, self._make_voice = devices, make_voice
        self._has_microphone = False
        self._voice: Voice | None = None
        self._microphone = make_microphone(self)
        self._resumable: tuple[str, str] | None = None
        self._shown: Phase = "off"
        self.setup = SetupPane()
        self.talk = TalkPane()
        self.panes = QStackedWidget()
        self.panes.addWidget(self.setup)
        self.panes.addWidget(self.talk)
        self._stack = ContentStack(self.panes, QWidget())
        self.body.addWidget(PageHeader(self.tr("Practice")))
        self.body.addWidget(self._stack, 1)
        words = self.tr("Speak, or stop speaking")
        self._key = self.shell.shortcuts.add(
            self.talk, "Space", self.talk.press_space, group=self.tr("Practice"), text=words
        )
        self._connect()
        self._refresh()

    # What the window asks

    def open_target(self, *, topic: str = "", **_target: Any) -> None:
        if topic and not self.view_model.running:
            self.setup.topic.setText(topic)
            self.panes.setCurrentWidget(self.setup)

    def activated(self) -> None:
        self._look_for_microphones()
        self.view_model.reload()

    def deactivated(self) -> None:
        if not self.view_model.running:
            return
        self._microphone.stop()
        self.view_model.finish()
        self.shell.toast(
            self.tr("Your talk goes on, and its minutes count."),
            action_text=self.tr("End the talk"),
            on_action=self.view_model.stop,
        )

    def page_state(self) -> dict[str, Any]:
        topic, difficulty = self.setup.chosen()
        return {"topic": topic, "difficulty": difficulty}

    def restore_state(self, state: dict[str, Any]) -> None:
        self.setup.choose(str(state.get("topic", "")), str(state.get("difficulty", "")))

    async def aclose(self) -> None:
        self._microphone.stop()
        await self.view_model.aclose()

    def state(self) -> str:
        """State of the page: "loading", "error" or "content"."""
        return self._stack.state()

    # Made once

    def _connect(self) -> None:
        model, setup, talk = self.view_model, self.setup, self.talk
        model.changed.connect(self._refresh)
        model.elsewhere.connect(self._ask_to_take_over)
        model.speak.connect(self._speak)
        model.hush.connect(self._hush)
        model.warned.connect(self._warn)
        model.over.connect(self._say_over)
        setup.start.connect(self._start)
        setup.help_wanted.connect(self._help)
        setup.retry.connect(self._start)
        talk.toggled.connect(self._toggle)
        talk.stopped.connect(model.stop)
        talk.retry.connect(model.retry)
        talk.again.connect(self._again)
        talk.error.action.connect(lambda: self.shell.open(blocked_action("used_up")[1]))
        self._microphone.heard.connect(self._hear)
        self._microphone.lost.connect(self._lost)
        self._stack.retry.connect(model.reload)

    # How it stands

    def _refresh(self) -> None:
        model = self.view_model
        if model.running or model.known:
            self._stack.show_content()
        elif model.unknown is not None:
            self._stack.show_error(model.unknown, can_retry=True)
        else:
            self._stack.show_loading()
        if model.running:
            self.panes.setCurrentWidget(self.talk)
        self._show_setup()
        self._show_talk()
        self._read_out()

    def _show_setup(self) -> None:
        model, setup = self.view_model, self.setup
        self._offer_to_go_on()
        text = blocked_text(model.blocked, self._clock.now_ms())
        if model.blocked == "no_offline" and model.offline_refusal is not None:
            why = error_text(model.offline_refusal, ui_language())
            text = f"{text} {why.title} {why.action}"
        action = blocked_action(model.blocked)[0]
        if not text and not self._has_microphone:
            text = self.tr(
                "Lantern finds no microphone. Connect one, or allow Lantern to use it in the system settings."
            )
            action = self.tr("Look again")
        self._show_offline_problem()
        ready = model.known and model.phase == "off"
        setup.show_reason(text, action, ready=ready, unfinished=model.unfinished is not None)
        setup.show_minutes(model.minutes, renewal_text(self._clock.now_ms()))
        problem = model.problem if not model.running else None
        setup.error.show_error(problem, can_retry=problem is not None and problem.retryable)

    def _show_offline_problem(self) -> None:
        """Where nothing could be set aside for speaking offline, say why, once everything else is well."""
        problem = self.view_model.offline_problem if self.view_model.blocked is None else None
        if problem is None:
            self.setup.offline.set_notice("")
            return
        words = error_text(problem, ui_language())
        self.setup.offline.set_notice(f"{words.title} {words.action}")

    def _offer_to_go_on(self) -> None:
        """A talk that was not ended is offered with what it was about, once."""
        unfinished = self.view_model.unfinished
        if unfinished != self._resumable:
            self._resumable = unfinished
            if unfinished is not None:
                self.setup.choose(*unfinished)

    def _show_talk(self) -> None:
        model, talk = self.view_model, self.talk
        if model.topic is not None:
            topic, difficulty = model.topic
            talk.title.setText(f"{topic or self.tr('Free talk')} · {difficulty_name(difficulty)}")
        talk.minutes.show_minutes(model.minutes)
        words = phase_text(model.phase, self._key)
        if not model.running:
            words = ended_text(model.ended, self._clock.now_ms())
        talk.show_phase(model.phase, words)
        hint = self.tr("Say hello, ask something, or say what you want to practise.") if model.running else ""
        talk.transcript.show_said(model.said, busy=model.phase == "thinking", hint=hint)
        problem = model.problem if model.running else None
        used_up = problem is not None and problem.code == "billing.used_up"
        # What a school's people share grows by no plan of one of them.
        helps = problem is not None and problem.parameters.get("whose") != "tenant"
        plans = blocked_action("used_up")[0] if used_up and helps else ""
        talk.error.show_error(problem, can_retry=model.can_retry and not used_up, action_text=plans)
        lost = model.lost
        talk.lost.set_notice(
            self.tr("{problem} The talk goes on; if the server stays away for ten minutes, it ends.").format(
                problem=error_text(lost, ui_language()).title
            )
            if lost is not None
            else ""
        )
        talk.note.set_notice(
            self.tr("Nothing was understood. Speak a little louder or closer to the microphone.")
            if model.unheard
            else ""
        )

    def _read_out(self) -> None:
        """Where no voice does, a screen reader reads an answer that is whole."""
        model, before = self.view_model, self._shown
        self._shown = model.phase
        if (before, model.phase) == ("thinking", "waiting") and model.said and not model.voiced:
            announce(self, model.said[-1].text)

    # The talk

    def _start(self, *, take_over: bool = False) -> None:
        if self._voice is None:
            self._voice = self._make_voice(self)
            self._voice.ended.connect(self.view_model.spoken)
        self.view_model.voiced = self._voice.available
        silent = self.tr("This computer has no voice to read answers aloud; they are shown here.")
        self.talk.quiet.set_notice("" if self._voice.available else silent)
        topic, difficulty = self.setup.chosen()
        self.view_model.start(topic, difficulty, take_over=take_over)

    def _toggle(self) -> None:
        model = self.view_model
        if not model.running:
            return
        if model.phase == "listening":
            self._microphone.stop()
            model.finish()
        elif self._microphone.open(self.setup.device.current()):
            model.listen(self._microphone.rate, self._microphone.channels)
            self._microphone.start()
        else:
            self._lost()

    def _hear(self, pcm: bytes) -> None:
        self.talk.level.set_level(peak(pcm))
        self.view_model.hear(pcm)
        if self.view_model.phase != "listening":
            self._microphone.stop()

    def _lost(self) -> None:
        self.view_model.finish()
        self._look_for_microphones()
        self.shell.toast(self.tr("The microphone is not there any more."), tone="warning")

    def _speak(self, sentence: str, language: str) -> None:
        if self._voice is not None:
            self._voice.say(sentence, language)

    def _hush(self) -> None:
        if self._voice is not None:
            self._voice.stop()

    def _warn(self) -> None:
        minutes = self.view_model.minutes
        left = 0 if minutes is None or minutes.remaining_ms is None else -(-minutes.remaining_ms // 60_000)
        words = self.tr("%n minute(s) left to speak this month", "", left)
        if minutes is not None and minutes.offline:
            words = self.tr("%n minute(s) left to speak without a connection", "", left)
        self.shell.toast(words, tone="warning")
        announce(self, words)

    def _say_over(self) -> None:
        self._microphone.stop()
        words = ended_text(self.view_model.ended, self._clock.now_ms())
        announce(self, words, urgent=True)
        if not self.isVisible():
            self.shell.toast(words, tone="info")

    def _again(self) -> None:
        self.panes.setCurrentWidget(self.setup)
        self.setup.topic.setFocus()
        self.activated()

    # Around it

    def _look_for_microphones(self) -> None:
        found = self._devices()
        self._has_microphone = bool(found)
        self.setup.offer_devices(found)
        self._refresh()

    def _help(self) -> None:
        _words, page, target = blocked_action(self.view_model.blocked)
        if page:
            self.shell.open(page, **target)
        else:
            self._look_for_microphones()
            self.view_model.reload()

    def _ask_to_take_over(self) -> None:
        question = ConfirmDialog(
            self,
            self.tr("Go on here?"),
            self.tr("You are speaking on another device. If you go on here, the talk there ends."),
            self.tr("Go on here"),
            danger=False,
        )
        question.accepted.connect(lambda: self._start(take_over=True))
        question.open()


def create_page(context: PageContext) -> PracticePage:
    """Make the page."""
    return PracticePage(context)
