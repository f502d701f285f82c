"""What devices of the person have set aside for use without a connection. QtCore only."""

from PySide6.QtCore import Signal

from desktop.billing.service import KIND, BillingService, LentLease
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.tasks import TaskScope


class LentViewModel(ViewModel):
    """`changed`: other leases. The server is asked only while something is set aside."""

    changed = Signal()

    def __init__(self, billing: BillingService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._billing = billing
        self.leases: tuple[LentLease, ...] = ()
        self.watch(lambda _changes: self.reload(), KIND)

    def reload(self) -> None:
        """Ask, when there is something to ask for."""
        standing = self._billing.standing
        meters = standing.meters if standing is not None else ()
        if any(meter.offline_left is not None for meter in meters):
            self.spawn_latest(self._load, name="lent")
        elif self.leases:
            self.leases = ()
            self.changed.emit()

    async def _load(self) -> None:
        try:
            found = await self._billing.lent()
        except AppError:
            # How old the numbers are is said at the head of the page.
            return
        if found != self.leases:
            self.leases = found
            self.changed.emit()
