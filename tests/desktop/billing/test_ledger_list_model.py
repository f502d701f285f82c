from PySide6.QtCore import Qt

from desktop.billing.ledger_list_model import COLUMNS, LedgerTableModel
from tests.support.billing_stage import entry


def made():
    return LedgerTableModel(
        {name: name.upper() for name in COLUMNS}, lambda one, column: f"{column} {one.number}"
    )


def test_cells_and_headings():
    model = made()
    model.show([entry(2), entry(1)])
    assert (model.rowCount(), model.columnCount()) == (2, len(COLUMNS))
    assert model.data(model.index(1, 0)) == "at 1"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "AT"
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    amount = model.index(0, COLUMNS.index("amount"))
    assert model.data(amount, Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignTrailing
    assert model.data(model.index(5, 0)) is None
    assert model.rowCount(amount) == 0


def test_older_ones_come_after_without_a_jump():
    model = made()
    told = []
    model.modelReset.connect(lambda: told.append("reset"))
    model.rowsInserted.connect(lambda _parent, first, last: told.append((first, last)))
    model.show([entry(3)])
    model.show([entry(3), entry(2), entry(1)])
    model.show([entry(3), entry(2), entry(1)])
    assert told == ["reset", (1, 2)]
    model.show([entry(4), entry(3)])
    assert told[-1] == "reset"
