"""The overview of a report: headline numbers, what was hard, who may need help, two charts with their words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.quiz.report import STRUGGLED, PlayerReport, QuestionReport, Report
from desktop.quiz.report_words_page import numbered, one_line, seconds_words, share_words
from desktop.widgets.bar_chart import BarChart, ChartBar
from desktop.widgets.card import Card, ScrollColumn
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.formats import format_number, format_share
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme

_WIDTH = 110
_MOST_HARD, _MOST_PLAYERS = 3, 8
_STEPS = 5
_CARD = 124


class OverviewPane(ScrollColumn):
    """`question_wanted(q)` and `player_wanted(pid)` lead to the other parts of the report."""

    question_wanted = Signal(int)
    player_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(characters=_WIDTH)
        self._questions: list[QuestionReport] = []
        self.numbers: list[Card] = []
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, spacing=Space.M)
        self.chart = BarChart(self.tr("Right answers per question"), self.tr("Question"))
        self.chart.pressed.connect(lambda number: self.question_wanted.emit(self._questions[number].q))
        self.spread = BarChart(self.tr("How many players got how much right"), self.tr("Right"))
        self.hard = Card()
        self.help = Card()
        self.charts = (
            self._titled(self.tr("Right per question"), self.chart),
            self._titled(self.tr("The class"), self.spread),
        )
        for widget in (self._holder, self.hard, self.help, *self.charts):
            self.body.addWidget(widget)

    def show_report(self, report: Report) -> None:
        """Show the numbers of a game."""
        self._show_numbers(report)
        self._questions = [found for found in report.questions if found.share is not None]
        self.charts[0].setVisible(bool(self._questions))
        if self._questions:
            self.chart.set_bars([_bar(found) for found in self._questions], percent=True)
        marked = [found for found in report.players if found.share is not None]
        self.charts[1].setVisible(bool(marked))
        if marked:
            self.spread.set_bars(self._steps(marked))
        self._show_hard(report)
        self._show_help(marked)

    def _titled(self, title: str, chart: BarChart) -> Card:
        card = Card()
        card.body.addWidget(Label(title, TypeRole.LEAD, semibold=True))
        card.body.addWidget(chart)
        note = self.tr("Red bars are below half.")
        card.body.addWidget(Label(note, TypeRole.SMALL, tone="muted", wrap=True))
        return card

    def _show_numbers(self, report: Report) -> None:
        self._flow.clear()
        answered = sum(found.answered for found in report.questions)
        missed = sum(found.missed for found in report.questions)
        times = [found.median_ms for found in report.questions if found.median_ms is not None]
        middle = sorted(times)[len(times) // 2] if times else None
        given = answered / (answered + missed) if answered + missed else None
        self.numbers = [
            _number(format_number(len(report.players)), self.tr("player(s)", "", len(report.players))),
            _number(share_words(report.share), self.tr("right on average")),
            _number(share_words(given), self.tr("of questions answered")),
            _number(seconds_words(middle), self.tr("to answer, usually")),
            _number(
                format_number(len(report.questions)), self.tr("question(s) asked", "", len(report.questions))
            ),
        ]
        for card in self.numbers:
            self._flow.addWidget(card)

    def _show_hard(self, report: Report) -> None:
        hardest = report.hardest[:_MOST_HARD]
        links = [
            (f"{share_words(found.share)} · {numbered(found.q, found.question.text)}", found.q)
            for found in hardest
        ]
        _fill(self.hard, self.tr("Hard for most"))
        for words, q in links:
            self.hard.body.addWidget(_link(words, lambda q=q: self.question_wanted.emit(q)))
        if not links:
            self.hard.body.addWidget(
                Label(self.tr("Every question was answered right by at least half."), tone="muted", wrap=True)
            )
        self.hard.setVisible(report.share is not None)

    def _show_help(self, marked: Sequence[PlayerReport]) -> None:
        weak = sorted(
            (found for found in marked if (found.share or 0) < STRUGGLED),
            key=lambda found: (found.share or 0, found.player.name.casefold()),
        )
        _fill(self.help, self.tr("May need help"))
        for found in weak[:_MOST_PLAYERS]:
            words = f"{share_words(found.share)} · {found.player.name}"
            if found.weak_topics:
                words = f"{words} · {', '.join(found.weak_topics)}"
            self.help.body.addWidget(_link(words, lambda pid=found.player.pid: self.player_wanted.emit(pid)))
        if len(weak) > _MOST_PLAYERS:
            more = self.tr("and %n more", "", len(weak) - _MOST_PLAYERS)
            self.help.body.addWidget(Label(more, tone="muted"))
        if not weak:
            self.help.body.addWidget(
                Label(self.tr("Everybody had at least half of it right."), tone="muted", wrap=True)
            )
        self.help.setVisible(bool(marked))

    def _steps(self, marked: Sequence[PlayerReport]) -> list[ChartBar]:
        counts = [0] * _STEPS
        for found in marked:
            counts[min(_STEPS - 1, int((found.share or 0) * _STEPS))] += 1
        width = 100 // _STEPS
        bars: list[ChartBar] = []
        for step, count in enumerate(counts):
            label = f"{step * width}–{(step + 1) * width} %"
            spoken = self.tr("{label} right: %n player(s)", "", count).format(label=label)
            bars.append(ChartBar(label, count, spoken, strong=(step + 1) * width <= STRUGGLED * 100))
        return bars


def _bar(found: QuestionReport) -> ChartBar:
    share = found.share or 0.0
    spoken = f"{one_line(found.question.text)}: {format_share(share)}"
    return ChartBar(format_number(found.q + 1), share, spoken, strong=share < STRUGGLED)


def _number(value: str, words: str) -> Card:
    card = Card()
    card.body.setSpacing(0)
    card.body.addWidget(Label(value, TypeRole.DISPLAY, semibold=True))
    card.body.addWidget(Label(words, TypeRole.SMALL, tone="muted"))
    card.setMinimumWidth(theme().px(_CARD))
    return card


def _fill(card: Card, title: str) -> None:
    """Empty a card but for its title."""
    while (item := card.body.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
    card.body.addWidget(Label(title, TypeRole.LEAD, semibold=True))


def _link(words: str, then: object) -> QWidget:
    """A line that leads somewhere; long ones are cut."""
    label = ElidedLabel(words, tone="accent")
    label.setCursor(Qt.CursorShape.PointingHandCursor)
    label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    label.clicked.connect(then)
    return label
