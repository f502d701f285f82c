from contextlib import asynccontextmanager

from desktop.billing.detail_view_model import LedgerViewModel
from desktop.billing.ledger_list_model import COLUMNS
from desktop.billing.ledger_page import LedgerPane
from shared.billing.meters import Meter
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.billing_stage import BillingAccount, entry
from tests.support.waiting import until


@asynccontextmanager
async def shown(made):
    async with TaskScope("test") as scope:
        model = LedgerViewModel(made.billing, scope, made.bus)
        pane = LedgerPane(model)
        pane.resize(1_000, 600)
        pane.show()
        model.reload()
        await until(lambda: model.entries is not None or model.error)
        yield pane
        model.close()
        pane.close()
    await made.close()


def cells(pane, row=0):
    return {name: pane.model.data(pane.model.index(row, n)) for n, name in enumerate(COLUMNS)}


async def test_entries_in_words(qloop, stage):
    entries = [entry(2, flags=("estimated",)), entry(1, 10_000, kind="mint", operation="", model="")]
    async with shown(stage(account=BillingAccount(entries=entries))) as pane:
        first, second = cells(pane), cells(pane, 1)
        assert first["service"] == "Questions and answers · claude-5"
        assert (first["meter"], first["kind"], first["amount"]) == ("AI tokens", "Used", "−1,200")
        assert first["remarks"] == "estimated"
        assert (second["service"], second["kind"]) == ("", "Allowance of the plan")
        assert pane.stack.state() == "content"
        assert not pane.more_button.isVisible()
        assert pane.export_button.isEnabled()


async def test_older_ones_and_one_meter(qloop, stage):
    entries = [entry(n, meter=Meter.UPLOADS if n % 2 else Meter.AI_TOKENS) for n in range(120, 0, -1)]
    async with shown(stage(account=BillingAccount(entries=entries))) as pane:
        pane.more_button.click()
        await until(lambda: pane.model.rowCount() == 100)
        pane.meter.selected.emit("uploads")
        await until(lambda: pane.model.rowCount() == 50)
        assert cells(pane)["meter"] == "Uploads"
        pane.meter.selected.emit("all")
        await until(lambda: cells(pane)["meter"] == "AI tokens")


async def test_nothing_and_no_connection(qloop, stage):
    made = stage()
    async with shown(made) as pane:
        assert pane.stack.state() == "empty"
        assert not pane.export_button.isEnabled()
    broken = stage(account=BillingAccount(failing=AppError("network.unreachable")))
    async with shown(broken) as pane:
        assert pane.stack.state() == "error"
        broken.account.failing = None
        pane.stack.retry.emit()
        await until(lambda: pane.stack.state() == "empty")
