from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHeaderView

from desktop.widgets.data_table import DataTable
from desktop.widgets.theming import theme, theming


def filled(rows=3):
    model = QStandardItemModel(rows, 3)
    model.setHorizontalHeaderLabels(["Time", "Name", "Points"])
    for row in range(rows):
        for column, words in enumerate((f"{row}:00", "A long name of somebody " * 4, "12")):
            model.setItem(row, column, QStandardItem(words))
    return model


def test_the_named_columns_take_what_is_left_and_lines_can_be_hit(qtbot, look):
    model = filled()
    table = DataTable(model, "Results", [1])
    qtbot.addWidget(table)
    table.resize(600, 300)
    table.show()
    assert table.accessibleName() == "Results"
    modes = [table.horizontalHeader().sectionResizeMode(column) for column in range(3)]
    mode = QHeaderView.ResizeMode
    assert modes == [mode.ResizeToContents, mode.Stretch, mode.ResizeToContents]
    assert table.rowHeight(0) == theme().hit_target
    assert sum(table.columnWidth(column) for column in range(3)) == table.viewport().width()
    high = theme().hit_target
    theming().changed.emit()
    assert table.verticalHeader().defaultSectionSize() == high


def test_a_click_chooses_the_line_and_tab_leaves(qtbot, look):
    model = filled()
    table = DataTable(model, "Results", [1])
    qtbot.addWidget(table)
    table.show()
    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(model.index(1, 2)).center()
    )
    assert {index.row() for index in table.selectedIndexes()} == {1}
    assert len(table.selectedIndexes()) == 3
    assert not table.tabKeyNavigation()
