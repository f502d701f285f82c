"""Between and after the questions in the teacher's window: the board, the podium, and an assignment under way."""

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.quiz.host_lobby_page import Entrance
from desktop.quiz.host_view_model import HostViewModel
from desktop.widgets.button import Button
from desktop.widgets.card import Card, ScrollColumn
from desktop.widgets.formats import format_number
from desktop.widgets.label import Label
from desktop.widgets.progress_row import ProgressBar
from desktop.widgets.quiz_board import PODIUM_PLACES, Board, BoardLine, Podium
from desktop.widgets.theme import Space, TypeRole
from shared.quiz.messages import Standing

_WIDTH = 84


def lines_of(standings: tuple[Standing, ...]) -> list[BoardLine]:
    """Standings as lines of a board."""
    return [BoardLine(one.name, one.total, one.rank, one.moved, one.team) for one in standings]


def _time_words(at_ms: int) -> str:
    """Day and time of day: a deadline needs both."""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(at_ms), QLocale.FormatType.ShortFormat)


class BoardPane(ScrollColumn):
    """`report_wanted` at the end, when the result is in the library."""

    report_wanted = Signal()

    def __init__(self, model: HostViewModel) -> None:
        super().__init__(characters=_WIDTH)
        self._model = model
        self.title = Label("", TypeRole.TITLE, semibold=True, wrap=True)
        self.saved = Label("", tone="muted", wrap=True)
        self.report = Button(self.tr("See the report"), icon_name="chart-bar")
        self.report.clicked.connect(lambda _on: self.report_wanted.emit())
        self.podium = Podium()
        self.team_heading = Label(self.tr("Teams"), TypeRole.LEAD, semibold=True)
        self.teams = Board()
        self.heading = Label(self.tr("Players"), TypeRole.LEAD, semibold=True)
        self.board = Board()
        self.private = Label(
            self.tr(
                "Everybody sees only their own points, as you chose. The list at the side has all of them."
            ),
            tone="muted",
            wrap=True,
        )
        for widget in (
            self.title, self.saved, self._report_row(), self.podium, self.team_heading, self.teams, self.heading,
            self.board, self.private,
        ):  # fmt: skip
            self.body.addWidget(widget)

    def _report_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.report)
        line.addStretch(1)
        return row

    def show_board(self) -> None:
        """Bring it up to the model."""
        stage, model = self._model.stage, self._model
        if stage is None:
            return
        over = stage.phase in {"podium", "ended"}
        titles = {"podium": self.tr("The winners"), "ended": self.tr("The game is over")}
        self.title.setText(titles.get(stage.phase, self.tr("The board")))
        self.saved.setVisible(over)
        self.report.setVisible(over and model.saved_id is not None)
        self.saved.setText(
            self.tr("All results are in your library.")
            if model.saved_id is not None
            else self.tr("Nothing was played, so there is no report.")
            if not stage.players
            else self.tr("Results are being fetched…")
        )
        lines, teams = lines_of(stage.top), lines_of(stage.teams)
        self.podium.setVisible(over and bool(teams or lines))
        self.podium.set_lines([line for line in teams or lines if line.rank <= PODIUM_PLACES])
        self.team_heading.setVisible(bool(teams))
        self.teams.set_lines(teams)
        self.heading.setVisible(bool(teams and lines))
        self.board.set_lines(lines)
        self.private.setVisible(not lines and not teams and stage.players > 0)


class AssignmentPane(ScrollColumn):
    """A self-paced game: how to come in, until when, and who has handed in."""

    copied = Signal()
    report_wanted = Signal()

    def __init__(self, model: HostViewModel) -> None:
        super().__init__(characters=110)
        self._model = model
        self.entrance = Entrance()
        self.entrance.copied.connect(self.copied)
        self.deadline = Label("", TypeRole.LEAD, semibold=True, wrap=True)
        self.handed_in = Label("", TypeRole.LEAD, wrap=True)
        self.bar = ProgressBar(self.tr("Handed in"))
        self.words = Label(
            self.tr(
                "Leave Lantern open while your class works, or open it again later: answers given without a connection "
                "are kept on the devices and arrive as soon as this computer can be reached."
            ),
            tone="muted",
            wrap=True,
        )
        self.report = Button(self.tr("See the report so far"), icon_name="chart-bar")
        self.report.clicked.connect(lambda _on: self.report_wanted.emit())
        card = Card(padding=Space.XL)
        card.body.addWidget(self.entrance)
        self.body.addWidget(card)
        for widget in (self.deadline, self.handed_in, self.bar, self.words):
            self.body.addWidget(widget)
        self.body.addWidget(self.report, 0, Qt.AlignmentFlag.AlignLeading)

    def show_assignment(self) -> None:
        """Bring it up to the model."""
        stage, game, link = self._model.stage, self._model.game, self._model.link
        if stage is None or game is None or link is None:
            return
        self.entrance.show_entrance(next(iter(stage.urls or game.urls), ""), game.pin)
        deadline_ms = None if link.welcome is None else link.welcome.game.deadline_ms
        self.deadline.setVisible(deadline_ms is not None)
        if deadline_ms is not None:
            self.deadline.setText(self.tr("Until {time}").format(time=_time_words(deadline_ms)))
        seats = self._model.seats()
        done = sum(seat.finished for seat in seats)
        self.handed_in.setText(
            self.tr("{done} of {all} have handed in").format(
                done=format_number(done), all=format_number(len(seats))
            )
            if seats
            else self.tr("Nobody has opened it yet.")
        )
        self.bar.setVisible(bool(seats))
        self.bar.set_fraction(done / len(seats) if seats else 0.0)
        self.report.setVisible(self._model.saved_id is not None)
