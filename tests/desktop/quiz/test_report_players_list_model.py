"""Players of a report as a table: cells, order, and a selection that stays."""

from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.quiz.report import report_of
from desktop.quiz.report_players_list_model import COLUMNS, PlayerRole, PlayersTableModel
from tests.support.quiz_results import small_result

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


def filled(qapp):
    model = PlayersTableModel(
        {name: name.upper() for name in COLUMNS}, lambda found, column: f"{column} {found.answered}"
    )
    model.tester = QAbstractItemModelTester(model)
    model.show(report_of(small_result()).players)
    return model


def names(model):
    return [model.player(row).player.name for row in range(model.rowCount())]


def test_every_column_sorts_both_ways(qapp):
    model = filled(qapp)
    assert names(model) == ["Ana", "Ben"]
    for number in range(len(COLUMNS)):
        model.sort(number, UP)
        model.sort(number, DOWN)
        assert sorted(names(model)) == ["Ana", "Ben"]
    model.sort(COLUMNS.index("points"), UP)
    assert names(model) == ["Ben", "Ana"]


def test_a_selection_stays_on_its_player(qapp):
    model = filled(qapp)
    kept = QPersistentModelIndex(model.index(0, 1))
    model.sort(COLUMNS.index("name"), DOWN)
    assert kept.data(PlayerRole).player.name == "Ana"
    assert (model.row_of("p1"), model.row_of("nobody")) == (1, -1)


def test_cells_and_headings(qapp):
    model = filled(qapp)
    assert model.index(0, 1).data() == "name 3"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "RANK"
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.player(9) is None
    assert model.index(0, COLUMNS.index("points")).data(Qt.ItemDataRole.TextAlignmentRole) is not None
