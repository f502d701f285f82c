from contextlib import asynccontextmanager

from desktop.billing.payments_page import PaidPane
from desktop.billing.payments_view_model import PaidViewModel
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.theming import ThemeChoice, theming
from shared.errors import AppError
from shared.payments.messages import InvoiceList, PaymentHistory
from shared.tasks import TaskScope
from tests.support.billing_stage import BillingAccount
from tests.support.shop_stage import invoice, payment, sold
from tests.support.waiting import until


@asynccontextmanager
async def shown(made, ask):
    async with TaskScope("test") as scope:
        model = PaidViewModel(ask, scope, made.bus)
        pane = PaidPane(model, EmptyState("cash", "Nothing yet"))
        pane.resize(900, 600)
        pane.show()
        assert pane.stack.state() == "loading"
        model.reload()
        yield pane
        model.close()
        pane.deleteLater()
    await made.close()


async def test_payments_are_named_as_they_are_sold(qloop, stage):
    paid = PaymentHistory(payments=(payment(1), payment(2, kind="refunded", title="Gold", offer="")))
    made = stage(account=BillingAccount(payments=paid))
    async with shown(made, made.buying.history) as pane:
        await until(lambda: pane.stack.state() == "content")
        assert [line.title.full_text() for line in pane.lines] == ["A payment", "Gold"]
        pane.show_offers(sold())
        assert [(line.title.full_text(), line.amount.text()) for line in pane.lines] == [
            ("Pro, by the month", "€25"),
            ("Gold", "−€25"),
        ]
        assert not pane.lines[0].open_button.isVisible()
        assert "Given back" in pane.lines[1].accessibleName()
        theming().choose(ThemeChoice("dark", 150))
        assert len(pane.lines) == 2


async def test_invoices_open_and_older_ones_come_when_asked(qloop, stage):
    many = InvoiceList(invoices=tuple(invoice(number) for number in range(25)))
    made = stage(account=BillingAccount(invoices=many))
    async with shown(made, made.buying.invoices) as pane:
        await until(lambda: len(pane.lines) == 20)
        pane.more_button.click()
        assert (len(pane.lines), pane.more_button.isVisible()) == (25, False)
        opened = []
        pane.opened.connect(opened.append)
        pane.lines[3].open_button.click()
        assert opened == [invoice(3)]
        made.account.invoices = InvoiceList(invoices=(invoice(0, number=""),))
        pane._model.reload()
        await until(lambda: len(pane.lines) == 1)
        assert pane.lines[0].title.full_text() == "Invoice"


async def test_nothing_a_silent_provider_and_no_answer(qloop, stage):
    made = stage()
    async with shown(made, made.buying.history) as pane:
        await until(lambda: pane.stack.state() == "empty")
        made.account.payments = PaymentHistory(payments=(), unreachable=("polar",))
        pane.missing.action.emit()
        await until(lambda: pane.stack.state() == "content")
        assert pane.missing.text().startswith("Polar does not answer")
    made = stage(account=BillingAccount(failing=AppError("network.unreachable")))
    async with shown(made, made.buying.history) as pane:
        await until(lambda: pane.stack.state() == "error")
