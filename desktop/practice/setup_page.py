"""Before a talk: topic, difficulty, microphone, how the minutes stand, and Start or why it cannot be."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.practice.minutes_page import MinutesBar
from desktop.practice.service import Difficulty, Minutes
from desktop.practice.words_page import difficulty_name
from desktop.widgets.button import Button
from desktop.widgets.card import Card, ScrollColumn
from desktop.widgets.form_field import FormField
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import Label
from desktop.widgets.microphone import MicrophoneDevice
from desktop.widgets.notice import Notice
from desktop.widgets.picker import Option, Picker
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space, TypeRole

DIFFICULTIES: tuple[Difficulty, ...] = ("beginner", "intermediate", "advanced")
MOST_TOPIC = 200


class SetupPane(ScrollColumn):
    """`start` with what is chosen; `help_wanted` from the link beside a reason; `retry` from an error."""

    start = Signal()
    help_wanted = Signal()
    retry = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._make()
        self._lay_out()
        self.start_button.clicked.connect(self.start)
        self.topic.returnPressed.connect(self._entered)
        self.reason.action.connect(self.help_wanted)
        self.error.retry.connect(self.retry)

    def _make(self) -> None:
        self.topic = QLineEdit()
        self.topic.setMaxLength(MOST_TOPIC)
        self.topic.setPlaceholderText(self.tr("For example: photosynthesis, or ordering food in Spanish"))
        self.difficulty = SegmentedControl(
            self.tr("Difficulty"), [Segment(one, difficulty_name(one)) for one in DIFFICULTIES]
        )
        self.device = Picker(self.tr("Microphone"))
        self.device_label = Label(self.tr("Microphone"), semibold=True)
        self.minutes = MinutesBar()
        self.offline = Notice("cloud-off-outline")
        self.reason = Notice("information-outline", tone="warning")
        self.error = InlineError()
        self.start_button = Button(self.tr("Start the talk"), "primary", icon_name="microphone")

    def _lay_out(self) -> None:
        card = Card()
        card.body.setSpacing(Space.M)
        card.body.addWidget(
            Label(self.tr("Speak with your AI teacher"), TypeRole.LEAD, semibold=True, wrap=True)
        )
        card.body.addWidget(
            Label(
                self.tr(
                    "You speak, this computer turns it into words, and only the words go to the AI. The answer is "
                    "read aloud. Your voice is neither sent nor kept."
                ),
                tone="muted",
                wrap=True,
            )
        )
        card.body.addWidget(FormField(self.tr("What do you want to talk about?"), self.topic))
        card.body.addWidget(Label(self.tr("Difficulty"), semibold=True))
        card.body.addWidget(self.difficulty)
        card.body.addWidget(self.device_label)
        card.body.addWidget(self.device)
        card.body.addSpacing(Space.S)
        card.body.addWidget(self.minutes)
        card.body.addWidget(self.offline)
        card.body.addWidget(self.reason)
        row = QHBoxLayout()
        row.addWidget(self.start_button)
        row.addStretch(1)
        card.body.addLayout(row)
        self.body.addWidget(self.error)
        self.body.addWidget(card)

    def chosen(self) -> tuple[str, Difficulty]:
        """Topic and difficulty."""
        current = self.difficulty.current()
        return self.topic.text().strip(), next(one for one in DIFFICULTIES if one == current)

    def choose(self, topic: str, difficulty: str) -> None:
        """Fill in; an unknown difficulty changes nothing."""
        self.topic.setText(topic)
        if difficulty in DIFFICULTIES:
            self.difficulty.set_selected(difficulty)

    def offer_devices(self, devices: Sequence[MicrophoneDevice]) -> None:
        """Let one be chosen where there are several."""
        kept = self.device.current()
        ids = [one.id for one in devices]
        selected = kept if kept in ids else (ids[0] if ids else "")
        self.device.set_options(
            [Option(one.id, one.name, "", "microphone-outline") for one in devices], selected
        )
        for widget in (self.device, self.device_label):
            widget.setVisible(len(devices) > 1)

    def show_minutes(self, minutes: Minutes | None, renewal: str) -> None:
        limited = minutes is not None and minutes.remaining_ms is not None and not minutes.offline
        self.minutes.show_minutes(minutes, renewal if limited else "")

    def show_reason(self, text: str, action_text: str, *, ready: bool, unfinished: bool) -> None:
        """Say why Start cannot be pressed; screen readers hear it with the button."""
        self.reason.set_notice(text, action_text)
        self.start_button.setEnabled(ready and not text)
        self.start_button.setAccessibleDescription(text)
        self.start_button.setText(self.tr("Go on with the talk") if unfinished else self.tr("Start the talk"))

    def _entered(self) -> None:
        if self.start_button.isEnabled():
            self.start.emit()
