"""What was paid, and the invoices, as far as they were asked for. QtCore only."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Signal

from desktop.billing.buying_service import InvoiceList, PaymentHistory
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.tasks import TaskScope

Paid = PaymentHistory | InvoiceList


class PaidViewModel(ViewModel):
    """One list of the two. `changed`: another list, or that there is none; `found` is None until it was read once."""

    changed = Signal()

    def __init__(self, ask: Callable[[], Awaitable[Paid]], scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._ask = ask
        self.found: Paid | None = None
        self.error: AppError | None = None

    def reload(self) -> None:
        self.spawn_latest(self._load, name="payments")

    def forget(self) -> None:
        """Somebody else is signed in: what was paid is not theirs."""
        self.found, self.error = None, None
        self.changed.emit()

    async def _load(self) -> None:
        try:
            self.found = await self._ask()
        except AppError as error:
            self.error = error
        else:
            self.error = None
        self.changed.emit()
