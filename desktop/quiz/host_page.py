"""The page of a hosted game: set up, lobby, questions, board; it comes back to a game that runs."""

from typing import Any

from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.quiz.addresses import device_url
from desktop.quiz.host_bar_page import MORE_S, HostBar
from desktop.quiz.host_devices_dialog import DevicesDialog
from desktop.quiz.host_games_page import GamesPane
from desktop.quiz.host_lobby_page import LobbyPane
from desktop.quiz.host_players_page import PlayersPane
from desktop.quiz.host_question_page import QuestionPane
from desktop.quiz.host_results_page import AssignmentPane, BoardPane
from desktop.quiz.host_service import HostService
from desktop.quiz.host_setup_page import SetupPane
from desktop.quiz.host_view_model import HostViewModel, Setup, Told
from desktop.quiz.host_words_page import phase_words, pin_words, question_words, refusal_words, told_words
from desktop.quiz.projector_page import Projector
from desktop.quiz.source_page import open_source
from desktop.widgets.announcer import announce
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Rule
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.notice import Notice
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.skeleton import Skeleton
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme, theming
from shared.errors import AppError
from shared.ids import QuizId, parse_id
from shared.quiz import commands
from shared.quiz.quiz import GameOptions

_PLAYERS_WIDTH = 320
_WIDE = 860
_ANY_WIDTH = 16_777_215
"""Qt's own largest size of a widget."""
_GAME_SCENES = frozenset({"lobby", "question", "board", "podium", "assignment"})


def create_page(context: PageContext) -> Page:
    """Factory for the window."""
    return HostPage(context)


class HostPage(Page):
    """Shows one scene of the model at a time. Leaving the page, or closing the window, does not end a game."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        service: HostService = context.services.quiz_host
        self.model = HostViewModel(service, context.scope, context.services.bus)
        self.projector: Projector | None = None
        self._name = ""
        self._wanted = ""
        self._make()
        self._lay_out()
        self._connect()
        self._register_shortcuts()
        self._show()

    # What the window asks

    def open_target(self, **target: Any) -> None:
        """Host `quiz_id` (with `pace="self"`: assign it), or go on with `game_id`, or with what runs."""
        quiz_id = target.get("quiz_id")
        if quiz_id is None:
            kept = "" if self.model.game is not None else self._wanted
            self.model.show_games(str(target.get("game_id") or kept))
            return
        given = quiz_id if not isinstance(quiz_id, str) else QuizId(parse_id(quiz_id))
        self.model.prepare(given, self_paced=target.get("pace") == "self")

    def activated(self) -> None:
        if self.model.game is None and self.model.setup is None:
            self.model.show_games(self._wanted)

    def page_state(self) -> dict[str, Any]:
        game = self.model.game
        return {"name": self._name, "game": self._wanted if game is None else game.game_id}

    def restore_state(self, state: dict[str, Any]) -> None:
        self._name = str(state.get("name") or "")[:80]
        self._wanted = str(state.get("game") or "")[:80]

    async def aclose(self) -> None:
        self._close_projector()
        self.question.stage.clear()
        self.model.close()

    # What a teacher asks

    def press_next(self) -> None:
        """The big button: what cannot be taken back for a whole class is asked about first."""
        stage = self.model.stage
        if stage is not None and self.model.self_paced and stage.next_step == "podium":
            self._ask_end(self.model.press_next)
        else:
            self.model.press_next()

    def toggle_projector(self) -> None:
        """Open the projector's window on another screen, or close it."""
        if self.projector is not None:
            self._close_projector()
            return
        self.projector = Projector(self.model)
        self.projector.next_wanted.connect(self.press_next)
        self.projector.closed.connect(self._projector_closed)
        self.projector.open_on(QGuiApplication.screens(), self.screen())
        self._show_header()

    def end(self) -> None:
        """End the game for everyone, after asking."""
        self._ask_end(lambda: self.model.do(commands.End(), guarded=False))

    def show_devices(self) -> None:
        """Offer the links for another screen and for a remote control."""
        game, stage = self.model.game, self.model.stage
        if game is None:
            return
        url = next(iter(stage.urls if stage is not None and stage.urls else game.urls), "")
        dialog = DevicesDialog(
            self.window(),
            screen_url=device_url(url, "screen", game.screen_token),
            remote_url=device_url(url, "host", game.host_token),
        )
        dialog.copied.connect(self._say_copied)
        dialog.open()

    # Made once

    def _make(self) -> None:
        model = self.model
        self.header = PageHeader(self.tr("Live quiz"))
        self.back = IconButton("arrow-left", self.tr("Back; the game goes on"))
        self.header.add_leading(self.back)
        self.lock = IconButton("lock-open-variant-outline", self.tr("Let nobody new in"), checkable=True)
        self.screen_button = Button(self.tr("Projector"), icon_name="projector-screen-outline")
        self.menu_button = IconButton("dots-vertical", self.tr("More"))
        self.menu_button.setMenu(self._menu())
        self.players_button = IconButton(
            "account-multiple-outline", self.tr("Show the players"), checkable=True
        )
        for widget in (self.players_button, self.lock, self.screen_button, self.menu_button):
            self.header.add_action(widget)
        self.notice = Notice("lan-disconnect", tone="warning")
        self.setup = SetupPane()
        self.games = GamesPane(model)
        self.skeleton = Skeleton(6)
        self.lobby = LobbyPane(model)
        self.question = QuestionPane(model)
        self.board = BoardPane(model)
        self.assignment = AssignmentPane(model)
        self.players = PlayersPane(model)
        self.bar = HostBar(model)
        self.stack = QStackedWidget()
        self._scenes: dict[str, QWidget] = {
            "loading": self.skeleton, "games": self.games, "setup": self.setup, "lobby": self.lobby,
            "question": self.question, "board": self.board, "podium": self.board, "assignment": self.assignment,
        }  # fmt: skip

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("Other games that run"), self.model.leave)
        menu.addAction(self.tr("Use other devices…"), self.show_devices)
        menu.addSeparator()
        self._end = menu.addAction(self.tr("End the game…"), self.end)
        return menu

    def _lay_out(self) -> None:
        for widget in dict.fromkeys(self._scenes.values()):
            self.stack.addWidget(widget)
        self._strip = QWidget()
        strip = QVBoxLayout(self._strip)
        strip.setContentsMargins(Space.XL, Space.S, Space.XL, Space.S)
        strip.addWidget(self.notice)
        self._rule = Rule(vertical=True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.stack, 1)
        row.addWidget(self._rule)
        row.addWidget(self.players)
        self.body.addWidget(self.header)
        self.body.addWidget(self._strip)
        self.body.addLayout(row, 1)
        self.body.addWidget(self.bar)
        theming().changed.connect(self._show_side)

    def _connect(self) -> None:
        model = self.model
        model.changed.connect(self._show)
        model.games_changed.connect(self._show)
        model.moved.connect(self._announce)
        model.told.connect(self._say)
        model.refused.connect(lambda code: self.shell.toast(refusal_words(code), tone="warning"))
        model.failed.connect(self._show_failure)
        self.back.clicked.connect(lambda _on: self.shell.back())
        self.players_button.clicked.connect(lambda _on: self._show_side())
        self.lock.clicked.connect(lambda _on: model.lock_or_open())
        self.screen_button.clicked.connect(lambda _on: self.toggle_projector())
        self.setup.hosted.connect(self._host)
        self.setup.cancelled.connect(self._cancel)
        self.setup.edit_wanted.connect(self._edit)
        self.games.opened.connect(model.attach)
        self.games.quizzes_wanted.connect(lambda: self.shell.open("quizzes"))
        self.bar.next_wanted.connect(self.press_next)
        self.question.source_wanted.connect(lambda source: open_source(self.shell, source))
        for pane in (self.board, self.assignment):
            pane.report_wanted.connect(self._open_report)
        for pane in (self.lobby, self.assignment):
            pane.copied.connect(self._say_copied)

    def _register_shortcuts(self) -> None:
        group, keys = self.tr("Live quiz"), self.shell.shortcuts
        more = self.tr("{seconds} more seconds")
        for key, callback, text in (
            (["Space", "Return"], self._press_key, self.tr("What the big button says")),
            ("P", self.model.pause_or_resume, self.tr("Pause or go on")),
            ("E", lambda: self.model.extend(MORE_S[0]), more.format(seconds=MORE_S[0])),
            ("Shift+E", lambda: self.model.extend(MORE_S[1]), more.format(seconds=MORE_S[1])),
            ("S", lambda: self.model.do(commands.Skip()), self.tr("Skip this question")),
            ("L", self.model.lock_or_open, self.tr("Let nobody new in, or open again")),
            ("F5", self.toggle_projector, self.tr("Open or close the projector's window")),
            ("Ctrl+F", self.players.go_to_search, self.tr("Find a player")),
        ):
            keys.add(self, key, callback, group=group, text=text)
        for text, native in (
            (self.tr("What can be done with a player"), self.tr("Enter")),
            (self.tr("Rename a player"), "F2"),
            (self.tr("Take a player out"), self.tr("Delete")),
        ):
            keys.describe(self, group=group, text=text, keys=native)

    # What is shown

    def _show(self) -> None:
        model = self.model
        scene = model.scene()
        widget = self._scenes[scene]
        self.stack.setCurrentWidget(widget)
        playing = scene in _GAME_SCENES
        self.bar.setVisible(playing)
        self._show_side()
        self._show_header()
        self._show_trouble()
        shows = {
            "lobby": self.lobby.show_lobby, "question": self.question.show_question, "board": self.board.show_board,
            "podium": self.board.show_board, "assignment": self.assignment.show_assignment,
            "games": self.games.show_games,
        }  # fmt: skip
        if scene in shows:
            shows[scene]()
        if scene == "setup" and model.setup is not None:
            self.setup.show_setup(model.setup, self._name)
        if playing:
            self.players.show_players()
            self.bar.show_bar()

    def _show_side(self) -> None:
        """The players stand beside the game where there is room, and instead of it where a person asks."""
        playing = self.model.scene() in _GAME_SCENES
        wide = self.width() >= theme().px(_WIDE)
        self.players_button.setVisible(playing and not wide)
        beside = playing and (wide or self.players_button.isChecked())
        self.players.setVisible(beside)
        self._rule.setVisible(beside and wide)
        self.stack.setVisible(wide or not beside)
        self.players.setMinimumWidth(theme().px(_PLAYERS_WIDTH))
        self.players.setMaximumWidth(theme().px(_PLAYERS_WIDTH) if wide else _ANY_WIDTH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_side()

    def _show_header(self) -> None:
        model, stage = self.model, self.model.stage
        playing = model.scene() in _GAME_SCENES
        for widget in (self.lock, self.screen_button, self.menu_button):
            widget.setVisible(playing)
        self._end.setEnabled(stage is not None and stage.phase != "ended")
        if model.setup is not None:
            self.header.set_title(model.setup.quiz.title)
            self.header.set_subtitle("")
            return
        self.header.set_title(model.title or self.tr("Live quizzes"))
        if stage is None or model.game is None or not playing:
            self.header.set_subtitle("")
            return
        parts = [self.tr("PIN {pin}").format(pin=pin_words(model.game.pin))]
        if stage.shown is not None:
            parts.append(question_words(stage.shown))
        self.header.set_subtitle(" · ".join(parts))
        self.lock.setChecked(stage.locked)
        self.lock.set_icon("lock-outline" if stage.locked else "lock-open-variant-outline")
        self.lock.set_name(self.tr("Let players in again") if stage.locked else self.tr("Let nobody new in"))
        opened = self.projector is not None
        self.screen_button.setText(self.tr("Close projector") if opened else self.tr("Projector"))

    def _show_trouble(self) -> None:
        words = {
            "": "",
            "connecting": "",
            "lost": self.tr("Connecting to the game again. Answers that players saw as sent are kept."),
            "gone": self.tr("This game is no longer on this computer. Its results are in your reports."),
            "disk": self.tr("The disk takes no answers at the moment: the game is paused until it does."),
            "disk_full": self.tr(
                "The disk is full: the game is paused until there is room. Delete something large."
            ),
        }
        trouble = self.model.trouble()
        self.notice.set_notice(
            words[trouble], icon_name="lan-disconnect" if trouble == "lost" else "alert-outline"
        )
        self._strip.setVisible(bool(words[trouble]))

    def _show_failure(self, error: AppError) -> None:
        if self.model.setup is not None:
            self.setup.show_failure(error)
        else:
            self.shell.report(error)

    def _announce(self) -> None:
        stage = self.model.stage
        if stage is None or not self.isVisible():
            return
        shown = stage.shown
        words = "" if shown is None else question_words(shown)
        announce(self, f"{words} {phase_words(stage)[0]}".strip())

    def _say(self, told: Told) -> None:
        self.shell.toast(told_words(told), action_text=self.tr("Undo"), on_action=told.undo)

    def _say_copied(self) -> None:
        self.shell.toast(self.tr("The link is copied"), tone="ok")

    # What is done

    def _press_key(self) -> None:
        focused = self.window().focusWidget()
        if (
            isinstance(focused, QAbstractButton)
            and focused is not self.bar.next
            and self.isAncestorOf(focused)
        ):
            focused.click()  # the key of a button that has the focus is that button's
        elif self.model.scene() == "setup":
            return
        elif focused is self.players.list and self.players.list.currentIndex().isValid():
            self.players.list.activated.emit(self.players.list.currentIndex())
        else:
            self.press_next()

    def _host(self, setup: Setup, options: GameOptions, name: str) -> None:
        self._name = name
        self.model.host(setup, options, name)

    def _edit(self, quiz_id: QuizId, question_id: str) -> None:
        self.model.leave()
        self.shell.open("quiz_editor", quiz_id=quiz_id, question_id=question_id)

    def _cancel(self) -> None:
        self.model.leave()
        self.shell.back()

    def _ask_end(self, then: Any) -> None:
        self.model.spawn(self._end_when_sure(then), name="end")

    async def _end_when_sure(self, then: Any) -> None:
        body = self.tr(
            "The game ends for all players now and cannot be opened again. What was answered so far is kept in "
            "your reports."
        )
        title = self.tr("End the game for everyone?")
        if await ConfirmDialog(self.window(), title, body, self.tr("End the game")).ask():
            then()

    def _open_report(self) -> None:
        if self.model.saved_id is not None:
            self.shell.open("quiz_report", game_id=self.model.saved_id)

    def _close_projector(self) -> None:
        if self.projector is not None:
            self.projector.close()

    def _projector_closed(self) -> None:
        projector, self.projector = self.projector, None
        if projector is not None:
            projector.deleteLater()
        self._show_header()
