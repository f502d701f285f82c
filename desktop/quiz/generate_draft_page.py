"""One draft in review: keep it or not, read it with its answers and its source, edit it in place."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.quiz.editor_bodies_page import BodyEditor, body_editor
from desktop.quiz.editor_form_page import ProblemsBox
from desktop.quiz.editor_inputs_page import TextField, named
from desktop.quiz.generate_view_model import GenerateViewModel, Reviewed
from desktop.quiz.kind_words_page import KIND_ICONS, kind_text
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.empty_state import Glyph
from desktop.widgets.formats import format_clock, format_number
from desktop.widgets.label import Label
from desktop.widgets.pill import Pill
from desktop.widgets.quiz_math import spoken
from desktop.widgets.theme import Space, TypeRole
from shared.quiz.cloze_text import parse_cloze
from shared.quiz.questions import validate
from shared.quiz.quiz import Body, Cloze, Media, Number, Question, Single, Source, TrueFalse, Typed
from shared.quiz.typed_numbers import number_text

GAP = "_____"


class _Answers(QWidget):
    """What is right, marked, and what is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)

    def show_body(self, body: Body) -> None:
        """Show the answers of a question."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._labels: list[Label] = []
        for text, right in self._lines(body):
            self._column.addWidget(self._line(text, right=right))

    def texts(self) -> list[str]:
        """The answers as they are read."""
        return [label.text() for label in self._labels]

    def _lines(self, body: Body) -> list[tuple[str, bool]]:
        if isinstance(body, Single):
            return [(choice.text, at == body.correct) for at, choice in enumerate(body.choices)]
        if isinstance(body, TrueFalse):
            return [(self.tr("True") if body.correct else self.tr("False"), True)]
        if isinstance(body, Typed):
            return [(text, True) for text in body.accepted]
        if isinstance(body, Number):
            text = number_text(body.answer, body.unit)
            if body.tolerance:
                within = self.tr("{number}, right within ±{tolerance}")
                text = within.format(number=text, tolerance=number_text(body.tolerance))
            return [(text, True)]
        if isinstance(body, Cloze):
            right = [gap.answers[0] for gap in parse_cloze(body.text).gaps if gap.answers]
            wrong = [(text, False) for text in body.distractors] if body.bank else []
            return [*((text, True) for text in right), *wrong]
        return []

    def _line(self, text: str, *, right: bool) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        glyph = Glyph("check" if right else "close", pixels=18, role="ok" if right else "muted")
        row.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
        label = Label(spoken(text), semibold=right, wrap=True)
        label.setAccessibleName(
            (self.tr("Right: {text}") if right else self.tr("Wrong: {text}")).format(text=text)
        )
        row.addWidget(label, 1)
        self._labels.append(label)
        return part


class DraftCard(Card):
    """`source_wanted(Source)` on the link to its second or page."""

    source_wanted = Signal(object)

    def __init__(self, reviewed: Reviewed, number: int, view_model: GenerateViewModel) -> None:
        super().__init__()
        self._model = view_model
        self.reviewed = reviewed
        self._editor: BodyEditor | None = None
        self._form: QWidget | None = None
        self.body.setSpacing(Space.S)
        self._make_head(number)
        self.text = Label("", TypeRole.LEAD, wrap=True, selectable=True)
        self.answers = _Answers()
        self.explanation = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self.quote = Label("", TypeRole.SMALL, tone="muted", wrap=True, selectable=True)
        self.problems = ProblemsBox()
        for widget in (self.text, self.answers, self.explanation, self.quote, self.problems):
            self.body.addWidget(widget)
        self._make_foot()
        view_model.media_added.connect(self._media_added)
        self.refresh()

    @property
    def question(self) -> Question:
        return self.reviewed.question

    def refresh(self) -> None:
        """Show the draft as it now is."""
        self.check.setChecked(self.reviewed.chosen)
        question = self.question
        self.text.setText(spoken(shown_text(question)))
        self.answers.show_body(question.body)
        explanation = question.explanation if question.explanation != self.reviewed.draft.quote else ""
        self.explanation.setText(explanation)
        self.explanation.setVisible(bool(explanation) and self._form is None)
        quote = "" if isinstance(question.body, Cloze) else self.reviewed.draft.quote
        self.quote.setText(self.tr("Source: “{text}”").format(text=quote))
        self.quote.setVisible(bool(quote) and self._form is None)
        self.problems.show_problems(validate(question))

    def toggle_edit(self, on: bool) -> None:
        """Open the form in place of what is read, or put it away."""
        if on and self._form is None:
            self._make_form()
        elif not on and self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = self._editor = None
        for widget in (self.text, self.answers):
            widget.setVisible(not on)
        self.edit_button.setText(self.tr("Done") if on else self.tr("Edit"))
        self.refresh()

    # Made once

    def _make_head(self, number: int) -> None:
        kind = type(self.question.body)
        name = self.tr("Keep question {number}").format(number=format_number(number))
        self.check = QCheckBox(self.tr("Question {number}").format(number=format_number(number)))
        self.check.setAccessibleName(name)
        self.check.clicked.connect(lambda on: self._model.choose(self.reviewed.id, chosen=on))
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.check)
        row.addWidget(Pill(kind_text(kind), icon_name=KIND_ICONS[kind]))
        if self.reviewed.draft.maker == "offline":
            row.addWidget(Pill(self.tr("Made without AI"), "warning"))
        row.addStretch(1)
        self.body.addLayout(row)

    def _make_foot(self) -> None:
        self.edit_button = Button(self.tr("Edit"), "quiet", icon_name="pencil-outline")
        self.edit_button.clicked.connect(lambda: self.toggle_edit(self._form is None))
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.edit_button)
        source = self.question.source
        if source is not None:
            self.source_button = Button(self._source_text(source), "link", icon_name="play-circle-outline")
            self.source_button.clicked.connect(lambda: self.source_wanted.emit(source))
            row.addWidget(self.source_button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _source_text(self, source: Source) -> str:
        if source.start_ms is not None:
            return self.tr("Play {time}").format(time=format_clock(source.start_ms))
        if source.page is not None:
            return self.tr("Show page {page}").format(page=format_number(source.page))
        return self.tr("Show the source")

    def _make_form(self) -> None:
        question = self.question
        self._form = QWidget()
        self._form.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        self.text_field = TextField(self.tr("Question"))
        self.text_field.show_text(question.text)
        self.text_field.typed.connect(lambda text: self._edit(text=text))
        self._editor = body_editor(type(question.body), self._model.media_path)
        self._editor.show_body(question.body)
        self._editor.edited.connect(self._edit_body)
        self._editor.media_wanted.connect(self._want_media)
        self.explanation_field = TextField(self.tr("Explanation, shown after the answer"))
        self.explanation_field.show_text(question.explanation)
        self.explanation_field.typed.connect(lambda text: self._edit(explanation=text))
        column.addWidget(named(self.tr("Question"), self.text_field))
        column.addWidget(self._editor)
        column.addWidget(named(self.tr("Explanation, shown after the answer"), self.explanation_field))
        self.body.insertWidget(self.body.indexOf(self.text), self._form)
        self.text_field.setFocus()

    # Told

    def _edit(self, **values: Any) -> None:
        self._model.edit(self.reviewed.id, **values)
        self.problems.show_problems(validate(self.question))

    def _edit_body(self, _field: str, body: Body) -> None:
        self._edit(body=body)
        if self._editor is not None:
            self._editor.show_body(body)

    def _want_media(self, place: str, path: Path) -> None:
        self._model.add_media(self.reviewed.id, place, path)

    def _media_added(self, draft_id: str, place: str, media: Media) -> None:
        if draft_id == self.reviewed.id and self._editor is not None:
            self._editor.set_media(place, media)


def shown_text(question: Question) -> str:
    """A question as it is read: a cloze with its gaps."""
    if isinstance(question.body, Cloze):
        return GAP.join(parse_cloze(question.body.text).parts)
    return question.text
