import pytest
from PySide6.QtWidgets import QWidget

from desktop.admin.catalog_view_model import PricesViewModel
from desktop.admin.price_dialog import PriceDialog
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.admin_stage import AdminAccount, admin_services
from tests.support.billing_stage import NOVEMBER_20_MS
from tests.support.waiting import until


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


async def test_a_model_gets_its_first_prices_from_a_day_on(qloop, parent):
    account = AdminAccount()
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = PricesViewModel(services.admin, scope, services.bus)
        await model.load()
        model.loaded = True
        dialog = PriceDialog(parent, model, "school/llama-4-70b", None, NOVEMBER_20_MS)
        closed = []
        dialog.finished.connect(closed.append)
        dialog.open()
        assert dialog.action_button.isEnabled()
        dialog.step_button.click()
        assert [step.begins() for step in dialog.form.steps] == [0, 100_000]
        dialog.when._buttons["later"].click()
        assert dialog.since.isVisible()
        account.once = AppError("billing.bad_price")
        dialog.action_button.click()
        await until(lambda: dialog.error.isVisible())
        assert dialog.isVisible()
        dialog.action_button.click()
        await until(lambda: closed)
        assert account.asked[-2] == ("POST", "admin/billing/prices")
        model.close()
