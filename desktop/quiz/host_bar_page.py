"""The bar under a game in the teacher's window: pause, more time, skip, and the one big button."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.host_view_model import HostViewModel
from desktop.quiz.host_words_page import step_words
from desktop.widgets.button import Button
from desktop.widgets.card import Rule
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming
from desktop.widgets.toast import BOTTOM_BAR
from shared.quiz import commands

MORE_S = (10, 30)
_NEXT_WIDTH = 280


class HostBar(QWidget):
    """`next_wanted` for the big button: ending for everyone is asked about first."""

    next_wanted = Signal()

    def __init__(self, model: HostViewModel) -> None:
        super().__init__()
        self._model = model
        self.setObjectName(BOTTOM_BAR)
        self.setProperty("surface", "surface")
        self.setAutoFillBackground(True)
        self.pause = Button(self.tr("Pause"), icon_name="pause")
        self.pause.clicked.connect(lambda _on: model.pause_or_resume())
        self.more = [Button(self.tr("+{seconds} s").format(seconds=seconds)) for seconds in MORE_S]
        for button, seconds in zip(self.more, MORE_S, strict=True):
            button.setAccessibleName(self.tr("{seconds} more seconds").format(seconds=seconds))
            button.clicked.connect(lambda _on=False, seconds=seconds: model.extend(seconds))
        self.skip = Button(self.tr("Skip"), "quiet", icon_name="skip-next")
        self.skip.clicked.connect(lambda _on: model.do(commands.Skip()))
        self.next = Button("", "primary", icon_name="play")
        self.next.clicked.connect(lambda _on: self.next_wanted.emit())
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        row.setSpacing(Space.S)
        for widget in (self.pause, *self.more, self.skip):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule())
        column.addLayout(row)
        self._restyle()
        theming().changed.connect(self._restyle)

    def show_bar(self) -> None:
        """Offer what is possible now; the places of buttons stay while a question runs."""
        stage = self._model.stage
        if stage is None:
            return
        connected = self._model.trouble() in {"", "disk", "disk_full"}
        words, icon_name = step_words(stage, self_paced=self._model.self_paced)
        self.next.setText(words)
        self.next.setToolTip(self.tr("{words} (Space)").format(words=words))
        self.next.set_icon(icon_name)
        self.next.setEnabled(connected and bool(stage.next_step))
        running = stage.phase in {"prep", "open", "closed"} and not self._model.self_paced
        timed = stage.shown is not None and stage.shown.limit_ms is not None
        self.pause.setVisible(running or stage.paused)
        self.pause.setEnabled(connected and (stage.paused or stage.phase in {"prep", "open"}))
        self.pause.setText(self.tr("Go on") if stage.paused else self.tr("Pause"))
        self.pause.set_icon("play" if stage.paused else "pause")
        for button in self.more:
            button.setVisible(running and timed)
            button.setEnabled(connected and stage.phase == "open")
        self.skip.setVisible(running)
        self.skip.setEnabled(connected)

    def _restyle(self) -> None:
        self.next.setMinimumWidth(theme().px(_NEXT_WIDTH))
        self.next.setMinimumHeight(theme().px(48))
        self.next.setFont(theme().font(TypeRole.LEAD, semibold=True))
