"""The page of a game that is played: what the browser's player has, on the desktop."""

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.quiz.play_assignment_page import AssignmentView
from desktop.quiz.play_board_page import BoardView
from desktop.quiz.play_question_page import QuestionView
from desktop.quiz.play_service import Playing, PlayService
from desktop.quiz.play_view_model import PlayViewModel
from desktop.quiz.play_waiting_page import LobbyView, WaitingView
from desktop.widgets.announcer import announce
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Card
from desktop.widgets.empty_state import EmptyState, Glyph
from desktop.widgets.formats import format_number
from desktop.widgets.label import Label
from desktop.widgets.language import ui_language
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.quiz_palette import OPTION_LETTERS
from desktop.widgets.theme import Space
from shared.errors import AppError

_NO_KEYS = Qt.KeyboardModifier.NoModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def create_page(context: PageContext) -> Page:
    """Factory for the window."""
    return PlayPage(context)


class PlayPage(Page):
    """Shows one scene of the model at a time. Leaving the page does not leave the game."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        service: PlayService = context.services.quiz_play
        self.model = PlayViewModel(service, context.scope, context.services.bus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._told_connection = ""
        self._last_name = ""
        self._asked: int | None = None
        self._make()
        self._lay_out()
        self._connect()
        self._show()

    def open_target(self, **target: Any) -> None:
        """Show `playing` (just joined), or go on with the seat in `game`. `last_name` is offered as a name."""
        self._last_name = target.get("last_name") or self._last_name
        playing: Playing | None = target.get("playing")
        if playing is not None:
            self.model.show(playing)
        elif target.get("game"):
            self.model.open(str(target["game"]), lang=ui_language())

    def activated(self) -> None:
        self.model.set_away(hidden=False)
        if self.model.playing is not None and self.model.seat.link == "off":
            self.model.try_now()
        self.setFocus()

    def deactivated(self) -> None:
        self.model.set_away(hidden=True)

    def page_state(self) -> dict[str, Any]:
        return {"game": self.model.playing.game_id if self.model.playing is not None else ""}

    def restore_state(self, state: dict[str, Any]) -> None:
        game = state.get("game")
        if isinstance(game, str) and game and self.model.playing is None:
            self.model.open(game, lang=ui_language(), quietly=True)

    async def aclose(self) -> None:
        self.question.media.clear()
        self.assignment.media.clear()
        await self.model.aclose()

    def event(self, event: QEvent) -> bool:
        # The window's own keys (1 to 9 change the page) give way while options can be chosen.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._place_of(event) is not None
            and self.stack.currentWidget() in (self.question, self.assignment)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self._place_of(event)
        shown = next(
            (view for view in (self.question, self.assignment) if view is self.stack.currentWidget()), None
        )
        if place is not None and shown is not None and shown.press(place):
            return
        super().keyPressEvent(event)

    def _make(self) -> None:
        self.header = PageHeader(self.tr("Live quiz"))
        self.back = IconButton("arrow-left", self.tr("Back; the game goes on"))
        self.header.add_leading(self.back)
        self.leave = Button(self.tr("Leave game"), icon_name="exit-run")
        self.header.add_action(self.leave)
        self.strip = ConnectionStrip()
        self.empty = EmptyState(
            "login-variant", self.tr("You are not in a game at the moment."), self.tr("Join a quiz")
        )
        self.waiting = WaitingView(self.model)
        self.lobby = LobbyView(self.model)
        self.question = QuestionView(self.model)
        self.board = BoardView(self.model)
        self.assignment = AssignmentView(self.model)
        self.stack = QStackedWidget()
        self._scenes: dict[str, QWidget] = {
            "none": self.empty,
            "connecting": self.waiting,
            "approval": self.waiting,
            "refused": self.waiting,
            "gone": self.waiting,
            "lobby": self.lobby,
            "question": self.question,
            "board": self.board,
            "podium": self.board,
            "assignment": self.assignment,
        }

    def _lay_out(self) -> None:
        for widget in dict.fromkeys(self._scenes.values()):
            self.stack.addWidget(widget)
        self.body.addWidget(self.header)
        self.body.addWidget(self.strip)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.model.changed.connect(self._show)
        self.model.left.connect(self._left)
        self.model.failed.connect(self._tell_failure)
        self.back.clicked.connect(lambda _on: self.shell.back())
        self.leave.clicked.connect(lambda _on: self._leave())
        self.empty.action.connect(lambda: self.shell.open("join"))
        self.waiting.left.connect(self._leave)
        self.strip.tried.connect(self.model.try_now)
        self.board.closed.connect(self._leave)
        self.board.results_wanted.connect(self._show_results)
        group, describe = self.tr("Live quiz"), self.shell.shortcuts.describe
        describe(self, group=group, text=self.tr("Choose an option"), keys="1 – 9, A – I")
        describe(self, group=group, text=self.tr("Move in a list to put in order"), keys="Ctrl+↑, Ctrl+↓")
        describe(self, group=group, text=self.tr("Send a typed answer"), keys=self.tr("Enter"))

    def _show(self) -> None:
        scene = self.model.scene()
        widget = self._scenes[scene]
        self.stack.setCurrentWidget(widget)
        self._show_header(scene)
        self._show_connection()
        if widget is self.waiting:
            self.waiting.show_scene(scene, self._last_name)
        elif widget is self.lobby:
            self.lobby.show_lobby()
        elif widget is self.question:
            self.question.show_stage()
            self._take_keys()
        elif widget is self.board:
            self.board.show_board()
        elif widget is self.assignment:
            self.assignment.show_assignment()

    def _take_keys(self) -> None:
        """Once per opened question: on the rail, where the focus goes from a button that is gone, 1 to 9 leave."""
        shown = self.model.stage.shown
        asked = shown.q if shown is not None and self.model.can_answer() else None
        focused = self.window().focusWidget()
        inside = focused is not None and (focused is self or self.isAncestorOf(focused))
        if asked is not None and asked != self._asked and self.isVisible() and not inside:
            self.setFocus()
        self._asked = asked

    def _show_header(self, scene: str) -> None:
        self.leave.setVisible(scene in {"lobby", "question", "board", "assignment"})
        if self.model.playing is None:
            self.header.set_title(self.tr("Live quiz"))
            self.header.set_subtitle("")
            return
        seat = self.model.seat
        self.header.set_title(seat.game.title if seat.game is not None else self.tr("Live quiz"))
        parts = [seat.name] if seat.game is not None and seat.name else []
        if seat.stage.total:
            parts.append(self.tr("{points} points").format(points=format_number(seat.stage.total)))
        self.header.set_subtitle(" · ".join(parts))

    def _show_connection(self) -> None:
        state = self.model.connection()
        self_paced = self.model.scene() == "assignment"
        words = {
            "": "",
            "lost": self.tr("The connection is lost. It is tried again; what you answer is kept and sent."),
            "unsaved": self.tr(
                "Your answers cannot be kept on this computer, perhaps its disk is full."
                " They are sent as long as the connection holds: leave this window open."
            ),
            "teacher": self.tr("The teacher's screen is reconnecting. The game goes on in a moment."),
        }
        if self_paced and state == "lost":
            words["lost"] = self.tr("You are offline. Answer on: everything is sent when the host is back.")
        if self_paced and state == "teacher":
            state = ""
        self.strip.show_trouble(words[state], can_try=state == "lost")
        if state != self._told_connection:
            self._told_connection = state
            announce(self, words[state], urgent=True)

    def _leave(self) -> None:
        if self.model.playing is None:
            self.shell.open("join")
        else:
            self.model.leave()

    def _left(self, kept: bool) -> None:
        self.shell.open("join")
        if kept:
            self.shell.toast(self.tr("You left the game. Your place is kept under “Go on”."))

    def _show_results(self) -> None:
        game = self.model.playing.game_id if self.model.playing is not None else ""
        self.shell.open("join", results_of=game)

    def _tell_failure(self, error: AppError) -> None:
        self.shell.report(error)
        self.shell.open("join")

    def _place_of(self, event: QKeyEvent) -> int | None:
        """Which place a key stands for: 1 to 9 or A to I; None for other keys and with Ctrl or Alt."""
        if event.modifiers() & ~_KEYPAD not in (_NO_KEYS, Qt.KeyboardModifier.ShiftModifier):
            return None
        text = event.text().upper()
        if len(text) == 1 and text in "123456789":
            return int(text) - 1
        return OPTION_LETTERS.find(text) if len(text) == 1 and text in OPTION_LETTERS else None


class ConnectionStrip(QWidget):
    """One line above the game while something is wrong with the connection. `tried`: the person wants it now."""

    tried = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = Label("", wrap=True)
        self.button = Button(self.tr("Try now"), icon_name="refresh")
        self.button.clicked.connect(lambda _on: self.tried.emit())
        card = Card(raised=True, padding=Space.S)
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        line.addWidget(Glyph("lan-disconnect", pixels=24, role="text"))
        line.addWidget(self.words, 1)
        line.addWidget(self.button)
        card.body.addLayout(line)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.XL, Space.S, Space.XL, 0)
        row.addWidget(card)
        self.hide()

    def show_trouble(self, words: str, *, can_try: bool) -> None:
        """Without words it is hidden."""
        self.words.setText(words)
        self.button.setVisible(can_try)
        self.setVisible(bool(words))
