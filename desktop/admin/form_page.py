"""A form that is saved as a whole: its parts scroll, what is not saved is said below with Save and Discard."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.card import Rule, ScrollColumn
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.pill import Pill, Tone
from desktop.widgets.theme import Space, TypeRole
from shared.errors import AppError

_CHARACTERS = 84


class EditForm(QWidget):
    """`save_asked`, `discard_asked`. Parts go into `column`; `head_buttons` is the row beside the title."""

    save_asked = Signal()
    discard_asked = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._dirty = self._busy = False
        self._valid = True
        self.title = ElidedLabel(title, TypeRole.TITLE, semibold=True)
        self.pill = Pill("")
        self.subtitle = Label("", tone="muted", wrap=True)
        self.subtitle.hide()
        self.head_buttons = QHBoxLayout()
        self.head_buttons.setSpacing(Space.S)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.title, 1)
        head.addLayout(self.head_buttons)
        state = QHBoxLayout()
        state.setSpacing(Space.M)
        state.addWidget(self.pill)
        state.addWidget(self.subtitle, 1)
        scroll = ScrollColumn(characters=_CHARACTERS, centred=False)
        self.column = scroll.body
        self.column.addLayout(head)
        self.column.addLayout(state)
        self.error = InlineError()
        self._note = Label("", tone="muted", wrap=True)
        self.discard_button = Button(self.tr("Discard"))
        self.discard_button.clicked.connect(self.discard_asked)
        self.save_button = Button(self.tr("Save"), "primary")
        self.save_button.clicked.connect(self.save_asked)
        self._bar = QWidget()
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self._note, 1)
        row.addWidget(self.discard_button)
        row.addWidget(self.save_button)
        foot = QVBoxLayout(self._bar)
        foot.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        foot.setSpacing(Space.M)
        foot.addWidget(self.error)
        foot.addLayout(row)
        self._rule = Rule()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addWidget(self._rule)
        column.addWidget(self._bar)
        self.pill.hide()
        self._refresh()

    @property
    def dirty(self) -> bool:
        """Whether something is not saved."""
        return self._dirty

    def say(self, subtitle: str, pill: str = "", tone: Tone = "neutral") -> None:
        """Say what is shown, and its state."""
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        self.pill.set_state(pill, tone)
        self.pill.setVisible(bool(pill))

    def set_dirty(self, dirty: bool, *, valid: bool = True) -> None:
        """Say whether something is not saved, and whether it can be."""
        self._dirty, self._valid = dirty, valid
        self._refresh()

    def set_asked(self, *, busy: bool, error: AppError | None) -> None:
        """A change is under way, or ended so."""
        self._busy = busy
        self.error.show_error(error if self._dirty else None, can_retry=False)
        self._refresh()

    def _refresh(self) -> None:
        shown = self._dirty
        self._bar.setVisible(shown)
        self._rule.setVisible(shown)
        self._note.setText(
            self.tr("Not saved yet.")
            if self._valid
            else self.tr("Something is not an amount: it has a red edge.")
        )
        self.save_button.setEnabled(self._valid and not self._busy)
        self.discard_button.setEnabled(not self._busy)
