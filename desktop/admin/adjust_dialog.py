"""Corrects a balance by a new entry, up or down, with a reason; stays until it is booked."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.admin.amounts_page import meter_field
from desktop.admin.people_view_model import PersonViewModel
from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.form_field import FormField
from desktop.widgets.label import Label
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space
from desktop.widgets.usage_words import amount_text, left_text, meter_title
from shared.billing.messages import Adjustment
from shared.billing.status import MeterStatus
from shared.ids import new_id

_REASON_CHARS = 200
_MOST = 1 << 53


class AdjustDialog(FormDialog):
    """The id of the entry is made with the dialog: sent again after a lost connection it is booked once."""

    def __init__(self, parent: QWidget, view_model: PersonViewModel, status: MeterStatus) -> None:
        title = QCoreApplication.translate("AdjustDialog", "Correct: {meter}").format(
            meter=meter_title(status.meter)
        )
        super().__init__(
            parent, title, QCoreApplication.translate("AdjustDialog", "Book the entry"), width=520
        )
        self._model, self._meter, self._id = view_model, status.meter, new_id()
        self._left = status.remaining
        self._sent = False
        self.explain(
            self.tr(
                "Nothing that was booked is changed: a new entry is added to the ledger, with your name in the audit "
                "log. The person sees the amount and the reason."
            ),
            left_text(status),
        )
        self.way = SegmentedControl(
            self.tr("Which way"),
            [Segment("up", self.tr("Add"), "plus"), Segment("down", self.tr("Take away"), "minus")],
        )
        self.amount = meter_field(status.meter, self.tr("Amount"))
        self.preview = Label("", tone="muted")
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        line.addWidget(self.way)
        line.addWidget(self.amount)
        line.addWidget(self.preview, 1)
        self.content.addLayout(line)
        self.too_much = Label("", tone="danger", wrap=True)
        self.too_much.hide()
        self.content.addWidget(self.too_much)
        self.reason = QLineEdit()
        self.reason.setMaxLength(_REASON_CHARS)
        self.content.addWidget(
            FormField(
                self.tr("Reason"), self.reason, self.tr("Such as: outage on Tuesday, as agreed by mail.")
            )
        )
        self.way.selected.connect(lambda _id: self._refresh())
        self.amount.textChanged.connect(lambda _text: self._refresh())
        self.reason.textChanged.connect(lambda _text: self._refresh())
        self.action_button.clicked.connect(self._submit)
        view_model.begin()
        view_model.asked.connect(self._refresh)
        self._refresh()
        self.amount.setFocus()

    def change(self) -> Adjustment | None:
        """What would be booked; None while an amount or the reason is missing, or more is taken than is left."""
        amount, reason = self.amount.value(), " ".join(self.reason.text().split())
        if not amount or amount > _MOST or not reason or self._takes_too_much():
            return None
        signed = amount if self.way.current() == "up" else -amount
        return Adjustment(adjustment_id=self._id, meter=self._meter, amount=signed, reason=reason)

    def _takes_too_much(self) -> bool:
        amount = self.amount.value() or 0
        return self.way.current() == "down" and self._left is not None and amount > self._left

    def _say_too_much(self) -> None:
        left = amount_text(self._meter, self._left or 0)
        words = self.tr("Only {left} can be taken away: no more is left.").format(left=left)
        too_much = self._takes_too_much()
        self.too_much.setText(words if too_much else "")
        self.too_much.setVisible(too_much)
        self.amount.setAccessibleDescription(words if too_much else "")

    def _submit(self) -> None:
        change = self.change()
        if change is not None:
            self._sent = True
            self._model.adjust(change)

    def _refresh(self) -> None:
        amount = self.amount.value()
        sign = "+" if self.way.current() == "up" else "−"
        self.preview.setText(f"{sign}{amount_text(self._meter, amount)}" if amount else "")
        self._say_too_much()
        self.action_button.setEnabled(self.change() is not None and not self._model.busy)
        self.show_error(self._model.asked_error)
        if self._sent and not self._model.busy:
            self._sent = False
            if self._model.asked_error is None:
                self.accept()
