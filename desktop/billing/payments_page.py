"""What was paid and the invoices: a line for each, the newest first; an invoice opens in the browser."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.billing.buying_service import InvoiceEntry, InvoiceList, Offers, PaymentEntry, PaymentHistory
from desktop.billing.buying_words_page import (
    invoice_state,
    payment_amount,
    payment_state,
    payment_title,
    provider_name,
    unreachable_text,
)
from desktop.billing.payments_view_model import PaidViewModel
from desktop.widgets.button import Button
from desktop.widgets.card import Card, Rule, ScrollColumn
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.formats import format_date, format_money
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.notice import Notice
from desktop.widgets.pill import Pill, Tone
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming

_WIDTH = 110
_AT_ONCE = 20
_TITLE_WIDTH = 180


@dataclass(frozen=True)
class Line:
    """What stands in a line, and the invoice that it opens."""

    title: str
    detail: str
    state: tuple[str, Tone]
    amount: str
    invoice: InvoiceEntry | None = None


def payment_line(payment: PaymentEntry, offers: Offers | None) -> Line:
    """Return the line of a payment."""
    detail = f"{format_date(payment.at_ms)} · {provider_name(payment.provider)}"
    return Line(payment_title(payment, offers), detail, payment_state(payment), payment_amount(payment))


def invoice_line(invoice: InvoiceEntry) -> Line:
    """Return the line of an invoice."""
    detail = f"{format_date(invoice.at_ms)} · {provider_name(invoice.provider)}"
    title = invoice.number or QCoreApplication.translate("PaidLine", "Invoice")
    amount = format_money(invoice.amount_minor, invoice.currency, invoice.digits)
    return Line(title, detail, invoice_state(invoice), amount, invoice)


class PaidLine(QWidget):
    """`opened(InvoiceEntry)`; what was paid opens nothing."""

    opened = Signal(object)

    def __init__(self, line: Line, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self.title = ElidedLabel(line.title, semibold=True)
        self.title.setMinimumWidth(theme().px(_TITLE_WIDTH))
        self.state = Pill(*line.state)
        self.amount = Label(line.amount, semibold=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(Label(line.detail, TypeRole.SMALL, tone="muted"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, Space.XS, 0, Space.XS)
        row.setSpacing(Space.M)
        row.addLayout(words, 1)
        self.state_room = QWidget()
        room = QHBoxLayout(self.state_room)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.state)
        room.addStretch(1)
        row.addWidget(self.state_room, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.amount, 0, Qt.AlignmentFlag.AlignVCenter)
        self.open_button = Button(self.tr("Open"), "link")
        self.open_button.setAccessibleName(f"{self.open_button.text()}: {line.title}")
        self.open_button.setVisible(line.invoice is not None)
        self.open_button.clicked.connect(lambda: self.opened.emit(line.invoice))
        row.addWidget(self.open_button)
        self.setAccessibleName(f"{line.title}, {line.detail}: {line.state[0]}, {line.amount}")


class PaidPane(QWidget):
    """One of the two lists, whichever its view model brings. `opened(InvoiceEntry)`."""

    opened = Signal(object)

    def __init__(
        self, view_model: PaidViewModel, empty: EmptyState, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = view_model
        self._offers: Offers | None = None
        self._most = _AT_ONCE
        self._said: tuple[Line, ...] = ()
        self.lines: list[PaidLine] = []
        self.missing = Notice("cloud-alert-outline", tone="warning")
        self.more_button = Button(self.tr("Show older ones"))
        self.more_button.clicked.connect(self._show_more)
        column = ScrollColumn(characters=_WIDTH)
        card = Card()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        card.body.addLayout(self._rows)
        self._card = card
        column.body.addWidget(self.missing)
        column.body.addWidget(card)
        column.body.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.stack = ContentStack(column, empty)
        self.stack.retry.connect(view_model.reload)
        self.missing.action.connect(view_model.reload)
        view_model.changed.connect(self._refresh)
        theming().changed.connect(self._rebuild)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self._refresh()

    def show_offers(self, offers: Offers | None) -> None:
        """Name what was bought as it is sold."""
        if offers is not self._offers:
            self._offers = offers
            self._refresh()

    def _refresh(self) -> None:
        found = self._model.found
        if found is None:
            if self._model.error is not None:
                self.stack.show_error(self._model.error, can_retry=True)
            else:
                self.stack.show_loading()
            return
        lines = self._lines(found)
        self.missing.set_notice(unreachable_text(found.unreachable, paid=True), self.tr("Try again"))
        self.missing.setVisible(bool(found.unreachable))
        self._card.setVisible(bool(lines))
        if lines != self._said:
            self._said = lines
            self._rebuild()
        if lines or found.unreachable:
            self.stack.show_content()
        else:
            self.stack.show_empty()

    def _lines(self, found: PaymentHistory | InvoiceList) -> tuple[Line, ...]:
        if isinstance(found, PaymentHistory):
            return tuple(payment_line(one, self._offers) for one in found.payments)
        return tuple(invoice_line(one) for one in found.invoices)

    def _show_more(self) -> None:
        self._most += _AT_ONCE
        self._rebuild()

    def _rebuild(self) -> None:
        _empty(self._rows)
        self.lines = [PaidLine(line) for line in self._said[: self._most]]
        for number, line in enumerate(self.lines):
            if number:
                self._rows.addWidget(Rule())
            line.opened.connect(self.opened)
            self._rows.addWidget(line)
        _align(self.lines)
        self.more_button.setVisible(len(self._said) > self._most)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _align(lines: Sequence[PaidLine]) -> None:
    """Let amounts stand under each other."""
    widest = max((line.amount.sizeHint().width() for line in lines), default=0)
    states = max((line.state.sizeHint().width() for line in lines), default=0)
    for line in lines:
        line.amount.setMinimumWidth(widest)
        line.amount.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        line.state_room.setFixedWidth(states)
