from PySide6.QtCore import Qt

from desktop.admin.rows_list_model import Column, RowsTableModel


def test_older_rows_do_not_move_what_is_read(qapp):
    model = RowsTableModel([Column("Name", str), Column("Twice", lambda row: str(2 * row), amounts=True)])
    resets, added = [], []
    model.modelReset.connect(lambda: resets.append(True))
    model.rowsInserted.connect(lambda _parent, first, last: added.append((first, last)))
    model.show([3, 2])
    model.show([3, 2])
    model.show([3, 2, 1])
    assert (len(resets), added) == (1, [(2, 2)])
    model.show([9])
    assert len(resets) == 2
    index = model.index(0, 1)
    assert model.data(index) == "18"
    assert model.data(index, Qt.ItemDataRole.TextAlignmentRole)
    assert model.data(model.index(0, 0), Qt.ItemDataRole.TextAlignmentRole) is None
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Twice"
    assert model.row(5) is None
    assert model.data(model.index(-1, -1)) is None
    assert model.rowCount(index) == model.columnCount(index) == 0
