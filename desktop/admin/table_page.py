"""A table that is read in pages: the four states, how many are shown, older ones on demand. Knows no kind of row."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.admin.rows_list_model import Column, RowsTableModel
from desktop.widgets.button import Button
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.data_table import DataTable
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole
from shared.errors import AppError


class PagedTable(QWidget):
    """`chosen(row)` when one is selected; `more_asked`, `retry`."""

    chosen = Signal(object)
    more_asked = Signal()
    retry = Signal()

    def __init__(self, name: str, columns: Sequence[Column], empty: EmptyState) -> None:
        super().__init__()
        self.model = RowsTableModel(columns, self)
        wide = [section for section, column in enumerate(columns) if column.wide]
        self.table = DataTable(self.model, name, wide)
        self.table.selectionModel().currentRowChanged.connect(self._tell)
        self.count = Label("", TypeRole.SMALL, tone="muted")
        self.more_button = Button(self.tr("Show older ones"))
        self.more_button.clicked.connect(self.more_asked)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(Space.M)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.more_button)
        column.addLayout(foot)
        self.stack = ContentStack(holder, empty)
        self.stack.retry.connect(self.retry)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    def show_rows(self, rows: Sequence[Any], *, more: bool, reading: bool = False) -> None:
        """Show what was read."""
        self.model.show(rows)
        self.count.setText(self.tr("%n entry(s) shown", "", len(rows)))
        self.more_button.setVisible(more)
        self.more_button.setEnabled(not reading)
        self.stack.show_content() if rows else self.stack.show_empty()

    def show_error(self, error: AppError) -> None:
        """Say why nothing could be read."""
        self.stack.show_error(error, can_retry=True)

    def current(self) -> Any:
        """The row that is selected; None for none."""
        return self.model.row(self.table.currentIndex().row())

    def _tell(self) -> None:
        self.chosen.emit(self.current())
