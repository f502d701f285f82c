"""The work that runs, waits or needs a person: what the strip and the jobs panel show. QtCore only."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal

from desktop.media.service import ItemFilter, ItemView, JobState, MediaService
from desktop.runtime.changes import ChangeBus
from desktop.shell.time_left import TimeLeft
from desktop.widgets.base_view_model import ViewModel
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import ItemId
from shared.tasks import TaskScope

RUNNING = frozenset({JobState.TRANSCRIBING, JobState.CHUNKING, JobState.EMBEDDING})
SHOWN = RUNNING | {JobState.PENDING, JobState.FAILED}


@dataclass(frozen=True)
class JobLine:
    """One line of the panel. `waiting` is the code of what a pending job waits for, `left_ms` None when unknown."""

    item_id: ItemId
    title: str
    state: JobState
    progress: float
    left_ms: int | None
    waiting: str
    error: AppError | None

    @property
    def failed(self) -> bool:
        return self.state is JobState.FAILED


class JobsViewModel(ViewModel):
    """`changed` fires when the lines do. Failures of Cancel and Retry go to the window."""

    changed = Signal()

    def __init__(self, media: MediaService, clock: Clock, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._media = media
        self._clock = clock
        self._time_left = TimeLeft()
        self.lines: list[JobLine] = []
        self.watch(lambda _changes: self.reload(), "job", "item")

    @property
    def unfinished(self) -> int:
        """How many jobs run or wait."""
        return sum(not line.failed for line in self.lines)

    @property
    def waiting_count(self) -> int:
        """How many jobs wait for their turn or for something they need."""
        return sum(line.state is JobState.PENDING for line in self.lines)

    @property
    def failed_count(self) -> int:
        return len(self.lines) - self.unfinished

    @property
    def fraction(self) -> float | None:
        """All unfinished work as one bar; None when there is none."""
        open_lines = [line.progress for line in self.lines if not line.failed]
        return sum(open_lines) / len(open_lines) if open_lines else None

    def reload(self) -> None:
        """Read the jobs again."""
        self.spawn_latest(self._load, name="jobs")

    def cancel(self, item_id: ItemId) -> None:
        self.spawn(self._media.cancel(item_id), name="cancel")

    def retry(self, item_id: ItemId) -> None:
        self.spawn(self._media.retry(item_id), name="retry")

    async def _load(self) -> None:
        items = await self._media.items(ItemFilter(states=SHOWN))
        now_ms = self._clock.monotonic_ms()
        lines = [self._line(item, now_ms) for item in items]
        self._time_left.forget_all_but(frozenset(line.item_id for line in lines))
        # Running work first, then what waits, then what failed; within each the library's own order.
        lines.sort(key=lambda line: (line.failed, line.state is JobState.PENDING))
        if lines != self.lines:
            self.lines = lines
            self.changed.emit()

    def _line(self, item: ItemView, now_ms: int) -> JobLine:
        left: Any = None
        if item.state in RUNNING:
            left = self._time_left.note(item.id, now_ms, item.progress)
        return JobLine(item.id, item.title, item.state, item.progress, left, item.waiting, item.error)
