"""The leaderboard between questions and the podium at the end."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.quiz.play_view_model import PlayViewModel
from desktop.widgets.announcer import announce
from desktop.widgets.button import Button
from desktop.widgets.card import ScrollColumn
from desktop.widgets.formats import format_number
from desktop.widgets.label import Label
from desktop.widgets.quiz_board import PODIUM_PLACES, Board, BoardLine, Podium
from desktop.widgets.theme import Space, TypeRole
from shared.quiz.messages import Board as BoardFrame
from shared.quiz.messages import Standing

_WIDTH = 72


class BoardView(ScrollColumn):
    """`results_wanted`: the person wants to see every question again; `closed`: is done with this game."""

    results_wanted = Signal()
    closed = Signal()

    def __init__(self, model: PlayViewModel) -> None:
        super().__init__(characters=_WIDTH)
        self._model = model
        self._told: object = None
        self.title = Label("", TypeRole.TITLE, semibold=True, wrap=True)
        self.own = Label("", TypeRole.LEAD, wrap=True)
        self.podium = Podium()
        self.team_heading = Label(self.tr("Teams"), TypeRole.LEAD, semibold=True)
        self.teams = Board()
        self.heading = Label(self.tr("Players"), TypeRole.LEAD, semibold=True)
        self.board = Board()
        self.results = Button(self.tr("See all questions again"), "primary", icon_name="format-list-checks")
        self.results.clicked.connect(lambda _on: self.results_wanted.emit())
        self.done = Button(self.tr("Done"))
        self.done.clicked.connect(lambda _on: self.closed.emit())
        column = (self.title, self.own, self.podium, self.team_heading, self.teams, self.heading, self.board)
        for widget in column:
            self.body.addWidget(widget)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self.results)
        foot.addWidget(self.done)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def show_board(self) -> None:
        """Bring it up to the model."""
        stage, seat = self._model.stage, self._model.seat
        over = stage.phase in {"podium", "ended"}
        frame = stage.board or BoardFrame()
        lines = [_line(one, own=one.name == seat.name) for one in frame.top]
        if frame.own is not None and not any(line.own for line in lines):
            lines.append(_line(frame.own, own=True))
        self.title.setText(self._title(stage.ended, over=over))
        self.own.setText(self._own_words())
        self.own.setVisible(bool(self.own.text()))
        self.podium.setVisible(over and bool(lines))
        self.podium.set_lines([line for line in lines if line.rank <= PODIUM_PLACES])
        teams = [_line(one, own=one.name == seat.team) for one in frame.teams]
        self.team_heading.setVisible(bool(teams))
        self.teams.set_lines(teams)
        self.heading.setVisible(bool(teams and lines))
        self.board.set_lines(lines)
        self.results.setVisible(over and bool(self._model.playing and self._model.playing.keeper.questions()))
        self.done.setVisible(over)
        if self._told != (stage.phase, stage.total):
            self._told = (stage.phase, stage.total)
            announce(self, f"{self.title.text()} {self.own.text()}")

    def _title(self, ended: str, *, over: bool) -> str:
        if ended == "stopped":
            return self.tr("Your teacher ended the game")
        return self.tr("The game is over") if over else self.tr("The board")

    def _own_words(self) -> str:
        stage = self._model.stage
        if not stage.rank:
            return ""
        points = format_number(stage.total)
        if stage.players > 1:
            words = self.tr("You are in place {rank} of {players} with {points} points.")
            return words.format(rank=stage.rank, players=stage.players, points=points)
        return self.tr("You have {points} points.").format(points=points)


def _line(standing: Standing, *, own: bool) -> BoardLine:
    return BoardLine(standing.name, standing.total, standing.rank, standing.moved, standing.team, own)
