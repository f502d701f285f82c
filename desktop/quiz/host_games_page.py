"""Games that run on this computer: several at once, each to go on with; and a line that other pages show."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.quiz.host_service import HostedGame
from desktop.quiz.host_view_model import HostViewModel
from desktop.quiz.host_words_page import pin_words
from desktop.widgets.action_card import ActionCard
from desktop.widgets.card import ScrollColumn
from desktop.widgets.empty_state import EmptyState, Glyph
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.pill import Pill
from desktop.widgets.theme import Space, TypeRole


class GamesPane(QStackedWidget):
    """`opened(HostedGame)`; `quizzes_wanted` when nothing runs."""

    opened = Signal(object)
    quizzes_wanted = Signal()

    def __init__(self, model: HostViewModel) -> None:
        super().__init__()
        self._model = model
        self._shown: object = None
        self.empty = EmptyState(
            "cast-education",
            self.tr(
                "Games that you host will be here while they run. Choose a quiz and host it for your class."
            ),
            self.tr("Go to my quizzes"),
        )
        self.empty.action.connect(self.quizzes_wanted)
        self.column = ScrollColumn()
        self.cards: list[ActionCard] = []
        self.addWidget(self.empty)
        self.addWidget(self.column)

    def show_games(self) -> None:
        """Bring it up to the model."""
        games = self._model.games
        self.setCurrentWidget(self.column if games else self.empty)
        if games == self._shown:
            return
        self._shown = games
        for card in self.cards:
            self.column.body.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [self._card(game) for game in games]
        for card in self.cards:
            self.column.body.addWidget(card)

    def _card(self, game: HostedGame) -> ActionCard:
        card = ActionCard(self.tr("Go on with “{title}”").format(title=game.title))
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(ElidedLabel(game.title, TypeRole.LEAD, semibold=True))
        facts = f"{self.tr('PIN {pin}').format(pin=pin_words(game.pin))} · {self.tr('%n player(s)', '', game.players)}"
        words.addWidget(Label(facts, TypeRole.SMALL, tone="muted"))
        row.addWidget(Glyph("calendar-clock-outline" if game.pace == "self" else "cast-education", pixels=28))
        row.addLayout(words, 1)
        over = game.phase in {"podium", "ended"}
        lobby = game.phase == "lobby"
        text = self.tr("Over") if over else self.tr("Waiting for players") if lobby else self.tr("Under way")
        row.addWidget(Pill(text, "neutral" if over else "info" if lobby else "ok"))
        card.add(inner)
        card.clicked.connect(lambda: self.opened.emit(game))
        return card
