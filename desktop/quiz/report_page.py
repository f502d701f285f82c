"""Reports of hosted games: the list, and one game as overview, questions, players and topics."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.quiz.files_page import file_name
from desktop.quiz.host_service import HostService
from desktop.quiz.report_games_page import GamesList
from desktop.quiz.report_overview_page import OverviewPane
from desktop.quiz.report_players_page import PlayersReportPane
from desktop.quiz.report_questions_page import QuestionsPane
from desktop.quiz.report_topics_page import TopicsPane
from desktop.quiz.report_view_model import ReportViewModel
from desktop.quiz.report_words_page import heading
from desktop.quiz.source_page import open_source
from desktop.widgets.button import Button, IconButton
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.file_dialog import save_dialog
from desktop.widgets.formats import format_date_time
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space
from shared.errors import AppError
from shared.ids import GameId, QuizId, parse_id

_PARTS = ("overview", "questions", "players", "topics")


def create_page(context: PageContext) -> Page:
    """Factory for the window."""
    return ReportPage(context)


class ReportPage(Page):
    """`game_id` opens a report; `quiz_id` lists the games of one quiz; nothing lists all."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        service: HostService = context.services.quiz_host
        self.view_model = ReportViewModel(service, context.scope, context.services.bus)
        self._make()
        self._connect()
        self._register_shortcuts()
        self._show()

    # What the window asks

    def open_target(self, **target: Any) -> None:
        """Open a report, or the list."""
        game_id, quiz_id = target.get("game_id"), target.get("quiz_id")
        if game_id is not None:
            self.view_model.open(GameId(parse_id(game_id)) if isinstance(game_id, str) else game_id)
        else:
            given = QuizId(parse_id(quiz_id)) if isinstance(quiz_id, str) else quiz_id
            self.view_model.show_games(given)

    def activated(self) -> None:
        if not self.view_model.loaded:
            self.view_model.reload()

    def page_state(self) -> dict[str, Any]:
        return {"part": self.parts.current()}

    def restore_state(self, state: dict[str, Any]) -> None:
        if state.get("part") in _PARTS:
            self.parts.set_selected(state["part"])
            self._show_part(state["part"])

    async def aclose(self) -> None:
        self.view_model.close()

    # Made once

    def _make(self) -> None:
        self.header = PageHeader(self.tr("Past games"))
        self.back = IconButton("arrow-left", self.tr("Back"))
        self.header.add_leading(self.back)
        self.parts = SegmentedControl(
            self.tr("Part of the report"),
            [
                Segment("overview", self.tr("Overview")),
                Segment("questions", self.tr("Questions")),
                Segment("players", self.tr("Players")),
                Segment("topics", self.tr("Topics")),
            ],
        )
        self.all = Button(self.tr("All games"), "link")
        self.delete_button = IconButton("delete-outline", self.tr("Delete this report"))
        self.export_button = Button(self.tr("Export"), icon_name="export")
        for widget in (self.delete_button, self.export_button):
            self.header.add_action(widget)
        self.games = GamesList()
        self.overview = OverviewPane()
        self.questions = QuestionsPane()
        self.players = PlayersReportPane()
        self.topics = TopicsPane()
        self.inner = QStackedWidget()
        self._panes: dict[str, QWidget] = {
            "games": self.games, "overview": self.overview, "questions": self.questions, "players": self.players,
            "topics": self.topics,
        }  # fmt: skip
        for pane in self._panes.values():
            self.inner.addWidget(pane)
        self.empty = EmptyState(
            "chart-bar",
            self.tr("Every game you host leaves a report here: per question, per player and per topic."),
            self.tr("Go to my quizzes"),
        )
        self.stack = ContentStack(self.inner, self.empty)
        self._strip = QWidget()
        strip = QHBoxLayout(self._strip)
        strip.setContentsMargins(Space.XL, Space.M, Space.XL, 0)
        strip.setSpacing(Space.M)
        strip.addWidget(self.parts)
        strip.addStretch(1)
        strip.addWidget(self.all)
        self.body.addWidget(self.header)
        self.body.addWidget(self._strip)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        model = self.view_model
        model.changed.connect(self._show)
        model.failed.connect(self._show_error)
        model.deleted.connect(self._say_deleted)
        model.exported.connect(self._say_exported)
        self.back.clicked.connect(lambda _on: self.shell.back())
        self.all.clicked.connect(lambda _on: model.show_games())
        self.delete_button.clicked.connect(lambda _on: model.delete())
        self.export_button.clicked.connect(lambda _on: self.export())
        self.parts.selected.connect(self._show_part)
        self.games.opened.connect(model.open)
        self.empty.action.connect(lambda: self.shell.open("quizzes"))
        self.stack.retry.connect(model.reload)
        self.overview.question_wanted.connect(self._go_to_question)
        self.overview.player_wanted.connect(self._go_to_player)
        self.questions.source_wanted.connect(lambda source: open_source(self.shell, source))

    def _register_shortcuts(self) -> None:
        group, keys = self.tr("Reports"), self.shell.shortcuts
        keys.add(self, "Ctrl+E", self.export, group=group, text=self.tr("Export the report"))
        keys.add(self, "Ctrl+F", self._find, group=group, text=self.tr("Find a player"))

    # What is shown

    def _show(self) -> None:
        model = self.view_model
        report = model.report
        for widget in (self.parts, self.all, self.delete_button, self.export_button):
            widget.setVisible(report is not None)
        self.all.setVisible(report is not None or model.quiz_id is not None)
        self._strip.setVisible(report is not None or model.quiz_id is not None)
        if report is not None:
            result = report.result
            self.header.set_title(result.quiz.title)
            players = self.tr("%n player(s)", "", len(report.players))
            self.header.set_subtitle(f"{format_date_time(result.started_ms)} · {players}")
            self.overview.show_report(report)
            self.questions.show_report(report)
            self.players.show_report(report)
            self.topics.show_report(report)
            self._show_part(self.parts.current())
            self.stack.show_content()
            return
        self.header.set_title(self.tr("Past games"))
        self.header.set_subtitle("")
        if not model.loaded:
            self.stack.show_loading()
            return
        self.games.show_games(model.games)
        self.inner.setCurrentWidget(self.games)
        if model.games:
            self.stack.show_content()
        else:
            self.stack.show_empty()

    def _show_part(self, part: str) -> None:
        if self.view_model.report is not None:
            self.inner.setCurrentWidget(self._panes[part])

    def _show_error(self, error: AppError) -> None:
        self.stack.show_error(error)

    # What is done

    def export(self) -> None:
        """Ask where to write the report."""
        report = self.view_model.report
        if report is None:
            return
        filters = {
            f"{self.tr('Excel workbook with all tables')} (*.xlsx)": "xlsx",
            f"{self.tr('CSV tables')} (*.csv)": "csv",
        }
        name = file_name(report.result.quiz.title)
        dialog = save_dialog(self.window(), self.tr("Export the report"), name, "xlsx", "")
        dialog.setNameFilters(list(filters))
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(filters[chosen]))
        dialog.fileSelected.connect(lambda path: self.view_model.export(Path(path), heading))
        dialog.open()

    def _find(self) -> None:
        if self.view_model.report is not None:
            self._select("players")
            self.players.search.setFocus()

    def _select(self, part: str) -> None:
        self.parts.set_selected(part)
        self._show_part(part)

    def _go_to_question(self, q: int) -> None:
        self._select("questions")
        self.questions.show_question(q)

    def _go_to_player(self, pid: str) -> None:
        self._select("players")
        self.players.show_player(pid)

    def _say_deleted(self, game_id: GameId, title: str) -> None:
        self.shell.toast(
            self.tr("The report of “{title}” is deleted").format(title=title),
            action_text=self.tr("Undo"),
            on_action=lambda: self.view_model.restore(game_id),
        )

    def _say_exported(self, path: Path) -> None:
        said = self.tr("Saved as “{title}”")
        if path.suffix.casefold() == ".csv":
            said = self.tr("Saved as “{title}”; questions and answers are in two files beside it")
        self.shell.toast(said.format(title=path.name), tone="ok")
