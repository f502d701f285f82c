"""During a talk and after it: what was said, whose turn it is, the minutes, Stop."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.practice.minutes_page import MinutesBar
from desktop.practice.service import Said
from desktop.practice.view_model import Phase
from desktop.widgets.button import Button
from desktop.widgets.card import Card, ReadingColumn, Rule, ScrollColumn
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import Label
from desktop.widgets.level_meter import LevelMeter
from desktop.widgets.notice import Notice
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.typing_dots import TypingDots

_NEAR_END = Space.XXL


class TurnView(Card):
    """One turn: who, and the words."""

    def __init__(self, said: Said, *, parent: QWidget | None = None) -> None:
        super().__init__(raised=said.who == "you", padding=Space.M, parent=parent)
        who = self.tr("You") if said.who == "you" else self.tr("Teacher")
        self.words = Label("", wrap=True, selectable=True)
        self.note = Label(self.tr("Interrupted"), TypeRole.SMALL, tone="muted")
        self.body.setSpacing(Space.XS)
        self.body.addWidget(Label(who, TypeRole.SMALL, tone="muted", semibold=True))
        self.body.addWidget(self.words)
        self.body.addWidget(self.note)
        self._who = who
        self.show_said(said)

    def show_said(self, said: Said) -> None:
        """Show the turn as it is now."""
        self.words.setText(said.text)
        self.note.setVisible(said.cut)
        self.setAccessibleName(f"{self._who}: {said.text}")


class Transcript(ScrollColumn):
    """All turns; the end stays in sight unless somebody scrolled up."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(self.tr("What was said"))
        self.body.setSpacing(Space.M)
        self.views: list[TurnView] = []
        self.hint = Label("", TypeRole.LEAD, tone="muted", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.dots = TypingDots()
        self.body.addWidget(self.hint)
        self.body.addWidget(self.dots)
        self._at_end = True
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda _low, high: bar.setValue(high) if self._at_end else None)
        bar.valueChanged.connect(self._scrolled)

    def show_said(self, said: Sequence[Said], *, busy: bool, hint: str) -> None:
        """Show the turns; those that stand already are only updated."""
        while len(self.views) > len(said):
            view = self.views.pop()
            self.body.removeWidget(view)
            view.deleteLater()
        for number, one in enumerate(said):
            if number < len(self.views):
                self.views[number].show_said(one)
            else:
                view = TurnView(one)
                self.body.insertWidget(self.body.indexOf(self.dots), view)
                self.views.append(view)
        self.hint.setText(hint)
        self.hint.setVisible(not said and bool(hint))
        self.dots.setVisible(busy)

    def _scrolled(self, value: int) -> None:
        self._at_end = value >= self.verticalScrollBar().maximum() - _NEAR_END


class TalkPane(QWidget):
    """`toggled`: the person takes or gives the turn; `stopped`; `retry`; `again`: on to the next talk."""

    toggled = Signal()
    stopped = Signal()
    retry = Signal()
    again = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make()
        self._lay_out()
        self.talk_button.clicked.connect(self.toggled)
        self.stop_button.clicked.connect(self.stopped)
        self.again_button.clicked.connect(self.again)
        self.error.retry.connect(self.retry)

    def press_space(self) -> None:
        """The key takes turns, but a button that has the focus is pressed."""
        focused = QApplication.focusWidget()
        if isinstance(focused, Button) and focused is not self.talk_button and self.isAncestorOf(focused):
            focused.click()
        else:
            self.toggled.emit()

    def _make(self) -> None:
        self.title = Label("", semibold=True, wrap=True)
        self.minutes = MinutesBar()
        self.stop_button = Button(self.tr("End"), icon_name="stop")
        self.stop_button.setToolTip(self.tr("End the talk"))
        self.transcript = Transcript()
        self.lost = Notice("cloud-off-outline", tone="warning")
        self.quiet = Notice("volume-off", tone="muted")
        self.note = Notice("information-outline", tone="muted")
        self.error = InlineError()
        # Below the last turn: where there is little height they scroll, and the buttons stay whole.
        for widget in (self.error, self.lost, self.quiet, self.note):
            self.transcript.body.addWidget(widget)
        self.status = Label("", tone="muted", wrap=True)
        self.status.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.level = LevelMeter(self.tr("Loudness"))
        self.talk_button = Button(self.tr("Speak"), "primary", icon_name="microphone")
        self.again_button = Button(self.tr("New talk"), "primary", icon_name="microphone")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        top.setSpacing(Space.L)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(self.title)
        words.addWidget(self.minutes)
        top.addLayout(words, 1)
        top.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignVCenter)
        foot = ReadingColumn()
        foot.body.setSpacing(Space.S)
        for widget in (self.status, self.level):
            foot.body.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.talk_button)
        row.addWidget(self.again_button)
        row.addStretch(1)
        foot.body.addLayout(row)
        room = QVBoxLayout()
        room.setContentsMargins(Space.XL, Space.M, Space.XL, Space.L)
        room.addWidget(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(Rule())
        column.addWidget(self.transcript, 1)
        column.addWidget(Rule())
        column.addLayout(room)

    def show_phase(self, phase: Phase, words: str) -> None:
        """Say whose turn it is."""
        running = phase != "off"
        self.status.setText(words)
        self.status.set_tone("muted" if running else "text")
        self.level.setVisible(phase == "listening")
        if phase != "listening":
            self.level.clear()
        self.stop_button.setVisible(running)
        self.talk_button.setVisible(running)
        self.again_button.setVisible(not running)
        listening = phase == "listening"
        self.talk_button.setText(self.tr("I have finished") if listening else self.tr("Speak"))
        self.talk_button.set_icon("check" if listening else "microphone")
        self.talk_button.setAccessibleDescription(words)
