"""Before a game: which quiz, under which name, how it is played; then the lobby opens."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.quiz.editor_form_page import problem_text
from desktop.quiz.host_choices_page import ChoicesForm
from desktop.quiz.host_view_model import Setup
from desktop.widgets.button import Button
from desktop.widgets.card import Card, Rule, ScrollColumn
from desktop.widgets.formats import format_number
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import Label
from desktop.widgets.notice import Notice
from desktop.widgets.setting_row import SettingRow
from desktop.widgets.theme import Space, TypeRole
from shared.errors import AppError
from shared.quiz.problems import Problem
from shared.quiz.questions import validate_quiz
from shared.quiz.quiz import GameOptions, Quiz

_WIDTH = 84
_LONGEST_NAME = 80


class SetupPane(QWidget):
    """`hosted(Setup, GameOptions, name)`, `cancelled`, `edit_wanted(QuizId, question id)` for what is not ready."""

    hosted = Signal(object, object, str)
    cancelled = Signal()
    edit_wanted = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._setup: Setup | None = None
        self._busy = False
        self.facts = Label("", TypeRole.LEAD, tone="muted", wrap=True)
        self.error = InlineError()
        self.error.retry.connect(self.open_game)
        self.unready = Notice("alert-circle-outline", tone="danger")
        self.unready.action.connect(self._edit)
        self._fault: Problem | None = None
        self.name = QLineEdit()
        self.name.setMaxLength(_LONGEST_NAME)
        self.form = ChoicesForm()
        self.form.changed.connect(self._fit)
        self.name.textChanged.connect(lambda _text: self._fit())
        self.missing = Label("", tone="danger", wrap=True)
        self.cancel = Button(self.tr("Cancel"))
        self.cancel.clicked.connect(lambda _on: self.cancelled.emit())
        self.go = Button("", "primary", icon_name="door-open")
        self.go.clicked.connect(lambda _on: self.open_game())
        self._lay_out()

    def show_setup(self, setup: Setup, name: str) -> None:
        """Offer what was chosen for this quiz last time; `name` is how the room knows the teacher."""
        self._busy = False
        self.error.show_error(None)
        if setup == self._setup:
            self._fit()
            return
        self._setup = setup
        self._show_fault(setup.quiz)
        self.name.setText(name)
        self.form.show_options(setup.options)
        self.area.verticalScrollBar().setValue(0)
        self._fit()

    def open_game(self) -> None:
        """Open it, when nothing is missing."""
        if self._setup is None or self._busy or self._fault or self.form.problem():
            return
        self._busy = True
        self.error.show_error(None)
        self._fit()
        options: GameOptions = self.form.options()
        self.hosted.emit(self._setup, options, " ".join(self.name.text().split()))

    def show_failure(self, error: AppError) -> None:
        """The host did not take it."""
        self._busy = False
        self.error.show_error(error)
        self.area.verticalScrollBar().setValue(0)
        self._fit()

    def _show_fault(self, quiz: Quiz) -> None:
        """The host would refuse it, after everything was chosen and without saying which question it is."""
        self._fault = next((one for one in validate_quiz(quiz) if not one.warning), None)
        if self._fault is None:
            self.unready.set_notice("")
            return
        words = problem_text(self._fault)
        places = [question.id for question in quiz.questions]
        if self._fault.question_id in places:
            number = format_number(places.index(self._fault.question_id) + 1)
            words = self.tr("Question {number}: {problem}").format(number=number, problem=words)
        self.unready.set_notice(words, self.tr("Put it right"))

    def _edit(self) -> None:
        if self._setup is not None and self._fault is not None:
            self.edit_wanted.emit(self._setup.quiz_id, self._fault.question_id)

    def _lay_out(self) -> None:
        self.area = ScrollColumn(characters=_WIDTH)
        card = Card()
        words = self.tr("Players read it when they join, for instance “Ms Lee” or “Room 4”.")
        card.body.addWidget(SettingRow(self.tr("Your name in the room"), words, self.name))
        for widget in (self.facts, self.unready, self.error, card, self.form):
            self.area.body.addWidget(widget)
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        row.setSpacing(Space.M)
        row.addWidget(self.missing, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addWidget(Rule())
        column.addLayout(row)

    def _fit(self) -> None:
        if self._setup is None:
            return
        quiz = self._setup.quiz
        self.facts.setText(self.tr("%n question(s)", "", len(quiz.questions)))
        problem = self.form.problem()
        self.missing.setText(problem)
        own_pace = self.form.pace.current() == "self"
        self.go.setText(self.tr("Assign") if own_pace else self.tr("Open the lobby"))
        if self._busy:
            self.go.setText(self.tr("Opening…"))
        self.go.setEnabled(not self._busy and not problem and self._fault is None)
