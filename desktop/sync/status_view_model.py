"""How sync stands, for the strip, its panel and the account page. QtCore only."""

from PySide6.QtCore import QTimer, Signal

from desktop.accounts.service import AccountsService
from desktop.runtime.changes import ChangeBus
from desktop.sync.service import SyncService
from desktop.sync.views import SyncStatus
from desktop.widgets.base_view_model import ViewModel
from shared.clock import Clock
from shared.content.messages import ContentUsage
from shared.errors import AppError
from shared.tasks import TaskScope

AGAIN_MS = 30_000
"""How often "5 min ago" is counted anew."""


class SyncStatusViewModel(ViewModel):
    """`changed`: the status, who is signed in, or only the time that has passed."""

    changed = Signal()

    def __init__(
        self, sync: SyncService, accounts: AccountsService, clock: Clock, scope: TaskScope, bus: ChangeBus
    ) -> None:
        super().__init__(scope, bus)
        self._sync, self._accounts, self._clock = sync, accounts, clock
        self.usage: ContentUsage | None = None
        self._asked = False
        self.watch(lambda _changes: self.changed.emit(), "sync_status", "conflict", "refused", "account")
        self._timer = QTimer(self, interval=AGAIN_MS)
        self._timer.timeout.connect(self.changed)
        self._timer.start()

    @property
    def status(self) -> SyncStatus:
        return self._sync.status

    @property
    def signed_in(self) -> bool:
        return self._accounts.session is not None

    @property
    def ended(self) -> AppError | None:
        """What ended the session, when it was not the person here."""
        return AppError(self._accounts.ended) if self._accounts.ended else None

    @property
    def now_ms(self) -> int:
        return self._clock.now_ms()

    @property
    def asked(self) -> bool:
        """Whether the person's own "Sync now" is still under way."""
        return self._asked

    def sync_now(self) -> None:
        if not self._asked:
            self._asked = True
            self.changed.emit()
            self.spawn(self._sync_now(), name="sync")

    def pause(self, *, paused: bool) -> None:
        self.spawn(self._sync.pause(paused=paused), name="pause")

    def load_usage(self) -> None:
        """Ask the server how much room is taken; without an answer nothing is shown."""
        if self.signed_in:
            self.spawn_latest(self._load_usage, name="usage")

    def close(self) -> None:
        self._timer.stop()
        super().close()

    async def _sync_now(self) -> None:
        try:
            await self._sync.sync_now()
        finally:
            self._asked = False
            self.changed.emit()

    async def _load_usage(self) -> None:
        try:
            self.usage = await self._accounts.call("GET", "content/usage", answer=ContentUsage)
        except AppError:
            # The card says elsewhere that the server is not reached; an old figure is better than none.
            return
        self.changed.emit()
