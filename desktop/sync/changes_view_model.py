"""Changes a person should look at: edited in two places, or not accepted. QtCore only.

What is decided is done a moment later, so that it can be taken back.
"""

import asyncio
import uuid
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal

from desktop.runtime.changes import ChangeBus
from desktop.sync.service import SyncService
from desktop.sync.views import Conflict, RefusedEdit
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.tasks import TaskScope

UNDO_MS = 11_000
"""A little longer than the message that offers to undo is shown."""

Key = uuid.UUID | int
Work = Callable[[], Coroutine[Any, Any, None]]


class ChangesViewModel(ViewModel):
    """`changed`: the lists. `decided(keys, use)`: something was decided and may be taken back with `undo(keys)`."""

    changed = Signal()
    decided = Signal(list, bool)
    exported = Signal(Path, int)

    def __init__(
        self, sync: SyncService, scope: TaskScope, bus: ChangeBus, *, undo_ms: int = UNDO_MS
    ) -> None:
        super().__init__(scope, bus)
        self._sync, self._undo_ms = sync, undo_ms
        self._conflicts: list[Conflict] = []
        self._refused: list[RefusedEdit] = []
        self._waiting: dict[Key, Work] = {}
        self._timers: dict[Key, asyncio.Task[None]] = {}
        self.loaded = False
        self.watch(lambda _changes: self.reload(), "conflict", "refused", "sync_status")

    @property
    def conflicts(self) -> list[Conflict]:
        """Those that are not decided."""
        return [conflict for conflict in self._conflicts if conflict.id not in self._waiting]

    @property
    def refused(self) -> list[RefusedEdit]:
        """Those that are not removed."""
        return [edit for edit in self._refused if edit.no not in self._waiting]

    def reload(self) -> None:
        self.spawn_latest(self._load, name="changes")

    def use(self, conflict_id: uuid.UUID) -> None:
        """Put the value that lost in the place of the one that stands."""
        self._decide({conflict_id: lambda: self._sync.restore(conflict_id)}, use=True)

    def keep(self, conflict_ids: list[uuid.UUID]) -> None:
        """Leave what stands."""
        self._decide({id_: lambda id_=id_: self._sync.dismiss(id_) for id_ in conflict_ids}, use=False)

    def let_go(self, no: int) -> None:
        """Forget an edit that was not accepted."""
        self._decide({no: lambda: self._sync.let_go(no)}, use=False)

    def undo(self, keys: list[Key]) -> None:
        """Take a decision back, while it waits; afterwards nothing happens."""
        for key in keys:
            self._waiting.pop(key, None)
            timer = self._timers.pop(key, None)
            if timer is not None:
                timer.cancel()
        self.spawn_latest(self._count_waiting, name="waiting")
        self.changed.emit()

    async def finish(self) -> None:
        """Do now what waits."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        for key in list(self._waiting):
            await self._carry_out(key)
        await self._count_waiting()

    def export_to(self, target: Path) -> None:
        """Write what was not accepted into a file."""
        self.spawn(self._export(target), name="export")

    def _decide(self, decisions: dict[Key, Work], *, use: bool) -> None:
        if self._scope.closed or not decisions:
            return
        for key, work in decisions.items():
            self._waiting[key] = work
            self._timers[key] = self._scope.spawn(self._later(key), name="decide")
        self.spawn_latest(self._count_waiting, name="waiting")
        self.decided.emit(list(decisions), use)
        self.changed.emit()

    async def _later(self, key: Key) -> None:
        await asyncio.sleep(self._undo_ms / 1000)
        self._timers.pop(key, None)
        await self._carry_out(key)

    async def _carry_out(self, key: Key) -> None:
        work = self._waiting.get(key)
        if work is None:
            return
        try:
            await work()
        except AppError as error:
            if error.code != "sync.conflict_gone":
                self.failed.emit(error)
        # It stays out of sight until the list without it is read.
        await self._load()
        self._waiting.pop(key, None)
        await self._count_waiting()
        self.changed.emit()

    async def _count_waiting(self) -> None:
        await self._sync.count_as_decided(frozenset(self._waiting))

    async def _load(self) -> None:
        self._conflicts, self._refused = await self._sync.conflicts(), await self._sync.refused()
        self.loaded = True
        self.changed.emit()

    async def _export(self, target: Path) -> None:
        try:
            self.exported.emit(target, await self._sync.export_refused(target))
        except AppError as error:
            self.failed.emit(error)
