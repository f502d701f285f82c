"""The entries of the ledger: a table to look through, one meter or all, and a file of everything."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.billing.detail_view_model import LedgerViewModel
from desktop.billing.ledger_list_model import COLUMNS, LedgerTableModel
from desktop.billing.service import LedgerEntry, Meter
from desktop.billing.words_page import (
    flags_text,
    heading,
    kind_text,
    meter_icon,
    meter_title,
    operation_text,
    signed_amount,
)
from desktop.widgets.button import Button
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.data_table import DataTable
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.formats import format_moment
from desktop.widgets.label import Label
from desktop.widgets.picker import Option, Picker
from desktop.widgets.theme import Space, TypeRole

_ALL = "all"


class LedgerPane(QWidget):
    """`export_asked` when the file is wanted."""

    export_asked = Signal()

    def __init__(self, view_model: LedgerViewModel) -> None:
        super().__init__()
        self._view_model = view_model
        self.meter = Picker(self.tr("Which entries"))
        options = [
            Option(meter.value, meter_title(meter), icon_name=meter_icon(meter))
            for meter in Meter
            if meter is not Meter.CHARGED_MICROS
        ]
        self.meter.set_options(
            [Option(_ALL, self.tr("Everything"), icon_name="format-list-bulleted"), *options], _ALL
        )
        self.export_button = Button(self.tr("Save as a table (CSV)"), icon_name="export")
        self.more_button = Button(self.tr("Show older ones"))
        self.count = Label("", TypeRole.SMALL, tone="muted")
        headings = {
            "at": heading("At"),
            "meter": heading("Meter"),
            "kind": heading("Kind"),
            "service": heading("Service"),
            "amount": heading("Amount"),
            "remarks": heading("Remarks"),
        }
        self.model = LedgerTableModel(headings, _cell, self)
        # Names of models and reasons may be long: they share what the others leave, and are whole in the tooltip.
        long = [COLUMNS.index(name) for name in ("service", "remarks")]
        self.table = DataTable(self.model, self.tr("Entries"), long)
        self.stack = ContentStack(
            self._entries(),
            EmptyState(
                "receipt-text-outline", self.tr("Everything that is counted will stand here, entry by entry.")
            ),
        )
        self._lay_out()
        self.meter.selected.connect(self._choose)
        self.more_button.clicked.connect(view_model.read_more)
        self.export_button.clicked.connect(self.export_asked)
        self.stack.retry.connect(view_model.reload)
        view_model.changed.connect(self._refresh)
        self._refresh()

    def _entries(self) -> QWidget:
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
        return holder

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.meter)
        head.addStretch(1)
        head.addWidget(self.export_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self.stack, 1)

    def _choose(self, id_: str) -> None:
        self._view_model.show_meter(None if id_ == _ALL else Meter(id_))

    def _refresh(self) -> None:
        model = self._view_model
        entries = model.entries
        self.export_button.setEnabled(not model.exporting and bool(entries))
        if entries is None:
            self.stack.show_error(model.error) if model.error is not None else self.stack.show_loading()
            return
        self.model.show(entries)
        self.count.setText(self.tr("%n entry(s) shown", "", len(entries)))
        self.more_button.setVisible(model.more)
        self.more_button.setEnabled(not model.reading)
        if entries:
            self.stack.show_content()
        else:
            self.stack.show_empty()


def _cell(entry: LedgerEntry, column: str) -> str:
    if column == "service":
        parts = [operation_text(entry.operation) if entry.operation else "", entry.model]
        return " · ".join(part for part in parts if part)
    cells = {
        "at": lambda: format_moment(entry.at_ms),
        "meter": lambda: meter_title(entry.meter),
        "kind": lambda: kind_text(entry.kind),
        "amount": lambda: signed_amount(entry),
        "remarks": lambda: flags_text(entry),
    }
    return cells[column]()
