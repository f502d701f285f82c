"""Before and beside the questions: connecting, approval, refusals that can be answered, the lobby."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.quiz.play_refusals_page import CAN_TRY_AGAIN, gone_words, refusal_words
from desktop.quiz.play_view_model import PlayViewModel
from desktop.widgets.button import Button
from desktop.widgets.card import Card, ScrollColumn
from desktop.widgets.empty_state import Glyph
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.typing_dots import TypingDots
from shared.quiz.messages import Deny

_WIDTH = 56
_LONGEST_NAME = 40


class WaitingView(ScrollColumn):
    """One calm card in the middle: an icon, what is happening, and what can be done. `left`: the person goes."""

    left = Signal()

    def __init__(self, model: PlayViewModel) -> None:
        super().__init__(characters=_WIDTH)
        self._model = model
        self._shown: object = None
        self._roster = False
        self._wanted: set[QWidget] = set()
        self._to_focus: QLineEdit | None = None
        self.glyph = Glyph("lan-connect", pixels=48, role="accent")
        self.title = Label("", TypeRole.TITLE, semibold=True, wrap=True)
        self.words = Label("", TypeRole.LEAD, tone="muted", wrap=True)
        self.dots = TypingDots()
        self.name = QLineEdit()
        self.name.setMaxLength(_LONGEST_NAME)
        self.name.returnPressed.connect(self._give)
        self.choices = QWidget()
        self._flow = FlowLayout(self.choices)
        self.give = Button("", "primary")
        self.give.clicked.connect(lambda _on: self._give())
        self.leave = Button(self.tr("Leave"), "quiet")
        self.leave.clicked.connect(lambda _on: self.left.emit())
        card = Card(padding=Space.XL)
        card.body.setSpacing(Space.M)
        card.body.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (self.title, self.words, self.dots, self.choices, self.name):
            card.body.addWidget(widget)
        self.title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        line = QHBoxLayout()
        line.addWidget(self.leave)
        line.addStretch(1)
        line.addWidget(self.give)
        card.body.addLayout(line)
        self.body.addWidget(card)

    def show_scene(self, scene: str, last_name: str) -> None:
        """One of the model's scenes: connecting, approval, refused, gone. What stays keeps the focus."""
        self._wanted = set()
        self._to_focus = None
        seat = self._model.seat
        if scene == "connecting":
            self._show_connecting()
        elif scene == "approval":
            words = self.tr("Your teacher lets you in in a moment.")
            self._say("account-clock", self.tr("Waiting to be let in"), words, waits=True)
        elif scene == "gone":
            self._show_gone(seat.gone)
        elif scene == "refused" and seat.denied is not None:
            self._show_refusal(seat.denied, last_name)
        for widget in (self.words, self.dots, self.choices, self.name, self.give):
            widget.setVisible(widget in self._wanted)
        if self._to_focus is not None:
            self._to_focus.setFocus()
            self._to_focus.selectAll()

    def _say(self, icon_name: str, title: str, words: str, *, waits: bool = False) -> None:
        self.glyph.set_icon(icon_name, "accent")
        self.title.setText(title)
        self.words.setText(words)
        self._wanted |= {self.words} if words else set()
        self._wanted |= {self.dots} if waits else set()

    def _show_connecting(self) -> None:
        playing = self._model.playing
        host = "" if playing is None else playing.host
        words = self.tr("Looking for “{host}”.").format(host=host) if host else ""
        self._say("lan-connect", self.tr("Connecting…"), words, waits=True)
        trouble = None if playing is None else playing.link.trouble
        if playing is not None and trouble is not None:
            told = self.tr("No answer yet from {address}. It is tried again and again; you can also leave.")
            self.words.setText(told.format(address=playing.link.url.rpartition("//")[2]))
            self._wanted.add(self.words)

    def _show_gone(self, reason: str) -> None:
        self._say("account-off-outline", *gone_words(reason))
        if reason != "banned":
            self._offer(self.tr("Play here again"))

    def _offer(self, text: str) -> None:
        self.give.setText(text)
        self._wanted.add(self.give)

    def _show_refusal(self, deny: Deny, last_name: str) -> None:
        fresh = self._shown is not deny
        self._shown = deny
        self._roster = self._roster or deny.reason == "pick_name"
        if deny.reason in {"pick_name", "pick_team"} or (self._roster and deny.reason == "name_taken"):
            self._ask_choice(deny, fresh=fresh)
        elif deny.reason in {"name", "name_taken"}:
            self._ask_name(deny, last_name, fresh=fresh)
        elif deny.reason in {"pin", "token"}:
            self._ask_pin(deny.reason, fresh=fresh)
        else:
            self._say("account-cancel-outline", *refusal_words(deny))
            if deny.reason in CAN_TRY_AGAIN:
                self._offer(self.tr("Try again"))

    def _ask_name(self, deny: Deny, last_name: str, *, fresh: bool) -> None:
        tried = self._model.seat.name
        titles = {
            True: self.tr("What is your name?"),
            False: self.tr("“{name}” is taken").format(name=tried)
            if deny.reason == "name_taken"
            else self.tr("This name cannot be used here"),
        }
        words = self.tr("Everyone in the room sees it on the board.")
        if tried:
            words = self.tr("Choose another, for example the one below.")
        self._say("account-outline", titles[not tried], words)
        if fresh:
            offered = deny.choices[0] if deny.choices else ""
            self.name.setText(offered if tried else last_name)
            self.name.setPlaceholderText(offered or self.tr("Your name"))
            self.name.setAccessibleName(self.tr("Your name"))
            self._to_focus = self.name
        self._wanted.add(self.name)
        self._offer(self.tr("Join"))

    def _ask_choice(self, deny: Deny, *, fresh: bool) -> None:
        team = deny.reason == "pick_team"
        title = self.tr("Choose your team") if team else self.tr("Choose your name")
        words = "" if team else self.tr("These names of the class are still free.")
        if not deny.choices:
            words = self.tr("All names of the class are taken. Ask your teacher.")
            self._offer(self.tr("Try again"))
        self._say("account-group-outline" if team else "account-outline", title, words)
        if fresh:
            self._flow.clear()
            for choice in deny.choices:
                button = Button(choice)
                button.clicked.connect(lambda _on, choice=choice: self._choose(choice, team=team))
                self._flow.addWidget(button)
        self._wanted |= {self.choices} if deny.choices else set()

    def _ask_pin(self, reason: str, *, fresh: bool) -> None:
        if reason == "pin":
            title, words = (
                self.tr("This PIN is not right"),
                self.tr("It has six digits and stands on the teacher's screen."),
            )
        else:
            title = self.tr("Your place was not found")
            words = self.tr("The game is over, or was started anew. With its PIN you can join again.")
        self._say("form-textbox-password", title, words)
        if fresh:
            self.name.setText("")
            self.name.setPlaceholderText(self.tr("PIN"))
            self.name.setAccessibleName(self.tr("PIN"))
            self._to_focus = self.name
        self._wanted.add(self.name)
        self._offer(self.tr("Join"))

    def _give(self) -> None:
        """The one action of what is asked: a name, a PIN, or simply again."""
        seat = self._model.seat
        reason = "" if seat.denied is None else seat.denied.reason
        text = self.name.text().strip()
        if self._model.scene() == "gone":
            self._model.play_here()
        elif reason in {"name", "name_taken"}:
            name = text or (self.name.placeholderText() if seat.denied and seat.denied.choices else "")
            if name:
                self._model.retry(name=name, team="" if seat.team == "?" else seat.team)
        elif reason in {"pin", "token"}:
            if text:
                self._model.retry(pin="".join(text.split()), name="" if reason == "token" else seat.name)
        else:
            self._model.retry()

    def _choose(self, choice: str, *, team: bool) -> None:
        if team:
            self._model.retry(team=choice)
        else:
            seat_team = self._model.seat.team
            self._model.retry(name=choice, team="" if seat_team == "?" else seat_team)


class LobbyView(ScrollColumn):
    """You are in: name, team, how many are here, and the code to come back on another device."""

    def __init__(self, model: PlayViewModel) -> None:
        super().__init__(characters=_WIDTH)
        self._model = model
        self.hello = Label("", TypeRole.LEAD, tone="muted", wrap=True)
        self.name = Label("", TypeRole.DISPLAY, semibold=True, wrap=True)
        self.team = Label("", TypeRole.LEAD, wrap=True)
        self.players = Label("", TypeRole.LEAD, wrap=True)
        self.words = Label("", tone="muted", wrap=True)
        self.code = Label("", tone="muted", wrap=True, selectable=True)
        card = Card(padding=Space.XL)
        card.body.setSpacing(Space.M)
        card.body.addWidget(
            Glyph("check-circle-outline", pixels=48, role="ok"), 0, Qt.AlignmentFlag.AlignHCenter
        )
        for label in (self.hello, self.name, self.team, self.players, self.words, self.code):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            card.body.addWidget(label)
        self.body.addWidget(card)

    def show_lobby(self) -> None:
        """Bring it up to the model."""
        seat = self._model.seat
        self.hello.setText(self.tr("You are in as"))
        self.name.setText(seat.name)
        self.team.setText(self.tr("Team {team}").format(team=seat.team) if seat.team else "")
        self.team.setVisible(bool(seat.team))
        count = seat.stage.players
        self.players.setText(self.tr("%n player(s) are here", "", count) if count else "")
        self.players.setVisible(bool(count))
        self_paced = seat.game is not None and seat.game.pace == "self"
        waiting = self.tr("The questions come when your teacher hands them out.")
        live = self.tr(
            "The game begins when your teacher starts it. You can leave this window open and look up."
        )
        self.words.setText(waiting if self_paced else live)
        code = self.tr(
            "If you have to change to another device, come back with the PIN {pin} and the code {code}."
        )
        pin = "" if seat.game is None else seat.game.pin
        self.code.setText(code.format(pin=pin, code=seat.code) if seat.code else "")
        self.code.setVisible(bool(seat.code))
