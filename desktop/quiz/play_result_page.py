"""Every question of a game again: the own answer, the right one, and why. For results and for handed-in work."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.attempts import AttemptQuestion
from desktop.quiz.play_view_model import PlayViewModel
from desktop.quiz.play_words_page import answer_words, solution_words, state_words, sure_words
from desktop.widgets.card import Card
from desktop.widgets.formats import format_number
from desktop.widgets.label import Label
from desktop.widgets.pill import Pill
from desktop.widgets.quiz_text import QuizText
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space, TypeRole


class QuestionCard(Card):
    """One question of a finished game."""

    def __init__(self, question: AttemptQuestion) -> None:
        super().__init__()
        self.question = question
        words, icon_name, tone = state_words(question.own)
        self.pill = Pill(words, tone, icon_name=icon_name)  # type: ignore[arg-type]
        number = Label(f"{question.shown.q + 1}", tone="muted")
        points = "" if question.own is None else format_number(question.own.points)
        self.points = Label(f"+{points}" if question.own and question.own.points else "", semibold=True)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(number)
        head.addWidget(self.pill)
        head.addStretch(1)
        head.addWidget(self.points)
        self.body.addLayout(head)
        self.lines = [text for text in self._texts() if text]
        for place, text in enumerate(self.lines):
            self.body.addWidget(
                QuizText(text, TypeRole.LEAD if place == 0 else TypeRole.BODY, semibold=place == 0)
            )

    def _texts(self) -> list[str]:
        one = self.question
        alt = one.shown.media.alt if one.shown.media is not None else ""
        given = answer_words(one.view, one.answer)
        right = solution_words(one.view, one.solution)
        own = self.tr("Your answer: {words}").format(words=given) if given else self.tr("You gave no answer.")
        if one.sure:
            own = f"{own} ({sure_words()[min(one.sure, 4) - 1]})"
        is_right = one.own is not None and one.own.state == "right"
        return [
            one.shown.text or alt,
            own,
            self.tr("Right answer: {words}").format(words=right) if right and not is_right else "",
            one.why,
        ]


class QuestionCards(QWidget):
    """All, or only those that were not right."""

    def __init__(self) -> None:
        super().__init__()
        self.filter = SegmentedControl(
            self.tr("Which questions"),
            [Segment("all", self.tr("All questions")), Segment("wrong", self.tr("To look at again"))],
        )
        self.filter.selected.connect(lambda _id: self._show())
        self.cards: list[QuestionCard] = []
        self.none = Label(self.tr("Everything was right. Well done!"), TypeRole.LEAD, tone="muted", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)
        self._column.addWidget(self.filter, 0, Qt.AlignmentFlag.AlignLeading)
        self._column.addWidget(self.none)

    def set_questions(self, questions: Sequence[AttemptQuestion]) -> None:
        """Show these; the same ones again change nothing."""
        shown = [question for question in questions if question.shown.type != "slide"]
        if [card.question for card in self.cards] == shown:
            return
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [QuestionCard(question) for question in shown]
        for card in self.cards:
            self._column.addWidget(card)
        self._show()

    def _show(self) -> None:
        only_wrong = self.filter.current() == "wrong"
        for card in self.cards:
            card.setVisible(card.question.wrong or not only_wrong)
        nothing = only_wrong and not any(card.question.wrong for card in self.cards)
        self.none.setVisible(nothing)


class ResultList(QWidget):
    """What a handed-in assignment earned."""

    def __init__(self, model: PlayViewModel) -> None:
        super().__init__()
        self._model = model
        self.title = Label(self.tr("Handed in"), TypeRole.TITLE, semibold=True, wrap=True)
        self.points = Label("", TypeRole.LEAD, wrap=True)
        self.cards = QuestionCards()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        for widget in (self.title, self.points, self.cards):
            column.addWidget(widget)
        self.hide()

    def show_result(self) -> None:
        """Bring it up to the model."""
        result = self._model.seat.result
        if result is None or self._model.playing is None:
            return
        words = self.tr("You reached {points} of {best} points.")
        self.points.setText(words.format(points=format_number(result.total), best=format_number(result.best)))
        self.cards.set_questions(self._model.playing.keeper.questions())
