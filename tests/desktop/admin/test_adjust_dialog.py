import msgspec
from PySide6.QtWidgets import QWidget

from desktop.admin.adjust_dialog import AdjustDialog
from desktop.admin.people_view_model import PersonViewModel
from shared.billing.meters import Meter
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.admin_stage import ADA, AdminAccount, admin_services
from tests.support.billing_stage import billing_status
from tests.support.waiting import until

METERS = {each.meter: each for each in billing_status("pro").meters}


async def test_sent_again_it_is_the_same_entry(qloop, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    account = AdminAccount()
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = PersonViewModel(services.admin, ADA, scope, services.bus)
        dialog = AdjustDialog(parent, model, METERS[Meter.VOICE_MS])
        closed = []
        dialog.finished.connect(closed.append)
        dialog.open()
        dialog.amount.setText("12.5")
        assert dialog.change() is None
        dialog.reason.setText("  An   outage ")
        first = dialog.change()
        assert (first.amount, first.reason) == (750_000, "An outage")
        dialog.way._buttons["down"].click()
        assert dialog.preview.text() == "−12.5 min"
        account.once = AppError("network.timed_out")
        dialog.action_button.click()
        await until(lambda: dialog.error.isVisible())
        dialog.action_button.click()
        await until(lambda: closed)
        [booked] = account.adjusted
        assert (booked.adjustment_id, booked.amount) == (first.adjustment_id, -750_000)
        model.close()


async def test_room_and_counts(qloop, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    services = admin_services(AdminAccount())
    async with TaskScope("test") as scope:
        model = PersonViewModel(services.admin, ADA, scope, services.bus)
        for meter, amount in ((Meter.STORAGE_BYTES, 3 << 29), (Meter.UPLOADS, None)):
            dialog = AdjustDialog(parent, model, METERS[meter])
            dialog.amount.setText("1.5")
            dialog.reason.setText("x")
            change = dialog.change()
            assert (change.amount if change else None) == amount
            dialog.deleteLater()
        model.close()


async def test_no_more_is_taken_away_than_is_left(qloop, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    services = admin_services(AdminAccount())
    async with TaskScope("test") as scope:
        model = PersonViewModel(services.admin, ADA, scope, services.bus)
        uploads = METERS[Meter.UPLOADS]
        for left, amount, refused in (
            (40, "41", True),
            (40, "40", False),
            (0, "1", True),
            (None, "41", False),
        ):
            status = msgspec.structs.replace(uploads, remaining=left)
            dialog = AdjustDialog(parent, model, status)
            dialog.open()
            dialog.amount.setText(amount)
            dialog.reason.setText("x")
            assert dialog.change().amount == int(amount)
            dialog.way._buttons["down"].click()
            assert (dialog.change() is None) == refused
            assert dialog.action_button.isEnabled() != refused
            assert dialog.too_much.isVisible() == refused
            if refused:
                assert dialog.too_much.text() == f"Only {left} can be taken away: no more is left."
            dialog.way._buttons["up"].click()
            assert not dialog.too_much.isVisible()
            dialog.reject()
        model.close()
