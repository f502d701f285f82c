"""The history of usage and the entries of the ledger, as far as they were asked for. QtCore only."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal

from desktop.billing.service import BillingService, LedgerEntry, Meter, UsageHistory
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from desktop.widgets.charts import load_charts
from shared.errors import AppError
from shared.tasks import TaskScope


class HistoryViewModel(ViewModel):
    """`changed`: another history, or that there is none."""

    changed = Signal()

    def __init__(self, billing: BillingService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._billing = billing
        self.days = 30
        self.history: UsageHistory | None = None
        self.error: AppError | None = None

    def show_days(self, days: int) -> None:
        """Ask for the last so many days."""
        self.days = days
        self.reload()

    def reload(self) -> None:
        self.spawn_latest(self._load, name="history")

    async def _load(self) -> None:
        days = self.days
        try:
            await load_charts()
            history = await self._billing.history(days)
        except AppError as error:
            self.error, self.history = error, None
        else:
            if days != self.days:
                return
            self.error, self.history = None, history
        self.changed.emit()


class LedgerViewModel(ViewModel):
    """`changed`: the entries; `exported(path, count)`. Entries are `None` until they were read once.

    `further`: older ones than the newest page were read too.
    """

    changed = Signal()
    exported = Signal(object, int)

    def __init__(self, billing: BillingService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._billing = billing
        self._next = ""
        self.meter: Meter | None = None
        self.entries: list[LedgerEntry] | None = None
        self.error: AppError | None = None
        self.reading = False
        self.exporting = False
        self.further = False

    @property
    def more(self) -> bool:
        """Whether there are older entries."""
        return bool(self._next)

    def show_meter(self, meter: Meter | None) -> None:
        """Show the entries of one meter, or of all."""
        self.meter, self.entries, self._next = meter, None, ""
        self.changed.emit()
        self.reload()

    def reload(self) -> None:
        """Read the newest."""
        self.spawn_latest(self._load, name="ledger")

    def read_more(self) -> None:
        """Read older ones too."""
        if self._next and not self.reading:
            self.reading = True
            self.changed.emit()
            self.spawn(self._load_more(), name="ledger more")

    def export(self, target: Path, words: Callable[[str], str]) -> None:
        """Write every entry of every meter."""
        if not self.exporting:
            self.exporting = True
            self.changed.emit()
            self.spawn(self._export(target, words), name="export")

    async def _load(self) -> None:
        meter = self.meter
        try:
            page = await self._billing.ledger(meter=meter)
        except AppError as error:
            self.error = error
        else:
            if meter != self.meter:
                return
            self.error, self.entries, self._next = None, list(page.entries), page.next
            self.further = False
        self.changed.emit()

    async def _load_more(self) -> None:
        meter, before = self.meter, self._next
        try:
            page = await self._billing.ledger(before=before, meter=meter)
            if (meter, before) == (self.meter, self._next) and self.entries is not None:
                self.entries, self._next = [*self.entries, *page.entries], page.next
                self.further = True
        finally:
            self.reading = False
            self.changed.emit()

    async def _export(self, target: Path, words: Callable[[str], str]) -> None:
        try:
            self.exported.emit(target, await self._billing.export_ledger(target, words))
        finally:
            self.exporting = False
            self.changed.emit()
