"""The plans there are to choose, and which one the person has. QtCore only."""

from PySide6.QtCore import Signal

from desktop.billing.service import KIND, BillingService, MeterStatus, Plan
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.tasks import TaskScope


class PlansViewModel(ViewModel):
    """`changed`: the plans, the person's own, or who is signed in. `plans` are None until they were read once.

    While the page is `looked_at`, plans are read again whenever the server says that allowances changed.
    """

    changed = Signal()

    def __init__(self, billing: BillingService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._billing = billing
        self.plans: tuple[Plan, ...] | None = None
        self.error: AppError | None = None
        self.looked_at = False
        self.watch(lambda _changes: self._usage_changed(), KIND)

    @property
    def signed_in(self) -> bool:
        return self._billing.signed_in

    @property
    def supported(self) -> bool:
        return self._billing.supported

    @property
    def own(self) -> str:
        """Name of the person's plan; empty while it is not known."""
        standing = self._billing.standing
        return standing.plan if standing is not None else ""

    @property
    def until_ms(self) -> int:
        """When it ends; 0: it does not."""
        standing = self._billing.standing
        return standing.plan_until_ms if standing is not None else 0

    @property
    def meters(self) -> tuple[MeterStatus, ...]:
        """How everything stands; empty while it is not known."""
        standing = self._billing.standing
        return standing.meters if standing is not None else ()

    def reload(self) -> None:
        """Ask the server."""
        if self.signed_in:
            self.spawn_latest(self._load, name="plans")

    async def _load(self) -> None:
        try:
            if not self.own:
                await self._billing.refresh()
            self.plans = await self._billing.plans()
            self.error = None
        except AppError as error:
            self.error = error
        self.changed.emit()

    def _usage_changed(self) -> None:
        if not self.signed_in:
            self.plans, self.error = None, None
        elif self.plans is None or self.looked_at:
            self.reload()
        self.changed.emit()
