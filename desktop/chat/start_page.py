"""What a new chat shows before its first question: what to do, and questions to begin with."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop.chat.answer_page import show_questions
from desktop.widgets.action_card import ActionCard
from desktop.widgets.button import Button
from desktop.widgets.card import ScrollColumn
from desktop.widgets.empty_state import Glyph
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole


class StartView(ScrollColumn):
    """`suggested(question)` asks one; `add` leads to where material comes in."""

    suggested = Signal(str)
    add = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sentence = Label("", TypeRole.LEAD, tone="muted", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = Button(self.tr("Add a recording first"), "primary", icon_name="plus")
        self.button.clicked.connect(self.add)
        self._cards: list[ActionCard] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.S)
        self.body.addSpacing(Space.XXL)
        self.body.addWidget(Glyph("message-question-outline", pixels=56), 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(self.sentence)
        self.body.addWidget(self.hint)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addLayout(self._column)
        self.show_library(has_items=True, ready=True)

    def show_library(self, *, has_items: bool, ready: bool) -> None:
        """Say what can be done: nothing to ask about yet, not ready yet, or ask."""
        self.button.setVisible(not has_items)
        if not has_items:
            self.sentence.setText(self.tr("Here you can ask about your recordings and documents."))
            self.hint.setText("")
        elif not ready:
            self.sentence.setText(self.tr("Your material is being prepared."))
            self.hint.setText(self.tr("You can ask as soon as the first item is ready."))
        else:
            self.sentence.setText(self.tr("Ask anything about your material."))
            self.hint.setText(
                self.tr(
                    "Every answer shows where it comes from; a click plays that moment or opens that page."
                )
            )

    def show_examples(self, questions: Sequence[str]) -> None:
        """Offer questions to begin with."""
        show_questions(self._column, self._cards, questions, self.suggested.emit)

    def examples(self) -> list[ActionCard]:
        return list(self._cards)
