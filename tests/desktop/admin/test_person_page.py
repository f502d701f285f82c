from pathlib import Path

from desktop.admin.adjust_dialog import AdjustDialog
from shared.billing.meters import Meter
from shared.errors import AppError
from tests.support.admin_stage import ADA, Admin, AdminAccount, opened_admin
from tests.support.billing_stage import entry
from tests.support.waiting import until


async def pane_of(shown, user_id=ADA):
    shown.section.chooser.choose(str(user_id))
    pane = shown.section.chooser.detail()
    await until(lambda: pane.stack.state() == "content")
    return pane


async def test_meters_and_the_ledger_of_somebody(qloop, tmp_path):
    account = AdminAccount(entries=[])
    account.entries = [entry(number) for number in range(70, 0, -1)]
    async with opened_admin("people", account) as shown:
        pane = await pane_of(shown)
        assert [line.status.meter for line in pane.lines][:2] == [Meter.AI_TOKENS, Meter.AI_OPERATIONS]
        pane.parts._buttons["ledger"].click()
        assert pane.table.model.rowCount() == 50
        pane.table.more_button.click()
        await until(lambda: pane.table.model.rowCount() == 70)
        pane.meter.selected.emit("voice_ms")
        await until(lambda: pane.table.model.rowCount() == 0)
        pane.model.save_ledger(tmp_path / "ledger.csv")
        await until(lambda: Path(tmp_path / "ledger.csv").exists())
        await until(lambda: shown.shell.toasts[-1].text == "The ledger is saved in ledger.csv.")


async def test_a_correction_is_booked_and_seen(qloop):
    async with opened_admin("people") as shown:
        pane = await pane_of(shown)
        pane.lines[0].button.click()
        [dialog] = pane.findChildren(AdjustDialog)
        dialog.amount.setText("500")
        dialog.reason.setText("An outage")
        dialog.action_button.click()
        await until(lambda: pane.model.entries[0].reason == "An outage")
        assert shown.shell.toasts[-1].text == "The entry is booked."


async def test_disputes_are_settled_and_failures_told(qloop):
    async with opened_admin("people") as shown:
        pane = await pane_of(shown)
        pane.head.settle_action.trigger()
        await until(lambda: shown.shell.toasts)
        shown.account.once = AppError("network.unreachable")
        pane.head.settle_action.trigger()
        await until(lambda: shown.shell.reported)


async def test_a_schools_administrator_sees_no_meters(qloop):
    account = AdminAccount(session=Admin(user_id=ADA, role="admin"))
    async with opened_admin("people", account) as shown:
        shown.section.chooser.choose(str(ADA))
        pane = shown.section.chooser.detail()
        assert not pane.stack.isVisible()
        assert not pane.head.suspend_button.isVisible()
        assert not any("billing" in path for _, path in account.asked)


async def test_no_connection_beside_who_it_is(qloop):
    async with opened_admin("people") as shown:
        await pane_of(shown)
        shown.account.failing = AppError("network.unreachable")
        shown.section.chooser.choose(str(max(shown.account.people)))
        pane = shown.section.chooser.detail()
        await until(lambda: pane.stack.state() == "error")
