"""Games that were hosted, as cards: what, when, how many, how well."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.host_service import PlayedGame
from desktop.quiz.report_words_page import share_words
from desktop.widgets.action_card import ActionCard
from desktop.widgets.button import Button
from desktop.widgets.card import ScrollColumn
from desktop.widgets.empty_state import Glyph
from desktop.widgets.formats import format_date_time
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.pill import Pill
from desktop.widgets.theme import Space, TypeRole

_SHOWN = 30
_WIDTH = 84


class GamesList(ScrollColumn):
    """`opened(GameId)`. The newest thirty, the rest on demand."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__(characters=_WIDTH)
        self._games: list[PlayedGame] = []
        self._all = False
        self.cards: list[ActionCard] = []
        self.more = Button(self.tr("Show all"), "link")
        self.more.clicked.connect(lambda _on: self._show_all())
        self.body.setSpacing(Space.S)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)

    def show_games(self, games: Sequence[PlayedGame]) -> None:
        if list(games) != self._games:
            self._games = list(games)
            self._lay_out()

    def _show_all(self) -> None:
        self._all = True
        self._lay_out()

    def _lay_out(self) -> None:
        for card in self.cards:
            self.body.removeWidget(card)
            card.hide()
            card.deleteLater()
        shown = self._games if self._all else self._games[:_SHOWN]
        self.cards = [self._card(game) for game in shown]
        for number, card in enumerate(self.cards):
            self.body.insertWidget(number, card)
        self.more.setVisible(len(shown) < len(self._games))

    def _card(self, game: PlayedGame) -> ActionCard:
        when = format_date_time(game.started_ms)
        players = self.tr("%n player(s)", "", game.players)
        card = ActionCard(f"{game.title}, {when}, {players}")
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(game.title, TypeRole.LEAD, semibold=True))
        words.addWidget(ElidedLabel(f"{when} · {players}", TypeRole.SMALL, tone="muted"))
        row.addWidget(Glyph("calendar-clock-outline" if game.pace == "self" else "cast-education", pixels=24))
        row.addLayout(words, 1)
        if game.ended_ms is None:
            row.addWidget(Pill(self.tr("Not ended"), "info"))
        if game.share is not None:
            right = QVBoxLayout()
            right.setSpacing(0)
            number = Label(share_words(game.share), TypeRole.LEAD, semibold=True)
            number.setAlignment(Qt.AlignmentFlag.AlignTrailing)
            right.addWidget(number)
            right.addWidget(Label(self.tr("right"), TypeRole.SMALL, tone="muted"))
            row.addLayout(right)
        card.add(inner)
        card.clicked.connect(lambda: self.opened.emit(game.id))
        return card
