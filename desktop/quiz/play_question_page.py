"""One question on the play page: read, answered, waited for, revealed."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.play_answer_page import Pad, pad_for
from desktop.quiz.play_reveal_page import RevealBanner, RevealDetails
from desktop.quiz.play_view_model import PlayViewModel
from desktop.quiz.play_words_page import sure_words
from desktop.widgets.announcer import announce
from desktop.widgets.button import Button
from desktop.widgets.card import ScrollColumn
from desktop.widgets.formats import format_number
from desktop.widgets.label import Label
from desktop.widgets.quiz_countdown import Countdown
from desktop.widgets.quiz_math import spoken
from desktop.widgets.quiz_media import MediaBox
from desktop.widgets.quiz_scale import ScaleRow
from desktop.widgets.quiz_text import QuizText
from desktop.widgets.theme import Space, TypeRole
from shared.quiz.messages import Shown

_WIDTH = 96


class QuestionView(ScrollColumn):
    """`show_stage` after every change of the model; parts are made anew only when they are others."""

    painted = Signal()

    def __init__(self, model: PlayViewModel) -> None:
        super().__init__(characters=_WIDTH)
        self._model = model
        self.pad: Pad | None = None
        self._key: Any = None
        self._told: Any = None
        self._timed: Any = None
        self._painted = False
        self._media_left = 0
        self.number = Label("", tone="muted")
        self.countdown = Countdown()
        self.countdown.passed.connect(self._tell_time)
        self.text = QuizText("", TypeRole.TITLE, semibold=True)
        self.media = MediaBox()
        self.media.loaded.connect(self._loaded)
        self.banner = RevealBanner()
        self.holder = _Holder()
        self.holder.painted.connect(self._options_painted)
        self.sure = ScaleRow(self.tr("How sure are you?"), 1, sure_words())
        self.sure_label = Label(self.tr("How sure are you?"), semibold=True)
        self.state = Label("", TypeRole.LEAD, tone="muted", wrap=True)
        self.send = Button(self.tr("Send answer"), "primary", icon_name="send")
        self.send.clicked.connect(lambda _on: self.send_answer())
        self.details = RevealDetails()
        self._lay_out()

    def show_stage(self) -> None:
        """Bring everything up to the model."""
        stage = self._model.stage
        if stage.shown is None:
            return
        if self._key != (stage.shown.q, self._model.seat.epoch):
            self._key = (stage.shown.q, self._model.seat.epoch)
            self._begin(stage.shown)
        revealed = stage.phase == "reveal"
        if self._model.options_open() and self.pad is None:
            self._show_options()
        self._show_time()
        self._show_answering()
        self.banner.setVisible(revealed)
        self.details.setVisible(revealed)
        if revealed:
            self._reveal()
        self._tell()

    def press(self, position: int) -> bool:
        """The key of a place: 1 to 9, or its letter."""
        return self.pad is not None and self._model.can_answer() and self.pad.press(position)

    def send_answer(self) -> None:
        """Send what is on the pad, with the confidence bet where one is asked for."""
        stage, pad = self._model.stage, self.pad
        if pad is None or stage.shown is None or not self._model.can_answer():
            return
        value = pad.value()
        if value is None or (stage.shown.sure and self.sure.value() is None):
            return
        self._model.answer(value, sure=self.sure.value() or 0)

    # Parts

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.number, 1)
        head.addWidget(self.countdown)
        foot = QHBoxLayout()
        foot.setSpacing(Space.M)
        foot.addWidget(self.send)
        foot.addWidget(self.state, 100)
        foot.addStretch(1)
        self.body.addLayout(head)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.text)
        self.body.addWidget(self.media)
        self.body.addWidget(self.holder)
        self.body.addWidget(self.sure_label)
        self.body.addWidget(self.sure)
        self.body.addLayout(foot)
        self.body.addWidget(self.details)
        self.sure.changed.connect(self._show_answering)

    def _begin(self, shown: Shown) -> None:
        """Another question: nothing of the one before stays."""
        self.holder.put(None)
        self.pad = None
        self._painted = False
        self.verticalScrollBar().setValue(0)
        self.text.set_text(shown.text)
        self.text.setVisible(bool(shown.text))
        words = self.tr("Question {number} of {count}").format(number=shown.q + 1, count=shown.n)
        points = self.tr("up to {points} points").format(points=format_number(shown.points))
        self.number.setText(f"{words} · {points}" if shown.points else words)
        self.sure.clear()
        self.media.clear()
        if shown.media is None:
            self._model.media_ready(shown)
            return
        self.media.expect(shown.media.mime, shown.media.alt)
        self._model.fetch(
            shown.media, lambda path: self.media.set_file(path) if path else self.media.set_lost()
        )

    def _loaded(self) -> None:
        shown = self._model.stage.shown if self._model.playing is not None else None
        if shown is not None:
            self._model.media_ready(shown)

    def _show_options(self) -> None:
        stage = self._model.stage
        if stage.view is None or stage.shown is None:
            return
        self.pad = pad = pad_for(stage.view, self._model.seat.order())
        pad.changed.connect(self._show_answering)
        pad.submitted.connect(self.send_answer)
        pad.chosen.connect(self._tapped)
        for media, done in pad.wanted():
            self._model.fetch(media, lambda path, done=done, own=pad: self._option_came(own, path, done))
        if stage.answer is not None:
            pad.set_value(stage.answer)
        self.holder.put(pad.widget)
        if stage.phase == "open" and self._model.can_answer() and not pad.immediate:
            pad.focus()

    def _option_came(self, pad: Pad, path: Any, done: Any) -> None:
        if path is not None and pad is self.pad:
            done(path)

    def _options_painted(self) -> None:
        if not self._painted and self.pad is not None:
            self._painted = True
            self._model.painted()

    def _tapped(self) -> None:
        """A tap on the one option sends it, unless a bet is asked for first."""
        shown = self._model.stage.shown
        if shown is not None and not shown.sure:
            self.send_answer()

    def _show_time(self) -> None:
        stage = self._model.stage
        limit = None if stage.shown is None else stage.shown.limit_ms
        now = (
            self._key,
            stage.phase,
            self._model.options_open(),
            stage.paused,
            stage.close_at,
            stage.left_ms,
        )
        if now == self._timed:
            return  # a ring that runs is left alone: marks would be skipped
        self._timed = now
        if stage.phase != "open" or not self._model.options_open():
            self.countdown.stop()
        elif stage.paused:
            self.countdown.pause(stage.left_ms, limit)
        else:
            self.countdown.run(self._model.left_ms, limit)

    def _show_answering(self) -> None:
        stage, pad = self._model.stage, self.pad
        if stage.shown is None:
            return
        answerable = self._model.can_answer()
        slide = stage.shown.type == "slide"
        changing = bool(self._model.seat.game and self._model.seat.game.change_answer)
        if pad is not None:
            pad.set_locked(locked=not answerable)
        bets = stage.shown.sure and pad is not None and not slide and stage.phase in {"open", "closed"}
        self.sure.setVisible(bets)
        self.sure_label.setVisible(bets)
        self.sure.set_locked(not answerable)
        needs_button = pad is not None and (not pad.immediate or stage.shown.sure)
        self.send.setVisible(needs_button and answerable and not slide)
        ready = pad is not None and pad.value() is not None
        self.send.setEnabled(ready and (not stage.shown.sure or self.sure.value() is not None))
        self.send.setText(
            self.tr("Change answer") if changing and stage.answer is not None else self.tr("Send answer")
        )
        self.state.setText(self._state_words())
        self.state.setVisible(bool(self.state.text()))

    def _state_words(self) -> str:
        """What there is to do or to wait for, in one line."""
        stage = self._model.stage
        words = ""
        if stage.phase == "reveal" or stage.shown is None:
            words = ""
        elif stage.shown.type == "slide":
            words = self.tr("Read on; your teacher goes on when everyone is ready.")
        elif stage.phase == "prep":
            words = self.tr("Get ready: the answers come in a moment.")
        elif not stage.eligible:
            words = self.tr("You joined while this question was open. You play from the next one.")
        elif stage.answer_state in _STATES or stage.answer is not None:
            words = self._answer_words(stage.answer_state)
        elif stage.paused:
            words = self.tr("Paused by your teacher. Your time stands still.")
        elif stage.phase == "closed" or self._model.time_is_up():
            words = self.tr("Time is up.")
        return words

    def _answer_words(self, state: str) -> str:
        offline = self._model.seat.link != "in"
        words = {
            "ok": self.tr("Your answer has arrived."),
            "late": self.tr("Your answer came late. Your teacher decides whether it counts."),
            "closed": self.tr("Your answer came after the end and does not count."),
            "locked": self.tr("You have answered already; your first answer counts."),
            "bad": self.tr("This answer could not be read. Please answer again."),
            "ineligible": self.tr("This answer does not count: you play from the next question."),
        }
        waiting = self.tr("Your answer is kept here and sent as soon as the connection is back.")
        return words.get(state) or (waiting if offline else self.tr("Sending your answer…"))

    def _reveal(self) -> None:
        stage = self._model.stage
        if self.pad is not None and stage.solution is not None:
            self.pad.set_locked(locked=True)
            if stage.answer is not None:
                self.pad.set_value(stage.answer)
            self.pad.reveal(stage.solution, stage.answer, 0.0 if stage.own is None else stage.own.fraction)
        is_slide = stage.shown is not None and stage.shown.type == "slide"
        self.banner.show_own(None if is_slide else stage.own, total=stage.total, rank=stage.rank)
        self.details.show_details(
            stage.view, stage.solution, stage.summary, stage.why, self._model.seat.order(), stage.answer
        )

    # What is read out

    def _tell_time(self, seconds: int) -> None:
        if self._model.can_answer() or seconds == 0:
            words = self.tr("%n second(s) left", "", seconds) if seconds else self.tr("Time is up.")
            announce(self, words, urgent=seconds <= self.countdown.MARKS_S[1])

    def _tell(self) -> None:
        """Read out each turn of the question once."""
        stage = self._model.stage
        now = (self._key, stage.phase, self.pad is not None, stage.paused, stage.answer_state)
        if now == self._told or stage.shown is None:
            return
        before, self._told = self._told, now
        if stage.phase == "prep":
            announce(self, f"{self.number.text()}. {spoken(stage.shown.text)}")
        elif stage.phase == "reveal" and (before is None or before[:2] != now[:2]):
            self.verticalScrollBar().setValue(0)
            announce(self, f"{self.banner.spoken_text()} {self.details.solution.text()}", urgent=True)
        elif stage.phase == "open" and self.pad is not None and stage.answer is None and not stage.paused:
            announce(self, self.tr("You can answer now."), urgent=True)
        else:
            announce(self, self.state.text())


_STATES = frozenset({"ok", "late", "closed", "locked", "bad", "ineligible", "sending"})


class _Holder(QWidget):
    """The place of the pad; tells when it was painted with a pad in it."""

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._held: QWidget | None = None

    def put(self, widget: QWidget | None) -> None:
        """Hold this instead of what was held."""
        if self._held is not None:
            self._column.removeWidget(self._held)
            self._held.hide()
            self._held.deleteLater()
        self._held = widget
        if widget is not None:
            self._column.addWidget(widget)
        self.setVisible(widget is not None)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._held is not None:
            self.painted.emit()
