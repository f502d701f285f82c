"""The form of one question: words, medium, what is asked, time and points, explanation, source, problems."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QCompleter, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.quiz.editor_bodies_page import BodyEditor, body_editor
from desktop.quiz.editor_inputs_page import Drop, LineField, TextField, named, side_by_side
from desktop.quiz.editor_media_page import MediaField
from desktop.quiz.editor_view_model import EditorViewModel
from desktop.quiz.kind_words_page import KIND_ICONS, kind_help, kind_text
from desktop.quiz.new_questions import KINDS
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import Button
from desktop.widgets.card import Card, ScrollColumn
from desktop.widgets.empty_state import Glyph
from desktop.widgets.formats import format_clock, format_number
from desktop.widgets.label import Label
from desktop.widgets.picker import Option, Picker
from desktop.widgets.quiz_number import number_words
from desktop.widgets.theme import Space, TypeRole
from shared.errors import AppError
from shared.quiz.problems import Problem
from shared.quiz.questions import LONGEST_TOPIC, is_answerable, is_opinion
from shared.quiz.quiz import MULTIPLIERS, TIME_LIMITS_S, Media, Question, Source


class ProblemsBox(QWidget):
    """What is to be put right, each in a line with an icon."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self._shown: tuple[Problem, ...] = ()

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show these; hidden when there are none."""
        self.setVisible(bool(problems))
        if problems == self._shown:
            return
        self._shown = problems
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for text, is_warning in dict.fromkeys((problem_text(one), one.warning) for one in problems):
            self._column.addWidget(_problem_line(text, is_warning))

    def texts(self) -> list[str]:
        """The lines as they are read."""
        return [problem_text(one) for one in self._shown]


def problem_text(problem: Problem) -> str:
    """Return what is wrong and what to do, in one line."""
    error = AppError(problem.code)
    error.parameters = dict(problem.parameters)
    text = error_text(error)
    return f"{text.title} {text.action}"


def _problem_line(text: str, is_warning: bool) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    name, role = ("alert-outline", "warning") if is_warning else ("alert-circle-outline", "danger")
    row.addWidget(Glyph(name, pixels=18, role=role), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(text, TypeRole.SMALL, wrap=True), 1)
    return part


def _in_order(layout: QLayout) -> Iterator[QWidget]:
    """Everything in a layout, from top to bottom."""
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget = item.widget() if item is not None else None
        inner = widget.layout() if widget is not None else item.layout() if item is not None else None
        if widget is not None:
            yield widget
        if inner is not None:
            yield from _in_order(inner)


class QuestionForm(ScrollColumn):
    """Edits the current question of the view model; `source_wanted(Source)` on its link."""

    source_wanted = Signal(object)

    def __init__(self, view_model: EditorViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, centred=True)
        self._view_model = view_model
        self._question: Question | None = None
        self._editor: BodyEditor | None = None
        self._kind: type | None = None
        self._stops: list[QWidget] = []
        self.body.setSpacing(Space.L)
        self._make_head()
        self._make_settings()
        self.body.addLayout(self._head)
        self.body.addWidget(named(self.tr("Question"), self.text))
        self.body.addWidget(self.media)
        self.body.addWidget(self.problems)
        self.body.addWidget(self.card)
        self.body.addWidget(self.settings)
        self.body.addWidget(self.explanation_part)
        self.body.addWidget(self.source_button, 0, Qt.AlignmentFlag.AlignLeading)
        view_model.media_added.connect(self._media_added)

    def show_question(self, question: Question) -> None:
        """Show a question; what is typed at the moment is left alone where it is the same."""
        other = self._question is None or self._question.id != question.id
        self._question = question
        if other or type(question.body) is not self._kind:
            self._make_editor(question)
        if other:
            self.verticalScrollBar().setValue(0)
        self.kind.set_selected(type(question.body).__name__)
        self.help.setText(kind_help(type(question.body)))
        self.text.show_text(question.text)
        self.media.show_media(question.media)
        if self._editor is not None:
            self._editor.show_body(question.body)
        self._show_settings(question)
        self.problems.show_problems(self._view_model.problems_of(question))
        self._order_stops()

    def focus_text(self) -> None:
        """Go to the words of the question, or to the text that stands for them."""
        self.text.setFocus()
        self.ensureWidgetVisible(self.text)

    # Made once

    def _make_head(self) -> None:
        self.kind = Picker(self.tr("Kind of question"))
        options = [Option(kind.__name__, kind_text(kind), "", KIND_ICONS[kind]) for kind in KINDS]
        self.kind.set_options(options, options[0].id)
        self.kind.selected.connect(self._turn)
        self.help = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self._head = QHBoxLayout()
        self._head.setSpacing(Space.M)
        self._head.addWidget(self.kind)
        self._head.addWidget(self.help, 1)
        self.text = TextField(self.tr("Question"), placeholder=self.tr("What do you ask?"))
        self.text.typed.connect(lambda text: self._edit("text", text))
        self.media = MediaField(self._view_model.media_path)
        self.media.changed.connect(lambda media: self._edit("media", media))
        self.media.wanted.connect(lambda path: self._want_media("question", path))
        self.problems = ProblemsBox()
        self.card = Card()

    def _make_settings(self) -> None:
        limits = [*(self.tr("%n second(s)", "", limit) for limit in TIME_LIMITS_S), self.tr("No time limit")]
        self._limits: list[int | None] = [*TIME_LIMITS_S, None]
        self.time = Drop(self.tr("Time limit"), limits)
        self.time.chosen.connect(lambda at: self._edit("time_limit_s", self._limits[at]))
        points = {0.0: self.tr("No points"), 1.0: self.tr("Usual points")}
        texts = [
            points.get(one) or self.tr("×{times} points").format(times=number_words(one))
            for one in MULTIPLIERS
        ]
        self.points = Drop(self.tr("Points"), texts)
        self.points.chosen.connect(lambda at: self._edit("multiplier", MULTIPLIERS[at]))
        self.topic = LineField(self.tr("Topic"), placeholder=self.tr("for reports"), most=LONGEST_TOPIC)
        self.topic.typed.connect(lambda text: self._edit("topic", text))
        self.confidence = QCheckBox(self.tr("Ask how sure players are before they see the answer"))
        self.confidence.clicked.connect(lambda on: self._edit("ask_confidence", on))
        self.settings = QWidget()
        column = QVBoxLayout(self.settings)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        self.points_part = named(self.tr("Points"), self.points)
        self.time_part = named(self.tr("Time limit"), self.time)
        self.topic_part = named(self.tr("Topic"), self.topic)
        column.addWidget(side_by_side(self.time_part, self.points_part, self.topic_part))
        column.addWidget(self.confidence)
        self.explanation = TextField(
            self.tr("Explanation"), placeholder=self.tr("Shown after the answer: why is it so?")
        )
        self.explanation.typed.connect(lambda text: self._edit("explanation", text))
        self.explanation_part = named(self.tr("Explanation"), self.explanation)
        self.source_button = Button("", "link", icon_name="link-variant")
        self.source_button.clicked.connect(self._open_source)

    # Shown

    def _make_editor(self, question: Question) -> None:
        self._kind = type(question.body)
        if self._editor is not None:
            self.card.body.removeWidget(self._editor)
            self._editor.hide()
            self._editor.deleteLater()
        self._editor = body_editor(self._kind, self._view_model.media_path)
        self._editor.edited.connect(lambda field, body: self._edit("body", body, field))
        self._editor.media_wanted.connect(self._want_media)
        self.card.body.addWidget(self._editor)

    def _show_settings(self, question: Question) -> None:
        if question.time_limit_s not in self._limits:
            # A file of another program may have brought a limit that is not offered.
            self._limits.insert(-1, question.time_limit_s)
            self.time.insertItem(
                len(self._limits) - 2, self.tr("%n second(s)", "", question.time_limit_s or 0)
            )
        self.time.setCurrentIndex(self._limits.index(question.time_limit_s))
        multiplier = question.multiplier if question.multiplier in MULTIPLIERS else 1.0
        self.points.setCurrentIndex(MULTIPLIERS.index(multiplier))
        self.topic.show_text(question.topic)
        completer = QCompleter(self._view_model.topics(), self.topic)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(lambda text: self._edit("topic", text))
        self.topic.setCompleter(completer)
        self.confidence.setChecked(question.ask_confidence)
        self.explanation.show_text(question.explanation)
        answered = is_answerable(question.body)
        marked = answered and not is_opinion(question.body)
        self.time_part.setVisible(answered)
        self.points_part.setVisible(marked)
        self.topic_part.setVisible(answered)
        self.confidence.setVisible(marked)
        self.explanation_part.setVisible(marked)
        self._show_source(question.source)

    def _show_source(self, source: Source | None) -> None:
        self.source_button.setVisible(source is not None)
        if source is None:
            return
        title = source.title or self.tr("your library")
        if source.start_ms is not None:
            text = self.tr("From “{title}” at {time}").format(title=title, time=format_clock(source.start_ms))
        elif source.page is not None:
            text = self.tr("From “{title}”, page {page}").format(title=title, page=format_number(source.page))
        else:
            text = self.tr("From “{title}”").format(title=title)
        self.source_button.setText(text.replace("&", "&&"))

    def _order_stops(self) -> None:
        """Tab goes as the eye does: what is asked is made after the settings below it."""
        tab = Qt.FocusPolicy.TabFocus
        stops = [one for one in _in_order(self.body) if one.focusPolicy() & tab == tab]
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    # Told

    def _edit(self, field: str, value: Any, part: str = "") -> None:
        if self._question is not None:
            self._view_model.edit(self._question.id, field, value, part)

    def _turn(self, name: str) -> None:
        kind = next(one for one in KINDS if one.__name__ == name)
        if self._question is not None:
            self._view_model.turn_into(self._question.id, kind)

    def _want_media(self, place: str, path: Path) -> None:
        if self._question is not None:
            self._view_model.add_media(self._question.id, place, path)

    def _media_added(self, question_id: str, place: str, media: Media) -> None:
        """What a person sees changes; a question left meanwhile is left alone but for its own picture."""
        if place == "question":
            self._view_model.edit(question_id, "media", media)
        elif self._question is not None and self._question.id == question_id and self._editor is not None:
            self._editor.set_media(place, media)

    def _open_source(self) -> None:
        if self._question is not None and self._question.source is not None:
            self.source_wanted.emit(self._question.source)
