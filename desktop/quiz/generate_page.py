"""The page that makes questions from a recording or document and has every one of them reviewed before it is kept."""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.drafting import DRAFT_KINDS
from desktop.quiz.editor_inputs_page import LineField
from desktop.quiz.generate_draft_page import DraftCard
from desktop.quiz.generate_form_page import GenerateForm
from desktop.quiz.generate_view_model import GenerateViewModel, Kept, Reviewed
from desktop.quiz.generation_service import GenerationService
from desktop.quiz.service import QuizService
from desktop.quiz.source_page import open_source
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Rule, ScrollColumn
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.formats import format_number
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import ElidedLabel
from desktop.widgets.language import ui_language
from desktop.widgets.notice import Notice
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.picker import Option, Picker
from desktop.widgets.progress_row import ProgressRow
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming
from shared.ids import ItemId, QuizId, parse_id

_NEW = "new"
_ONE_LINE_FROM = 1000
"""Pixels (at 100 % text) from which all of the bar stands in one line."""


def create_page(context: PageContext) -> Page:
    """Factory for the window."""
    return GeneratePage(context)


class GeneratePage(Page):
    """A form, the drafts as they come, and a bar that keeps those that are chosen."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        generation: GenerationService = context.services.quiz_generation
        quizzes: QuizService = context.services.quizzes
        self.view_model = GenerateViewModel(generation, quizzes, context.scope, context.services.bus)
        self.cards: list[DraftCard] = []
        self._was_making = False
        self._make_header()
        self._make_content()
        self._make_bar()
        self.body.addWidget(self.header)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(self.bar)
        self._connect()
        self._register_shortcuts()
        self.stack.show_loading()
        self.view_model.reload()

    # What the window asks

    def open_target(self, **target: Any) -> None:
        """Make questions of `item_id`; keep them in `quiz_id` if it is given."""
        if (item_id := target.get("item_id")) is not None:
            self.view_model.choose_item(ItemId(item_id))
            self.view_model.reload()
        if (quiz_id := target.get("quiz_id")) is not None:
            self._wanted_quiz = str(quiz_id)
            self._show_quizzes()

    def page_state(self) -> dict[str, Any]:
        model = self.view_model
        return {"count": model.count, "kinds": sorted(model.kinds), "offline": model.offline}

    def restore_state(self, state: dict[str, Any]) -> None:
        count, kinds, offline = state.get("count"), state.get("kinds"), state.get("offline")
        known = frozenset(kinds) & frozenset(DRAFT_KINDS) if isinstance(kinds, list) else None
        self.view_model.want(
            count=count if isinstance(count, int) else None, kinds=known or None, offline=offline is True
        )

    async def aclose(self) -> None:
        self.view_model.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # Made once

    def _make_header(self) -> None:
        self.header = PageHeader(self.tr("Make a quiz"))
        self.header.set_subtitle(self.tr("Questions from a recording or document, for you to check"))
        self.back_button = IconButton("arrow-left", self.tr("Back"))
        self.back_button.clicked.connect(self.shell.back)
        self.header.add_leading(self.back_button)

    def _make_content(self) -> None:
        self.form = GenerateForm(self.view_model)
        self.progress = ProgressRow(self.tr("Making questions"))
        self.error = InlineError()
        self.notice = Notice("alert-outline", tone="warning")
        self.drafts = QVBoxLayout()
        self.drafts.setSpacing(Space.M)
        self.column = ScrollColumn()
        for widget in (self.form, self.progress, self.error, self.notice):
            self.column.body.addWidget(widget)
        self.column.body.addLayout(self.drafts)
        words = self.tr(
            "Questions are made from recordings and documents in your library. There are none yet."
        )
        self.empty = EmptyState("bookshelf", words, self.tr("Add files"))
        self.stack = ContentStack(self.column, self.empty)

    def _make_bar(self) -> None:
        self._wanted_quiz = _NEW
        self.bar = QWidget()
        self.bar.setProperty("surface", "surface")
        self.bar.setAutoFillBackground(True)
        self.words = ElidedLabel("", TypeRole.SMALL, tone="muted")
        self.all_button = Button("", "link")
        self.quiz = Picker(self.tr("Where to keep them"), width=220)
        self.title = LineField(self.tr("Title of the new quiz"), placeholder=self.tr("Title of the new quiz"))
        self.keep_button = Button("", "primary", icon_name="check")
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addWidget(self.words, 1)
        left.addWidget(self.all_button)
        right.addWidget(self.quiz)
        right.addWidget(self.title, 1)
        right.addWidget(self.keep_button)
        self.rows = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self.rows.setContentsMargins(Space.XL, Space.S, Space.XL, Space.S)
        for row in (left, right):
            row.setSpacing(Space.M)
            self.rows.addLayout(row, 1)
        column = QVBoxLayout(self.bar)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule())
        column.addLayout(self.rows)
        self.bar.hide()
        theming().changed.connect(self._arrange)

    def _connect(self) -> None:
        model = self.view_model
        model.listed.connect(self._show_listed)
        model.changed.connect(self._show)
        model.failed.connect(lambda error: self.stack.show_error(error, can_retry=True))
        model.drafted.connect(self._add_card)
        model.cleared.connect(self._clear)
        model.judged.connect(self._show_bar)
        model.kept.connect(self._open_kept)
        self.stack.retry.connect(model.reload)
        self.empty.action.connect(lambda: self.shell.open("library", choose_files=True))
        self.form.settings_wanted.connect(self._open_settings)
        self.progress.cancelled.connect(model.cancel)
        self.error.retry.connect(model.make)
        self.error.action.connect(self._open_settings)
        self.notice.action.connect(self._open_settings)
        self.all_button.clicked.connect(self._choose_all)
        self.quiz.selected.connect(self._choose_quiz)
        self.title.typed.connect(lambda _text: self._show_bar())
        self.keep_button.clicked.connect(self._keep)

    def _register_shortcuts(self) -> None:
        group, keys = self.tr("Make a quiz"), self.shell.shortcuts
        keys.add(self, "Ctrl+Return", self._main, group=group, text=self.tr("Make, or keep, the questions"))

    # What is shown

    def _arrange(self) -> None:
        """The bar takes two lines where one has no room."""
        roomy = self.width() >= theme().px(_ONE_LINE_FROM)
        ways = QBoxLayout.Direction
        self.rows.setDirection(ways.LeftToRight if roomy else ways.TopToBottom)
        self.rows.setSpacing(Space.M if roomy else Space.XS)

    def _show_listed(self) -> None:
        self.form.show_choices()
        if self.view_model.items:
            self.stack.show_content()
        else:
            self.stack.show_empty()
        self._show_quizzes()

    def _show(self) -> None:
        model = self.view_model
        self.form.refresh()
        self.progress.setVisible(model.making)
        if model.making:
            done = len(model.drafts)
            words = self.tr("{done} of {count}").format(
                done=format_number(done), count=format_number(model.count)
            )
            if model.trying_again is not None:
                words = self.tr("Trying again: {reason}").format(
                    reason=error_text(model.trying_again, ui_language()).title
                )
            self.progress.set_progress(done / model.count if done else None, words)
        elif model.made and self._was_making:
            QTimer.singleShot(0, self, self._go_to_drafts)
        self._was_making = model.making
        self._show_error()
        self._show_notice()
        self._show_bar()

    def _show_error(self) -> None:
        error = self.view_model.error
        needs_ai = error is not None and error.code in ("quiz.generate_language", "quiz.generate_nothing")
        self.error.show_error(
            error,
            can_retry=error is not None and error.code != "quiz.generate_too_short" and not needs_ai,
            action_text=self.tr("Set up AI") if needs_ai else "",
        )

    def _show_notice(self) -> None:
        """One line on what deserves care: a model that failed, or fewer questions than wanted."""
        model = self.view_model
        made_here = [one for one in model.drafts if one.draft.maker == "offline"]
        if model.fallen_back is not None:
            reason = error_text(model.fallen_back, ui_language()).title
            words = self.tr("{reason} The rest was made without AI: check the questions.")
            self.notice.set_notice(words.format(reason=reason), self.tr("Settings"))
        elif model.made and len(model.drafts) < model.count:
            words = self.tr("There was enough for %n question(s) only.", "", len(model.drafts))
            self.notice.set_notice(words)
        elif made_here and not model.making:
            self.notice.set_notice(self.tr("Made without AI: check the questions."))
        else:
            self.notice.set_notice("")

    def _show_bar(self) -> None:
        model = self.view_model
        chosen, unfit = len(model.chosen()), len(model.unfit())
        self.bar.setVisible(bool(model.drafts))
        words = self.tr("{count} of {all} chosen").format(
            count=format_number(chosen), all=format_number(len(model.drafts))
        )
        if unfit:
            words = self.tr("%n chosen question(s) must be put right first.", "", unfit)
        self.words.set_full_text(words)
        every = chosen == len(model.drafts)
        self.all_button.setText(self.tr("Choose none") if every else self.tr("Choose all"))
        self.keep_button.setText(self.tr("Keep %n question(s)", "", chosen))
        is_new = self.quiz.current() == _NEW
        self.title.setVisible(is_new)
        titled = not is_new or bool(self.title.text().strip())
        self.keep_button.setEnabled(
            chosen > 0 and not unfit and titled and not model.making and not model.keeping
        )

    def _show_quizzes(self) -> None:
        options = [Option(_NEW, self.tr("A new quiz"), icon_name="plus")]
        group = self.tr("Add to")
        options += [Option(str(one.id), one.title, group) for one in self.view_model.quizzes]
        known = {option.id for option in options}
        self.quiz.set_options(options, self._wanted_quiz if self._wanted_quiz in known else _NEW)
        self._show_bar()

    def _add_card(self, reviewed: Reviewed) -> None:
        if not self.cards and not self.title.text().strip():
            self.title.show_text(self.view_model.title[:200])
        card = DraftCard(reviewed, len(self.cards) + 1, self.view_model)
        card.source_wanted.connect(lambda source: open_source(self.shell, source, quote=reviewed.draft.quote))
        self.cards.append(card)
        self.drafts.addWidget(card)
        self._show()
        if len(self.cards) == 1:
            QTimer.singleShot(0, self, self._go_to_drafts)

    def _go_to_drafts(self) -> None:
        """What came is looked at now, not the form; somebody who reads already is left alone."""
        bar, above = self.column.verticalScrollBar(), self.form.geometry().bottom()
        bar.setValue(max(bar.value(), above))

    def _clear(self) -> None:
        for card in self.cards:
            self.drafts.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        self.title.show_text("")

    # What a person asks

    def _main(self) -> None:
        (self._keep if self.view_model.drafts else self.view_model.make)()

    def _choose_all(self) -> None:
        model = self.view_model
        model.choose_all(chosen=len(model.chosen()) < len(model.drafts))
        for card in self.cards:
            card.check.setChecked(card.reviewed.chosen)

    def _choose_quiz(self, id_: str) -> None:
        self._wanted_quiz = id_
        self._show_bar()

    def _keep(self) -> None:
        if not self.keep_button.isEnabled():
            return
        id_ = self.quiz.current()
        quiz_id = None if id_ == _NEW else QuizId(parse_id(id_))
        self.view_model.keep(quiz_id, self.title.text())

    def _open_kept(self, kept: Kept) -> None:
        self._wanted_quiz = _NEW
        self.shell.open("quiz_editor", quiz_id=kept.quiz_id)
        text = self.tr("%n question(s) kept in “{title}”", "", kept.count).format(title=kept.title)
        undo = self.view_model.undo
        self.shell.toast(text, tone="ok", action_text=self.tr("Undo"), on_action=lambda: undo(kept))

    def _open_settings(self) -> None:
        self.shell.open("settings", section="answers")
