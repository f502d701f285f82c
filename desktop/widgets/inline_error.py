"""An expected failure beside content that stays: what happened, what to do, Try again; details on demand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.runtime.error_texts import error_text
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.empty_state import Glyph
from desktop.widgets.error_state import error_details
from desktop.widgets.label import Label
from desktop.widgets.language import ui_language
from desktop.widgets.theme import Space
from shared.errors import AppError


class InlineError(Card):
    """Hidden until there is an error. `retry` and `action` (a link with words of the owner's) fire from buttons."""

    retry = Signal()
    action = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(padding=Space.M, parent=parent)
        self._title = Label("", semibold=True, wrap=True)
        self._body = Label("", wrap=True, selectable=True)
        self._details = ""
        self.retry_button = Button(self.tr("Try again"), icon_name="refresh")
        self.retry_button.clicked.connect(self.retry)
        self.action_button = Button("", "link")
        self.action_button.clicked.connect(self.action)
        self.copy_button = Button(self.tr("Copy details"), "link")
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details))
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(self._title)
        words.addWidget(self._body)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(Glyph("alert-circle-outline", pixels=20, role="danger"), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.M)
        for button in (self.retry_button, self.action_button, self.copy_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.addLayout(head)
        self.body.addLayout(buttons)
        self.hide()

    def show_error(self, error: AppError | None, *, can_retry: bool = True, action_text: str = "") -> None:
        """Say `error`; None hides the card."""
        self.setVisible(error is not None)
        if error is None:
            return
        words = error_text(error, ui_language())
        self._title.setText(words.title)
        self._body.setText(f"{words.body} {words.action}".strip())
        self._details = error_details(error)
        self.retry_button.setVisible(can_retry)
        self.action_button.setText(action_text)
        self.action_button.setVisible(bool(action_text))
        self.setAccessibleName(f"{words.title} {words.body} {words.action}")

    def title(self) -> str:
        return self._title.text()
