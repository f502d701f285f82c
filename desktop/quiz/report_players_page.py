"""The players of a report: a table that sorts, and one player answer by answer."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.play_words_page import answer_words
from desktop.quiz.report import PlayerReport, QuestionReport, Report
from desktop.quiz.report_players_list_model import COLUMNS, PlayersTableModel
from desktop.quiz.report_words_page import heading, numbered, seconds_words, share_words
from desktop.widgets.card import Card, ScrollColumn
from desktop.widgets.data_table import DataTable
from desktop.widgets.formats import format_number
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.pill import Pill
from desktop.widgets.search_field import SearchField
from desktop.widgets.split_panel import SplitPanel
from desktop.widgets.theme import Space, TypeRole
from shared.quiz.questions import is_answerable, is_opinion, public_view
from shared.quiz.results import AnswerResult

_DETAIL = 340


class PlayersReportPane(QWidget):
    """Choosing a line shows that player's answers at the side."""

    def __init__(self) -> None:
        super().__init__()
        self._report: Report | None = None
        self.search = SearchField(self.tr("Find a player"))
        self.search.settled.connect(lambda _words: self._show_table())
        headings = {
            "rank": heading("Rank"),
            "name": heading("Name"),
            "team": heading("Team"),
            "points": heading("Points"),
            "share": heading("Right"),
            "answered": heading("Answered"),
            "time": self.tr("Usually"),
            "flags": self.tr("To look at"),
        }
        self.model = PlayersTableModel(headings, self._cell, self)
        self.table = DataTable(self.model, self.tr("Players"), [COLUMNS.index("name")])
        self.detail = PlayerDetail()
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(COLUMNS.index("rank"), Qt.SortOrder.AscendingOrder)
        self.table.selectionModel().selectionChanged.connect(lambda *_changes: self._show_detail())
        self.model.modelReset.connect(self._show_detail)
        self.split = SplitPanel(self._main(), self.detail, detail_width=_DETAIL)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        column.addWidget(self.split)
        self.split.set_detail_visible(False)

    def show_report(self, report: Report) -> None:
        if report == self._report:
            return
        self._report = report
        self.table.setColumnHidden(COLUMNS.index("team"), not report.result.options.teams)
        self._show_table()

    def show_player(self, pid: str) -> None:
        """Choose a player."""
        self.search.clear()
        self._show_table()
        row = self.model.row_of(pid)
        if row >= 0:
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0))

    def _main(self) -> QWidget:
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, Space.M, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        return main

    def _show_table(self) -> None:
        if self._report is None:
            return
        words = self.search.text().casefold().split()
        self.model.show(
            tuple(
                found
                for found in self._report.players
                if all(word in f"{found.player.name} {found.player.team}".casefold() for word in words)
            )
        )

    def _show_detail(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        found = self.model.player(rows[0].row()) if rows else None
        self.split.set_detail_visible(found is not None)
        if found is not None and self._report is not None:
            self.detail.show_player(self._report, found)

    def _cell(self, found: PlayerReport, column: str) -> str:
        cells = {
            "rank": format_number(found.player.rank) if found.player.rank else "–",
            "name": found.player.name,
            "team": found.player.team,
            "points": format_number(found.player.total),
            "share": share_words(found.share),
            "answered": f"{format_number(found.answered)} / {format_number(found.asked)}",
            "time": seconds_words(found.median_ms),
            "flags": self._flags(found),
        }
        return cells[column]

    def _flags(self, found: PlayerReport) -> str:
        parts: list[str] = []
        if found.sure_mistakes:
            parts.append(self.tr("%n wrong though sure", "", found.sure_mistakes))
        if found.late:
            parts.append(self.tr("%n late", "", found.late))
        if found.player.aways:
            parts.append(self.tr("looked away %n time(s)", "", found.player.aways))
        if found.player.fast_taps:
            parts.append(self.tr("%n very fast", "", found.player.fast_taps))
        if found.clamped:
            parts.append(self.tr("%n time(s) corrected", "", found.clamped))
        return ", ".join(parts)


class PlayerDetail(ScrollColumn):
    """One player: totals, weak topics, every answer."""

    def __init__(self) -> None:
        super().__init__(centred=False)
        self.rows: list[QWidget] = []
        self.body.setSpacing(Space.S)

    def show_player(self, report: Report, found: PlayerReport) -> None:
        while (item := self.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.body.addWidget(Label(found.player.name, TypeRole.TITLE, semibold=True, wrap=True))
        points = self.tr("{points} points").format(points=format_number(found.player.total))
        about = f"{points} · {self.tr('{share} right').format(share=share_words(found.share))}"
        self.body.addWidget(Label(about, tone="muted", wrap=True))
        if found.weak_topics:
            weak = self.tr("Needs practice: {topics}").format(topics=", ".join(found.weak_topics))
            self.body.addWidget(Label(weak, wrap=True))
        given = {one.q: one for one in report.result.answers if one.pid == found.player.pid}
        self.rows = [
            _answer_card(self, question, given.get(question.q))
            for question in report.questions
            if is_answerable(question.question.body)
        ]
        for row in self.rows:
            self.body.addWidget(row)
        self.verticalScrollBar().setValue(0)

    def pill_for(self, body: Any, answer: AnswerResult | None) -> Pill:
        """What became of an answer, in a word."""
        if answer is None:
            return Pill(self.tr("No answer"), "neutral", icon_name="minus-circle-outline")
        if is_opinion(body):
            return Pill(self.tr("Opinion"), "neutral")
        if answer.fraction >= 1:
            return Pill(self.tr("Right"), "ok")
        if answer.fraction > 0:
            return Pill(self.tr("{share} right").format(share=share_words(answer.fraction)), "warning")
        return Pill(self.tr("Wrong"), "danger", icon_name="close-circle-outline")

    def told_words(self, ms: int) -> str:
        """What the device's stopwatch said, where the host counted another time."""
        return self.tr("the device said {seconds}").format(seconds=seconds_words(ms))


def _answer_card(detail: PlayerDetail, found: QuestionReport, answer: AnswerResult | None) -> QWidget:
    question = found.question
    card = Card(padding=Space.M)
    card.body.setSpacing(Space.XS)
    line = QHBoxLayout()
    line.addWidget(ElidedLabel(numbered(found.q, question.text), TypeRole.SMALL, tone="muted"), 1)
    line.addWidget(detail.pill_for(question.body, answer))
    card.body.addLayout(line)
    if answer is not None:
        card.body.addWidget(
            Label(answer_words(public_view(question), answer.answer) or answer.text, wrap=True)
        )
        facts = [seconds_words(answer.elapsed_ms)]
        if answer.points:
            facts.insert(0, f"{answer.points:+d}".replace("-", "−"))
        if answer.clamped_ms:
            facts.append(detail.told_words(answer.elapsed_ms - answer.clamped_ms))
        card.body.addWidget(Label(" · ".join(facts), TypeRole.SMALL, tone="muted"))
    return card
