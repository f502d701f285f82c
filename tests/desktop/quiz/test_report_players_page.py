"""Players of a report: found, chosen, and one answer by answer."""

from desktop.quiz.report import report_of
from desktop.quiz.report_players_list_model import COLUMNS
from desktop.quiz.report_players_page import PlayersReportPane
from desktop.widgets.label import Label
from desktop.widgets.pill import Pill
from shared.quiz.quiz import GameOptions
from tests.support.look import look
from tests.support.quiz_results import small_result

__all__ = ["look"]


def pane_of(result=None):
    pane = PlayersReportPane()
    pane.resize(1100, 600)
    pane.show()
    pane.show_report(report_of(result or small_result()))
    return pane


def cell(pane, row, column):
    return pane.model.index(row, COLUMNS.index(column)).data()


def test_cells_are_words(qapp):
    pane = pane_of()
    assert [cell(pane, 1, column) for column in ("rank", "name", "points", "share", "answered")] == [
        "2", "Ben", "800", "50 %", "2 / 3",
    ]  # fmt: skip
    assert (
        cell(pane, 1, "flags")
        == "1 wrong though sure, 1 late, looked away 3 times, 1 very fast, 1 time corrected"
    )
    assert pane.table.isColumnHidden(COLUMNS.index("team"))
    teams = pane_of(small_result(options=GameOptions(teams=("Reds", "Blues"))))
    assert not teams.table.isColumnHidden(COLUMNS.index("team"))


def test_a_player_is_found_and_opened(qapp):
    pane = pane_of()
    assert not pane.detail.isVisible()
    pane.show_player("p2")
    assert pane.detail.isVisible()
    texts = [label.text() for row in pane.detail.rows for label in row.findChildren(Label)]
    pills = [row.findChildren(Pill)[0].text() for row in pane.detail.rows]
    assert pills == ["Right", "Wrong", "No answer", "Opinion"]
    assert "Newton" in texts
    assert "+800 · 9.0 s · the device said 9.2 s" in texts
    pane.show_player("nobody")
    pane.search.setText("ana")
    pane._show_table()
    assert pane.model.rowCount() == 1
    assert not pane.detail.isVisible()
