"""The question in the teacher's window: where it is, who has answered, what came out and what to put right."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.quiz.host_marking_page import MarkingPane
from desktop.quiz.host_stage_page import StagePane
from desktop.quiz.host_view_model import HostViewModel
from desktop.quiz.host_words_page import answered_words, phase_words, question_words
from desktop.widgets.card import ScrollColumn
from desktop.widgets.label import Label
from desktop.widgets.pill import Pill
from desktop.widgets.progress_row import ProgressBar
from desktop.widgets.quiz_countdown import Countdown
from desktop.widgets.theme import Space, TypeRole
from shared.quiz.commands import Stage

_WIDTH = 110
_MOST_NAMED = 8


class QuestionPane(ScrollColumn):
    """`show_question` after every change of the model. Results are here from the close on: only the teacher sees."""

    source_wanted = Signal(object)

    def __init__(self, model: HostViewModel) -> None:
        super().__init__(characters=_WIDTH)
        self._model = model
        self._at: object = None
        self.number = Label("", tone="muted")
        self.phase = Pill()
        self.countdown = Countdown()
        self.answered = Label("", TypeRole.LEAD, semibold=True)
        self.bar = ProgressBar(self.tr("Answers"))
        self.stuck = Label("", tone="muted", wrap=True)
        self.stage = StagePane(model.media_path)
        self.marking = MarkingPane(model)
        self.marking.source_wanted.connect(self.source_wanted)
        self._lay_out()

    def show_question(self) -> None:
        """Bring it up to the model."""
        stage = self._model.stage
        if stage is None or stage.shown is None:
            return
        if self._at != stage.shown.q:
            self._at = stage.shown.q
            self.verticalScrollBar().setValue(0)
        self.number.setText(question_words(stage.shown))
        words, tone = phase_words(stage)
        self.phase.set_state(words, tone)
        self._show_time(stage)
        self._show_counts(stage)
        closed = stage.phase in {"closed", "reveal"}
        self.stage.show_stage(stage, options=True, results=closed, lettered=self._model.lettered)
        if stage.shown.type == "typed":
            self.stage.summary.hide()  # the list for marking has the same texts and counts
        self.marking.show_marking(stage)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.number)
        head.addWidget(self.phase)
        head.addStretch(1)
        head.addWidget(self.countdown)
        self.body.addLayout(head)
        self.body.addWidget(self.answered)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.stuck)
        self.body.addWidget(self.stage)
        self.body.addWidget(self.marking)

    def _show_time(self, stage: Stage) -> None:
        model = self._model
        timed = {"prep": (model.opens_in_ms, model.reading_ms()), "open": (model.left_ms, None)}
        if stage.phase not in timed or stage.shown is None:
            self.countdown.stop()
            self.countdown.hide()
            return
        left, total = timed[stage.phase]
        total = total or stage.shown.limit_ms
        self.countdown.setVisible(left() is not None)
        if stage.paused:
            self.countdown.pause(left(), total)
        else:
            self.countdown.run(left, total)

    def _show_counts(self, stage: Stage) -> None:
        counts = self._model.counts
        slide = stage.shown is not None and stage.shown.type == "slide"
        asked = stage.phase != "prep" and not slide
        for widget in (self.answered, self.bar):
            widget.setVisible(asked)
        live = counts is not None and stage.shown is not None and counts.q == stage.shown.q
        answered = counts.answered if live and counts is not None else stage.answered
        eligible = counts.eligible if live and counts is not None else stage.eligible
        self.answered.setText(answered_words(answered, eligible))
        self.bar.set_fraction(answered / eligible if eligible else 0.0)
        names = [seat.name for seat in self._model.seats() if seat.pid in self._model.stuck()]
        self.stuck.setVisible(asked and stage.phase == "open" and bool(names))
        more = len(names) - _MOST_NAMED
        listed = ", ".join(names[:_MOST_NAMED])
        if more > 0:
            listed = f"{listed} {self.tr('and %n more', '', more)}"
        self.stuck.setText(self.tr("Still thinking: {names}").format(names=listed))
