"""Shows what was read from a file: the questions that came in, and by row what did not."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.quiz.imported import RowProblem
from desktop.quiz.importing import Imported
from desktop.quiz.kind_words_page import KIND_ICONS, question_line
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import Button
from desktop.widgets.card import ScrollColumn
from desktop.widgets.empty_state import Glyph
from desktop.widgets.formats import format_number
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from shared.quiz.questions import LONGEST_TITLE
from shared.quiz.quiz import Question

MOST_SHOWN = 200
"""Questions listed; a longer quiz is looked at in the editor."""


class ImportDialog(QDialog):
    """`taken(title)` when the questions are wanted. With `into`, they go to that quiz and no title is asked."""

    taken = Signal(str)

    def __init__(self, parent: QWidget, imported: Imported, *, into: str = "") -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import questions"))
        self._imported = imported
        self._into = into
        content = ScrollColumn(centred=False)
        content.body.setSpacing(Space.M)
        content.body.addWidget(Label(self._summary(), TypeRole.LEAD, semibold=True, wrap=True))
        self.title = QLineEdit(imported.title)
        self.title.setMaxLength(LONGEST_TITLE)
        self.title.setAccessibleName(self.tr("Title of the new quiz"))
        if imported.questions and not into:
            content.body.addWidget(Label(self.tr("Title of the new quiz"), semibold=True))
            content.body.addWidget(self.title)
        self._add_problems(content)
        self._add_questions(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(content, 1)
        column.addLayout(self._buttons())
        room = self.screen().availableGeometry()
        self.resize(
            min(theme().px(600), room.width() - Space.XXL),
            min(theme().px(640), room.height() - 2 * Space.XXL),
        )

    def _summary(self) -> str:
        count = len(self._imported.questions)
        return (
            self.tr("%n question(s) can be taken", "", count) if count else self.tr("No question was found")
        )

    def _add_problems(self, content: ScrollColumn) -> None:
        skipped = [one for one in self._imported.problems if one.skipped]
        changed = [one for one in self._imported.problems if not one.skipped]
        for problems, icon_name, tone, title in (
            (
                skipped,
                "alert-circle-outline",
                "danger",
                self.tr("%n row(s) did not come in", "", len(skipped)),
            ),
            (changed, "alert-outline", "warning", self.tr("%n thing(s) to look at", "", len(changed))),
        ):
            if problems:
                content.body.addWidget(_heading(title, icon_name, tone))
                for one in problems:
                    content.body.addWidget(self._problem(one))

    def _problem(self, problem: RowProblem) -> QWidget:
        text = error_text(problem.error())
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        row = self.tr("Row {row}: {what}").format(row=format_number(problem.row), what=text.title)
        column.addWidget(Label(row, semibold=True, wrap=True))
        column.addWidget(Label(f"{text.body} {text.action}", TypeRole.SMALL, tone="muted", wrap=True))
        return part

    def _add_questions(self, content: ScrollColumn) -> None:
        questions = self._imported.questions
        if not questions:
            return
        content.body.addWidget(_heading(self.tr("What comes in"), "check-circle-outline", "ok"))
        for number, question in enumerate(questions[:MOST_SHOWN], start=1):
            content.body.addWidget(_question_row(number, question))
        if len(questions) > MOST_SHOWN:
            more = self.tr("and %n more", "", len(questions) - MOST_SHOWN)
            content.body.addWidget(Label(more, tone="muted"))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, 0, Space.XL, 0)
        row.setSpacing(Space.S)
        row.addStretch(1)
        self.close_button = Button(self.tr("Cancel") if self._imported.questions else self.tr("Close"))
        self.close_button.clicked.connect(self.reject)
        row.addWidget(self.close_button)
        self.take_button = Button(
            self.tr("Add to this quiz") if self._into else self.tr("Make the quiz"), "primary"
        )
        self.take_button.setVisible(bool(self._imported.questions))
        self.take_button.setDefault(True)
        self.take_button.clicked.connect(self._take)
        row.addWidget(self.take_button)
        return row

    def _take(self) -> None:
        self.taken.emit(" ".join(self.title.text().split()) or self._imported.title)
        self.accept()


def _heading(text: str, icon_name: str, tone: str) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, Space.S, 0, 0)
    row.setSpacing(Space.S)
    row.addWidget(Glyph(icon_name, pixels=18, role=tone))
    row.addWidget(Label(text, semibold=True, wrap=True), 1)
    return part


def _question_row(number: int, question: Question) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    row.addWidget(Label(format_number(number), TypeRole.SMALL, tone="muted"))
    row.addWidget(Glyph(KIND_ICONS[type(question.body)], pixels=18, role="muted"))
    row.addWidget(ElidedLabel(question_line(question)), 1)
    return part
