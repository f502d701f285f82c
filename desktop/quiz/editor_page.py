"""The quiz editor: questions at the side, the form of one, and how it looks on a phone."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QSplitter, QStackedWidget, QToolButton, QWidget

from desktop.quiz.editor_details_dialog import QuizDetailsDialog
from desktop.quiz.editor_form_page import QuestionForm
from desktop.quiz.editor_list_page import QuestionsPanel
from desktop.quiz.editor_preview_page import PreviewPanel
from desktop.quiz.editor_view_model import EditorViewModel
from desktop.quiz.import_dialog import ImportDialog
from desktop.quiz.importing import suffix_list
from desktop.quiz.new_questions import KINDS
from desktop.quiz.print_dialog import PrintDialog
from desktop.quiz.service import Imported, QuizService
from desktop.quiz.source_page import open_source
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import IconButton
from desktop.widgets.card import Rule
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.file_dialog import file_dialog
from desktop.widgets.icons import icon
from desktop.widgets.notice import Notice
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.pill import Pill
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme, theming
from shared.errors import AppError
from shared.ids import QuizId, parse_id

_PREVIEW_FROM = 1040
"""A page narrower than this (at 100 % text) shows the phone instead of the form, when asked."""


def create_page(context: PageContext) -> Page:
    """Factory for the window."""
    return EditorPage(context)


class EditorPage(Page):
    """Everything is saved as it is typed; Ctrl+Z and Ctrl+Shift+Z go through all edits."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        quizzes: QuizService = context.services.quizzes
        services = context.services
        self.view_model = EditorViewModel(quizzes, context.scope, services.bus, services.clock)
        self._wants_preview = True
        self._make_header()
        self._make_content()
        self._connect()
        self._register_shortcuts()
        theming().changed.connect(self._arrange)
        self.stack.show_empty()

    # What the window asks

    def open_target(self, **target: Any) -> None:
        """Edit the quiz `quiz_id`, at the question `question_id` if that is given."""
        quiz_id = target.get("quiz_id")
        if quiz_id is None:
            return
        if self.view_model.quiz_id != quiz_id:
            self.stack.show_loading()
        self.view_model.open(QuizId(quiz_id), str(target.get("question_id") or ""))

    def activated(self) -> None:
        if self.view_model.questions():
            self.questions.list.setFocus()

    def deactivated(self) -> None:
        self.view_model.save()

    def page_state(self) -> dict[str, Any]:
        state: dict[str, Any] = {"preview": self._wants_preview, "split": self.split.sizes()}
        if self.view_model.quiz_id is not None:
            state |= {"quiz": str(self.view_model.quiz_id), "question": self.view_model.current_id}
        return state

    def restore_state(self, state: dict[str, Any]) -> None:
        self._wants_preview = state.get("preview") is not False
        sizes = state.get("split")
        if (
            isinstance(sizes, list)
            and len(sizes) == self.split.count()
            and all(isinstance(one, int) for one in sizes)
        ):
            self.split.setSizes(sizes)
        try:
            quiz_id = QuizId(parse_id(str(state.get("quiz", ""))))
        except AppError:
            return
        if self.view_model.quiz_id is None:
            self.view_model.open(quiz_id, str(state.get("question", "")))

    async def aclose(self) -> None:
        await self.view_model.finish()
        self.view_model.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # Made once

    def _make_header(self) -> None:
        self.header = PageHeader("")
        self.back_button = IconButton("arrow-left", self.tr("Back"))
        self.back_button.clicked.connect(self.shell.back)
        self.header.add_leading(self.back_button)
        self.saved = Pill("", "neutral")
        self.undo_button = IconButton("undo", self.tr("Undo"))
        self.redo_button = IconButton("redo", self.tr("Redo"))
        self.details_button = IconButton("pencil-outline", self.tr("Title and description"))
        self.preview_button = IconButton("cellphone", self.tr("How it looks on a phone"), checkable=True)
        self.more_button = IconButton("dots-vertical", self.tr("More"))
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.addAction(icon("import"), self.tr("Import questions…"), self._choose_file)
        menu.addAction(icon("printer-outline"), self.tr("Print…"), self._print)
        self.more_button.setMenu(menu)
        for widget in (
            self.saved,
            self.undo_button,
            self.redo_button,
            self.details_button,
            self.preview_button,
        ):
            self.header.add_action(widget)
        self.header.add_action(self.more_button)
        self.host_button = self.header.add_primary(self.tr("Host"), "cast-education")
        self.host_button.setVisible(self.shell.has_page("quiz_host"))

    def _make_content(self) -> None:
        self.notice = Notice("alert-circle-outline", tone="danger")
        self.reading = Notice("lock-outline", tone="info")
        self.questions = QuestionsPanel(self.view_model)
        self.form = QuestionForm(self.view_model)
        self.preview = PreviewPanel(self.view_model.media_path)
        self.middle = QStackedWidget()
        self.nothing = EmptyState(
            "help-circle-outline",
            self.tr("This quiz has no questions yet. Add the first one; players answer on their phones."),
            self.tr("Add a question"),
        )
        self.middle.addWidget(self.form)
        self.middle.addWidget(self.nothing)
        self.side = QWidget()
        row = QHBoxLayout(self.side)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Rule(vertical=True))
        row.addWidget(self.preview)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        self.split.addWidget(self.questions)
        self.split.addWidget(self.middle)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([theme().px(240), theme().px(640)])
        content = QWidget()
        columns = QHBoxLayout(content)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.split, 1)
        columns.addWidget(self.side)
        self.side.hide()
        self.none = EmptyState(
            "clipboard-text-outline", self.tr("Choose a quiz to edit."), self.tr("Show your quizzes")
        )
        self.stack = ContentStack(content, self.none)
        self.body.addWidget(self.header)
        self.body.addWidget(_inset(self.notice))
        self.body.addWidget(_inset(self.reading))
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        model = self.view_model
        model.loaded.connect(self._show_loaded)
        model.changed.connect(self._show)
        model.selected.connect(self._show_question)
        model.saving_changed.connect(self._show_saving)
        model.failed.connect(lambda error: self.stack.show_error(error, can_retry=True))
        model.gone.connect(self._show_gone)
        model.read.connect(self._show_read)
        model.added.connect(self.form.focus_text)
        self.stack.retry.connect(model.reload)
        self.none.action.connect(lambda: self.shell.open("quizzes"))
        self.nothing.action.connect(lambda: model.add(KINDS[0]))
        self.notice.action.connect(self._act_on_notice)
        self.undo_button.clicked.connect(model.undo)
        self.redo_button.clicked.connect(model.redo)
        self.details_button.clicked.connect(self._edit_details)
        self.header.title.clicked.connect(self._edit_details)
        self.preview_button.clicked.connect(self._toggle_preview)
        self.host_button.clicked.connect(self._host)
        self.form.source_wanted.connect(lambda source: open_source(self.shell, source))

    def _register_shortcuts(self) -> None:
        group, keys = self.tr("Quiz editor"), self.shell.shortcuts
        model, standard = self.view_model, QKeySequence.StandardKey
        for key, callback, text in (
            (standard.Undo, model.undo, self.tr("Undo")),
            (["Ctrl+Shift+Z", "Ctrl+Y"], model.redo, self.tr("Redo")),
            ("Ctrl+Return", lambda: model.add(self._usual_kind()), self.tr("Add a question like this one")),
            ("Ctrl+D", model.duplicate, self.tr("Duplicate the question")),
            ("Ctrl+Up", lambda: self._step(-1), self.tr("Question before")),
            ("Ctrl+Down", lambda: self._step(1), self.tr("Question after")),
            (standard.Print, self._print, self.tr("Print the quiz")),
        ):
            keys.add(self, key, callback, group=group, text=text)
        for text, native in (
            (self.tr("Move the question or answer"), "Alt+↑ / Alt+↓"),
            (self.tr("Remove the question"), self.tr("Delete")),
        ):
            keys.describe(self, group=group, text=text, keys=native)

    # What is shown

    def _show_loaded(self) -> None:
        self._show()
        if self.isVisible() and (self.focusWidget() is None or self.back_button.hasFocus()):
            self.activated()

    def _show(self) -> None:
        model, quiz = self.view_model, self.view_model.quiz
        if quiz is None:
            return
        self.header.set_title(quiz.title)
        self.stack.show_content()
        self._show_closed()
        self.undo_button.setEnabled(model.can_undo)
        self.redo_button.setEnabled(model.can_redo)
        self.host_button.setEnabled(bool(quiz.questions))
        self.middle.setCurrentWidget(self.form if quiz.questions else self.nothing)
        self._show_question()
        self._arrange()

    def _show_closed(self) -> None:
        """A quiz that may only be read is shown as it is, with why."""
        closed = self.view_model.closed
        self.reading.set_notice(error_text(closed).in_one_line() if closed is not None else "")
        self.form.setEnabled(closed is None)
        self.nothing.setEnabled(closed is None)
        self.details_button.setEnabled(closed is None)
        self.more_button.menu().actions()[0].setEnabled(closed is None)
        self.saved.setVisible(closed is None)

    def _show_question(self) -> None:
        question = self.view_model.current()
        if question is not None:
            self.form.show_question(question)
        self.preview.show_question(question, self.view_model.row() + 1, len(self.view_model.questions()))

    def _show_saving(self) -> None:
        model = self.view_model
        if model.save_state == "failed" and model.save_error is not None:
            self.saved.set_state(self.tr("Not saved"), "danger", "alert-circle-outline")
            self.notice.set_notice(error_text(model.save_error).in_one_line(), self.tr("Try again"))
            return
        saving = model.save_state == "saving"
        self.saved.set_state(self.tr("Saving…") if saving else self.tr("Saved"), "neutral")
        self.notice.set_notice("")

    def _show_gone(self) -> None:
        self.notice.set_notice(
            error_text(AppError("quiz.not_found")).in_one_line(), self.tr("Show your quizzes")
        )

    def _act_on_notice(self) -> None:
        error = self.view_model.save_error
        if error is not None and error.code != "quiz.not_found":
            self.view_model.save()
        else:
            self.shell.open("quizzes")

    def _arrange(self) -> None:
        """Where there is no room for all three, the phone takes the place of list and form."""
        has_questions = bool(self.view_model.questions())
        roomy = self.width() >= theme().px(_PREVIEW_FROM)
        shown = self._wants_preview and has_questions
        self.side.setVisible(shown and (roomy or self.preview_button.isChecked()))
        self.split.setVisible(roomy or not (shown and self.preview_button.isChecked()))
        if roomy:
            self.preview_button.setChecked(self._wants_preview)
        self.preview_button.setVisible(has_questions)

    def _toggle_preview(self, on: bool) -> None:
        self._wants_preview = on or self.width() < theme().px(_PREVIEW_FROM)
        self._arrange()

    # What a person asks

    def _usual_kind(self) -> type:
        question = self.view_model.current()
        return type(question.body) if question is not None else KINDS[0]

    def _step(self, step: int) -> None:
        questions, row = self.view_model.questions(), self.view_model.row() + step
        if 0 <= row < len(questions):
            self.view_model.select(questions[row].id)

    def _edit_details(self) -> None:
        if self.view_model.quiz is not None and self.view_model.closed is None:
            dialog = QuizDetailsDialog(self.window(), self.view_model.quiz)
            dialog.saved.connect(lambda words: self.view_model.set_words(**words))
            dialog.open()

    def _host(self) -> None:
        self.view_model.spawn(self._host_when_saved(), name="host")

    async def _host_when_saved(self) -> None:
        """The host reads the quiz from the library: what was typed last must be there."""
        await self.view_model.finish()
        if self.view_model.save_state != "failed":
            self.shell.open("quiz_host", quiz_id=self.view_model.quiz_id)

    def _choose_file(self) -> None:
        dialog = file_dialog(self.window(), self.tr("Import questions"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        known = f"{self.tr('Quizzes, tables, Moodle and Anki')} ({suffix_list()})"
        dialog.setNameFilters([known, f"{self.tr('All files')} (*)"])
        dialog.fileSelected.connect(lambda path: self.view_model.read_file(Path(path)))
        dialog.open()

    def _show_read(self, imported: Imported) -> None:
        title = self.view_model.quiz.title if self.view_model.quiz is not None else ""
        dialog = ImportDialog(self.window(), imported, into=title or " ")
        dialog.taken.connect(lambda _title: self.view_model.take(imported))
        dialog.open()

    def _print(self) -> None:
        quiz = self.view_model.quiz
        if quiz is None or not quiz.questions:
            return
        dialog = PrintDialog(self.window(), quiz, self.view_model.media_path)
        dialog.saved.connect(
            lambda path: self.shell.toast(self.tr("Saved as “{title}”").format(title=path.name), tone="ok")
        )
        dialog.failed.connect(self.shell.report)
        dialog.open()


def _inset(notice: Notice) -> Notice:
    layout = notice.layout()
    if layout is not None:
        layout.setContentsMargins(Space.XL, Space.S, Space.XL, Space.S)
    return notice
