"""The questions of a report: how each went, what was right, where it comes from; the hardest first."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.quiz.kind_words_page import kind_text
from desktop.quiz.play_summary_page import SummaryView
from desktop.quiz.report import STRUGGLED, QuestionReport, Report
from desktop.quiz.report_words_page import seconds_words, share_words
from desktop.widgets.button import Button
from desktop.widgets.card import Card, ScrollColumn
from desktop.widgets.formats import format_number
from desktop.widgets.label import Label
from desktop.widgets.pill import Pill, Tone
from desktop.widgets.quiz_text import QuizText
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import TypeRole
from shared.quiz.questions import public_view, solution
from shared.quiz.quiz import Source

_WIDTH = 96
_GOOD = 0.75


class QuestionsPane(ScrollColumn):
    """`source_wanted(Source)`: open the second or page that a question was made from."""

    source_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(characters=_WIDTH)
        self._report: Report | None = None
        self.cards: dict[int, QuestionCard] = {}
        self.order = SegmentedControl(
            self.tr("Order"),
            [Segment("hardest", self.tr("Hardest first")), Segment("asked", self.tr("As asked"))],
        )
        self.order.selected.connect(lambda _id: self._lay_out())
        self.body.addWidget(self.order)

    def show_report(self, report: Report) -> None:
        if report != self._report:
            self._report = report
            self._lay_out()

    def show_question(self, q: int) -> None:
        """Bring a question into sight."""
        card = self.cards.get(q)
        if card is not None:
            # A part that has just come to the front is laid out a moment later.
            QTimer.singleShot(0, card, lambda: self._scroll_to(card))

    def _scroll_to(self, card: "QuestionCard") -> None:
        content = self.widget()
        if content is not None:
            content.adjustSize()
            self.verticalScrollBar().setValue(card.mapTo(content, card.rect().topLeft()).y())

    def _lay_out(self) -> None:
        for card in self.cards.values():
            self.body.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = {}
        if self._report is None:
            return
        questions = list(self._report.questions)
        if self.order.current() == "hardest":
            questions.sort(key=lambda found: (found.share is None, found.share or 0.0, found.q))
        for found in questions:
            card = QuestionCard(found, self.source_wanted.emit)
            self.cards[found.q] = card
            self.body.addWidget(card)


@dataclass(frozen=True)
class _Grade:
    words: str
    tone: Tone


class QuestionCard(Card):
    """One question: share, text, answers, what was right, why, source."""

    def __init__(self, found: QuestionReport, open_source: Callable[[Source], None]) -> None:
        super().__init__()
        question = found.question
        self.found = found
        self.share = Pill()
        grade = self._grade()
        self.share.set_state(grade.words, grade.tone)
        head = QHBoxLayout()
        words = self.tr("Question {number}").format(number=format_number(found.q + 1))
        head.addWidget(Label(f"{words} · {kind_text(type(question.body))}", TypeRole.SMALL, tone="muted"), 1)
        if found.voided:
            head.addWidget(Pill(self.tr("Does not count"), "warning"))
        head.addWidget(self.share)
        self.body.addLayout(head)
        self.body.addWidget(QuizText(question.text, TypeRole.LEAD, semibold=True))
        self.facts = Label(self._facts(), TypeRole.SMALL, tone="muted", wrap=True)
        self.body.addWidget(self.facts)
        self.summary = SummaryView()
        self.summary.heading.hide()
        self.body.addWidget(self.summary)
        self.summary.show_summary(public_view(question), found.summary, solution(question), ())
        if found.solution:
            self.body.addWidget(QuizText(self.tr("Right answer: {words}").format(words=found.solution)))
        if question.explanation:
            self.body.addWidget(QuizText(question.explanation, tone="muted"))
        if question.source is not None:
            self._add_source(question.source, open_source)

    def _add_source(self, source: Source, open_source: Callable[[Source], None]) -> None:
        words = self.tr("From “{title}”").format(title=source.title)
        self.source = Button(words, "link", icon_name="book-open-variant")
        self.source.clicked.connect(lambda _on: open_source(source))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.source)
        line.addStretch(1)
        self.body.addWidget(row)

    def _grade(self) -> _Grade:
        share = self.found.share
        if share is None:
            return _Grade(self.tr("No right or wrong"), "neutral")
        words = self.tr("{share} right").format(share=share_words(share))
        return _Grade(words, "danger" if share < STRUGGLED else "ok" if share >= _GOOD else "warning")

    def _facts(self) -> str:
        found = self.found
        parts = [self.tr("%n answer(s)", "", found.answered)]
        if found.missed:
            parts.append(self.tr("%n without an answer", "", found.missed))
        if found.median_ms is not None:
            parts.append(self.tr("usually {time}").format(time=seconds_words(found.median_ms)))
        if found.sure_mistakes:
            parts.append(self.tr("%n wrong though sure", "", found.sure_mistakes))
        if found.question.topic:
            parts.append(found.question.topic)
        return " · ".join(parts)
