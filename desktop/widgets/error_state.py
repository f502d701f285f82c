"""An expected failure in place of content: what happened, what it means, what to do; details with Copy."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.runtime.error_texts import error_text
from desktop.widgets.button import Button
from desktop.widgets.card import ReadingColumn
from desktop.widgets.disclosure import Disclosure
from desktop.widgets.empty_state import Glyph
from desktop.widgets.label import Label
from desktop.widgets.language import ui_language
from desktop.widgets.theme import Space, TypeRole
from shared.errors import AppError


def error_details(error: AppError) -> str:
    """Code, parameters and detail in lines, for the disclosure and the clipboard."""
    lines = [error.code, *(f"{name}: {value}" for name, value in error.parameters.items())]
    return "\n".join([*lines, *([error.detail] if error.detail else [])])


class ErrorState(QWidget):
    """Shows one AppError. `retry` fires from its button, which is there only when trying again can help."""

    retry = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", TypeRole.TITLE, semibold=True, wrap=True)
        self._body = Label("", wrap=True, selectable=True)
        self._action = Label("", wrap=True, selectable=True)
        self._details = Label("", TypeRole.SMALL, wrap=True, selectable=True)
        self._details.setProperty("kind", "code")
        self.retry_button = Button(self.tr("Try again"), "primary", icon_name="refresh")
        self.retry_button.clicked.connect(self.retry)
        self.copy_button = Button(self.tr("Copy details"), icon_name="content-copy")
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details.text()))
        self._build()

    def show_error(self, error: AppError, *, can_retry: bool | None = None) -> None:
        """Fill in the words of `error`; `can_retry` overrides `error.retryable`."""
        words = error_text(error, ui_language())
        self._title.setText(words.title)
        self._body.setText(words.body)
        self._action.setText(words.action)
        self._details.setText(error_details(error))
        self.retry_button.setVisible(error.retryable if can_retry is None else can_retry)
        self.setAccessibleName(f"{words.title} {words.body} {words.action}")

    def _build(self) -> None:
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.S)
        box.addWidget(self._details)
        box.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeading)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(Glyph("alert-circle-outline", pixels=28, role="danger"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        column = ReadingColumn()
        column.body.addLayout(head)
        column.body.addWidget(self._body)
        column.body.addWidget(self._action)
        column.body.addWidget(self.retry_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.body.addWidget(Disclosure(self.tr("Details"), inner))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.XXL, Space.XL, Space.XL)
        outer.addWidget(column)
        outer.addStretch(1)
