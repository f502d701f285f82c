"""Sync pages with no sync behind them: status, conflicts and refusals are set by the test."""

import asyncio
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.runtime.changes import ChangeBus
from desktop.sync.views import Conflict, RefusedEdit, SyncStatus
from shared.clock import Clock, SystemClock
from shared.errors import AppError


def conflict(title: str = "Optics", **given: Any) -> Conflict:
    """A description that two people changed."""
    values = {
        "kind": "quiz",
        "field": "description",
        "lost": "Bring a ruler and a candle.",
        "standing": "Bring a ruler and a torch.",
        "base": "Bring a ruler.",
        "mine": False,
        "device": "",
        "who": "Marek",
        "group": "",
        "when_ms": 1_700_000_000_000,
        **given,
    }
    return Conflict(uuid.uuid4(), thing_id=uuid.uuid4(), title=title, **values)


def refusal(no: int, title: str = "Lecture 4", reason: str = "revoked") -> RefusedEdit:
    """An edit of a group that was left."""
    return RefusedEdit(
        no, "correction", uuid.uuid4(), title, "group:x", reason, "upside down", 1_700_000_000_000
    )


@dataclass
class FakeSync:
    """Does at once what is asked and remembers it; `failing` is raised instead."""

    status: SyncStatus = field(default_factory=SyncStatus)
    open: list[Conflict] = field(default_factory=list)
    held: list[RefusedEdit] = field(default_factory=list)
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    failing: AppError | None = None
    release: asyncio.Event | None = None
    decided: frozenset[uuid.UUID | int] = frozenset()

    async def count_as_decided(self, keys: frozenset[uuid.UUID | int]) -> None:
        self.decided = keys

    async def sync_now(self) -> SyncStatus:
        self.asked.append(("now",))
        if self.release is not None:
            await self.release.wait()
        return self.status

    async def pause(self, *, paused: bool) -> None:
        self.asked.append(("pause", paused))

    async def conflicts(self) -> list[Conflict]:
        return list(self.open)

    async def refused(self) -> list[RefusedEdit]:
        return list(self.held)

    async def restore(self, conflict_id: uuid.UUID) -> None:
        self._decide("restore", conflict_id)

    async def dismiss(self, conflict_id: uuid.UUID) -> None:
        self._decide("dismiss", conflict_id)

    async def let_go(self, no: int) -> None:
        self.asked.append(("let_go", no))
        self.held = [edit for edit in self.held if edit.no != no]

    async def export_refused(self, path: Path) -> int:
        self.asked.append(("export", path))
        if self.failing is not None:
            raise self.failing
        return len(self.held)

    def _decide(self, what: str, conflict_id: uuid.UUID) -> None:
        self.asked.append((what, conflict_id))
        if self.failing is not None:
            raise self.failing
        self.open = [one for one in self.open if one.id != conflict_id]


@dataclass
class FakeAccount:
    """Who is signed in, and what the server says of the room."""

    session: object | None = field(default_factory=object)
    ended: str = ""
    usage: Any = None

    async def call(self, _method: str, _path: str, *, answer: type) -> Any:
        if isinstance(self.usage, AppError):
            raise self.usage
        return self.usage


@dataclass
class SyncServices:
    """What the sync pages take of the services."""

    sync: FakeSync = field(default_factory=FakeSync)
    accounts: FakeAccount = field(default_factory=FakeAccount)
    clock: Clock = field(default_factory=SystemClock)
    bus: ChangeBus = field(default_factory=ChangeBus)
