from desktop.admin.rows_list_model import Column
from desktop.admin.table_page import PagedTable
from desktop.widgets.empty_state import EmptyState
from shared.errors import AppError


def test_the_states_of_a_table(qtbot):
    table = PagedTable("Rows", [Column("Name", str, wide=True)], EmptyState("webhook", "Nothing yet."))
    qtbot.addWidget(table)
    table.show()
    chosen = []
    table.chosen.connect(chosen.append)
    table.show_rows([], more=False)
    assert table.stack.state() == "empty"
    table.show_rows([7, 8], more=True)
    assert table.stack.state() == "content"
    assert table.more_button.isVisible()
    table.table.selectRow(1)
    assert (chosen, table.current()) == ([8], 8)
    with qtbot.waitSignal(table.more_asked):
        table.more_button.click()
    table.show_rows([7, 8, 9], more=False, reading=True)
    assert not table.more_button.isVisible()
    table.show_error(AppError("network.unreachable"))
    with qtbot.waitSignal(table.retry):
        table.stack.retry.emit()
