from PySide6.QtWidgets import QWidget

from desktop.admin.catalog_view_model import PricesViewModel
from desktop.admin.margin_dialog import MarginDialog
from shared.billing.messages import Margin
from shared.tasks import TaskScope
from tests.support.admin_stage import AdminAccount, admin_services
from tests.support.waiting import until


async def test_an_entry_is_dropped_for_the_more_general_one(qloop, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    account = AdminAccount()
    services = admin_services(account)
    async with TaskScope("test") as scope:
        model = PricesViewModel(services.admin, scope, services.bus)
        await model.load()
        model.loaded = True
        dialog = MarginDialog(parent, model, Margin(plan="pro"), "Margin", 1_250_000)
        closed = []
        dialog.finished.connect(closed.append)
        dialog.open()
        assert dialog.field.text() == "25"
        dialog.field.setText("much")
        assert not dialog.action_button.isEnabled()
        dialog.drop_button.click()
        await until(lambda: not account.margins)
        await until(lambda: closed)
        other = MarginDialog(parent, model, Margin(plan="free"), "Margin", 1_500_000)
        assert not other.drop_button.isVisibleTo(other)
        other.deleteLater()
        model.close()
