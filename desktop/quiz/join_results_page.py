"""Games that were played: a list, and one of them question by question."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.play_result_page import QuestionCards
from desktop.quiz.play_views import AttemptView
from desktop.widgets.action_card import ActionCard
from desktop.widgets.button import Button
from desktop.widgets.card import ScrollColumn
from desktop.widgets.formats import format_date, format_number
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.theme import Space, TypeRole

_SHOWN = 20


class AttemptCard(ActionCard):
    """One game: what, when, how well."""

    def __init__(self, attempt: AttemptView) -> None:
        super().__init__("")
        self.attempt = attempt
        about = result_words(attempt)
        self.add(ElidedLabel(attempt.title, TypeRole.LEAD, semibold=True))
        self.add(ElidedLabel(about, tone="muted"))
        self.setAccessibleName(f"{attempt.title}, {about}")


class ResultsList(QWidget):
    """`opened(attempt)` when one is chosen. The newest twenty, the rest on demand."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[AttemptCard] = []
        self._attempts: list[AttemptView] = []
        self._all = False
        self.none = Label(
            self.tr("Games you play are kept here, with every question and its right answer."),
            tone="muted",
            wrap=True,
        )
        self.more = Button(self.tr("Show all"), "link")
        self.more.clicked.connect(lambda _on: self._show_all())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self._column.addWidget(Label(self.tr("My results"), TypeRole.TITLE, semibold=True))
        self._column.addWidget(self.none)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)
        self.more.hide()

    def show_attempts(self, attempts: Sequence[AttemptView]) -> None:
        if list(attempts) != self._attempts:
            self._attempts = list(attempts)
            self._lay_out()

    def _show_all(self) -> None:
        self._all = True
        self._lay_out()

    def _lay_out(self) -> None:
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        shown = self._attempts if self._all else self._attempts[:_SHOWN]
        self.cards = [AttemptCard(attempt) for attempt in shown]
        for card in self.cards:
            card.clicked.connect(lambda _on, attempt=card.attempt: self.opened.emit(attempt))
            self._column.insertWidget(self._column.count() - 1, card)
        self.none.setVisible(not self._attempts)
        self.more.setVisible(len(self._attempts) > len(shown))


class AttemptDetail(ScrollColumn):
    """One game, question by question. `deleted(attempt)` when it is to go."""

    deleted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.attempt: AttemptView | None = None
        self.title = Label("", TypeRole.TITLE, semibold=True, wrap=True)
        self.about = Label("", tone="muted", wrap=True)
        self.delete = Button(self.tr("Delete this result"), "quiet", icon_name="delete-outline")
        self.delete.clicked.connect(lambda _on: self.deleted.emit(self.attempt))
        self.cards = QuestionCards()
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(self.title)
        words.addWidget(self.about)
        head.addLayout(words, 1)
        head.addWidget(self.delete)
        self.body.addLayout(head)
        self.body.addWidget(self.cards)

    def show_attempt(self, attempt: AttemptView) -> None:
        self.attempt = attempt
        self.title.setText(attempt.title)
        self.about.setText(result_words(attempt))
        self.cards.set_questions(attempt.questions)
        self.verticalScrollBar().setValue(0)


def result_words(attempt: AttemptView) -> str:
    """Date, share right, points, place, host: in one line."""
    parts = [format_date(attempt.started_ms)]
    if attempt.judged:
        share = QCoreApplication.translate("ResultsList", "{right} of {count} right")
        parts.append(share.format(right=attempt.right, count=attempt.judged))
    if attempt.total:
        parts.append(
            QCoreApplication.translate("ResultsList", "{points} points").format(
                points=format_number(attempt.total)
            )
        )
    if attempt.rank and attempt.players > 1:
        place = QCoreApplication.translate("ResultsList", "place {rank} of {players}")
        parts.append(place.format(rank=attempt.rank, players=attempt.players))
    if attempt.host:
        parts.append(attempt.host)
    if not attempt.finished:
        parts.append(QCoreApplication.translate("ResultsList", "not finished"))
    return " · ".join(parts)
