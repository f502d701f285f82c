"""The sync service on a real database without HTTP: people and groups as a test tells, devices with the real engine."""

import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from server.config.declarations import SyncSection
from server.sync.pokes import News, Pokes
from server.sync.service import SyncService
from server.web.metrics import Metrics
from server.web.principal import Principal
from shared.groups.messages import Group, Role
from sync.rows import Row
from tests.support.known_people import principal, user_id
from tests.support.membership_stage import GroupStage
from tests.support.sync_devices import SyncDevice


def own(name: str) -> str:
    """The scope of a person."""
    return f"user:{user_id(name)}"


def shared(group: Group) -> str:
    """The scope of a group."""
    return f"group:{group.group_id}"


class SyncStage(GroupStage):
    """`device` makes one; `sync` lets it exchange until nothing moves."""

    def __init__(self, database: Any, folder: Path, **config: Any) -> None:
        super().__init__(database)
        self.folder, self.pokes, self.metrics = folder, Pokes(), Metrics()
        self.news: list[News] = []
        self.pokes.listen(self.news.append)
        accounts: Any = self.people
        self.service = SyncService(
            database, accounts, self.groups, self.pokes, SyncSection(**config),
            folder=folder / "snapshots", metrics=self.metrics,
        )  # fmt: skip
        self.devices: list[tuple[SyncDevice, str]] = []

    def device(self, name: str) -> SyncDevice:
        self.who(name)
        made = SyncDevice(self.folder / f"device{len(self.devices)}")
        self.devices.append((made, name))
        return made

    def close(self) -> None:
        for device, _ in self.devices:
            device.close()

    def asking(self, device: SyncDevice) -> Principal:
        name = next(name for one, name in self.devices if one is device)
        tenant = self.people.people[user_id(name)].tenant_id
        return principal(name, device=device.journal.device(), tenant=tenant)

    def sender(self, device: SyncDevice) -> Callable[[bytes], Awaitable[bytes]]:
        async def send(body: bytes) -> bytes:
            return await self.service.exchange(self.asking(device), body)

        return send

    def fetcher(self, device: SyncDevice) -> Callable[[str], Awaitable[bytes]]:
        async def fetch(name: str) -> bytes:
            return (await self.service.chunk(self.asking(device), name)).read_bytes()

        return fetch

    async def sync(self, *devices: SyncDevice) -> None:
        for device in devices:
            await device.settle(self.sender(device), self.fetcher(device))

    async def everywhere(self, times: int = 2) -> None:
        """All devices in turn, until all have what the others had."""
        for _ in range(times):
            await self.sync(*(device for device, _ in self.devices))

    async def stored(self, scope: str) -> dict[tuple[str, uuid.UUID], Row]:
        """What the server has of a scope."""
        return {(row.kind, uuid.UUID(bytes=row.id)): row for row in await self.rows(scope)}


__all__ = ["Role", "SyncStage", "own", "shared"]
