import asyncio

from desktop.billing.detail_view_model import HistoryViewModel, LedgerViewModel
from shared.billing.meters import Meter
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.billing_stage import BillingAccount, entry, usage_day, usage_history
from tests.support.waiting import until

OFFLINE = AppError("network.unreachable")


async def test_history_of_so_many_days(qloop, stage):
    made = stage(account=BillingAccount(history=usage_history(usage_day("2026-11-20", 5))))
    async with TaskScope("test") as scope:
        model = HistoryViewModel(made.billing, scope, made.bus)
        model.show_days(90)
        await until(lambda: model.history)
        assert made.account.asked == ["billing/usage?days=90"]
        made.account.failing = OFFLINE
        model.show_days(7)
        await until(lambda: model.error)
        assert model.history is None
        model.close()
    await made.close()


async def test_an_answer_about_other_days_is_not_shown(qloop, stage):
    made = stage()
    made.account.hold = asyncio.Event()
    async with TaskScope("test") as scope:
        model = HistoryViewModel(made.billing, scope, made.bus)
        model.show_days(7)
        await until(lambda: made.account.asked)
        model.show_days(90)
        made.account.hold.set()
        await until(lambda: model.history)
        assert made.account.asked[-1].endswith("days=90")
        model.close()
    await made.close()


class Stand:
    def __init__(self, made):
        self.made, self.errors = made, []
        self.scope = TaskScope("test", on_error=self.errors.append)
        self.model = LedgerViewModel(made.billing, self.scope, made.bus)

    async def __aenter__(self):
        self.model.reload()
        await until(lambda: self.model.entries is not None)
        return self.model

    async def __aexit__(self, *_):
        self.model.close()
        await self.scope.close()
        await self.made.close()


async def test_entries_are_read_page_by_page(qloop, stage):
    stand = Stand(stage(account=BillingAccount(entries=[entry(n) for n in range(70, 0, -1)])))
    async with stand as model:
        assert (len(model.entries), model.more, model.further) == (50, True, False)
        model.read_more()
        model.read_more()
        await until(lambda: not model.reading)
        assert ([one.number for one in model.entries], model.more) == (list(range(70, 0, -1)), False)
        assert model.further
        model.read_more()
        assert not model.reading


async def test_one_meter_only(qloop, stage):
    mixed = [entry(2), entry(1, meter=Meter.UPLOADS)]
    async with Stand(stage(account=BillingAccount(entries=mixed))) as model:
        assert len(model.entries) == 2
        model.show_meter(Meter.UPLOADS)
        await until(lambda: model.entries is not None)
        assert [one.number for one in model.entries] == [1]


async def test_a_failure_keeps_what_was_read(qloop, stage):
    stand = Stand(stage(account=BillingAccount(entries=[entry(n) for n in range(70, 0, -1)])))
    async with stand as model:
        stand.made.account.failing = OFFLINE
        model.read_more()
        await until(lambda: stand.errors)
        assert (len(model.entries), model.reading) == (50, False)
        model.reload()
        await until(lambda: model.error)
        assert len(model.entries) == 50


async def test_the_file(qloop, stage, tmp_path):
    stand = Stand(stage(account=BillingAccount(entries=[entry(2), entry(1)])))
    async with stand as model:
        told = []
        model.exported.connect(lambda path, count: told.append((path.name, count)))
        model.export(tmp_path / "mine.csv", str)
        model.export(tmp_path / "twice.csv", str)
        await until(lambda: told and not model.exporting)
        assert told == [("mine.csv", 2)]
        model.export(tmp_path / "gone" / "mine.csv", str)
        await until(lambda: stand.errors and not model.exporting)
        assert stand.errors[0].code.startswith("storage.")
