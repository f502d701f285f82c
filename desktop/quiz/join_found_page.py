"""Games found on the network, and the address for when none is found."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.quiz.play_views import SeatView
from desktop.runtime.discovery import FoundGame, FoundHost
from desktop.widgets.action_card import ActionCard
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.pill import Pill, Tone
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from desktop.widgets.typing_dots import TypingDots

_PIN_WIDTH = 150


class GameCard(ActionCard):
    """One game: its title, whose it is, how many are in, and whether it can be joined."""

    def __init__(self, host: FoundHost, game: FoundGame) -> None:
        super().__init__("")
        self.title = ElidedLabel("", TypeRole.LEAD, semibold=True)
        self.about = ElidedLabel("", tone="muted")
        self.pill = Pill()
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.M)
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        column.addWidget(self.title)
        column.addWidget(self.about)
        line.addLayout(column, 1)
        line.addWidget(self.pill)
        self.add(row)
        self.set_game(host, game)

    def set_game(self, host: FoundHost, game: FoundGame) -> None:
        """Show how the game stands now."""
        self.host, self.game = host, game
        self.title.set_full_text(game.title or self.tr("Quiz"))
        words = [host.name, self.tr("%n player(s)", "", game.players)]
        self.about.set_full_text(" · ".join(word for word in words if word))
        state, tone, icon_name = self._state()
        self.pill.set_state(state, tone, icon_name)
        joined = self.tr("Join {title} at {host}, {state}")
        self.setAccessibleName(joined.format(title=game.title, host=host.name, state=state))

    def _state(self) -> tuple[str, Tone, str]:
        if self.game.locked:
            return self.tr("Door closed"), "neutral", "lock-outline"
        if self.game.pace == "self":
            return self.tr("At your own pace"), "info", "calendar-clock"
        if self.game.phase == "lobby":
            return self.tr("Begins soon"), "ok", "door-open"
        return self.tr("Under way"), "accent", "play"


class FoundGames(QWidget):
    """`wanted(host, game)` when one is chosen."""

    wanted = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.looking = QWidget()
        line = QHBoxLayout(self.looking)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.M)
        line.addWidget(TypingDots())
        line.addWidget(Label(self.tr("Looking for quizzes in this network…"), tone="muted"), 1)
        self.none = Label("", TypeRole.LEAD, wrap=True)
        self.cards: list[GameCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self._column.addWidget(self.looking)
        self._column.addWidget(self.none)

    def show_hosts(self, hosts: Sequence[FoundHost], *, searched_long: bool) -> None:
        """What answers now; cards of games that stay keep the focus."""
        has_games = any(host.games for host in hosts)
        self.looking.setVisible(not has_games and not searched_long)
        none = self.tr(
            "No quiz was found in this network. Join with the address and PIN on the teacher's screen."
        )
        self.none.setText(none)
        self.none.setVisible(searched_long and not has_games)
        games = [(host, game) for host in hosts for game in host.games]
        if [game.id for _host, game in games] != [card.game.id for card in self.cards]:
            self._make_cards(games)
        for card, (host, game) in zip(self.cards, games, strict=True):
            card.set_game(host, game)

    def _make_cards(self, games: Sequence[tuple[FoundHost, FoundGame]]) -> None:
        kept = {card.game.id: card for card in self.cards}
        self.cards = [kept.pop(game.id, None) or self._card(host, game) for host, game in games]
        for card in kept.values():
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for card in self.cards:
            self._column.removeWidget(card)
            self._column.addWidget(card)

    def _card(self, host: FoundHost, game: FoundGame) -> GameCard:
        card = GameCard(host, game)
        card.clicked.connect(lambda _on: self.wanted.emit(card.host, card.game))
        return card


class AddressCard(Card):
    """`given(address, pin)`. Hosts that were visited stand below as buttons."""

    given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(self.tr("Join with the PIN"), TypeRole.LEAD, semibold=True)
        self.words = Label("", tone="muted", wrap=True)
        self.address = QLineEdit()
        self.address.setPlaceholderText("192.168.1.20")
        self.address.setAccessibleName(self.tr("Address on the teacher's screen"))
        self.pin = QLineEdit()
        self.pin.setPlaceholderText(self.tr("PIN"))
        self.pin.setAccessibleName(self.tr("PIN, six digits"))
        self.pin.setMaxLength(12)
        self.pin.setMaximumWidth(theme().px(_PIN_WIDTH))
        self.button = Button(self.tr("Join"), "primary")
        self.error = InlineError()
        self.recent = QWidget()
        self._flow = FlowLayout(self.recent)
        fields = QHBoxLayout()
        fields.setSpacing(Space.S)
        fields.addWidget(self.address, 3)
        fields.addWidget(self.pin, 1)
        fields.addWidget(self.button)
        self.body.addWidget(self.title)
        self.body.addWidget(self.words)
        self.body.addLayout(fields)
        self.body.addWidget(self.error)
        self.body.addWidget(self.recent)
        self.button.clicked.connect(lambda _on: self._give())
        self.pin.returnPressed.connect(self._give)
        self.address.returnPressed.connect(self._give)
        for field in (self.address, self.pin):
            field.textChanged.connect(lambda _text: self._show_ready())
        self.set_prominent(prominent=False)
        self._show_ready()

    def set_prominent(self, *, prominent: bool) -> None:
        """Whether this is what to do now, because nothing was found."""
        usual = self.tr("The address and the PIN stand on the teacher's screen.")
        now = self.tr("Type what stands on the teacher's screen: the address, then the PIN.")
        self.words.setText(now if prominent else usual)
        self.button.set_kind("primary" if prominent else "secondary")

    def ask_pin(self, address: str, title: str) -> None:
        """A game was chosen whose PIN is not known: only that is missing."""
        self.address.setText(address)
        self.title.setText(self.tr("PIN of “{title}”").format(title=title) if title else self.title.text())
        self.pin.clear()
        self.pin.setFocus()

    def show_recent(self, seats: Sequence[SeatView]) -> None:
        """Hosts that were visited, newest first."""
        self._flow.clear()
        for seat in seats:
            address = seat.url.rpartition("//")[2]
            button = Button(
                f"{seat.host} · {address}" if seat.host else address, "quiet", icon_name="history"
            )
            button.clicked.connect(lambda _on, address=address: self.ask_pin(address, ""))
            self._flow.addWidget(button)
        self.recent.setVisible(bool(seats))

    def _give(self) -> None:
        if self.button.isEnabled():
            self.error.show_error(None)
            self.given.emit(self.address.text(), self.pin.text())
        elif self.address.text().strip():
            self.pin.setFocus()

    def _show_ready(self) -> None:
        address = self.address.text().strip()
        self.button.setEnabled(bool(address) and (bool(self.pin.text().strip()) or "pin=" in address))
