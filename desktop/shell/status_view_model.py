"""What the strip says besides jobs: disk space, and what AI of one's own used this month. QtCore only."""

from datetime import UTC, datetime

from PySide6.QtCore import Signal

from desktop.ai.service import ACCOUNT, AiService
from desktop.media.service import MediaService, StorageUsed
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.clock import Clock
from shared.tasks import TaskScope

LOW_BYTES = 2_000_000_000
"""Less free space than this is worth a warning: a long lecture with its copy needs about as much."""


def month_start_ms(now_ms: int) -> int:
    """First millisecond of the UTC month: meters count in UTC."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    return int(now.replace(day=1, hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)


class StatusViewModel(ViewModel):
    """`changed` fires after each reading."""

    changed = Signal()

    def __init__(
        self, media: MediaService, ai: AiService, clock: Clock, scope: TaskScope, bus: ChangeBus
    ) -> None:
        super().__init__(scope, bus)
        self._media = media
        self._ai = ai
        self._clock = clock
        self.storage: StorageUsed | None = None
        self.tokens = 0
        self.watch(lambda _changes: self.reload(), "item", "media_file", "message", "model", "ai_usage")

    @property
    def low(self) -> bool:
        """Whether the disk is nearly full."""
        return self.storage is not None and self.storage.free_bytes < LOW_BYTES

    def reload(self) -> None:
        """Read both again."""
        self.spawn_latest(self._load, name="status")

    async def _load(self) -> None:
        self.storage = await self._media.library.storage_used()
        totals = await self._ai.usage_totals(month_start_ms(self._clock.now_ms()))
        # What the account used is at the head of the window, with its limit.
        own = [total for total in totals if total.provider != ACCOUNT]
        self.tokens = sum(total.input_tokens + total.output_tokens for total in own)
        self.changed.emit()
