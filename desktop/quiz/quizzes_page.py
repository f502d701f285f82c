"""The Quizzes page: every quiz, to find, edit, host, assign, print and exchange."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout

from desktop.groups.service import GroupsService
from desktop.quiz.files_page import QuizFiles
from desktop.quiz.host_running_page import RunningGames
from desktop.quiz.host_service import HostService
from desktop.quiz.quizzes_actions_page import QuizActionBar, QuizActions
from desktop.quiz.quizzes_list_model import QuizzesListModel
from desktop.quiz.quizzes_list_page import QuizzesView
from desktop.quiz.quizzes_view_model import Done, QuizzesViewModel
from desktop.quiz.service import QuizService, QuizSort, QuizSummary
from desktop.widgets.button import Button, IconButton
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.formats import format_number
from desktop.widgets.icons import icon
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.picker import Option, Picker
from desktop.widgets.share_dialog import Home, ShareDialog
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme, theming
from shared.errors import AppError
from shared.ids import QuizId, parse_id

_PAGES = {"host": "quiz_host", "assign": "quiz_host", "reports": "quiz_report"}
"""Actions that other pages carry out."""
_BUTTONS_FROM = 1040
"""A narrower page (at 100 % text) has a menu in place of the header's buttons."""


def create_page(context: PageContext) -> Page:
    """Factory for the window."""
    return QuizzesPage(context)


class QuizzesPage(Page):
    """A header, the quizzes, and a bar of what can be done with those chosen."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        quizzes: QuizService = context.services.quizzes
        self.view_model = QuizzesViewModel(quizzes, context.scope, context.services.bus)
        self.files = QuizFiles(self, self.view_model)
        self._kept: dict[str, Any] = {}
        self.running: RunningGames | None = None
        if self.shell.has_page("quiz_host"):
            hosting: HostService = context.services.quiz_host
            self.running = RunningGames(
                hosting, context.scope, lambda: self.shell.open("quiz_host", game_id="")
            )
        self._make_header()
        self._make_content()
        self._connect()
        self._register_shortcuts()
        self._arrange()
        theming().changed.connect(self._arrange)
        self.stack.show_loading()
        self.view_model.reload()

    # What the window asks

    def open_target(self, **target: Any) -> None:
        """Show a quiz (`quiz_id`), or read questions from `import_paths`."""
        if quiz_id := target.get("quiz_id"):
            self._kept = {"chosen": [str(quiz_id)]}
            self._recall()
        for path in target.get("import_paths", ()):
            self.view_model.read_file(Path(path))

    def activated(self) -> None:
        if self.running is not None:
            self.running.look()
        if self.stack.state() == "content":
            self.list.setFocus()

    def page_state(self) -> dict[str, Any]:
        chosen = [str(one.id) for one in self.list.chosen()][:200]
        return {"sort": str(self.view_model.sort), "chosen": self._kept.get("chosen", chosen)}

    def restore_state(self, state: dict[str, Any]) -> None:
        if state.get("sort") in list(QuizSort):
            self.sort.set_selected(state["sort"])
            self.view_model.order(QuizSort(state["sort"]))
        chosen = state.get("chosen")
        self._kept = {"chosen": chosen} if isinstance(chosen, list) else {}
        self._recall()

    async def aclose(self) -> None:
        self.view_model.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # What a person asks

    def act(self, action: str) -> None:
        """Do to the chosen quizzes what the bar or the menu says."""
        quizzes = self.list.chosen()
        if not quizzes:
            return
        one = quizzes[0]
        if action in _PAGES:
            self._go(action, one.id)
        elif action == "open":
            self._open(one)
        elif action == "rename":
            self.list.rename_current()
        elif action == "duplicate":
            self.view_model.duplicate(one, self.tr("{title} (copy)").format(title=one.title))
        elif action == "print":
            self.view_model.load_for_print(one.id)
        elif action == "export":
            self.files.export(one)
        elif action == "delete":
            self.view_model.delete(quizzes)
        elif action == "share":
            self.context.scope.spawn(self._share(one), name="share")

    # Made once

    def _make_header(self) -> None:
        self.header = PageHeader(self.tr("Quizzes"))
        self.search = self.header.add_search(self.tr("Find by title, question or topic"))
        self.games_button = IconButton("chart-bar", self.tr("Past games and reports"))
        self.games_button.setVisible(self.shell.has_page("quiz_report"))
        self.games_button.clicked.connect(lambda: self.shell.open("quiz_report"))
        self.import_button = Button(self.tr("Import"), icon_name="import")
        self.generate_button = Button(self.tr("Make from a recording or document"), icon_name="auto-fix")
        self.generate_button.clicked.connect(lambda: self.shell.open("quiz_generate"))
        self.header.add_action(self.games_button)
        self.header.add_action(self.generate_button)
        self.header.add_action(self.import_button)
        self._make_more_menu()
        self.new_button = self.header.add_primary(self.tr("New quiz"), "plus")

    def _make_more_menu(self) -> None:
        """The same as the buttons, for a window that has no room for them."""
        self.more_button = IconButton("dots-vertical", self.tr("More"))
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        for button, icon_name in ((self.generate_button, "auto-fix"), (self.import_button, "import")):
            action = menu.addAction(icon(icon_name), button.text(), button.click)
            action.setVisible(button is self.import_button or self.shell.has_page("quiz_generate"))
        self.more_button.setMenu(menu)
        self.header.add_action(self.more_button)

    def _arrange(self) -> None:
        roomy = self.width() >= theme().px(_BUTTONS_FROM)
        self.more_button.setVisible(not roomy)
        self.import_button.setVisible(roomy)
        self.generate_button.setVisible(roomy and self.shell.has_page("quiz_generate"))

    def _make_content(self) -> None:
        self.sort = Picker(self.tr("Order"))
        orders = [
            Option(QuizSort.CHANGED, self.tr("Last changed first")),
            Option(QuizSort.PLAYED, self.tr("Last played first")),
            Option(QuizSort.TITLE, self.tr("By title")),
        ]
        self.sort.set_options(orders, QuizSort.CHANGED)
        self.model = QuizzesListModel(self)
        self.list = QuizzesView(self.tr("Quizzes"), self.model)
        self.empty = EmptyState("clipboard-text-outline", "")
        self.stack = ContentStack(self.list, self.empty)
        self.stack.setMinimumHeight(theme().px(120))
        missing = [action for action, page in _PAGES.items() if not self.shell.has_page(page)]
        self.actions_ = QuizActions(self, missing)
        self.bar = QuizActionBar(self.actions_)
        column = QVBoxLayout()
        column.setContentsMargins(Space.XL, Space.M, Space.XL, Space.S)
        column.setSpacing(Space.M)
        column.addWidget(self.sort, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.stack, 1)
        self.body.addWidget(self.header)
        if self.running is not None:
            self.body.addWidget(self.running)
        self.body.addLayout(column, 1)
        self.body.addWidget(self.bar)

    def _connect(self) -> None:
        model = self.view_model
        model.changed.connect(self._show)
        model.failed.connect(self._show_error)
        model.made.connect(self._open_made)
        model.done.connect(self._say)
        self.stack.retry.connect(model.reload)
        self.empty.action.connect(self._empty_action)
        self.search.settled.connect(model.find)
        self.search.submitted.connect(lambda _text: self._go_to_list())
        self.sort.selected.connect(lambda id_: model.order(QuizSort(id_)))
        self.new_button.clicked.connect(self._create)
        self.import_button.clicked.connect(self.files.choose)
        self.list.opened.connect(self._open)
        self.list.chosen_changed.connect(self._show_chosen)
        self.list.delete_wanted.connect(lambda: self.act("delete"))
        self.list.menu_wanted.connect(self._show_menu)
        self.model.renamed.connect(model.rename)
        self.actions_.wanted.connect(self.act)
        self.bar.clear_button.clicked.connect(self.list.clearSelection)

    def _register_shortcuts(self) -> None:
        group, keys = self.tr("Quizzes"), self.shell.shortcuts
        standard = QKeySequence.StandardKey
        for key, callback, text in (
            (standard.Find, self._go_to_search, self.tr("Find a quiz")),
            (standard.New, self._create, self.tr("New quiz")),
            (standard.Undo, self.view_model.undo_last, self.tr("Undo the last change")),
            (standard.Print, lambda: self.act("print"), self.tr("Print the chosen quiz")),
            ("Ctrl+D", lambda: self.act("duplicate"), self.tr("Duplicate the chosen quiz")),
        ):
            keys.add(self, key, callback, group=group, text=text)
        for text, native in (
            (self.tr("Edit a quiz"), self.tr("Enter")),
            (self.tr("Rename a quiz"), "F2"),
            (self.tr("Delete the chosen quizzes"), self.tr("Delete")),
        ):
            keys.describe(self, group=group, text=text, keys=native)

    # What is shown

    def _show(self) -> None:
        model = self.view_model
        first = self.stack.state() == "loading" and self.isVisible() and not self.search.text()
        self.model.set_quizzes(model.quizzes)
        if model.quizzes:
            self.stack.show_content()
        else:
            self._say_why_nothing()
            self.stack.show_empty()
        anything = bool(model.quizzes) or bool(model.words)
        for widget in (self.sort, self.search, self.new_button, self.bar):
            widget.setVisible(anything)
        self._recall()
        self._show_chosen()
        if first:
            self.activated()

    def _say_why_nothing(self) -> None:
        words = self.view_model.words
        if words:
            sentence = self.tr("No quiz has “{words}”.").format(words=words)
            self.empty.set_sentence(sentence, self.tr("Show all quizzes"))
            return
        sentence = self.tr(
            "Your quizzes will be here. Write one, or import questions from a spreadsheet, Moodle or Anki; "
            "then host it for a whole class, with no internet."
        )
        self.empty.set_sentence(sentence, self.tr("New quiz"))

    def _show_chosen(self) -> None:
        chosen = self.list.chosen()
        self.actions_.show_for(chosen)
        self.bar.clear_button.setVisible(bool(chosen))
        count = len(self.view_model.quizzes)
        if chosen:
            words = self.tr("{count} of {all} chosen").format(
                count=format_number(len(chosen)), all=format_number(count)
            )
        else:
            words = self.tr("%n quiz(zes)", "", count)
        self.bar.words.set_full_text(words)

    def _show_error(self, error: AppError) -> None:
        self.stack.show_error(error, can_retry=True)

    def _recall(self) -> None:
        if not self._kept or not self.view_model.loaded:
            return
        ids: list[QuizId] = []
        for text in self._kept.pop("chosen", []):
            try:
                ids.append(QuizId(parse_id(str(text))))
            except AppError:
                continue
        self._kept = {}
        if ids:
            self.list.choose(ids)

    def _show_menu(self, at: QPoint) -> None:
        if self.list.chosen():
            menu = self.actions_.menu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(at)

    def _say(self, done: Done) -> None:
        count = done.count
        texts = {
            "deleted": self.tr("%n quiz(zes) deleted", "", count),
            "renamed": self.tr("Renamed to “{title}”"),
            "copied": self.tr("“{title}” was made"),
            "exported": self.tr("Saved as “{title}”"),
            "imported": self.tr("%n question(s) imported", "", count),
            "shared": self.tr("“{title}” is shared"),
            "taken_back": self.tr("“{title}” is only for you now"),
        }
        text = texts[done.kind]
        if done.kind == "deleted" and done.title:
            text = self.tr("Deleted “{title}”")
        text = text.format(title=done.title)
        if done.undo is None:
            self.shell.toast(text, tone="ok")
        else:
            undo = self.view_model.undo
            self.shell.toast(text, action_text=self.tr("Undo"), on_action=lambda: undo(done))

    async def _share(self, quiz: QuizSummary) -> None:
        groups: GroupsService = self.context.services.groups
        homes = [Home(group.scope, group.name) for group in await groups.shareable()]
        if not homes:
            text = self.tr("You are in no group yet that you could share with.")
            self.shell.toast(text, action_text=self.tr("Groups"), on_action=lambda: self.shell.open("groups"))
            return
        title = self.tr("Share “{title}” with").format(title=quiz.title)
        current = quiz.scope if quiz.scope.startswith("group:") else ""
        scope = await ShareDialog(self.window(), title, homes, current).ask()
        if scope is not None:
            self.view_model.share(quiz, scope)

    # Ways out

    def _open(self, quiz: QuizSummary) -> None:
        self.shell.open("quiz_editor", quiz_id=quiz.id)

    def _open_made(self, quiz_id: QuizId) -> None:
        self._kept = {"chosen": [str(quiz_id)]}
        self.shell.open("quiz_editor", quiz_id=quiz_id)

    def _create(self) -> None:
        self.view_model.create(self.tr("New quiz"))

    def _go(self, action: str, quiz_id: QuizId) -> None:
        if action == "assign":
            self.shell.open("quiz_host", quiz_id=quiz_id, pace="self")
        else:
            self.shell.open(_PAGES[action], quiz_id=quiz_id)

    def _empty_action(self) -> None:
        if self.view_model.words:
            self.search.clear()
            self.view_model.find("")
        else:
            self._create()

    def _go_to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _go_to_list(self) -> None:
        if self.view_model.quizzes:
            self.list.setFocus()
            if not self.list.chosen():
                self.list.choose([self.view_model.quizzes[0].id])
